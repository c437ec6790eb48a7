"""Who is told of a change: the table of the design, one row at a time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.model import (
    Change,
    FeedKind,
    Handling,
    Ownership,
    Reason,
    Report,
    Rule,
    Send,
    Story,
    StoryChange,
    Subscription,
    Target,
)
from bot.stories.filter import in_digest
from bot.stories.route import LAG, STALE, route

NOW = datetime(2031, 5, 6, 12, 0, tzinfo=UTC)


def _report(key: str, *, source: str = "Alpha", minutes: float = 5, text: str = "", title: str = "") -> Report:
    return Report(
        key=key,
        feed_id=source.lower(),
        source=source,
        ownership=Ownership.INDEPENDENT,
        kind=FeedKind.NEWS,
        country=None,
        language="en",
        url=None,
        title=title or "Ministers open the ferry line",
        text=text,
        at=NOW - timedelta(minutes=minutes),
        score=0.7,
    )


def _change(kind: Change = Change.OPENED, *, reports: tuple[Report, ...] = (), **of_story: Any) -> StoryChange:
    reports = reports or (_report("k1"),)
    story = Story(
        id="story",
        title="Ministers open the ferry line",
        summary="The first ship left the harbour on Tuesday.",
        language="en",
        opened=min(report.at for report in reports),
        updated=NOW,
        score=0.7,
        alert=True,
        names=("Anna Berg",),
        reports=reports,
    )
    return StoryChange(
        story=replace(story, **of_story),
        change=kind,
        keys=(reports[-1].key,),
        why="because of the test",
    )


def _subscription(channel_id: int = 1, **settings: Any) -> Subscription:
    plain = Subscription(
        channel_id=channel_id,
        target=Target(platform="console", chat=str(channel_id)),
        title="Desk",
        since=NOW - timedelta(days=30),
    )
    return replace(plain, **settings)


def test_a_new_story_is_told_aloud_to_who_was_not_told() -> None:
    """A channel without an alert for the story gets NEW, with sound and a reason."""
    (alert,) = route(_change(), [_subscription()], (), now=NOW)
    assert (alert.reason, alert.silent, alert.channel_id, alert.revision) == (Reason.NEW, False, 1, 1)
    assert "new story" in alert.why
    assert len(alert.id) == 32


@pytest.mark.parametrize(
    ("kind", "reasons"),
    [
        (Change.GREW, [(Reason.EDIT, True)]),
        (Change.NEW_FACTS, [(Reason.EDIT, True), (Reason.UPDATE, True)]),
        (Change.OFFICIAL, [(Reason.EDIT, True), (Reason.LOUD, False)]),
        (Change.CORRECTED, [(Reason.EDIT, True), (Reason.LOUD, False)]),
    ],
)
def test_who_was_told_gets_an_edit_and_a_reply_where_there_is_news(
    kind: Change, reasons: list[tuple[Reason, bool]]
) -> None:
    """The first message is always edited; only what is new makes a reply, only what is official makes a sound."""
    title = "" if kind is Change.GREW else "The ferry line is opened by Ole Lund"
    reports = (_report("k1", minutes=90), _report("k2", source="Beta", title=title))
    change = replace(_change(kind, reports=reports), new=("Ole Lund",))
    alerts = route(change, [_subscription()], {1}, now=NOW)
    assert [(alert.reason, alert.silent) for alert in alerts] == reasons
    assert len({alert.id for alert in alerts}) == len(alerts)


def test_an_update_quotes_the_sentence_that_has_the_news() -> None:
    """The reply says the newest report's sentence with the new name, not only the name."""
    known = _report("k1", minutes=90, text="The first ship left the harbour on Tuesday morning.")
    newest = _report(
        "k2",
        source="Beta",
        text="The first ship left the harbour on Tuesday. Harbour master Ole Lund said 340 people were on board.",
    )
    change = replace(_change(Change.NEW_FACTS, reports=(known, newest)), new=("Ole Lund", "340"))
    alerts = route(change, [_subscription()], {1}, now=NOW)
    assert alerts[1].new == ("Harbour master Ole Lund said 340 people were on board.",)


