"""Are seeds read strictly, kept as cards without their text, and never lost?"""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.config.findings.document import read_document
from bot.config.findings.problems import ConfigProblems
from bot.config.seeds.corpus import Corpus, read_card, write_card
from bot.config.seeds.folder import read_corpus

ARTICLE = """Home » World » Minsk asks Moscow for grain
24
By | March 3, 2024
Belarus asked Russia for grain on Sunday. Lukashenko phoned Putin about grain and diesel.
The grain shall come by rail through Orsha. Diesel follows in April, said officials in Minsk.
Subscribe to our newsletter
Leave a Reply
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "names.yaml").write_text(
        "entities:\n"
        "  - {id: minsk, name: Minsk, kind: place, side: west}\n"
        "  - {id: moscow, name: Moscow, kind: place, side: east}\n",
        encoding="utf-8",
    )
    (tmp_path / "sources.yaml").write_text(
        "version: 1\ntopic:\n  name: Grain\nseeds: seeds/\n"
        "sources:\n  - id: one\n    name: One\n    url: https://example.org/feed.xml\n",
        encoding="utf-8",
    )
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    return tmp_path / "sources.yaml"


def run(config: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, [*arguments, "--config", str(config)], standalone_mode=False)


def test_an_article_becomes_a_card_without_its_text(config: Path) -> None:
    """A card has title, date, names, words and signature, and none of the article's sentences."""
    answer = run(config, "seeds", "add", str(config.parent / "article.txt"))
    assert answer.exception is None, answer.exception
    card = config.parent / "seeds" / "minsk-asks-moscow-for-grain.yaml"
    text = card.read_text(encoding="utf-8")
    assert "facts: []" in text
    assert "phoned" not in text
    seed = read_card("x", read_document(card.read_bytes(), "x.yaml"))
    assert seed.title == "Minsk asks Moscow for grain"
    assert str(seed.date) == "2024-03-03"
    assert seed.entities == {"minsk": 2, "moscow": 1}
    assert seed.keywords["grain"] >= 3
    assert seed.signature


def test_a_card_survives_a_second_adding(config: Path) -> None:
    """A card is not written over unless asked, and then its facts stay."""
    article = str(config.parent / "article.txt")
    assert run(config, "seeds", "add", article).exception is None
    card = config.parent / "seeds" / "minsk-asks-moscow-for-grain.yaml"
    card.write_text(card.read_text(encoding="utf-8").replace("facts: []", "facts: [Grain was asked for.]"), "utf-8")
    before = card.read_bytes()
    assert "--force" in str(run(config, "seeds", "add", article).exception)
    assert card.read_bytes() == before
    assert run(config, "seeds", "add", article, "--force").exception is None
    assert "Grain was asked for." in card.read_text(encoding="utf-8")
    assert sorted(path.name for path in card.parent.iterdir()) == [card.name, "names.yaml"]


def test_all_are_added_or_none(config: Path) -> None:
    """One file that cannot be read keeps the others from being written."""
    bad = config.parent / "bad.txt"
    bad.write_bytes(b"caf\xe9")
    answer = run(config, "seeds", "add", str(config.parent / "article.txt"), str(bad))
    assert "not UTF-8" in str(answer.exception)
    assert [path.name for path in (config.parent / "seeds").iterdir()] == ["names.yaml"]


def test_seeds_are_listed_shown_and_removed(config: Path) -> None:
    """list has a line per seed, show prints the card, remove deletes the file and nothing else."""
    run(config, "seeds", "add", str(config.parent / "article.txt"))
    (config.parent / "seeds" / "plain.txt").write_text("Moscow sends diesel\nMinsk waits.", encoding="utf-8")
    listed = run(config, "seeds", "list").output
    assert "minsk-asks-moscow-for-grain  2024-03-03  en  card" in listed
    assert "plain  -  en  text" in listed
    assert "title: Moscow sends diesel" in run(config, "seeds", "show", "plain").output
    assert "Known: minsk-asks" in str(run(config, "seeds", "show", "nothing").exception)
    assert run(config, "seeds", "remove", "plain", "--yes").exception is None
    assert not (config.parent / "seeds" / "plain.txt").exists()
    assert "no seed 'names'" in str(run(config, "seeds", "remove", "names", "--yes").exception)


