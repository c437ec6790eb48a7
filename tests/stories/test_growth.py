"""What a change of a story is called, and what the story says afterwards."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.model import Bond, BondKind, Change, Feed, Hit, Story, StoryChange
from bot.stories.grouping.growth import KEPT, grow
from bot.stories.grouping.sketch import sketch

START = datetime(2031, 5, 6, 9, 0, tzinfo=UTC)
MakeHit = Callable[..., Hit]
TITLE = "Nordland closes border crossing with Poland"


def _grow(story: Story | None, hits: list[Hit], feeds: dict[str, Feed]) -> StoryChange:
    sketches = [*(story.sketches if story else ()), *map(sketch, hits)]
    return grow(story, hits, sketches, feeds, now=START.replace(hour=20), why=Bond(kind=BondKind.ALIKE, likeness=0.9))


@pytest.fixture
def opened(make_hit: MakeHit, feeds: dict[str, Feed]) -> Story:
    """Return a story that one report opened."""
    return _grow(None, [make_hit("a", TITLE, names=(("berg", "person"),), new=("crossing",))], feeds).story


def test_opening(opened: Story, make_hit: MakeHit, feeds: dict[str, Feed]) -> None:
    """A story opens with its report's title, time and what is new against the baseline."""
    assert (opened.id, opened.revision, opened.title, opened.opened) == ("a", 1, TITLE, START)
    assert (opened.names, opened.new, opened.language, opened.alert) == (("Berg",), ("crossing",), "en", True)
    assert opened.reports[0].source == "Alpha"
    assert _grow(None, [make_hit("b", TITLE, feed="unknown")], feeds).story.reports[0].source == "unknown"


@pytest.mark.parametrize(
    ("title", "settings", "change", "said"),
    [
        ("Border crossing with Poland closed", {}, Change.GREW, "one more report"),
        ("Border crossing closed, Lund says", {"names": (("lund", "person"),)}, Change.NEW_FACTS, "Lund"),
        ("Border crossing closed to 400 lorries", {}, Change.NEW_FACTS, "400"),
        ("Decree on the crossing", {"feed": "office"}, Change.OFFICIAL, "official document from Office"),
        ("Nordland denies that the crossing is closed", {}, Change.OFFICIAL, "denial"),
        ("Correction: crossing closes at noon", {}, Change.CORRECTED, "corrects itself"),
        ("Исправлено: переход закроют в полдень", {"language": "ru"}, Change.CORRECTED, "corrects itself"),
        ("Нордланд опроверг закрытие перехода", {"language": "ru"}, Change.OFFICIAL, "denial"),
    ],
)
def test_kinds_of_change(  # noqa: PLR0917 - pytest passes by name
    opened: Story,
    make_hit: MakeHit,
    feeds: dict[str, Feed],
    title: str,
    settings: dict[str, Any],
    change: Change,
    said: str,
) -> None:
    """Each kind of report changes a story in its way, and says so."""
    hit = make_hit("b", title, **{"feed": "beta", "minutes": 90, **settings})
    grown = _grow(opened, [hit], feeds)
    assert grown.change is change
    assert said in grown.why
    assert grown.story.revision == 2


def test_another_place_is_no_news_by_itself(opened: Story, make_hit: MakeHit, feeds: dict[str, Feed]) -> None:
    """Outlets name many places around one event; only people, bodies and numbers are new facts."""
    hit = make_hit("b", "Crossing to Eskby closed", feed="beta", minutes=90, names=(("eskby", "place"),))
    assert _grow(opened, [hit], feeds).change is Change.GREW


def test_three_times_the_sources_within_an_hour(opened: Story, make_hit: MakeHit, feeds: dict[str, Feed]) -> None:
    """Rapid growth is loud once: when the third source comes within the hour, not with the fourth."""
    second = _grow(opened, [make_hit("b", "Crossing closed", feed="beta", minutes=20)], feeds)
    third = _grow(second.story, [make_hit("c", "Crossing is shut", feed="gamma", minutes=40)], feeds)
    fourth = _grow(third.story, [make_hit("d", "Crossing now shut", feed="delta", minutes=50)], feeds)
    assert [each.change for each in (second, third, fourth)] == [Change.GREW, Change.OFFICIAL, Change.GREW]


