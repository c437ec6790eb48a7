"""Do two commands that answer the same question give the same answer?"""

import re
from datetime import timedelta
from typing import Any

import pytest

from bot.store.engine import Store
from bot.stories.search.index import search_words
from tests.chat.verbs.conftest import Type
from tests.samples import NOW, a_story


@pytest.mark.parametrize(
    ("stories", "count"),
    [
        ([], 0),
        ([(40, {}), (35, {}), (31, {})], 0),  # found today in a feed that lists what is old
        ([(40, {}), (29, {}), (1, {})], 2),
        ([(3, {"alert": False}), (2, {"alert": False})], 0),
        ([(3, {"alert": False}), (2, {}), (45, {})], 1),
    ],
)
def test_the_newest_stories_are_as_many_as_the_chart_counts(
    stories: list[tuple[int, dict[str, Any]]], count: int, store: Store, type_in: Type
) -> None:
    """Both of the last 30 days, by when it happened and not by when we found it, and of stories that are told."""
    with store.begin() as tx:
        for number, (days, fields) in enumerate(stories, 1):
            story = a_story(number, opened=NOW - timedelta(days=days), updated=NOW, **fields)
            tx.stories.save(story, words=search_words(story), terms=())
    latest, chart = type_in("/latest 20"), type_in("/stats 30d")
    assert len(re.findall(r"^\d+\. ", latest, re.MULTILINE)) == count
    told = re.search(r"(\d+) stor(?:y|ies) in 30 days", chart)
    assert (int(told[1]) if told else 0) == count, chart
    assert count or ("No stories" in latest and "No stories" in chart), (latest, chart)
