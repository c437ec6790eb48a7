"""Are stories that an operator takes apart or puts together what grouping itself would have made of them?"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.model import Bond, BondKind, Feed, Hit, Reason, Story
from bot.stories.grouping.cluster import cluster
from bot.stories.grouping.growth import grow
from bot.stories.grouping.regroup import edits, merge, split
from bot.stories.grouping.sketch import sketch

MakeHit = Callable[..., Hit]
NOW = datetime(2031, 5, 6, 20, 0, tzinfo=UTC)
CROSSING = "Nordland closes border crossing with Poland"
FERRY = "Ferry line to Eskby opens after repairs, Lund says"


@pytest.fixture
def hits(make_hit: MakeHit) -> list[Hit]:
    return [
        make_hit(
            "a", CROSSING, "Guards closed the crossing on Monday at noon, Berg said.", names=(("berg", "person"),)
        ),
        make_hit("b", "Nordland shuts crossing to Poland", feed="beta", minutes=9, score=0.8),
        make_hit("c", FERRY, feed="gamma", minutes=20, score=0.9, names=(("lund", "person"),)),
    ]


def by_key(hits: list[Hit]) -> dict[str, Hit]:
    return {hit.entry.key: hit for hit in hits}


def grown(hits: list[Hit], feeds: dict[str, Feed]) -> Story:
    story = grow(None, hits, [sketch(hit) for hit in hits], feeds, now=NOW, why=Bond(kind=BondKind.ALONE)).story
    return replace(story, short="8f3k", revision=4, written="A model wrote this.")


def test_a_split_leaves_two_stories_as_if_they_had_never_met(hits: list[Hit], feeds: dict[str, Feed]) -> None:
    """Names, score, sketches and reports are those of the entries that each has; the headline stays."""
    story = grown(hits, feeds)
    rest, taken = split(story, {"c"}, by_key(hits), now=NOW + timedelta(hours=1))
    assert (rest.id, rest.short, rest.title, rest.revision, rest.score) == (story.id, "8f3k", CROSSING, 5, 0.8)
    assert (rest.names, taken.names) == (("Berg",), ("Lund",))
    assert (taken.title, taken.revision, taken.short, taken.score) == (FERRY, 1, "", 0.9)
    assert [each.key for each in rest.sketches] == [each.key for each in rest.reports] == ["a", "b"]
    assert [each.source for each in (*rest.reports, *taken.reports)] == ["Alpha", "Beta", "Gamma"]
    assert rest.updated == taken.updated == story.updated
    assert rest.written == taken.written == ""
    assert rest.grouped == Bond(kind=BondKind.TAKEN_OUT, source="Gamma")


def test_the_report_that_opened_a_story_can_be_taken_out(hits: list[Hit], feeds: dict[str, Feed]) -> None:
    """The story keeps its id, which people know, and gets a headline of the reports that are left."""
    story = grown(hits, feeds)
    rest, taken = split(story, {"a"}, by_key(hits), now=NOW)
    assert rest.id == story.id != taken.id
    assert (rest.title, rest.opened) == ("Nordland shuts crossing to Poland", rest.reports[0].at)


@pytest.mark.parametrize("key", ["z", "a"])
def test_what_cannot_be_split_is_refused(hits: list[Hit], feeds: dict[str, Feed], key: str) -> None:
    """A stranger's report, or the only one."""
    with pytest.raises(ValueError, match="cannot be taken out"):
        split(grown(hits[:1], feeds), {key}, by_key(hits), now=NOW)


def test_a_merge_keeps_the_first_story_and_has_all_of_both(hits: list[Hit], feeds: dict[str, Feed]) -> None:
    """Id, headline and short id are the first one's, whichever is older; nothing counts as new."""
    older, newer = grown(hits[:2], feeds), replace(grown(hits[2:], feeds), id="other")
    for one, other in ((newer, older), (older, newer)):
        merged = merge(one, other)
        assert (merged.id, merged.title, merged.new) == (one.id, one.title, one.new)
        assert (merged.opened, merged.score) == (older.opened, 0.9)
        assert [each.key for each in merged.reports] == ["a", "b", "c"]
        assert set(merged.names) == {"Berg", "Lund"}
        assert merged.revision == one.revision + 1


def test_split_and_merge_undo_each_other(hits: list[Hit], feeds: dict[str, Feed]) -> None:
    """A slip of the finger costs nothing."""
    story = grown(hits, feeds)
    rest, taken = split(story, {"c"}, by_key(hits), now=NOW)
    again = merge(rest, taken)
    assert (again.reports, again.sketches, again.title) == (story.reports, story.sketches, story.title)


def test_messages_that_are_out_are_edited_in_silence(hits: list[Hit], feeds: dict[str, Feed]) -> None:
    """An operator's decision makes no noise."""
    alerts = edits(grown(hits, feeds), {2, 1}, now=NOW)
    assert [(each.channel_id, each.reason, each.silent) for each in alerts] == [
        (1, Reason.EDIT, True),
        (2, Reason.EDIT, True),
    ]
    assert len({each.id for each in alerts}) == 2


def test_later_entries_respect_a_split(make_hit: MakeHit, feeds: dict[str, Feed]) -> None:
    """Of two stories that were taken apart, an entry joins the one that has the report most like it."""
    texts = [
        make_hit("a", CROSSING),
        make_hit("b", "Nordland closes its border crossing with Poland for lorries", feed="beta", minutes=5),
        make_hit("c", "Nordland closes its border crossing with Latvia for lorries", feed="gamma", minutes=9),
    ]
    story = grown(texts, feeds)
    rest, taken = split(story, {"c"}, by_key(texts), now=NOW)
    later = make_hit("d", texts[2].entry.title, feed="delta", minutes=30)
    (change,) = cluster([later], [rest, taken], feeds, apart=[(rest.id, taken.id)], now=NOW)
    assert change.story.id == taken.id
    other = make_hit("e", CROSSING, feed="delta", minutes=30)
    (change,) = cluster([other], [rest, taken], feeds, apart=[(rest.id, taken.id)], now=NOW)
    assert change.story.id == rest.id
