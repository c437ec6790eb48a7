"""Do topics of other kinds work from three documents and a name: a company, a disease, a sea where ships are attacked?

The bounds lie a little below what is measured. ``avian``, ``coaches``, ``housing``, ``wolves``, ``euro`` and
``bronzes`` were written without a look at what the program makes of them, and were only ever measured, as ``wildlife``
was, which has more words than documents can have; so were
``wildfires`` and ``lira``, whose misses were read since, and ``crossing`` and ``delta``, for which seas and rivers got
names in other languages. What stands behind a bar is an entry's text.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from bot.cli import cli
from bot.config.sources.file import load
from bot.model import Entry, PartKind
from bot.topic.match import match
from bot.topic.topic import Topic, compile_topic
from bot.topic.weights.scale import Marks

MakeEntry = Callable[..., Entry]
FOLDER = Path(__file__).parent / "unseen"
LEAST = {
    "intel": 0.90,
    "measles": 0.88,
    "redsea": 0.72,
    "strike": 0.78,
    "transfers": 0.65,
    "cocoa": 0.86,
    "trial": 0.83,
    "quantum": 0.72,
    "avian": 0.75,
    "coaches": 0.68,
    "housing": 0.68,
    "wolves": 0.76,
    "euro": 0.86,
    "bronzes": 0.80,
    "wildfires": 0.88,
    "lira": 0.88,
    "crossing": 0.77,
    "delta": 0.83,
    "wildlife": 0.52,  # 0.36 without kinds
}  # F1; most are headlines with nothing below them


def taught(folder: Path, name: str, documents: list[str]) -> Topic:
    """Return the topic as ``init`` writes it, without an edit."""
    (folder / "documents").mkdir()
    for number, text in enumerate(documents):
        (folder / "documents" / f"{number}.txt").write_text(text, encoding="utf-8")
    asked = ["init", str(folder / "t"), "--topic", name, "--seeds", str(folder / "documents")]
    answer = CliRunner().invoke(cli, asked)
    assert answer.exit_code == 0, answer.output
    config = load(folder / "t" / "sources.yaml")
    return compile_topic(config.match, config.corpus)


@pytest.mark.parametrize("name", sorted(LEAST))
def test_a_topic_of_another_kind_works(tmp_path: Path, make_entry: MakeEntry, name: str) -> None:
    """In up to six languages, and other news of the same words and names is mostly left alone."""
    given = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    topic = taught(tmp_path, given["name"], given["documents"])
    judged = [
        (match(topic, make_entry(title, text, language)).alert, wanted == "on")
        for wanted in ("on", "off")
        for language, titles in given[wanted].items()
        for title, _, text in (each.partition(" | ") for each in titles)
    ]
    right = sum(alert and wanted for alert, wanted in judged)
    reached = 2 * right / (sum(alert for alert, _ in judged) + sum(wanted for _, wanted in judged))
    assert reached >= LEAST[name]


def test_a_rare_word_that_names_the_topic_suffices(tmp_path: Path, make_entry: MakeEntry) -> None:
    """Measles are an alert in whatever language a dictionary knows them; other words of the documents are none."""
    given = yaml.safe_load((FOLDER / "measles.yaml").read_text(encoding="utf-8"))
    topic = taught(tmp_path, given["name"], given["documents"])
    for language, title in (("en", "Toddler with measles"), ("pl", "Odra w Łodzi"), ("ru", "В Омске корь")):
        assert match(topic, make_entry(title, "", language)).alert, title
    assert not match(topic, make_entry("Toddler in hospital", "", "en")).alert


def test_the_words_of_one_name_count_as_one(tmp_path: Path, make_entry: MakeEntry) -> None:
    """The Red Sea alone is no attack on ships there, though it has two words."""
    given = yaml.safe_load((FOLDER / "redsea.yaml").read_text(encoding="utf-8"))
    topic = taught(tmp_path, given["name"], given["documents"])
    assert not match(topic, make_entry("Tourists return to Red Sea resorts", "", "en")).alert
    assert match(topic, make_entry("Freighter under attack in the Red Sea", "", "en")).alert


def test_what_a_subject_is_called_for_short_is_proposed(tmp_path: Path) -> None:
    """Documents say what the initials stand for; the name may have either. A spy is no artificial intelligence."""
    document = """Rules for artificial intelligence
    The artificial intelligence (AI) rules bind whoever sells AI. Artificial intelligence in schools is another matter.
    """
    for number, name in enumerate(("Rules for AI", "Rules for artificial intelligence")):
        (tmp_path / str(number)).mkdir()
        taught(tmp_path / str(number), name, [document])
        written = (tmp_path / str(number) / "t" / "seeds" / "names.yaml").read_text(encoding="utf-8")
        assert "AI, artificial intelligence" in written
        assert "frame: [cyber]" not in written


def test_a_country_is_not_named_in_its_own_language(tmp_path: Path, make_entry: MakeEntry) -> None:
    """German reports of a German strike leave Germany out and lose nothing by it; English ones of another strike do."""
    given = yaml.safe_load((FOLDER / "strike.yaml").read_text(encoding="utf-8"))
    topic = taught(tmp_path, given["name"], given["documents"])
    german = match(topic, make_entry("Streik der Lokführer, Gericht entscheidet", "", "de"))
    english = match(topic, make_entry("Strike of train drivers, court decides", "", "en"))
    assert not [part for part in german.against if part.kind is PartKind.MISSING]
    assert [part.names for part in english.against if part.kind is PartKind.MISSING] == [("germany",)]


def test_three_letters_open_a_compound_only_before_a_word(tmp_path: Path, make_entry: MakeEntry) -> None:
    """The root of "Masern" also begins a mass protest, whose rest is no word."""
    given = yaml.safe_load((FOLDER / "measles.yaml").read_text(encoding="utf-8"))
    topic = taught(tmp_path, given["name"], given["documents"])
    assert match(topic, make_entry("Masernausbruch in Bremen", "", "de")).alert
    assert not match(topic, make_entry("Weiterhin Massenproteste in Bremen", "", "de")).parts


def test_a_compound_is_known_by_both_of_its_ends(tmp_path: Path, make_entry: MakeEntry) -> None:
    """A strike of the railway has both words of the topic in one; one by somebody else has only the last."""
    given = yaml.safe_load((FOLDER / "strike.yaml").read_text(encoding="utf-8"))
    topic = taught(tmp_path, given["name"], given["documents"])
    both = match(topic, make_entry("Bahnstreik beendet", "", "de"))
    last = match(topic, make_entry("Lokführerstreik beendet", "", "de"))
    assert both.alert
    assert 0 < last.score < both.score


def test_a_headline_rises_above_its_mark_as_an_entry_does() -> None:
    """It reaches the mark with less, and is no surer for that; below, both are told how far they came."""
    marks = Marks(whole=0.2, headline=0.1)
    assert [marks.share(each, marks.headline) for each in (0.05, 0.1)] == [0.5, 1.0]
    assert [marks.share(each, marks.whole) for each in (0.1, 0.2)] == [0.5, 1.0]
    assert marks.share(0.2, marks.headline) == pytest.approx(marks.share(0.3, marks.whole)) == pytest.approx(1.5)


def test_a_subject_is_known_by_its_abbreviation_in_other_languages(tmp_path: Path, make_entry: MakeEntry) -> None:
    """Artificial intelligence is KI, SI, ИИ and ШІ; alone it is no rule for it."""
    document = """Lawmakers agree on rules for artificial intelligence
    The artificial intelligence (AI) law bans AI that scores people. Artificial intelligence in schools needs a permit.
    """
    topic = taught(tmp_path, "AI law", [document])
    for language, on, off in (
        ("de", "Bundestag beschließt Gesetz zur KI", "KI malt Bilder wie Rembrandt"),
        ("pl", "Nowe prawo o SI", "SI wygrała turniej"),
        ("ru", "Госдума приняла закон об ИИ", "ИИ победил чемпиона мира"),
        ("uk", "Рада ухвалила закон про ШІ", "ШІ написав роман"),
    ):
        assert match(topic, make_entry(on, "", language)).alert, on
        assert not match(topic, make_entry(off, "", language)).alert, off
