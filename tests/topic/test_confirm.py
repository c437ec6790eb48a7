"""Does a confirmed story teach its names, pairings, numbers and text, and no sentence of it?"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.config.findings.document import read_document
from bot.config.seeds.corpus import Corpus, Seed, read_card, write_card
from bot.config.sources.file import load
from bot.model import Match
from bot.topic.confirm import seed_of
from bot.topic.match import match
from bot.topic.topic import Topic, compile_topic, names_book
from tests.samples import a_report, a_story
from tests.small_topic import news, write_config

TITLE = "Golovchenko asks Putin for 700 million dollars"
TEXT = (
    "The Belarusian prime minister Roman Golovchenko asked Vladimir Putin in Moscow for a loan of 700 million dollars, "
    "which Belarus wants to repay by 1 March 2031. Russia has not said yes. The loan would pay for potash railways."
)
OTHER = "Prime minister Golovchenko wants 700 million from Moscow; Minsk would repay 12 percent a year for the loan."


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return load(write_config(tmp_path)).corpus


@pytest.fixture
def seed(corpus: Corpus) -> Seed:
    reports = (
        a_report(1, title=TITLE, text=TEXT),
        a_report(2, title="Loan for Minsk", text=OTHER),
        a_report(3, title="Кредит для Минска", text="Минск просит кредит, кредит на 45 лет.", language="ru"),
    )
    return seed_of(a_story(title=TITLE, short="8f3k", reports=reports), *names_book(corpus))


def compiled(tmp_path: Path, corpus: Corpus, *more: Seed) -> Topic:
    settings = load(tmp_path / "sources.yaml").match
    return compile_topic(settings, replace(corpus, seeds=(*corpus.seeds, *more)))


def judged(topic: Topic, title: str, text: str = "") -> Match:
    return match(topic, news(title, text))


def test_the_seed_says_where_it_comes_from(seed: Seed) -> None:
    """Title, day, language, and the story's id."""
    assert (seed.title, seed.origin, seed.date, seed.language) == (TITLE, "story 8f3k", date(2026, 9, 21), "en")
    assert seed.slug == "2026-09-21-golovchenko-asks-putin-for-700-million-dollars"


def test_names_and_numbers_of_all_reports_words_of_its_language(seed: Seed) -> None:
    """A seed has one language, so that its words are looked for in that one."""
    assert {"golovchenko", "putin", "moscow", "minsk", "belarus", "russia"} <= seed.entities.keys()
    assert {"700 million", "2031-03-01", "12", "45"} <= set(seed.figures)
    assert "loan" in seed.keywords
    assert not any("кредит" in word for word in seed.keywords)


def test_no_sentence_is_copied(seed: Seed) -> None:
    """The card has the title, and facts for a person to fill in."""
    card = write_card(seed)
    assert seed.facts == ()
    assert seed.text is None
    assert "facts: [] # fill in" in card
    assert "repay" not in card.replace(TITLE, "")


def test_the_card_is_read_as_it_was_written(seed: Seed) -> None:
    """Numbers stay texts: YAML would read 12 as a number and 2031-03-01 as a day."""
    assert read_card(seed.slug, read_document(write_card(seed).encode(), "card.yaml")) == replace(
        seed, signature=tuple(sorted(seed.signature))
    )


def test_what_was_confirmed_is_no_news(tmp_path: Path, corpus: Corpus, seed: Seed) -> None:
    """The same name, pairing and number are new before, and known after."""
    title = "Golovchenko tells Putin in Moscow: Belarus can repay 700 million"
    before = judged(compiled(tmp_path, corpus), title)
    after = judged(compiled(tmp_path, corpus, seed), title)
    assert {"Golovchenko", "700 million"} <= set(before.new)
    assert after.new == ()
    assert after.known is None


def test_a_new_number_is_still_news(tmp_path: Path, corpus: Corpus, seed: Seed) -> None:
    """Only what the story had is known."""
    assert judged(compiled(tmp_path, corpus, seed), "Golovchenko asks Putin for 900 million").new == ("900 million",)


@pytest.mark.parametrize(("title", "text"), [(TITLE, ""), ("Another headline altogether", TEXT)])
def test_a_copy_of_any_report_is_known(tmp_path: Path, corpus: Corpus, seed: Seed, title: str, text: str) -> None:
    """By the title, or by the text under another one; a copy is no alert."""
    found = judged(compiled(tmp_path, corpus, seed), title, text)
    assert found.known == seed.slug
    assert not found.alert
    assert judged(compiled(tmp_path, corpus), title, text).known is None
