"""Do the alerts that wait for a chat become the right messages, in the right order?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.chat.message import Action, Link, Message, Role, plain
from bot.chat.rendering import alerts
from bot.model import Alert, Reason, Scope, Send, Story
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.work.delivery import compose as compose_module
from bot.work.delivery.compose import LIST_FROM, compose
from bot.work.delivery.desk import Desk, Kept
from bot.work.delivery.records import Parcel, arrived
from tests.samples import NOW, a_report, a_story, a_subscription, an_alert

SPELLED: dict[str, dict[str, str]] = {}  # names, as what is watched has them: one object for all chats
NEWS = "The decree costs 340 million and takes effect at once."


@pytest.fixture
def tx(tmp_path: Path) -> Iterator[Transaction]:
    with Store(f"sqlite:///{tmp_path}/test.db") as store, store.begin() as opened:
        opened.channels.save(a_subscription())
        for number in range(1, LIST_FROM + 1):
            story = a_story(number, sources=2)
            reports = (story.reports[0], replace(story.reports[1], text=NEWS, key=f"n{number}"))
            opened.stories.save(replace(story, reports=reports), words="", terms=())
        yield opened


def composed(tx: Transaction, *alerts: Alert, **of_channel: Any) -> list[Parcel]:
    """What one channel gets for these alerts; ``of_channel`` are its settings."""
    threads = of_channel.pop("threads", False)
    to = a_subscription(**{"channel_id": 1} | of_channel)
    desk = Desk(to=to, topic="Topic", zone="UTC", language="en", feeds={}, spelled=SPELLED, threads=threads, now=NOW)
    return compose(tx, alerts, desk)[0]


def said(parcel: Parcel) -> str:
    """All words of a parcel's message."""
    assert parcel.message is not None
    return "\n".join(plain(line) for section in parcel.message.sections for line in section.lines)


def of_story(number: int, **fields: object) -> Alert:
    return an_alert(number, **({"story_id": a_story(number).id} | fields))


def test_a_few_stories_come_one_by_one(tx: Transaction) -> None:
    """Three stories are three messages that can grow."""
    parcels = composed(tx, *(of_story(number) for number in range(1, LIST_FROM)))
    assert [parcel.listed for parcel in parcels] == [False] * (LIST_FROM - 1)


def test_many_stories_come_as_one_list(tx: Transaction) -> None:
    """Nobody gets sixteen pings at seven in the morning."""
    (parcel,) = composed(tx, *(of_story(number) for number in range(1, LIST_FROM + 1)))
    assert parcel.listed
    assert len(parcel.alerts) == LIST_FROM


def test_what_the_first_message_shows_is_not_said_again(tx: Transaction) -> None:
    """A story that grew before its first message was sent needs neither edit nor update."""
    parcels = composed(
        tx, of_story(1), of_story(1, id="e", reason=Reason.EDIT), of_story(1, id="u", reason=Reason.LOUD)
    )
    assert [parcel.message is not None for parcel in parcels] == [True, False, False]


def test_an_edit_without_a_message_of_its_own_is_dropped(tx: Transaction) -> None:
    """A line of a list cannot be edited alone."""
    (never_told,) = composed(tx, of_story(1, reason=Reason.EDIT))
    assert never_told.message is None
    tx.alerts.queue([of_story(2)])
    tx.alerts.sent([of_story(2).id], "9", NOW, listed=True)
    (listed,) = composed(tx, of_story(2, id="e", reason=Reason.EDIT))
    assert listed.message is None
    assert "list" in listed.why


def test_an_update_answers_the_first_message(tx: Transaction) -> None:
    """The reply hangs below what it is about."""
    tx.alerts.queue([of_story(1)])
    tx.alerts.sent([of_story(1).id], "9", NOW)
    (update,) = composed(tx, of_story(1, id="u", reason=Reason.UPDATE, keys=("n1",)))
    assert update.message is not None
    assert update.message.reply_to == "9"
    assert NEWS in said(update)


def test_what_a_chat_was_told_in_any_language_is_not_told_again(tx: Transaction) -> None:
    """The facts of what was sent count, not its words; what nobody said stays unsaid."""
    tx.told.add(1, of_story(1).story_id or "", {"#340000000", "lru"}, NOW)
    (update,) = composed(tx, of_story(1, id="u", reason=Reason.UPDATE, keys=("n1",)))
    assert update.message is None
    assert update.why == "this chat was told of it already"


def test_a_story_that_is_gone_is_not_sent(tx: Transaction) -> None:
    """An alert without its story ends with a reason."""
    (parcel,) = composed(tx, an_alert(story_id="u-gone"))
    assert parcel.message is None
    assert parcel.why


