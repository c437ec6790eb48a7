"""Is a topic's word known by what its documents call it in other languages?"""

from array import array
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.config.seeds.corpus import Seed
from bot.model import Entry
from bot.topic.match import match
from bot.topic.proposal.renderings import renderings
from bot.topic.weights.background import General, hash_of
from bot.topic.weights.marks import marks_of
from bot.topic.weights.profile import Profile
from bot.topic.weights.teaching import document_of
from tests.topic.test_unseen_topics import taught

MakeEntry = Callable[..., Entry]
DOCUMENTS = [
    "Wildfires rage in hills\nWildfires burn pine woods above the town. Crews cut lanes through the scrub.",
    "Village saved from wildfire\nThe wildfire stopped at the last house. Planes dropped water on the slope.",
    "Waldbrände im Gebirge\nWaldbrände zerstören Kiefern über der Stadt. Helfer schlagen Schneisen in den Hang.",
    "Пожары в горах\nОгонь уничтожил сосны над городом. Самолёты сбросили воду на склон.",
]
SPOKEN = ["en", "en", "de", "ru"]


def document(text: str, language: str) -> Seed:
    """Return a document as a seed."""
    title, _, body = text.partition("\n")
    return Seed(slug=title, title=title, text=body, language=language)


def test_documents_say_what_a_word_is_called_in_their_language() -> None:
    """A headline's word that the table of meanings has beside it; nothing from documents in the word's own language."""
    spoken = [document_of(document(text, language)) for text, language in zip(DOCUMENTS, SPOKEN, strict=True)]
    assert renderings("wildfires", "en", spoken) == (("de", "Waldbrände"), ("ru", "Пожары"))
    assert renderings("hills", "en", spoken) == ()


def test_documents_in_several_languages_share_a_subject(tmp_path: Path, make_entry: MakeEntry) -> None:
    """The topic's only word gets nine tenths of the way to an alert in German, too, though no dictionary has it."""
    topic = taught(tmp_path, "Wildfires", DOCUMENTS)
    for language, title in (("de", "Waldbrand am Vesuv: Nationalpark gesperrt"), ("en", "Wildfire on Vesuvius")):
        assert match(topic, make_entry(title, "", language)).score > 0.5


def test_a_preposition_opens_no_compound(tmp_path: Path, make_entry: MakeEntry) -> None:
    """What a dictionary calls a shortage begins with "unter", and so do lessons."""
    topic = taught(tmp_path, "Shortages of insulin", ["Shortages of insulin\nPharmacies report shortages of insulin."])
    found = match(topic, make_entry("Grundschulen kürzen Unterricht", "", "de"))
    assert "Unterricht" not in {name for part in found.parts for name in part.names}


def test_what_general_news_says_of_the_topic_is_no_reason_to_doubt_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some of general news are about the topic, and the mark need not be above those."""
    profile = taught(tmp_path, "Wildfires", DOCUMENTS).profile
    assert isinstance(profile, Profile)
    said = array("I", [hash_of("wildfir", "en"), hash_of("wood", "en")])
    monkeypatch.setattr("bot.topic.weights.marks.general", lambda: [General(said, array("I"), 100.0, 100.0)] * 9)
    assert marks_of(profile, []).headline == pytest.approx(0.05)