def test_plain_documents_work_without_a_card(config: Path) -> None:
    """A document dropped into the folder is a seed; its copy is known."""
    (config.parent / "seeds" / "plain.txt").write_text(ARTICLE, encoding="utf-8")
    line = {"id": 1, "title": "Minsk and Moscow", "text": ARTICLE.split("\n", 3)[3]}
    file = config.parent / "entries.jsonl"
    file.write_text(json.dumps(line) + "\n", encoding="utf-8")
    answer = json.loads(run(config, "score", str(file)).output)
    assert answer["known"] == "plain"
    assert answer["alert"] is False
    assert set(answer) >= {"id", "score", "alert", "store", "names", "words", "new", "why"}


def test_explain_takes_text_file_and_stored_address(config: Path) -> None:
    """A text and a file are scored; an address is looked up among the stored entries, not fetched."""
    said = run(config, "explain", "Minsk meets Moscow. They spoke of grain.").output
    assert said.startswith("Minsk meets Moscow\nScore 0.")
    assert "Minsk" in run(config, "explain", str(config.parent / "article.txt")).output
    assert "not among the stored entries" in str(run(config, "explain", "https://example.org/a").exception)
    assert "there is no text" in str(run(config, "explain", "  ").exception)


@pytest.mark.parametrize(
    ("name", "content", "where"),
    [
        (
            "names.yaml",
            "entities:\n  - {id: a, name: A, kind: planet}\n",
            "seeds/names.yaml:2:28: error: 'kind: planet'",
        ),
        ("names.yaml", "entities:\n  - {id: a, kind: place}\n", "'name' is missing"),
        ("names.yaml", "entities:\n  - {id: a, name: A, kind: place, alias: [b]}\n", "did you mean 'aliases'?"),
        ("names.yaml", "entities: none\n", "'entities' must be a list"),
        ("card.yaml", "title: A\ndate: soon\n", "seeds/card.yaml:2:7: error: 'date: soon' is not a date"),
        ("card.yaml", "title: A\nentities: {minsk: many}\n", "card.yaml:2:19: error: 'minsk: many' is not allowed"),
        ("card.yaml", "facts: []\n", "'title' is missing"),
        ("card.yaml", "title: A\nsignature: [x]\n", "card.yaml:2:13: error: 'x' is not a whole number"),
        ("card.yaml", "- a\n", "the file must be a mapping"),
        ("photo.jpg", "x", "'.jpg' files are not read"),
        ("empty.txt", " \n", "the document has no words"),
    ],
)
def test_mistakes_are_named_with_their_place(tmp_path: Path, name: str, content: str, where: str) -> None:
    """Each mistake in seeds/ is told with file, line, column and what to write instead."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(ConfigProblems) as caught:
        read_corpus(tmp_path, "seeds")
    assert where in str(caught.value)
    assert all(problem.fix for problem in caught.value.problems)


def test_a_missing_or_empty_folder_is_named(tmp_path: Path) -> None:
    """No folder and no seeds are told apart."""
    with pytest.raises(ConfigProblems, match="does not exist"):
        read_corpus(tmp_path / "nothing", "seeds")
    with pytest.raises(ConfigProblems, match="neither names nor seeds"):
        read_corpus(tmp_path, "seeds")


def test_a_card_reads_as_it_was_written(corpus: Corpus) -> None:
    """What is written of a seed is read again, for every card of the built-in topic; no text is in it."""
    for seed in corpus.seeds:
        assert read_card(seed.slug, read_document(write_card(seed).encode(), "card.yaml")) == seed
        assert seed.text is None
        assert 5 <= len(seed.facts) <= 10