def test_a_channel_reads_stories_in_its_language(tx: Transaction) -> None:
    """A report in the reader's language gives headline and summary, in a message and in a digest."""
    german = a_report(2, language="de", title="Präsidenten unterzeichnen Erlass", text="")
    tx.stories.save(a_story(1, reports=(a_report(1), german)), words="", terms=())
    for alert in (of_story(1), an_alert(9, story_id=None, reason=Reason.DIGEST, since=NOW - timedelta(days=1))):
        (parcel,) = composed(tx, alert, language="de")
        assert parcel.message is not None
        titles = [
            piece.text
            for section in parcel.message.sections
            for line in section.lines
            for piece in line
            if isinstance(piece, Link)
        ]
        assert german.title in titles


def test_what_the_list_shows_is_not_said_again(tx: Transaction) -> None:
    """News of a story whose first line is in the list is in that line."""
    alerts = [of_story(number) for number in range(1, LIST_FROM + 1)]
    listed, needless = composed(tx, *alerts, of_story(1, id="u", reason=Reason.LOUD))
    assert listed.listed
    assert needless.message is None


def test_what_quiet_hours_held_comes_as_one_list(tx: Transaction) -> None:
    """New stories, news of older ones and a notice are one message, each story once and with what is new in it."""
    (parcel,) = composed(
        tx,
        of_story(1, held=True),
        of_story(1, id="a", reason=Reason.UPDATE, keys=("n1",), held=True),
        of_story(2, held=True),
        of_story(3, id="b", reason=Reason.LOUD, keys=("n3",), held=True),
        an_alert(9, story_id=None, reason=Reason.SPIKE, new=("12", "3"), held=True),
    )
    assert len(parcel.alerts) == 5
    assert parcel.listed
    lines = said(parcel).splitlines()
    assert lines[0] == "While you were quiet: 3 stories"
    assert [line[:2] for line in lines if line[:1].isdigit()][:3] == ["1.", "2.", "3."]
    assert [line.strip() for line in lines if "New:" in line] == [f"New: {NEWS} — Outlet 2"] * 2
    assert ["updated" in line for line in lines if line[:2] in {"1.", "2.", "3."}] == [True, False, True]
    assert lines[-1].startswith("12 new stories in 3 hours")


def test_one_story_alone_comes_as_itself_after_quiet_hours(tx: Transaction) -> None:
    """A list of one would be a worse message than the story with its sources and buttons."""
    first, needless = composed(tx, of_story(1, held=True), of_story(1, id="a", reason=Reason.LOUD, held=True))
    assert "While you were quiet" not in said(first)
    assert not first.listed
    assert needless.message is None


def test_what_a_channel_decided_against_meanwhile_is_dropped(tx: Transaction) -> None:
    """A story muted in the night and a change to digests only are kept to in the morning."""
    tx.muted.add(1, a_story(1).id, NOW)
    (muted,) = composed(tx, of_story(1, held=True))
    (digests,) = composed(tx, of_story(2, held=True), send=Send.DIGEST)
    assert (muted.message, digests.message) == (None, None)
    assert muted.why != digests.why


def test_an_update_says_something(tx: Transaction) -> None:
    """That many outlets have a story within an hour is a count: without a fact or a document there is no reply."""
    first = a_story(1, sources=2).reports[0].key
    (grown,) = composed(tx, of_story(1, id="u", reason=Reason.LOUD, keys=(first,)))
    assert grown.message is None


def test_who_is_told_late_reads_what_came_since(tx: Transaction) -> None:
    """The headline is that of the first day; what changed the story stands below it, and is not told again."""
    story = tx.stories.by_id([a_story(1).id])[0]
    tx.stories.save(replace(story, changed=NOW, revision=2), words="", terms=())
    (late,) = composed(tx, of_story(1))
    assert f"New: {NEWS} — Outlet 2" in said(late)
    arrived(tx, late, 1, "m1", NOW)
    (again,) = composed(tx, of_story(1, id="u", reason=Reason.UPDATE, keys=("n1",)))
    assert again.message is None


def test_a_channel_gets_its_settings_with_each_message(tx: Transaction) -> None:
    """Previews, what Slack shows to everybody, and buttons are as the channel wants them."""
    (alert,) = composed(tx, of_story(1), preview=True, scope=Scope.CHANNEL)
    assert alert.message is not None
    assert alert.message.preview
    assert [button.action for row in alert.message.buttons for button in row] == [Action.SOURCES]
    for wanted in (True, False):
        (loud,) = composed(tx, of_story(1, id="u", reason=Reason.LOUD, keys=("n1",)), broadcast=wanted)
        assert loud.message is not None
        assert loud.message.broadcast is wanted


