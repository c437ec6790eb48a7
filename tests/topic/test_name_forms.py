"""Are names found in every case, spelling and alphabet, and left alone where they mean something else?"""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from bot.config import MatchSettings
from bot.config.seeds.folder import read_corpus
from bot.model import Entry
from bot.topic.match import match
from bot.topic.topic import Topic, compile_topic

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds"


def load_forms() -> list[tuple[str, str, str]]:
    table = yaml.safe_load((HERE / "forms.yaml").read_text(encoding="utf-8"))
    rows = [tuple(row) for row in table["sentences"]]
    for entity, languages in table["names"].items():
        for language, forms in languages.items():
            for frame, form in zip(table["frames"][language], forms, strict=True):
                if form != "-":
                    rows.append((entity, language, frame.format(form)))
    return rows


def load_traps() -> list[tuple[str, str]]:
    groups = yaml.safe_load((HERE / "traps.yaml").read_text(encoding="utf-8"))
    return [(group["not"], text) for group in groups for text in group["texts"]]


@pytest.fixture(scope="module")
def topic() -> Topic:
    return compile_topic(MatchSettings(), read_corpus(SEEDS, "seeds"))


def names_in(topic: Topic, text: str, language: str | None) -> set[str]:
    entry = Entry(
        key="0" * 32,
        keys=("0" * 32,),
        feed_id="test",
        url=None,
        title="",
        text=text,
        language=language,
        seen=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return {name.entity for name in match(topic, entry).names}


@pytest.mark.parametrize(("entity", "language", "sentence"), load_forms())
def test_finds_each_form(topic: Topic, entity: str, language: str, sentence: str) -> None:
    """A listed name is found in this case and spelling, with the feed's language known and unknown."""
    assert entity in names_in(topic, sentence, language)
    assert entity in names_in(topic, sentence, None)


@pytest.mark.parametrize(("entity", "sentence"), load_traps())
def test_steps_around_each_trap(topic: Topic, entity: str, sentence: str) -> None:
    """What only looks like a name is not found as one."""
    assert entity not in names_in(topic, sentence, None)


def test_tables_are_large_enough() -> None:
    """The tables hold at least 300 forms and 100 traps, each once."""
    forms, traps = load_forms(), load_traps()
    assert len(set(forms)) >= 300
    assert len(set(traps)) >= 100


def test_every_entity_is_found_by_its_name(topic: Topic) -> None:
    """Each entity's first alias in each language finds it, or finds another that the same form names better."""
    missed = []
    for item in topic.items:
        if item.entity is None or item.trap:
            continue
        for language, form in item.entity.aliases:
            if language == "*" or re.search(r"\*\w", form):
                continue
            found = names_in(topic, f"«{form.replace('*', '')}» 12.", language)
            if not found:
                missed.append((item.id, language, form))
    assert not missed
