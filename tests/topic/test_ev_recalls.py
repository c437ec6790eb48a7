"""Does a topic of two short documents, as a newcomer makes it, alert on its first day, with no edit?"""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.chat.verbs.topic import turned_down
from bot.cli import cli
from bot.cli import topic as topic_command
from bot.config.sources.changes import add_word
from bot.config.sources.file import load
from bot.errors import ConfigError
from bot.model import FIRST_TOPIC, Entry
from bot.store.engine import Store
from bot.topic.match import match
from bot.topic.standing import stand
from bot.topic.topic import Topic, compile_topic

MakeEntry = Callable[..., Entry]
DOCUMENTS = {
    "one.txt": """Tesla recalls 9,000 electric cars over battery fires
Tesla is recalling 9,000 electric cars because battery cells can short-circuit and catch fire. The NHTSA said that
owners should park outside and charge to 80 percent only until dealers replace the battery modules. Four fires
are known. LG Energy Solution made the cells. The automaker will replace the packs, the NHTSA said.
""",
    "two.md": """# Renault recalls Zoe electric cars as battery packs may overheat
Renault will recall 3,000 Zoe electric vehicles in Europe, the KBA said. The battery management software did not stop
cells from overheating. LG Energy Solution supplied the cells. Owners were told not to charge the vehicle overnight. The
Kraftfahrt-Bundesamt (KBA) lists the recall; two cars caught fire while charging.
""",
}
ON = [
    ("en", "Skoda recalls 12,000 Enyaq electric cars over battery fire risk"),
    ("en", "Battery defect: Polestar to recall 2,000 EVs after fire"),
    ("en", "Fiat recalls electric 500e as battery cells may short-circuit"),
    ("de", "KBA: Rückruf von Elektroautos wegen Brandgefahr der Batterie"),
]
OFF = [
    ("en", "Renault reports record profit"),
    ("en", "Recall of child seats with a weak buckle"),
    ("en", "Opel recalls 40,000 vans over rear axle bolts"),
    ("en", "Seat recalls cars as airbags may burst, NHTSA says"),
    ("en", "Battery maker opens a plant in Ohio"),
    ("en", "Seoul shares close higher on chip rally"),
    ("en", "Which electric car should you buy?"),
    ("de", "Renault stellt neues Modell in Berlin vor"),
]


@pytest.fixture(scope="module")
def config_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As ``init`` writes it."""
    folder = tmp_path_factory.mktemp("recalls")
    (folder / "documents").mkdir()
    for name, text in DOCUMENTS.items():
        (folder / "documents" / name).write_text(text, encoding="utf-8")
    asked = ["init", str(folder / "t"), "--topic", "EV battery recalls", "--seeds", str(folder / "documents")]
    answer = CliRunner().invoke(cli, asked)
    assert answer.exit_code == 0, answer.output
    return folder / "t" / "sources.yaml"


@pytest.fixture(scope="module")
def taught(config_path: Path) -> Topic:
    config = load(config_path)
    return compile_topic(config.match, config.corpus)


@pytest.mark.parametrize(("language", "title"), ON)
def test_its_news_is_an_alert(taught: Topic, make_entry: MakeEntry, language: str, title: str) -> None:
    """Of makers that no document names, and in another language."""
    found = match(taught, make_entry(title, "", language))
    assert found.alert, found.parts


@pytest.mark.parametrize(("language", "title"), OFF)
def test_news_beside_it_is_none(taught: Topic, make_entry: MakeEntry, language: str, title: str) -> None:
    """The same makers' profits, other recalls."""
    found = match(taught, make_entry(title, "", language))
    assert not found.alert, found.parts


def test_bodies_are_proposed_with_their_short_forms(config_path: Path) -> None:
    """The names that an admin would have typed."""
    names = {entity.name: entity for entity in load(config_path).corpus.entities}
    assert {"LG Energy Solution", "NHTSA"} <= names.keys()


def test_the_standing_shows_what_to_expect(taught: Topic, make_entry: MakeEntry) -> None:
    """Alerts at three thresholds, fewer at higher ones; near misses below; words that they share as suggestions."""
    entries = [make_entry(title, "", language) for language, title in (*ON, *OFF)]
    near = [make_entry(f"Recall of {count} cars with Gigabatt modules", "", "en") for count in (4, 5, 6)]
    found = stand(taught, [*entries, *near])
    assert found.entries == len(ON) + len(OFF) + 3
    counts = [count for _, count in found.alerts]
    assert counts == sorted(counts, reverse=True)
    assert dict(found.alerts)[0.6] >= len(ON)
    assert all(0.35 <= each.score < 0.6 for each in found.near)
    lowest = [each.score for each in found.barely]
    assert lowest == sorted(lowest)
    assert lowest[0] >= 0.6


