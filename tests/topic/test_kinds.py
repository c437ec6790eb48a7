"""Does a word count that names a kind of what the topic is named for, though no document has it?"""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from bot.chat.language import ENGLISH
from bot.chat.message import Text
from bot.chat.rendering.reasons import reason_lines, why_line
from bot.model import Entry, PartKind, Where
from bot.text.meanings.roots import root
from bot.topic.match import match
from bot.topic.topic import Topic
from tests.topic.test_unseen_topics import FOLDER, taught

MakeEntry = Callable[..., Entry]
DOCUMENTS = [
    "Ships collide in fog off Jutland\nTwo ships collided in fog. The coast guard took the crew of one ship off.",
    "Ship sinks after collision\nThe ship sank off the coast an hour after it hit another one. The crew was rescued.",
    "Coast guard searches for crew of sunk ship\nA ship sank in a storm. A lifeboat was found without a crew.",
]


@pytest.fixture(scope="module")
def topic(tmp_path_factory: pytest.TempPathFactory) -> Topic:
    return taught(tmp_path_factory.mktemp("ships"), "Ships in distress", DOCUMENTS)


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Frigate sank"), ("de", "Fregatte gesunken"), ("ru", "Затонул фрегат"), ("fr", "Frigate")],
)
def test_a_kind_counts_and_is_told_with_what_it_is(
    topic: Topic, make_entry: MakeEntry, language: str, title: str
) -> None:
    """In whatever language it is known; of a language without tables words are read as English ones."""
    found = match(topic, make_entry(title, "", language))
    assert [part.names[1:] for part in found.parts if part.kind is PartKind.NARROWER] == [("ships",)], found.parts


def test_a_kind_is_given_as_a_reason_in_the_entry_s_own_word(topic: Topic, make_entry: MakeEntry) -> None:
    """It stands in the title and weighs most there; the concept is told beside it."""
    found = match(topic, make_entry("Frigate sank after collision", "", "en"))
    assert (found.words[0].form, found.words[0].where) == ("Frigate", Where.TITLE)
    assert why_line(found).startswith("“Frigate”, “")
    said = ["".join(piece.text for piece in line if isinstance(piece, Text)) for line in reason_lines(found, ENGLISH)]
    assert any("“Frigate” (ships) +" in line for line in said), said


def test_a_kind_gives_less_than_the_word_and_decides_nothing_alone(topic: Topic, make_entry: MakeEntry) -> None:
    """A frigate may be launched, sold or painted."""
    narrow, wide = (match(topic, make_entry(f"{word} in fog", "", "en")) for word in ("Frigate", "Ship"))
    assert 0 < narrow.score < wide.score
    assert not match(topic, make_entry("Minister visits frigate", "", "en")).alert


def test_a_kind_that_general_news_is_full_of_is_left_out(tmp_path: Path) -> None:
    """Of animals the dogs, which would put more of general news above the mark than may be."""
    given = yaml.safe_load((FOLDER / "wildlife.yaml").read_text(encoding="utf-8"))
    found = taught(tmp_path, given["name"], given["documents"]).profile
    assert found is not None
    assert found.kinds["en"]["parrot"] == found.kinds["de"][root("papagei", "de")] == "animals"
    assert "dog" not in found.kinds["en"]
