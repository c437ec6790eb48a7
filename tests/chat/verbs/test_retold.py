"""Is what went wrong, and who it is about, told in the reader's language?"""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.language import speak
from bot.chat.message import Command
from bot.chat.rendering import alerts
from bot.chat.rendering.retold import _SENTENCES, retold
from bot.chat.verbs.request import Service
from bot.chat.verbs.table import handle
from bot.config.sources.file import load
from bot.feeds.fetching.answer import refusal, to_fetch_error
from bot.feeds.formats.document import not_a_feed
from bot.store.engine import Store
from bot.text.languages import SPOKEN
from bot.work.watch import watch
from tests.chat.verbs.conftest import shown
from tests.samples import HERE, NOW, a_story

FOREIGN = tuple(language for language in SPOKEN if language != "en")
SAID = (
    *(str(refusal(status, {}, "one.example", NOW)) for status in (401, 403, 404, 410, 429, 451, 500, 503, 302)),
    str(to_fetch_error(TimeoutError(), "one.example", 20)),
    str(to_fetch_error(OSError(), "one.example", 20)),
    str(not_a_feed("<html><title>A door</title>")),
    str(not_a_feed("")),
    "Over: One has not answered for 3 days: one.example refuses us (HTTP 403)",
)


@pytest.mark.parametrize("language", FOREIGN)
@pytest.mark.parametrize("sentence", SAID)
def test_what_went_wrong_is_told_in_the_readers_language(sentence: str, language: str) -> None:
    """With the host and the status as they are; in English it is what was written down."""
    told = retold(sentence, speak(language))
    assert told != sentence
    assert ("one.example" in sentence) == ("one.example" in told)
    assert retold(sentence, speak("en")) == sentence


def test_a_sentence_within_a_sentence_and_a_time_are_told_too() -> None:
    """Of a feed that answers again the reader learns what was wrong, and how long."""
    told = retold(SAID[-1], speak("ru"))
    assert told == "Прошло: One не отвечает уже 3 дня: one.example нам отказывает (HTTP 403)"


def test_what_nobody_knows_stays_as_it_is() -> None:
    """A platform may say anything."""
    assert retold("Bad Request: whatever", speak("pl")) == "Bad Request: whatever"


def test_the_sentences_are_those_that_are_said() -> None:
    """One that no room says any more has no place in the list: its longest piece stands in the code."""
    rooms = ("bot/feeds", "bot/work", "bot/chat", "bot/store")
    code = "\n".join(
        path.read_text() for room in rooms for path in Path(room).rglob("*.py") if path.name != "retold.py"
    )
    platforms = {each for each in _SENTENCES if each.startswith("Forbidden")}  # Telegram's own words
    for sentence in set(_SENTENCES) - platforms:
        pieces = [
            piece
            for part in sentence.split("{")
            for piece in part.split("}")[-1].replace("; ", " (HTTP ").split(" (HTTP ")
        ]
        assert max(pieces, key=len).strip(' (;:."') in code.replace('"\n            "', ""), sentence


def test_names_are_written_as_the_reader_writes_them() -> None:
    """The topic's own names file says how; its first whole form is the one."""
    seen = watch(load(Path("sources.yaml")), NOW)
    words = speak("ru").knowing(seen.spelled)
    message = alerts.alert(a_story(names=("Belarus", "Nobody Known")), words=words)
    assert "Беларусь, Nobody Known" in shown(message)
    assert words.name(seen.config.topic.name) == "Отношения Беларуси и России"
    assert speak("en").knowing(seen.spelled).name("Belarus") == "Belarus"
    assert {words.name(name) for name in ("Rosneft", "Rosatom", "Homel")} == {"Роснефть", "Росатом", "Гомель"}
    assert speak("uk").knowing(seen.spelled).name("Pyotr Parkhomchik") == "Пархомчик"  # by rule: its file has none
    assert speak("uk").knowing(seen.spelled).name("Arkady Dvorkovich") == "Arkady Dvorkovich"  # by rule in two ways
    assert {"Belarus", "Russia"} <= seen.own_names


def test_each_chat_is_told_the_topic_in_its_language(store: Store, service: Service) -> None:
    """Where it has a name there."""
    knows = replace(service, spelled={"pl": {service.topic: "Temat"}})
    with store.begin() as tx:
        message = handle(tx, Command(verb="start", target=HERE, language="pl"), knows).message
    assert "Temat" in shown(message)