def test_check_warns_of_a_seed_that_would_be_no_alert(config_path: Path) -> None:
    """And of a concept that general news is full of."""
    seeds = config_path.parent / "seeds"
    (seeds / "stray.txt").write_text("A quiet week\nNothing of note was said in town.\n", encoding="utf-8")
    names = seeds / "names.yaml"
    before = names.read_text(encoding="utf-8")
    wide = "{id: wide, frame: [military, diplomacy, courts, elections, accident, trade]}"
    names.write_text(before.replace("\nconcepts:", f"\nconcepts:\n  - {wide}", 1), encoding="utf-8")
    try:
        answer = CliRunner().invoke(cli, ["check", "--json", "--config", str(config_path)])
    finally:
        (seeds / "stray.txt").unlink()
        names.write_text(before, encoding="utf-8")
    found = {problem["code"]: problem for problem in json.loads(answer.stdout)[0]["problems"]}
    assert "stray" in found["seed-no-alert"]["text"]
    assert "wide" in found["wide-concept"]["text"]


def test_without_a_database_the_standing_says_so(
    config_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing was polled yet: no error."""
    monkeypatch.chdir(tmp_path)
    answer = CliRunner().invoke(cli, ["topic", "--config", str(config_path)])
    assert answer.exit_code == 0, answer.output
    assert "Nothing is stored" in answer.output
    again = CliRunner().invoke(cli, ["topic", "suggest", "--config", str(config_path)])
    assert "No word" in again.output


def test_a_suggestion_that_is_accepted_becomes_a_concept(
    config_path: Path, tmp_path: Path, make_entry: MakeEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Comments stay, it is said what changes, entries with the word score higher; what nobody suggested is refused."""
    monkeypatch.chdir(tmp_path)
    names = config_path.parent / "seeds" / "names.yaml"
    before = names.read_text(encoding="utf-8")
    near = [make_entry(f"Recall of {count} cars with Gigabatt modules", "", "en") for count in (4, 5, 6)]
    monkeypatch.setattr(topic_command, "stored", lambda *_: near)
    asked = ["topic", "suggest", "--config", str(config_path)]
    try:
        refused = CliRunner().invoke(cli, [*asked, "--accept", "Xanadu"])
        answer = CliRunner().invoke(cli, [*asked, "--accept", "gigabatt"])
        after = names.read_text(encoding="utf-8")
        config = load(config_path)
        again = CliRunner().invoke(cli, asked)
    finally:
        names.write_text(before, encoding="utf-8")
    assert refused.exit_code == 1
    assert "not among the suggestions" in str(refused.exception)
    assert answer.exit_code == 0, answer.output
    assert "Gigabatt added" in answer.output
    assert "alert_at 0.60: " in answer.output
    added = set(after.splitlines()) - set(before.splitlines())
    assert added == {"  - {id: gigabatt, words: {en: [Gigabatt]}}"}
    assert [line for line in after.splitlines() if line not in added] == before.splitlines()
    old = load(config_path)
    scores = [match(compile_topic(each.match, each.corpus), near[0]).score for each in (old, config)]
    assert scores[0] < scores[1]
    assert "Gigabatt" not in again.output


def test_a_suggestion_that_is_refused_does_not_come_back(
    config_path: Path, tmp_path: Path, make_entry: MakeEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is noted where a button in a chat notes it, so that neither asks for it again."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'seedwatch.db'}")
    near = [make_entry(f"Recall of {count} cars with Gigabatt modules", "", "en") for count in (4, 5, 6)]
    monkeypatch.setattr(topic_command, "stored", lambda *_: near)
    asked = ["topic", "suggest", "--config", str(config_path)]
    assert "Gigabatt" in CliRunner().invoke(cli, asked).output
    answer = CliRunner().invoke(cli, [*asked, "--refuse", "gigabatt"])
    assert "Gigabatt: not suggested again" in answer.output, answer.output
    assert "No word is common" in CliRunner().invoke(cli, asked).output
    with Store(f"sqlite:///{tmp_path / 'seedwatch.db'}", looking=True) as store:
        assert asyncio.run(store.read(lambda tx: turned_down(tx, FIRST_TOPIC))) == {"gigabatt"}


@pytest.mark.parametrize("text", ["concepts: [{id: one}]\n", "entities: []\n", "concepts:\n  - {id: gigabatt}\n"])
def test_a_file_that_cannot_take_a_word_is_told(text: str) -> None:
    """Nothing is guessed: concepts in brackets, none at all, or one of that name."""
    with pytest.raises(ConfigError):
        add_word(text.encode(), "names.yaml", "Gigabatt", "en")


def test_line_ends_and_what_follows_stay() -> None:
    """Also where the file ends without a line end, and for a word of no language."""
    raw = b"# mine\r\nconcepts:\r\n- {id: one, words: [one]}  # why\r\n# more\r\nentities: []\r\n"
    wanted = raw.replace(b"# why\r\n", b"# why\r\n- {id: gigabatt, words: {'*': [Gigabatt]}}\r\n")
    assert add_word(raw, "names.yaml", "Gigabatt", None) == wanted
    assert add_word(b"concepts:\n  - {id: one}", "names.yaml", "Two", "en").endswith(
        b"\n  - {id: two, words: {en: [Two]}}\n"
    )
