"""Do filter words find what they mean in every language, and nothing else?"""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from _pytest.mark import ParameterSet

from bot.stories.search.finder import Finder
from tests.samples import a_story

PAIRS = [
    tuple(cell.strip() for cell in row.split("|"))
    for name in ("filter_pairs.yaml", "filter_pairs_unseen.yaml")
    for row in yaml.safe_load(Path(__file__).with_name(name).read_text("utf-8"))
]


MISSED = {
    ("Tsikhanouskaya", "uk"): "spellings that differ by sound meet only where the topic lists the name",
    ("Merz", "ru"): "a German z is written as two letters or one",
}


def _marked(row: tuple[str, ...]) -> ParameterSet:
    reason = MISSED.get((row[0], row[1]))
    return pytest.param(*row, marks=[pytest.mark.xfail(reason=reason, strict=True)] if reason else [])


@pytest.mark.parametrize(("word", "language", "headline", "passes"), [_marked(row) for row in PAIRS])
def test_a_filter_word_finds_what_it_means(word: str, language: str, headline: str, passes: str) -> None:
    """In the language of the headline, whichever the word is of; and no headline about something else."""
    story = replace(a_story(names=(), words=(), summary="", title=headline), language=language, reports=())
    assert Finder(story).finds(word) is (passes == "yes")
