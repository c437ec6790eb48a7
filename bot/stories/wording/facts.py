"""Which facts does a report state, sentence by sentence? Names, numbers and days, spelled alike in all languages.

A fact is a short string whose first letter says what it is: ``@`` a person or body of the names file, ``&`` a place or
another name that belongs to the scenery of the topic, ``~`` another name as it sounds, ``#`` a number, ``d`` a day,
``l`` the language of a sentence, ``s`` how the story stands (see ``bot.stories.standing``).
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

from bot.model import NameHit, Report
from bot.text.article import split_entry
from bot.text.language import capitals_tell, is_common
from bot.text.numbers import figures, is_rounded, numbers_in
from bot.text.numerals import numerals_in
from bot.text.plain import spaced
from bot.text.sentences import ends_properly, is_torn, split
from bot.text.words import romanise, stem, tokens

READ = 24  # sentences of one report that are read; what follows them is background
_BEGINNING = 3  # the title and two sentences
PLACES = {"place", "demonym"}
_FORMS = 40  # forms of names that one report keeps
_SHORTEST, _LONGEST = 5, 60  # words; what is shorter says nothing, what is longer is a list
_NAME = 4  # letters from which a capitalised word is a name
_CLOCK = re.compile(r"\d{1,2}:\d{2}|\d{1,2}\.\d{1,2}\.\d{2,4}")  # "updated 14:30" is no fact
_DAY = re.compile(r"(?:\d{4}-)?(\d\d-\d\d)")
_KNOWN = "\N{SYMBOL FOR UNIT SEPARATOR}"  # stands for a known name; the capitals beside it belong to that
_BEFORE = " \"'«»“”„(—–-"  # what may come between the end of a sentence and a word
_ENDS = {"", ".", "!", "?", ":", "\n"}
_VOWELS = re.compile(r"(?<=.)[aeiouy]")
_SOUNDS_LIKE = 0.75  # of two names' consonants: Віцебск and Витебск are one place
_ENDING = 3  # consonants that endings may add


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A sentence of a report with the facts in it, each with how it is written; ``place`` 0 is the title."""

    text: str
    report: Report
    place: int
    facts: Mapping[str, str] = field(hash=False)


def name_forms(names: Iterable[NameHit]) -> tuple[tuple[str, str], ...]:
    """Return the names found in an entry as its report keeps them: as written, and as a fact."""
    found = {name.form: ("&" if _is_setting(name) else "@") + name.entity for name in names if name.kind != "trap"}
    return tuple(sorted(found.items(), key=lambda each: (-len(each[0]), each[0]))[:_FORMS])


def _is_setting(name: NameHit) -> bool:
    """Whether a name belongs to the scenery of the topic: places, and bodies that stand for a side or for all."""
    return name.kind in PLACES or (name.kind != "person" and bool(name.side or name.role))


@lru_cache(maxsize=2048)
def statements(report: Report) -> tuple[Statement, ...]:
    """Return the title and the sentences of a report that could stand alone, in their order.

    A line that does not end as sentences do is a heading, a caption or cut off; a piece of a quotation has lost its
    speaker.
    """
    said = spaced(report.text)
    sentences = [spaced(each) for each in sentences_of(report.text)[:READ] if ends_properly(each) and not is_torn(each)]
    sentences = [each for each in sentences if each in said and _SHORTEST <= len(tokens(each)) <= _LONGEST]
    texts = [spaced(report.title), *sentences]
    return tuple(
        Statement(text=text, report=report, place=place, facts=facts_in(text, report.language, report.names))
        for place, text in enumerate(texts)
    )


@lru_cache(maxsize=256)  # a new report is read for the summary and for its facts
def sentences_of(text: str) -> tuple[str, ...]:
    """Return the sentences of a report's text without datelines, credits and references to other texts."""
    lines = (split_entry("", line) for line in text.split("\n"))
    return tuple(split("\n".join(f"{line.lead}{line.body}" for line in lines)))


