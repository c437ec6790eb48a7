"""Is a chat let in once, by whom, and until when?"""

from datetime import timedelta

from sqlalchemy import text

from bot.store.engine import Store
from tests.samples import HERE, NOW, a_subscription

WEEK = timedelta(days=7)


def test_a_chat_is_in_until_that_is_taken_back(store: Store) -> None:
    """Other chats and platforms are not concerned; to let in twice is to let in once."""
    with store.begin() as tx:
        for _ in range(2):
            tx.admitted.add("telegram", "1001", NOW)
        assert tx.admitted.has("telegram", "1001")
        assert not tx.admitted.has("slack", "1001")
        assert tx.admitted.take_back("telegram", "1001")
        assert not tx.admitted.take_back("telegram", "1001")
        assert not tx.admitted.has("telegram", "1001")


def test_an_invitation_is_good_for_one_chat_and_one_week(store: Store) -> None:
    """A second use, a guess and an old one are refused."""
    with store.begin() as tx:
        tx.admitted.invite("abc", NOW)
        tx.admitted.invite("old", NOW - WEEK)
        assert not tx.admitted.redeem("guess", NOW - WEEK)
        assert tx.admitted.redeem("abc", NOW - WEEK)
        assert not tx.admitted.redeem("abc", NOW - WEEK)
        assert not tx.admitted.redeem("old", NOW - WEEK)
        assert tx.admitted.forget_invitations(NOW - WEEK) == 1


def test_no_invitation_can_be_read_from_the_database(store: Store) -> None:
    """A copy of the file invites nobody."""
    with store.begin() as tx:
        tx.admitted.invite("canary", NOW)
    with store.database.writers.begin() as connection:
        assert "canary" not in str(connection.execute(text("SELECT * FROM invitations")).all())


def test_a_group_that_became_a_supergroup_stays_in(store: Store) -> None:
    """Its new id is let in as the old one was; that of a chat that was not let in is not."""
    with store.begin() as tx:
        channel = tx.channels.save(a_subscription())
        tx.channels.move(channel.channel_id, "-1009")
        assert not tx.admitted.has(HERE.platform, "-1009")
        tx.admitted.add(HERE.platform, "-1009", NOW)
        tx.channels.move(channel.channel_id, "-1010")
        tx.channels.move(channel.channel_id, "-1010")
        assert tx.admitted.has(HERE.platform, "-1010")


def test_notes_are_dropped_one_by_one_and_by_age(store: Store) -> None:
    """A key that merely looks like the prefix stays."""
    with store.begin() as tx:
        tx.notes.put("asked:1", 1, NOW)
        tx.notes.put("asked:2", 2, NOW + WEEK)
        tx.notes.put("other", 3, NOW)
        assert tx.notes.forget("asked:", NOW + WEEK) == 1
        assert (tx.notes.get("asked:1"), tx.notes.get("asked:2"), tx.notes.get("other")) == (None, 2, 3)
        tx.notes.drop("asked:2")
        assert tx.notes.get("asked:2") is None