def test_slow_growth_is_silent(opened: Story, make_hit: MakeHit, feeds: dict[str, Feed]) -> None:
    """Three sources over a day are no rapid growth."""
    second = _grow(opened, [make_hit("b", "Crossing closed", feed="beta", minutes=300)], feeds)
    third = _grow(second.story, [make_hit("c", "Crossing is shut", feed="gamma", minutes=600)], feeds)
    assert third.change is Change.GREW


def test_quiet_and_alert(opened: Story, make_hit: MakeHit, feeds: dict[str, Feed]) -> None:
    """A change is quiet only if all its entries are; a story is worth a message once one entry was."""
    first = make_hit("b", TITLE, feed="beta", quiet=True, alert=False)
    other = make_hit("c", TITLE, feed="gamma", alert=False)
    alone = _grow(None, [first], feeds)
    assert (alone.quiet, alone.story.quiet, alone.story.alert) == (True, True, False)
    assert _grow(opened, [first], feeds).quiet
    both = _grow(opened, [first, other], feeds)
    assert (both.quiet, both.story.alert) == (False, True)


def test_a_headline_stays_while_the_story_grows(opened: Story, make_hit: MakeHit, feeds: dict[str, Feed]) -> None:
    """A better score, an earlier report or another language does not change the headline under a reader's eyes."""
    later = make_hit("b", "Граница закрыта", feed="beta", language="ru", minutes=5, score=0.9)
    earlier = make_hit("c", "Earlier", feed="gamma", minutes=-5)
    grown = _grow(opened, [later, earlier], feeds).story
    assert (grown.title, grown.language, grown.score) == (TITLE, "en", 0.9)


def test_the_first_report_worth_a_message_gives_the_headline(make_hit: MakeHit, feeds: dict[str, Feed]) -> None:
    """What was only kept, not told, hands the headline over once; of several reports the earliest has it."""
    kept = _grow(None, [make_hit("a", "Kept", alert=False)], feeds).story
    good = [make_hit("c", "Good", feed="beta", minutes=5), make_hit("b", "Later", feed="gamma", minutes=9)]
    told = _grow(kept, good, feeds).story
    after = _grow(told, [make_hit("d", "Even better", feed="delta", minutes=20, score=0.9)], feeds).story
    assert (kept.title, told.title, after.title) == ("Kept", "Good", "Good")


def test_an_outlet_takes_its_headline_back(opened: Story, make_hit: MakeHit, feeds: dict[str, Feed]) -> None:
    """The correction of the outlet that gave the headline becomes the headline; that of another does not."""
    title = "Correction: crossing closes at noon"
    own = _grow(opened, [make_hit("b", title, feed="alpha", minutes=60)], feeds).story
    other = _grow(opened, [make_hit("b", title, feed="beta", minutes=60)], feeds).story
    assert (own.title, other.title) == (title, TITLE)


def test_news_is_told_as_it_is_written(opened: Story, make_hit: MakeHit, feeds: dict[str, Feed]) -> None:
    """A name in the form that the report has."""
    hit = make_hit("b", "Переход закрыл lund", feed="beta", minutes=90, names=(("lund", "person"),))
    assert _grow(opened, [hit], feeds).new == ("lund",)


def test_a_rounded_number_is_no_news(make_hit: MakeHit, feeds: dict[str, Feed]) -> None:
    """ "10 billion" after "10.3 billion" is another outlet's rounding; "11 billion" and an exacter number are news."""
    story = _grow(None, [make_hit("a", "Crossing costs 10.3 billion")], feeds).story
    for title, new in (("costs 10 billion", ()), ("costs 11 billion", ("11 billion",)), ("10.34 bn", ("10.34 bn",))):
        hit = make_hit("b", f"Crossing {title}", feed="beta", minutes=90)
        assert _grow(story, [hit], feeds).new == new, title


def test_a_long_story_keeps_few_sketches(make_hit: MakeHit, feeds: dict[str, Feed]) -> None:
    """All reports stay, of the sketches only the first and the latest."""
    hits = [make_hit(f"k{number:03}", TITLE, minutes=number) for number in range(KEPT + 20)]
    story = _grow(None, hits, feeds).story
    assert len(story.reports) == KEPT + 20
    assert len(story.sketches) == KEPT
    assert (story.sketches[0].key, story.sketches[-1].key) == ("k000", f"k{KEPT + 19:03}")
