"""What should the topic know? An operator is asked, word by word, what belongs to it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.chat.language import Words
from bot.chat.message import Action, Button, Lesson, Line, Message, Reply, Text
from bot.chat.rendering.alerts import answer
from bot.chat.verbs.request import Request, refused
from bot.store.transaction import Transaction
from bot.text.words import fold
from bot.topic.standing import Suggestion

_VERB = "topic"
_YES, _NO = "yes", "no"


def topic(request: Request) -> Reply:
    """Offer what the topic does not know, or take what a button says of a word; ``lesson`` leads to the answer."""
    words, value = request.words, request.command.value
    lesson = Lesson(topic=request.service.key)
    if not value:
        return Reply(message=answer(words("What should the topic know?")), lesson=lesson)
    choice, _, number = value.partition(".")
    asked = request.tx.questions.asked_of(_VERB, number)
    if asked is None:
        return refused(words("That was asked too long ago. Ask anew: {command}", command=request.typed(_VERB)))
    word, _, language = asked.partition("\n")
    if choice == _YES:
        lesson = replace(lesson, word=word, language=language or None)
    else:
        turn_down(request.tx, lesson.topic, [word], request.now)
    return Reply(message=answer(words("What should the topic know?")), lesson=lesson, edits=True)


def turned_down(tx: Transaction, key: str) -> frozenset[str]:
    """Return the folded words of which operators said that they do not belong to a topic."""
    return frozenset(tx.notes.get(_note(key)) or ())


def turn_down(tx: Transaction, key: str, words: Iterable[str], now: datetime) -> None:
    """Remember that words do not belong to a topic."""
    tx.notes.put(_note(key), sorted({*turned_down(tx, key), *map(fold, words)}), now)


def ask(tx: Transaction, suggestion: Suggestion, now: datetime) -> str:
    """Write down a word that is asked about; return the id that its buttons carry."""
    return tx.questions.ask(_VERB, f"{suggestion.word}\n{suggestion.language or ''}", now)


def offered(before: Sequence[Line], suggestion: Suggestion | None, number: str, words: Words) -> Message:
    """Return what was done, and the next word with its two buttons; ``number`` is the id of that question."""
    if suggestion is None:
        return answer(*before, words("No word is common among near misses that the topic does not know."))
    said = words.counted(
        suggestion.entries,
        "{n} entry that nearly was an alert has “{word}”, which the topic does not know:",
        "{n} entries that nearly were alerts have “{word}”, which the topic does not know:",
        word=suggestion.word,
    )
    titles = [(Text("· "), Text(title, foreign=True)) for title in suggestion.titles]
    buttons = (
        Button(words("Belongs to the topic"), Action.TOPIC, f"{_YES}.{number}"),
        Button(words("Does not belong"), Action.TOPIC, f"{_NO}.{number}"),
    )
    return replace(answer(*before, said, *titles, head=words("What should the topic know?")), buttons=(buttons,))


def _note(key: str) -> str:
    return f"not of the topic {key}"