def test_a_digest_leads_to_all_its_stories(tx: Transaction) -> None:
    """The button asks for what came since the digest began, and what it asks for is written down."""
    alert = an_alert(9, story_id=None, reason=Reason.DIGEST, since=NOW - timedelta(days=1))
    (parcel,) = composed(tx, alert)
    assert parcel.message is not None
    ((_, every, _),) = parcel.message.buttons
    assert tx.questions.asked_of("latest", every.value) == f"20 new.{(NOW - timedelta(days=1)).timestamp():.0f}"


def test_a_busy_chat_gets_one_line_that_stays_current(tx: Transaction) -> None:
    """Headline, sources and time with one row of buttons, also after an edit; what it leaves out is still news."""
    (parcel,) = composed(tx, of_story(1), condensed=True)
    assert said(parcel) == "Presidents sign decree · 2 sources · 21 Sep 2026 14:13 UTC"
    assert parcel.message is not None
    assert len(parcel.message.buttons) == 1
    (whole,) = composed(tx, of_story(1))
    assert parcel.facts[a_story(1).id] < whole.facts[a_story(1).id]
    tx.alerts.queue([of_story(1)])
    tx.alerts.sent([of_story(1).id], "77", NOW, listed=False)
    (edit,) = composed(tx, of_story(2, story_id=a_story(1).id, reason=Reason.EDIT, revision=2), condensed=True)
    assert (edit.edits, said(edit)) == ("77", said(parcel))
    assert (parcel.then, edit.then) == (None, None)


def test_what_one_line_leaves_out_stands_in_its_thread(tx: Transaction) -> None:
    """Where there are threads: summary, sources and the other buttons, written after the line and edited with it."""
    (line,) = composed(tx, of_story(1), condensed=True, threads=True)
    tx.alerts.queue([of_story(1)])
    arrived(tx, line, 1, "77", NOW)
    (queued,) = tx.outbox.claim(1, NOW, most=9)
    assert queued.reason is Reason.DETAILS
    (rest,) = composed(tx, queued, condensed=True, threads=True)
    assert rest.message is not None
    assert (rest.message.reply_to, rest.edits, rest.message.silent) == ("77", None, True)
    assert "The presidents signed a decree in Minsk. — Outlet 1" in said(rest)
    assert "· Outlet 2 — independent, BY" in said(rest)
    assert "Presidents sign decree" not in said(rest)
    (whole,) = composed(tx, of_story(1))
    assert rest.facts == whole.facts
    assert whole.message is not None
    assert line.message is not None
    assert (*line.message.buttons, *rest.message.buttons) == whole.message.buttons
    assert all(section.role is not Role.SOURCES for section in rest.message.sections)  # a platform may hide those
    arrived(tx, rest, 1, "78", NOW)
    (edit,) = composed(tx, of_story(1, id="e", reason=Reason.EDIT, revision=2), condensed=True, threads=True)
    assert edit.then is not None
    (again,) = composed(tx, replace(edit.then, id="f"), condensed=True, threads=True)
    assert (edit.edits, again.edits) == ("77", "78")


def test_a_line_of_a_list_has_no_thread(tx: Transaction) -> None:
    """Nor has a story of which nothing was told."""
    for_thread = of_story(1, id="d", reason=Reason.DETAILS)
    (nothing,) = composed(tx, for_thread, condensed=True, threads=True)
    assert (nothing.message, nothing.why) == (None, "never told here")


def test_chats_that_want_the_same_get_what_was_written_once(tx: Transaction, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever wants it otherwise gets it so, and what the story says by now is written anew."""
    written: list[object] = []
    write = alerts.alert

    def counted(story: Story, **how: Any) -> Message:
        written.append(how)
        return write(story, **how)

    monkeypatch.setattr(alerts, "alert", counted)
    monkeypatch.setattr(compose_module, "_WRITTEN", Kept[Message]())
    one, two = (composed(tx, of_story(1, id=f"a{number}"), channel_id=number)[0] for number in (1, 2))
    assert (len(written), one.message) == (1, two.message)
    (polish,) = composed(tx, of_story(1), language="pl")
    (loud,) = composed(tx, of_story(1), preview=True)
    assert len(written) == 3
    assert said(polish) != said(one)
    assert loud.message is not None
    assert loud.message.preview
    tx.stories.save(replace(a_story(1, sources=2), title="Another headline"), words="", terms=())
    (anew,) = composed(tx, of_story(1))
    assert "Another headline" in said(anew)