def facts_in(text: str, language: str | None, names: Sequence[tuple[str, str]] = ()) -> dict[str, str]:
    """Return the facts of a text, each with how it is written; ``names`` are the known ones as the text writes them."""
    found = {f"l{language}": ""} if language else {}
    rest = text
    for form, fact in names:
        place = rest.lower().find(form.lower())
        if place >= 0:
            found[fact] = rest[place : place + len(form)]
            found.setdefault(f"~{_sound(form, language)}", "")  # another language may not know whom it means
            rest = re.sub(re.escape(form), f" {_KNOWN} ", rest, flags=re.IGNORECASE)
    for each in _capitalised(rest, language):
        found.setdefault(f"~{_sound(each, language)}", each)
    plain = _CLOCK.sub(" ", text)
    for figure in figures(plain):
        if day := _DAY.fullmatch(figure):
            found[f"d{day[1]}"] = figure
    for value, written in (*numerals_in(plain, language), *numbers_in(plain)):
        found[f"#{value}"] = written
    return found


def all_facts(reports: Iterable[Report]) -> frozenset[str]:
    """Return every fact that these reports state anywhere."""
    return frozenset[str]().union(*(_facts(report)[0] for report in reports))


def first_facts(reports: Iterable[Report]) -> frozenset[str]:
    """Return what stands in the titles and first two sentences of these reports."""
    return frozenset[str]().union(*(_facts(report)[1] for report in reports))


@lru_cache(maxsize=2048)  # asked of all reports of a story with each new one
def _facts(report: Report) -> tuple[frozenset[str], frozenset[str]]:
    """Return the facts of a whole report, and those of its beginning."""
    said = [each.facts for each in statements(report)]
    return frozenset().union(*said), frozenset().union(*said[:_BEGINNING])


def is_told(fact: str, told: Collection[str]) -> bool:
    """Tell whether a fact is among those that were told: a number even if it was rounded, a name by its sound.

    In a topic made from documents a name may be known twice, once in each alphabet: its sound shows that it is one.
    """
    if fact in told:
        return True
    if fact[0] == "@":
        return f"~{_sound(fact[1:], None)}" in told
    if fact[0] == "#":
        return any(each[0] == "#" and is_rounded(fact[1:], each[1:]) for each in told)
    if fact[0] == "~":
        return any(each[0] == "~" and _sounds_like(fact[1:], each[1:]) for each in told)
    return False


def _capitalised(text: str, language: str | None) -> list[str]:
    """Names by their capitals, adjacent ones as one: not at the beginning of a sentence, nor if all words have one."""
    words = tokens(text)
    if not capitals_tell(words, language):
        return []
    found: list[tuple[int, int]] = []
    for word in (word for word in words if word.text[:1].isupper()):
        before, after = text[: word.start].rstrip(_BEFORE)[-1:], text[word.end :].lstrip()[:1]
        if before in _ENDS or _KNOWN in {before, after} or is_common(word.fold, language):
            continue
        if found and text[found[-1][1] : word.start] == " ":
            found[-1] = (found[-1][0], word.end)
        else:
            found.append((word.start, word.end))
    names = [text[start:end] for start, end in found]
    return [name for name in names if len(name) >= _NAME]


def _sound(name: str, language: str | None) -> str:
    """The consonants of a name without its ending, as all alphabets spell them."""
    return " ".join(_VOWELS.sub("", romanise(stem(word.fold, language))) for word in tokens(name))


@lru_cache(maxsize=16384)
def _sounds_like(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) > 1 and long.startswith(short) and len(long) - len(short) <= _ENDING:
        return True
    if any(short in part or part in short for part in long.split() if len(part) > 2):  # noqa: PLR2004 - "Xi" is no part
        return True
    return SequenceMatcher(None, one, other).ratio() >= _SOUNDS_LIKE
