"""Are stories listed by what happened when, however late they were touched?"""

from datetime import timedelta
from random import Random

import pytest

from bot.chat.rendering.lists import by_happening
from bot.store.engine import Store
from bot.stories.search.index import search_words
from tests.chat.verbs.conftest import Type
from tests.samples import NOW, a_story, a_subscription

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_is_that_of_what_happened(seed: int) -> None:
    """Also where much was touched long after it happened."""
    chance = Random(seed)
    stories = []
    for number in range(1, 40):
        opened = NOW - chance.randrange(500) * HOUR
        said = opened + chance.randrange(50) * HOUR if chance.random() < 0.5 else None
        touched = (said or opened) + chance.randrange(60) * HOUR
        stories.append(a_story(number, opened=opened, changed=said, updated=touched))
    listed = list(by_happening(sorted(stories, key=lambda story: story.updated, reverse=True)))
    assert [story.happened for story in listed] == sorted((story.happened for story in stories), reverse=True)
    assert {story.id for story in listed} == {story.id for story in stories}


def test_one_more_copy_makes_no_old_story_new(store: Store, type_in: Type) -> None:
    """It is neither first in the list nor new since it was last looked at."""
    with store.begin() as tx:
        tx.channels.save(a_subscription())
        for number, opened, title in ((1, 30, "Old story"), (2, 2, "Fresh story")):
            story = a_story(number, title=title, opened=NOW - opened * HOUR, updated=NOW - opened * HOUR)
            tx.stories.save(story, words=search_words(story), terms=())
    type_in("/latest")
    with store.begin() as tx:
        old = a_story(1, title="Old story", opened=NOW - 30 * HOUR, updated=NOW + HOUR)
        tx.stories.save(old, words=search_words(old), terms=())
    lines = type_in("/latest").splitlines()
    assert [line for line in lines if "story" in line and line[0].isdigit()] == ["1. Fresh story", "2. Old story"]
    assert "Nothing new" in type_in("/latest new")