def test_news_that_no_sentence_says_only_edits() -> None:
    """A bare name or number tells a reader nothing; what is loud is told all the same, without it."""
    reports = (_report("k1", minutes=90), _report("k2", source="Beta"))
    for kind, reasons in ((Change.NEW_FACTS, [Reason.EDIT]), (Change.OFFICIAL, [Reason.EDIT, Reason.LOUD])):
        alerts = route(replace(_change(kind, reports=reports), new=("17",)), [_subscription()], {1}, now=NOW)
        assert [alert.reason for alert in alerts] == reasons
        assert all(alert.new == () for alert in alerts)


def test_news_is_quoted_in_the_language_of_the_channel() -> None:
    """Where two reports brought it, each channel gets the sentence that it can read."""
    english = _report(
        "k2", source="Beta", minutes=9, text="Harbour master Ole Lund said that 340 people were on board."
    )
    german = replace(
        _report("k3", source="Gamma", text="Hafenmeister Ole Lund sagte, dass 340 Menschen an Bord waren."),
        language="de",
    )
    change = _change(Change.NEW_FACTS, reports=(_report("k1", minutes=90), english, german))
    change = replace(change, keys=("k2", "k3"), new=("Ole Lund",))
    both = [_subscription(1), _subscription(2, language="de")]
    said = {alert.channel_id: alert.new for alert in route(change, both, {1, 2}, language="en", now=NOW) if alert.new}
    assert said == {1: (english.text,), 2: (german.text,)}


@pytest.mark.parametrize(
    "change",
    [
        _change(alert=False),
        replace(_change(), quiet=True),
        _change(reports=(_report("k1", minutes=STALE / timedelta(minutes=1) + 1),)),
    ],
    ids=["off topic", "first poll", "stale"],
)
def test_nobody_is_told(change: StoryChange) -> None:
    """Stories off topic, first polls and what is days old make no alert, told before or not."""
    assert route(change, [_subscription()], (), now=NOW) == []
    assert route(change, [_subscription()], {1}, now=NOW) == []


@pytest.mark.parametrize(
    "settings",
    [
        {"active": False},
        {"paused": "blocked by the user"},
        {"send": Send.DIGEST},
        {"muted_until": NOW + timedelta(minutes=1)},
        {"include": ("potash",)},
        {"exclude": ("harbours",)},
        {"since": NOW + LAG},
    ],
    ids=str,
)
def test_a_channel_is_not_told(settings: dict[str, Any]) -> None:
    """Each setting that asks for silence is obeyed."""
    assert route(_change(), [_subscription(**settings)], (), now=NOW) == []


def test_a_mute_that_is_over_no_longer_counts() -> None:
    """At the very end of a mute alerts flow again, and the story missed meanwhile is new then."""
    alerts = route(_change(Change.GREW), [_subscription(muted_until=NOW)], (), now=NOW)
    assert [alert.reason for alert in alerts] == [Reason.NEW]


def test_word_filters_know_forms_and_phrases() -> None:
    """ "ships" finds "ship", a phrase must stand together, and a name counts as a word."""
    for words in (("ships",), ("ferry lines",), ("anna berg",), ("potash", "harbours")):
        assert route(_change(), [_subscription(include=words)], (), now=NOW), words
    assert route(_change(), [_subscription(include=("line ferry",))], (), now=NOW) == []


def test_filters_know_slavic_cases() -> None:
    """A Russian subscriber writes the nominative and finds the genitive."""
    change = _change(title="Совет обсудил новый пакет санкций", language="ru")
    assert route(change, [_subscription(include=("санкции",))], (), now=NOW)
    assert route(change, [_subscription(exclude=("санкции",))], (), now=NOW) == []


