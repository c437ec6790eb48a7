"""What do we owe to whom, and who was told what?

An alert is pending, then being sent, then sent, pending again, failed or dropped.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, or_, select, update

from bot.model import Alert, AlertState, Reason
from bot.store.database.codec import from_json
from bot.store.database.dialect import among
from bot.store.tables import alerts, channels, stories

OPEN = (AlertState.PENDING.value, AlertState.SENDING.value)
_DONE = tuple(state.value for state in AlertState if state.value not in OPEN)
_EDITS = (Reason.EDIT.value, Reason.DETAILS.value)
_UPDATES = frozenset({Reason.UPDATE, Reason.LOUD})
_REPLACED = {Reason.EDIT: frozenset({Reason.EDIT}), Reason.UPDATE: _UPDATES, Reason.LOUD: _UPDATES}  # by later reason
_ROW = insert(alerts)
_COPIED = ("id", "channel_id", "story_id", "revision", "created", "silent", "new", "keys", "stories", "since", "why")
_KNOWN = select(alerts.c.id).where(among(alerts.c.id, "ids"))
_WAITING = (
    select(alerts)
    .where(among(alerts.c.story_id, "stories"), alerts.c.state == AlertState.PENDING.value)
    .order_by(alerts.c.seq)
)
_TOLD = select(alerts.c.channel_id).where(
    alerts.c.story_id == bindparam("story"),
    alerts.c.reason == Reason.NEW.value,
    alerts.c.state.not_in([AlertState.FAILED.value, AlertState.DROPPED.value]),
)
_SENT = (
    update(alerts)
    .where(among(alerts.c.id, "ids"))
    .values(
        state=AlertState.SENT.value,
        lease_until=None,
        error=None,
        sent_id=bindparam("message"),
        sent_at=bindparam("at"),
        listed=bindparam("as_line"),
    )
)


class Alerts:
    """The alerts of all channels; ``seq`` is the order in which a channel gets its own."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def told(self, story_id: str) -> set[int]:
        """Return the channels that were told of this story, or will be."""
        return set(self._connection.scalars(_TOLD, {"story": story_id}))

    def retell(self, story_id: str, into: str) -> set[int]:
        """Move the alerts of a story to the one that it became part of.

        Return the channels that were told of both: there the alerts stay, since each has its own message, and what is
        still waiting is dropped.
        """
        both = self.told(story_id) & self.told(into)
        mine = alerts.c.story_id == story_id
        waiting = mine & alerts.c.channel_id.in_(both) & (alerts.c.state == AlertState.PENDING.value)
        self._connection.execute(
            update(alerts).where(waiting).values(state=AlertState.DROPPED.value, error="the story is part of another")
        )
        self._connection.execute(update(alerts).where(mine, alerts.c.channel_id.not_in(both)).values(story_id=into))
        return both

    def queue(self, new: Sequence[Alert]) -> set[int]:
        """Add alerts and return the channels that got one.

        An alert with a known id is left alone. While the first message of a story is still to be sent, no edit is
        needed: it will show the newest state. What waits about the same story is replaced: an edit by the newer edit,
        an update by one that says both.
        """
        if not new:
            return set()
        known = set(self._connection.scalars(_KNOWN, {"ids": [each.id for each in new]}))
        waiting = self._waiting({each.story_id for each in new if each.reason in _REPLACED and each.story_id})
        rows: list[dict[str, Any]] = []
        needless: list[str] = []
        for each in new:
            mine = waiting.setdefault((each.channel_id, each.story_id), [])
            shown = each.reason is Reason.EDIT and any(other.reason is Reason.NEW for other in mine)
            if each.id in known or shown:
                continue
            known.add(each.id)
            older = [other for other in mine if other.reason in _REPLACED.get(each.reason, ())]
            needless += [other.id for other in older]
            alert = _saying_all(each, older) if older else each
            mine.append(alert)
            rows.append(_row(alert))
        if rows:
            self._connection.execute(_ROW, rows)
        if needless:
            self.drop(needless, "a newer one says it all")
        return {row["channel_id"] for row in rows}

    def sent(self, ids: Collection[str], sent_id: str | None, now: datetime, *, listed: bool = False) -> None:
        """Record that the platform acknowledged these alerts."""
        self._connection.execute(_SENT, {"ids": ids, "message": sent_id, "at": now, "as_line": listed})

    def again(
        self, ids: Collection[str], next_at: datetime, error: str, *, ambiguous: bool = False, first: bool = False
    ) -> None:
        """Try these alerts again at ``next_at``; ``ambiguous``: they may have arrived all the same.

        ``first``: it is the first try that ended this way; earlier ones do not count.
        """
        counted = {"attempt": 1} if first else {}
        unsure = {"ambiguous": True} if ambiguous else {}
        self._finish(ids, AlertState.PENDING, next_at=next_at, error=error, **counted, **unsure)

    def at_once(self, ids: Collection[str], now: datetime) -> None:
        """Let these alerts go now, whatever wait their last try left them with; not what quiet hours hold."""
        mine = among(alerts.c.id, "ids") & (alerts.c.state == AlertState.PENDING.value) & alerts.c.held.is_(False)
        self._connection.execute(update(alerts).where(mine, alerts.c.next_at > now).values(next_at=now), {"ids": ids})

    def failed(self, ids: Collection[str], error: str) -> None:
        """Give these alerts up for good."""
        self._finish(ids, AlertState.FAILED, error=error)

    def drop(self, ids: Collection[str], why: str) -> None:
        """Do not send these: something newer says it all."""
        self._finish(ids, AlertState.DROPPED, error=why)

    def fail_all(self, channel_id: int, error: str) -> None:
        """Give up whatever waits for a channel that cannot be reached."""
        self._connection.execute(
            update(alerts)
            .where(alerts.c.channel_id == channel_id, alerts.c.state.in_(OPEN))
            .values(state=AlertState.FAILED.value, lease_until=None, error=error)
        )

    def of_story(self, story_id: str, channel_id: int | None = None) -> list[Alert]:
        """Return what was decided about a story, for one channel or for all, oldest first."""
        query = select(alerts).where(alerts.c.story_id == story_id).order_by(alerts.c.seq)
        if channel_id is not None:
            query = query.where(alerts.c.channel_id == channel_id)
        return [alert_of(row) for row in self._connection.execute(query)]

    def first_message(self, channel_id: int, story_id: str, reason: Reason = Reason.NEW) -> tuple[str, bool] | None:
        """Return the message id of a story's first message in a channel and whether it was a line of a list.

        None if there is no such message, or its id is not known.
        """
        row = self._connection.execute(
            select(alerts.c.sent_id, alerts.c.listed)
            .where(
                alerts.c.channel_id == channel_id,
                alerts.c.story_id == story_id,
                alerts.c.reason == reason.value,
                alerts.c.state == AlertState.SENT.value,
                alerts.c.sent_id > "",  # a platform that took a message need not have said which it is
            )
            .order_by(alerts.c.seq)
            .limit(1)
        ).one_or_none()
        return None if row is None else (row.sent_id, row.listed)

    def story_of_message(self, channel_id: int, sent_id: str) -> str | None:
        """Return the story that a delivered message told of, or None. The id of any of its parts will do."""
        ids = "," + alerts.c.sent_id + ","
        return self._connection.scalar(
            select(alerts.c.story_id)
            .where(alerts.c.channel_id == channel_id, ids.contains(f",{sent_id},", autoescape=True))
            .limit(1)
        )

    def sent_since(self, start: datetime, channel_id: int | None = None) -> tuple[int, datetime | None]:
        """Return how many alerts were sent since then (edits do not count), and when the last one was."""
        query = select(func.count(), func.max(alerts.c.sent_at)).where(
            alerts.c.state == AlertState.SENT.value, alerts.c.sent_at >= start, alerts.c.reason.not_in(_EDITS)
        )
        if channel_id is not None:
            query = query.where(alerts.c.channel_id == channel_id)
        count, last = self._connection.execute(query).one()
        return count, last

    def told_between(self, channel_id: int, start: datetime, end: datetime) -> int:
        """Return how many stories a channel got a first message about in this time, the start excluded."""
        first = (alerts.c.channel_id == channel_id, alerts.c.reason == Reason.NEW.value)
        sent = (alerts.c.sent_at > start, alerts.c.sent_at <= end)
        return self._connection.scalar(select(func.count()).select_from(alerts).where(*first, *sent)) or 0

    def shift(self, by: timedelta, *, before: datetime, most: timedelta) -> None:
        """Move next tries and leases after the machine's clock was moved; quiet hours end by the new clock.

        ``before`` is what the clock showed then: times already past, or farther away than ``most``, were not planned by
        that clock and stay.
        """
        for column in (alerts.c.next_at, alerts.c.lease_until):
            rows = self._connection.execute(
                select(alerts.c.seq, column.label("at")).where(
                    alerts.c.state.in_(OPEN), alerts.c.held.is_(False), column > before, column <= before + most
                )
            ).all()
            for row in rows:
                moved = update(alerts).where(alerts.c.seq == row.seq)
                self._connection.execute(moved.values({column.name: row.at + by}))

    def bound(self, now: datetime, *, most: timedelta) -> None:
        """Treat as due what would wait longer than ``most``: a clock that was wrong planned it."""
        for column in (alerts.c.next_at, alerts.c.lease_until):
            self._connection.execute(
                update(alerts).where(alerts.c.state.in_(OPEN), column > now + most).values({column.name: now})
            )

    def forget(self, before: datetime, *, edits_before: datetime, grown_since: datetime, most: int) -> int:
        """Drop finished alerts that are old, at most ``most``, but none of a growing story; return how many."""
        grown = select(stories.c.id).where(stories.c.updated >= grown_since)
        old = or_(alerts.c.created < before, alerts.c.reason.in_(_EDITS)) & (alerts.c.next_at < edits_before)
        settled = or_(alerts.c.story_id.is_(None), alerts.c.story_id.not_in(grown))
        done = select(alerts.c.seq).where(alerts.c.state.in_(_DONE), old, settled)
        return self._connection.execute(delete(alerts).where(alerts.c.seq.in_(done.limit(most)))).rowcount

    def oldest_waiting(self) -> datetime | None:
        """Return since when the oldest message with news has been waiting; None if there is none."""
        oldest: datetime | None = self._connection.scalar(
            select(func.min(alerts.c.created))
            .join(channels, channels.c.id == alerts.c.channel_id)
            .where(
                alerts.c.state.in_(OPEN),
                alerts.c.held.is_(False),
                alerts.c.reason.not_in(_EDITS),
                channels.c.active,
                channels.c.paused.is_(None),
            )
        )
        return oldest

    def waiting(self) -> dict[str, int]:
        """Return how many alerts wait, by platform; those that quiet hours hold do not count."""
        rows = self._connection.execute(
            select(channels.c.platform, func.count())
            .join(channels, channels.c.id == alerts.c.channel_id)
            .where(alerts.c.state.in_(OPEN), alerts.c.held.is_(False))
            .group_by(channels.c.platform)
        )
        return {row[0]: row[1] for row in rows}

    def _finish(self, ids: Collection[str], state: AlertState, **values: Any) -> None:
        # What is written down late may be over: another process had the lease next and sent it.
        waits = alerts.c.id.in_(ids) & alerts.c.state.in_(OPEN)
        self._connection.execute(update(alerts).where(waits).values(state=state.value, lease_until=None, **values))

    def _waiting(self, stories: Collection[str]) -> dict[tuple[int, str | None], list[Alert]]:
        """Return by channel and story what waits about these stories, oldest first."""
        found: dict[tuple[int, str | None], list[Alert]] = {}
        for row in self._connection.execute(_WAITING, {"stories": stories}) if stories else ():
            alert = alert_of(row)
            found.setdefault((alert.channel_id, alert.story_id), []).append(alert)
        return found


def _saying_all(alert: Alert, older: Sequence[Alert]) -> Alert:
    """Return an alert that also says what the older ones that it replaces would have said."""
    return replace(
        alert,
        reason=Reason.LOUD if Reason.LOUD in {alert.reason, *(each.reason for each in older)} else alert.reason,
        silent=alert.silent and all(each.silent for each in older),
        new=tuple(dict.fromkeys(said for each in (*older, alert) for said in each.new)),
        keys=tuple(dict.fromkeys(key for each in (*older, alert) for key in each.keys)),
    )


def _row(alert: Alert) -> dict[str, Any]:
    copied = {name: getattr(alert, name) for name in _COPIED}
    return copied | {"reason": alert.reason.value, "state": AlertState.PENDING.value, "next_at": alert.created}


def alert_of(row: Row[Any], **changed: Any) -> Alert:
    """Return the alert that a row is, with some of its fields changed."""
    return from_json(Alert, {**row._mapping, **changed})  # noqa: SLF001 - its public name
