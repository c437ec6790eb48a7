"""What a digest holds: new stories, moving ones, and honest counts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.model import FeedKind, Ownership, Report, Story
from bot.stories.statistics.digest import Background, More, digest
from bot.stories.statistics.silence import Quiet

NOW = datetime(2031, 5, 7, 8, 0, tzinfo=UTC)
SINCE = NOW - timedelta(days=1)


def _story(name: str, *, hours: float, sources: int = 1, score: float = 0.7, revision: int = 1) -> Story:
    opened = NOW - timedelta(hours=hours)
    reports = tuple(
        Report(
            key=f"{name}{number}",
            feed_id=f"feed{number}",
            source=f"Outlet {number}",
            ownership=Ownership.STATE if number % 2 else Ownership.INDEPENDENT,
            kind=FeedKind.NEWS,
            country=None,
            language="en",
            url=None,
            title=name,
            text="",
            at=min(opened + timedelta(hours=number * 30), NOW),
            score=score,
        )
        for number in range(sources)
    )
    return Story(
        id=name,
        title=name,
        summary="",
        language="en",
        opened=opened,
        updated=reports[-1].at,
        revision=revision,
        score=score,
        alert=True,
        names=("Berg",),
        reports=reports,
    )


def test_new_and_moving_stories_are_told_apart() -> None:
    """What opened in the period is new; what opened before and grew is moving, with how much it grew."""
    content = digest([_story("new", hours=3), _story("old", hours=40, sources=2, revision=2)], since=SINCE, now=NOW)
    assert [story.id for story in content.new] == ["new"]
    assert [(each.story.id, each.more) for each in content.moving] == [("old", 1)]
    assert (content.new_count, content.moving_count, content.reports, content.state_share) == (1, 1, 2, 0.5)
    assert content.names == (("Berg", 2),)


def test_a_story_to_which_nothing_came_is_not_moving() -> None:
    """It was edited, or put in other words: that is no news."""
    old = replace(_story("old", hours=40, revision=2), updated=NOW)
    content = digest([old], since=SINCE, now=NOW)
    assert (content.moving, content.moving_count, content.hidden) == ((), 0, 0)


def test_a_moving_story_has_what_is_new_in_it() -> None:
    """The number that the report of the period brought, in its own words."""
    story = _story("old", hours=40, sources=2, revision=2)
    story = replace(story, reports=(story.reports[0], replace(story.reports[1], title="Bridge to cost 40 million")))
    (moving,) = digest([story], since=SINCE, now=NOW).moving
    assert moving.new == "Bridge to cost 40 million"


def test_what_did_not_move_or_is_off_topic_is_left_out() -> None:
    """Silence since the last digest, and stories not worth a message, do not count."""
    still = _story("still", hours=40)
    off = replace(_story("off", hours=2), alert=False)
    content = digest([still, off], since=SINCE, now=NOW)
    assert (content.new, content.moving, content.state_share) == ((), (), None)


def test_a_story_found_late_is_new_in_the_digest_that_follows() -> None:
    """An entry published before the last digest but found after it is not lost between the two."""
    late = replace(_story("late", hours=25), updated=NOW - timedelta(hours=23))
    assert [story.id for story in digest([late], since=SINCE, now=NOW).new] == ["late"]


def test_score_and_sources_decide_what_finds_room() -> None:
    """More outlets outweigh a little score; what has no room is counted."""
    many = replace(_story("many", hours=5, sources=2, score=0.70), updated=NOW - timedelta(hours=1))
    stories = [_story(f"one{number}", hours=2, score=0.75) for number in range(12)]
    content = digest([*stories, many], since=SINCE, now=NOW, limit=10)
    assert content.new[0].id == "many"
    assert len(content.new) == 10
    assert content.hidden == 3


def test_a_digest_compares_with_the_past() -> None:
    """What is usual, and names that more stories have than usual, are of the new stories; unknown pasts say nothing."""
    stories = [_story(f"new{number}", hours=3) for number in range(4)]
    quiet = Quiet(name="Alpha", since=SINCE, failing=True)
    past = Background(stories=[1, 2, 9], names={"Berg": [0, 1, 0]}, quiet=(quiet,), feeds=26)
    content = digest(stories, since=SINCE, now=NOW, past=past)
    assert (content.usual, content.quiet, content.feeds) == (2, (quiet,), 26)
    assert content.more == (More(name="Berg", count=4, usual=0),)
    busy = replace(past, names={"Berg": [4, 5, 4]})
    assert digest(stories, since=SINCE, now=NOW, past=busy).more == ()
    unknown = digest(stories, since=SINCE, now=NOW)
    assert (unknown.usual, unknown.more) == (None, ())