def test_a_filtered_update_still_keeps_the_first_message_true() -> None:
    """A word that keeps replies away does not stop edits of what was already sent."""
    alerts = route(_change(Change.NEW_FACTS), [_subscription(exclude=("harbour",))], {1}, now=NOW)
    assert [alert.reason for alert in alerts] == [Reason.EDIT]


def test_important_only_asks_for_importance_with_each_report() -> None:
    """Not for how well a story fits; one that becomes important is told then, late as it is."""
    picky = _subscription(send=Send.IMPORTANT)
    assert route(_change(score=0.99, importance=1.9), [picky], (), bar=2.0, now=NOW) == []
    (alert,) = route(_change(Change.GREW, importance=2.0), [picky], (), bar=2.0, now=NOW)
    assert alert.reason is Reason.NEW
    assert "important: 2.00 of 2.00" in alert.why


def test_a_new_subscriber_hears_of_an_old_story_only_if_there_is_news() -> None:
    """One more source for a story from before the subscription is nothing; new facts are."""
    reports = (_report("k1", minutes=60 * 24), _report("k2", source="Beta"))
    late = _subscription(since=NOW - timedelta(hours=1))
    assert route(_change(Change.GREW, reports=reports), [late], (), now=NOW) == []
    assert [alert.reason for alert in route(_change(Change.NEW_FACTS, reports=reports), [late], (), now=NOW)] == [
        Reason.NEW
    ]


def test_ids_repeat_for_the_same_decision_and_differ_for_another() -> None:
    """Routing twice gives the same ids; another channel or revision gives others."""
    both = [_subscription(1), _subscription(2)]
    first = [alert.id for alert in route(_change(), both, (), now=NOW)]
    assert first == [alert.id for alert in route(_change(), both, (), now=NOW + timedelta(hours=1))]
    again = [alert.id for alert in route(_change(revision=2), both, (), now=NOW)]
    assert len({*first, *again}) == 4


def test_a_muted_story_is_edited_and_no_more() -> None:
    """Who muted a story keeps a true first message; who was not told yet hears nothing of it."""
    reports = (_report("k1", minutes=90), _report("k2", source="Beta", title="Ole Lund opens the ferry line"))
    change = replace(_change(Change.OFFICIAL, reports=reports), new=("Ole Lund",))
    channels = [_subscription(1), _subscription(2), _subscription(3)]
    alerts = route(change, channels, {1, 3}, muted={1, 2}, now=NOW)
    assert [(alert.channel_id, alert.reason) for alert in alerts] == [
        (1, Reason.EDIT),
        (3, Reason.EDIT),
        (3, Reason.LOUD),
    ]


def test_attributes_to_include_ask_for_one_report_of_each_kind() -> None:
    """Several values of a kind are a choice; several kinds must all be met, by whichever reports."""
    local = replace(_report("k1", source="Alpha"), country="NO", language="no")
    foreign = replace(_report("k2", source="Beta"), country="SE", language="sv", ownership=Ownership.STATE)
    change = _change(reports=(local, foreign))
    for include, why in (
        (("source:alpha",), "a report has source:alpha"),
        (("country:FI", "country:NO"), "a report has country:NO"),
        (("country:NO", "ownership:state"), "a report has country:NO; a report has ownership:state"),
        (("lang:sv", "potash", "ferry"), "a report has lang:sv; has “ferry”"),
    ):
        (alert,) = route(change, [_subscription(include=include)], (), now=NOW)
        assert why in alert.why
    for include in (("source:gamma",), ("country:NO", "lang:fi"), ("lang:sv", "potash")):
        assert route(change, [_subscription(include=include)], (), now=NOW) == [], include


