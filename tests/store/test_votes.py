"""Is a vote counted once for each user, and is nobody recognisable in the table?"""

from datetime import timedelta
from pathlib import Path

from bot.model import Vote
from bot.store.chats.votes import voter
from bot.store.engine import Store
from tests.samples import NOW, a_story, a_subscription
from tests.store.first_layout import make_first_layout

ANA, BEN = voter("telegram", "1001"), voter("telegram", "1002")


def test_a_user_has_one_vote_for_a_story_and_may_change_it(store: Store) -> None:
    """The later vote takes the place of the earlier one."""
    with store.begin() as tx:
        story = tx.stories.save(a_story(), words="", terms=())
        assert tx.votes.cast(story.id, ANA, Vote.UP, channel_id=None, now=NOW) is None
        assert tx.votes.cast(story.id, BEN, Vote.UP, channel_id=None, now=NOW) is None
        assert tx.votes.cast(story.id, ANA, Vote.DOWN, channel_id=None, now=NOW) is Vote.UP
        assert tx.votes.since(NOW) == [(story, 1, 1)]


def test_only_the_votes_of_the_asked_time_count(store: Store) -> None:
    """An old vote is out, and one on a story that is gone counts nowhere."""
    with store.begin() as tx:
        story = tx.stories.save(a_story(), words="", terms=())
        tx.votes.cast(story.id, ANA, Vote.UP, channel_id=None, now=NOW - timedelta(days=1))
        tx.votes.cast(story.id, BEN, Vote.DOWN, channel_id=None, now=NOW)
        tx.votes.cast("gone", BEN, Vote.DOWN, channel_id=None, now=NOW)
        assert tx.votes.since(NOW) == [(story, 0, 1)]


def test_the_same_number_on_two_platforms_is_two_people() -> None:
    """A hash tells them apart and shows neither."""
    assert voter("telegram", "1001") != voter("slack", "1001")
    assert "1001" not in ANA


def test_forgetting_a_chat_forgets_the_votes_given_there(store: Store) -> None:
    """Those given elsewhere stay."""
    with store.begin() as tx:
        story = tx.stories.save(a_story(), words="", terms=())
        channel = tx.channels.save(a_subscription())
        tx.votes.cast(story.id, ANA, Vote.UP, channel_id=channel.channel_id, now=NOW)
        tx.votes.cast(story.id, BEN, Vote.UP, channel_id=channel.channel_id + 1, now=NOW)
        tx.channels.forget([channel.channel_id])
        assert tx.votes.since(NOW) == [(story, 1, 0)]


def test_a_database_of_the_first_layout_is_brought_up_and_keeps_its_rows(tmp_path: Path) -> None:
    """Whoever updates the program finds everything there, and can vote."""
    url = f"sqlite:///{tmp_path}/old.db"
    make_first_layout(tmp_path / "old.db")
    with Store(url) as store, store.begin() as tx:
        assert tx.entries.story_of("u1") == ("s1", "")
        story = tx.stories.save(a_story(), words="decree", terms=("t",))
        tx.votes.cast(story.id, ANA, Vote.UP, channel_id=None, now=NOW)
        assert tx.votes.since(NOW) == [(story, 1, 0)]
    with Store(url, looking=True) as store:
        assert store.problems() == []
