"""Is a muted story remembered as long as it can grow, and no longer?"""

from datetime import timedelta

from bot.store.engine import Store
from tests.samples import NOW, a_story, a_subscription

LATER = NOW + timedelta(days=30)


def test_a_muted_story_is_muted_for_its_channel_only(store: Store) -> None:
    """To mute twice is to mute once, and no other channel is concerned."""
    with store.begin() as tx:
        for channel in (1, 1, 2):
            tx.muted.add(channel, "u1", NOW)
        assert tx.muted.channels_of("u1") == {1, 2}
        assert tx.muted.channels_of("u2") == set()


def test_a_story_that_became_part_of_another_stays_muted(store: Store) -> None:
    """Whoever had enough of the one has enough of the other."""
    with store.begin() as tx:
        tx.muted.add(1, "u1", NOW)
        tx.muted.add(1, "u2", NOW)
        tx.muted.add(2, "u1", NOW)
        tx.muted.spread("u1", "u2")
        assert tx.muted.channels_of("u2") == {1, 2}


def test_only_stories_that_are_over_are_forgotten(store: Store) -> None:
    """One that still grows stays muted however long ago that was."""
    over, growing = a_story(1), a_story(2, updated=LATER)
    with store.begin() as tx:
        for story in (over, growing):
            tx.stories.save(story, words="", terms=())
            tx.muted.add(1, story.id, NOW)
        assert tx.muted.forget(LATER) == 1
        assert tx.muted.channels_of(over.id) == set()
        assert tx.muted.channels_of(growing.id) == {1}


def test_who_is_forgotten_has_nothing_muted(store: Store) -> None:
    """What a chat muted goes with the chat."""
    with store.begin() as tx:
        channel = tx.channels.save(a_subscription()).channel_id
        tx.muted.add(channel, "u1", NOW)
        tx.channels.forget([channel])
        assert tx.muted.channels_of("u1") == set()