def test_what_only_state_media_tell_waits_for_somebody_else() -> None:
    """A story that all its outlets tell as excluded is new, with the reason, when another one has it."""
    picky = [_subscription(exclude=("ownership:state", "lang:ru"))]
    state = replace(_report("k1", minutes=90), ownership=Ownership.STATE)
    assert route(_change(reports=(state,)), picky, (), now=NOW) == []
    (alert,) = route(_change(Change.GREW, reports=(state, _report("k2", source="Beta"))), picky, (), now=NOW)
    assert alert.reason is Reason.NEW
    assert "not all reports have ownership:state" in alert.why


def test_a_word_with_a_colon_is_a_word() -> None:
    """What somebody chose before there were attributes is not refused today."""
    change = _change(title="Ferry line: harbour 12:30")
    assert route(change, [_subscription(exclude=("size:large",))], (), now=NOW)


SHIPS = Rule(name="ships", include=("ferry",), how=Handling.SILENT)


@pytest.mark.parametrize(
    ("rules", "fields", "told"),
    [
        ((SHIPS,), {}, [("new", True)]),
        ((replace(SHIPS, how=Handling.LOUD),), {"send": Send.DIGEST}, [("new", False)]),
        ((replace(SHIPS, how=Handling.LOUD),), {"send": Send.IMPORTANT}, [("new", False)]),
        ((replace(SHIPS, how=Handling.LOUD),), {"include": ("planes",)}, [("new", False)]),
        ((replace(SHIPS, how=Handling.DIGEST),), {}, []),
        ((replace(SHIPS, how=Handling.NEVER), replace(SHIPS, how=Handling.LOUD)), {}, []),
        ((replace(SHIPS, include=("planes",)),), {}, [("new", False)]),
        ((replace(SHIPS, include=("planes",)),), {"send": Send.DIGEST}, []),
    ],
)
def test_the_first_named_filter_that_finds_a_story_decides(
    rules: tuple[Rule, ...], fields: dict[str, Any], told: list[tuple[str, bool]]
) -> None:
    """Over what the chat is sent else: its digest, its importance, its own filter; the rest is told as before."""
    alerts = route(_change(), [_subscription(rules=rules, **fields)], (), now=NOW)
    assert [(alert.reason.value, alert.silent) for alert in alerts] == told


@pytest.mark.parametrize(("how", "silent"), [(Handling.LOUD, False), (Handling.SILENT, True)])
def test_what_follows_is_as_loud_as_the_filter_says(how: Handling, *, silent: bool) -> None:
    """Also an official document; a story that is for the digest now has its first message edited and no more."""
    change = _change(Change.OFFICIAL)
    named = _subscription(rules=(replace(SHIPS, how=how),))
    last = route(change, [named], {named.channel_id}, now=NOW)[-1]
    assert (last.reason, last.silent) == (Reason.LOUD, silent)
    digest = _subscription(rules=(replace(SHIPS, how=Handling.DIGEST),))
    assert [each.reason for each in route(change, [digest], {digest.channel_id}, now=NOW)] == [Reason.EDIT]


@pytest.mark.parametrize(
    ("rules", "send", "inside"),
    [
        ((), Send.DIGEST, True),
        ((replace(SHIPS, how=Handling.LOUD),), Send.DIGEST, False),
        ((replace(SHIPS, how=Handling.LOUD),), Send.EVERY, True),
        ((replace(SHIPS, how=Handling.DIGEST),), Send.EVERY, True),
        ((replace(SHIPS, how=Handling.NEVER),), Send.EVERY, False),
    ],
)
def test_a_digest_tells_what_is_wanted_and_was_not_told_at_once_in_its_place(
    rules: tuple[Rule, ...], send: Send, *, inside: bool
) -> None:
    """A digest beside alerts sums all of them up; one in their place is of everything else."""
    assert in_digest(_change().story, _subscription(rules=rules, send=send)) is inside


def test_a_digest_is_of_what_passes_the_filter() -> None:
    """Its words hold for it as for alerts."""
    assert not in_digest(_change().story, _subscription(send=Send.DIGEST, include=("planes",)))
