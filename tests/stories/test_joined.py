"""Do entries that come one by one end in the stories that they would make together, and do readers lose nothing?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import permutations

import pytest

from bot.model import Bond, Hit, Reason, Story, StoryChange
from bot.stories.grouping.cluster import cluster
from bot.stories.grouping.growth import absorb
from bot.stories.grouping.rarity import Stream
from bot.stories.route import decide
from tests.samples import a_subscription
from tests.stories.conftest import START, MakeHit

NOW = START.replace(hour=20)
NORDLAND = (("nordland", "place"),)
HOLT = (("holt", "person"),)


@pytest.fixture
def strike(make_hit: MakeHit) -> list[Hit]:
    """Two sides of one event that are hardly alike, and a report that tells of both."""
    return [
        make_hit("a", "Ferry crews of Eskby walk out over wages and rosters", names=NORDLAND),
        make_hit(
            "b",
            "Islands cut off: port of Vesthavn closed, thousands stranded",
            feed="beta",
            minutes=20,
            names=NORDLAND,
            score=0.9,
        ),
        make_hit(
            "x",
            "Ferry crews walk out over wages: port of Vesthavn closed, islands cut off",
            feed="gamma",
            minutes=40,
            names=NORDLAND,
        ),
    ]


def _one_by_one(
    hits: Sequence[Hit], apart: Sequence[tuple[str, str]] = ()
) -> tuple[dict[str, Story], list[StoryChange]]:
    """Return the stories that there are in the end, and every change."""
    stories: dict[str, Story] = {}
    changes: list[StoryChange] = []
    for hit in hits:
        for change in cluster([hit], list(stories.values()), {}, apart=apart, now=NOW):
            for part in change.joined:
                del stories[part.id]
            stories[change.story.id] = change.story
            changes.append(change)
    return stories, changes


def _keys(stories: Mapping[str, Story]) -> dict[str, list[str]]:
    return {name: [report.key for report in story.reports] for name, story in stories.items()}


def test_a_report_of_two_stories_shows_that_they_are_one(strike: list[Hit]) -> None:
    """The younger one becomes part of the older, whose id and headline stay; the change has it as it was."""
    before, _ = _one_by_one(strike[:2])
    stories, changes = _one_by_one(strike)
    assert _keys(before) == {"a": ["a"], "b": ["b"]}
    assert _keys(stories) == {"a": ["a", "b", "x"]}
    story, change = stories["a"], changes[-1]
    assert (change.keys, change.joined) == (("x",), (before["b"],))
    assert (story.title, story.revision, story.score) == (strike[0].entry.title, 2, 0.9)
    assert [each.key for each in story.sketches] == ["a", "b", "x"]
    assert isinstance(story.grouped, Bond)
    assert story.grouped.parts == (before["b"].short,)


def test_the_order_of_the_stories_does_not_decide(strike: list[Hit]) -> None:
    """The same candidates in another order give the same change."""
    stories, _ = _one_by_one(strike[:2])
    given = [cluster(strike[2:], each, {}, now=NOW) for each in permutations(stories.values())]
    assert given[0] == given[1]


def test_what_an_operator_took_apart_is_never_joined(strike: list[Hit]) -> None:
    """The report goes to the one that has the report most like it."""
    stories, _ = _one_by_one(strike, apart=[("a", "b")])
    assert _keys(stories) == {"a": ["a"], "b": ["b", "x"]}


def test_two_stories_that_do_not_fit_as_a_whole_stay_two(make_hit: MakeHit) -> None:
    """A report of a visit and of an attack on the same day makes no story of both."""
    hits = [
        make_hit("v1", "Holt visits Eskby for talks on fishing quotas", names=HOLT),
        make_hit("v2", "Fishing quotas: Holt in Eskby for talks", feed="beta", minutes=5, names=HOLT),
        make_hit("s1", "Overnight drone attack on Vesthavn harbour hits warehouses", feed="alpha", minutes=10),
        make_hit("s2", "Warehouses burn in Vesthavn harbour after drone attack", feed="gamma", minutes=15),
        make_hit(
            "x",
            "Drone attack on Vesthavn harbour as Holt visits Eskby for talks",
            feed="delta",
            minutes=30,
            names=HOLT,
        ),
    ]
    stories, changes = _one_by_one(hits)
    assert {name: keys[:2] for name, keys in _keys(stories).items()} == {"v1": ["v1", "v2"], "s1": ["s1", "s2"]}
    assert not any(change.joined for change in changes)


def test_one_stray_report_draws_no_others_into_its_story(make_hit: MakeHit) -> None:
    """What is only like the stray one of five reports opens a story of its own, and what follows goes there."""
    hits = [
        make_hit("v1", "Holt to visit Eskby on Monday for talks on fishing quotas", names=HOLT),
        make_hit(
            "v2", "Fishing quotas: Holt expected for talks in Eskby on Monday", feed="beta", minutes=5, names=HOLT
        ),
        make_hit("v3", "Eskby awaits Holt for talks on fishing quotas", feed="gamma", minutes=9, names=HOLT),
        make_hit("v4", "Holt heads for Eskby, fishing quotas on the table", feed="delta", minutes=12, names=HOLT),
        make_hit("stray", "Drone attack hits Vesthavn harbour as Holt heads for Eskby", minutes=60, names=HOLT),
        make_hit("s2", "Overnight drone attack on Vesthavn harbour hits warehouses", feed="beta", minutes=70),
        make_hit("s3", "Warehouses burn in Vesthavn harbour after drone attack", feed="gamma", minutes=80),
    ]
    stories, _ = _one_by_one(hits)
    assert _keys(stories) == {"v1": ["v1", "v2", "v3", "v4", "stray"], "s2": ["s2", "s3"]}


def test_the_same_headline_joins_however_many_others_there_are(make_hit: MakeHit) -> None:
    """Reports of other sides of an event do not keep out one that repeats one of its reports."""
    sides = [
        "Holt to visit Eskby on Monday for talks on fishing quotas",
        "Fishing quotas: Holt awaited for talks in Eskby on Monday",
        "Eskby awaits Holt for talks on fishing quotas",
        "Holt heads for Eskby, fishing quotas on the table",
        "Talks on fishing quotas: Holt in Eskby",
        "Drone attack hits Vesthavn harbour as Holt heads for Eskby",
    ]
    hits = [make_hit(f"v{n}", title, feed=f"f{n}", minutes=n, names=HOLT) for n, title in enumerate(sides)]
    (opened,) = cluster([*hits[:1]], (), {}, now=NOW)
    story = absorb(opened.story, cluster(hits[1:5], (), {}, now=NOW)[0].story)
    story = absorb(story, cluster(hits[5:], (), {}, now=NOW)[0].story)
    again = make_hit("again", f"{sides[5]} - update", feed="g", minutes=60, names=HOLT)
    other = make_hit("other", "Overnight drone attack on Vesthavn harbour hits warehouses", feed="g", minutes=60)
    assert [change.story.id for change in cluster([again], [story], {}, now=NOW)] == [story.id]
    day = Stream(live=6)  # a day with a few other stories
    assert [change.story.id for change in cluster([other], [story], {}, stream=day, now=NOW)] == ["other"]


def test_chats_that_were_told_of_either_are_not_told_anew(strike: list[Hit]) -> None:
    """The message of the part that is gone becomes the story's; only who heard of neither gets it as new."""
    stories, _ = _one_by_one(strike[:2])
    chats = [a_subscription(channel_id=number, since=START) for number in (1, 2, 3)]
    told = {"a": {1}, "b": {2}}
    changes = cluster(strike[2:], list(stories.values()), {}, now=NOW)
    (decided,) = decide(changes, chats, told.__getitem__, muted=lambda _: (), now=NOW)
    new = [alert.channel_id for alert in decided.alerts if alert.reason is Reason.NEW]
    edited = [alert.channel_id for alert in decided.alerts if alert.reason is Reason.EDIT]
    assert (new, edited) == ([3], [1, 2])


def test_a_story_worth_no_message_takes_the_headline_of_one_that_is(strike: list[Hit]) -> None:
    """Whichever is older: people see the headline that made it worth telling."""
    stories, _ = _one_by_one(strike[:2])
    plain, worth = replace(stories["a"], alert=False), stories["b"]
    assert (absorb(plain, worth).id, absorb(plain, worth).title) == ("a", worth.title)
    assert absorb(worth, plain).title == worth.title
    assert absorb(plain, worth).alert
