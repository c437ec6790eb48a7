"""What goes out next? Alerts are leased while they are sent, and some are held until a chat's quiet hours are over.

An alert that was being sent when the process died is pending again after its lease, marked ambiguous: it may have
arrived. That is the one case in which a chat can see a message twice.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, case, func, or_, select, update

from bot.model import Alert, AlertState, Reason
from bot.store.chats.alerts import OPEN, alert_of
from bot.store.database.dialect import among
from bot.store.tables import alerts, channels

LEASE = timedelta(seconds=60)  # longer than any send may take with its timeouts
_CAN_WAIT = (Reason.NEW.value, Reason.UPDATE.value, Reason.SPIKE.value)  # until quiet hours end
_MOST_HELD = 500  # alerts in one list after quiet hours
_SENDING = alerts.c.state == AlertState.SENDING.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something to send to a channel, and what it is about; ``story_id`` None: not about a single story."""

    channel_id: int
    story_id: str | None
    reason: Reason


# An alert's position in its channel's line: edits come last, since they say nothing new.
_BEHIND = 1 << 40
_PLACE = alerts.c.seq + case((alerts.c.reason == Reason.EDIT.value, _BEHIND), else_=0)

_OPEN = (
    select(alerts)
    .where(alerts.c.channel_id == bindparam("channel"), alerts.c.state.in_(OPEN), alerts.c.held == bindparam("held"))
    .order_by(_PLACE)
    .limit(bindparam("most"))
)
_LEASE = (
    update(alerts)
    .where(alerts.c.seq == bindparam("which"))
    .values(
        state=AlertState.SENDING.value,
        attempt=bindparam("try"),
        lease_until=bindparam("until"),
        ambiguous=bindparam("unsure"),
    )
)
_WAITS = (
    select(alerts.c.seq)
    .where(
        alerts.c.channel_id == bindparam("channel"),
        alerts.c.state == AlertState.PENDING.value,
        alerts.c.held.is_(False),
        alerts.c.next_at <= bindparam("now"),
    )
    .limit(1)
)
_GIVEN_BACK = (
    update(alerts)
    .where(_SENDING)
    .values(state=AlertState.PENDING.value, attempt=alerts.c.attempt - 1, lease_until=None)
)
_UNCLAIM = _GIVEN_BACK.where(among(alerts.c.id, "ids"))

_NOW = bindparam("now", type_=alerts.c.next_at.type)
_FREE = or_(alerts.c.held.is_(False), alerts.c.next_at <= _NOW)
_LINES = (
    select(
        alerts.c.channel_id,
        func.min(_PLACE).label("first"),
        func.max(case((_SENDING, alerts.c.lease_until))).label("lease"),
    )
    .where(alerts.c.state.in_(OPEN), _FREE)
    .group_by(alerts.c.channel_id)
    .subquery()
)
_FIRST = alerts.alias("first_alert")
_DUE = (
    select(alerts.c.channel_id, alerts.c.story_id, alerts.c.reason)
    .join(_LINES, _LINES.c.channel_id == alerts.c.channel_id)
    .join(_FIRST, _FIRST.c.seq == _LINES.c.first % _BEHIND)
    .join(channels, channels.c.id == alerts.c.channel_id)
    .where(
        alerts.c.state.in_(OPEN),
        _FREE,
        (_FIRST.c.next_at <= _NOW) & (_LINES.c.lease.is_(None) | (_LINES.c.lease <= _NOW)),
        among(channels.c.platform, "platforms"),
        channels.c.active,
        channels.c.paused.is_(None),
    )
    .order_by(alerts.c.seq)
)


class Outbox:
    """What waits to be sent; ``seq`` is the order in which a channel gets its own."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def due(self, now: datetime, platforms: Collection[str]) -> list[Due]:
        """Return what is to be sent now on these platforms to channels that nobody is sending to, oldest first.

        What quiet hours hold is not due before their end, and holds nothing back.
        """
        rows = self._connection.execute(_DUE, {"now": now, "platforms": platforms})
        return [Due(channel_id=row.channel_id, story_id=row.story_id, reason=Reason(row.reason)) for row in rows]

    def hold(self, channel_id: int, until: datetime, now: datetime, *, breakthrough: bool) -> None:
        """Hold what would make a sound in a channel until its quiet hours are over.

        Edits and digests are not held: edits make no sound, and digests were asked for at that time. ``breakthrough``:
        loud alerts are not held either, nor the first message of such a story if it is not sent yet.
        """
        loud = alerts.alias("loud")
        about = select(loud.c.story_id).where(
            loud.c.channel_id == channel_id, loud.c.reason == Reason.LOUD.value, loud.c.state.in_(OPEN)
        )
        goes = and_(alerts.c.reason == Reason.NEW.value, alerts.c.story_id.in_(about))
        if breakthrough:
            waits = and_(alerts.c.reason.in_(_CAN_WAIT), ~goes)
        else:
            waits = and_(alerts.c.reason.in_([*_CAN_WAIT, Reason.LOUD.value]))
        lost = _SENDING & (alerts.c.lease_until <= now)
        mine = (alerts.c.channel_id == channel_id) & or_(alerts.c.state == AlertState.PENDING.value, lost)
        self._connection.execute(
            update(alerts)
            .where(mine, waits)
            .values(
                state=AlertState.PENDING.value,
                lease_until=None,
                ambiguous=or_(alerts.c.ambiguous, _SENDING),
                held=True,
                next_at=until,
            )
        )
        if breakthrough:
            let_go = update(alerts).where(mine, ~waits, alerts.c.held)
            self._connection.execute(let_go.values(held=False, next_at=alerts.c.created))

    def claim(
        self, channel_id: int, now: datetime, *, most: int, held: bool = True, until: datetime | None = None
    ) -> list[Alert]:
        """Lease the oldest alerts of a channel, at most ``most``, ``until`` then; none while another claim holds.

        The oldest alert holds the others back while it waits for its next try, which keeps each chat's order. Edits
        come after everything that says something new. What quiet hours held comes first, all of it at once; with
        ``held`` False, none of it.
        """
        rows = self._open(channel_id, _MOST_HELD, held=True) if held else []
        rows = rows or self._open(channel_id, most, held=False)
        claimed = []
        for row in rows:
            if row.state == AlertState.SENDING.value and row.lease_until > now:
                break
            if row.next_at > now:
                break
            lost = row.state == AlertState.SENDING.value  # the holder of the lease died between sending and recording
            attempt = row.attempt + (not lost)  # a try whose end nobody knows counts as this one
            given = {"which": row.seq, "try": attempt, "until": until or now + LEASE, "unsure": row.ambiguous or lost}
            self._connection.execute(_LEASE, given)
            claimed.append(alert_of(row, state=AlertState.SENDING, attempt=attempt))
        return claimed

    def waits(self, channel_id: int, now: datetime) -> bool:
        """Return whether a channel has alerts that are due and that nobody has claimed."""
        return self._connection.scalar(_WAITS, {"channel": channel_id, "now": now}) is not None

    def unclaim(self, ids: Collection[str]) -> None:
        """Give back alerts that were claimed but not tried."""
        if ids:
            self._connection.execute(_UNCLAIM, {"ids": ids})

    def take_back(self, channel_ids: Collection[int], until: datetime) -> None:
        """Give back what a claim leased until exactly ``until``, if the claimer was never told: nothing was tried."""
        mine = alerts.c.channel_id.in_(channel_ids) & (alerts.c.lease_until == until)
        self._connection.execute(_GIVEN_BACK.where(mine))

    def _open(self, channel_id: int, most: int, *, held: bool) -> Sequence[Row[Any]]:
        """Return what is to be sent to a channel, in order."""
        return self._connection.execute(_OPEN, {"channel": channel_id, "held": held, "most": most}).all()

    def release_all(self, at: datetime, platforms: Collection[str] | None = None) -> int:
        """Let every lease, or those on some platforms, end at a time or sooner; return how many there are."""
        leased = _SENDING
        if platforms is not None:
            leased &= alerts.c.channel_id.in_(select(channels.c.id).where(channels.c.platform.in_(platforms)))
        ends = case((alerts.c.lease_until > at, at), else_=alerts.c.lease_until)
        return self._connection.execute(update(alerts).where(leased).values(lease_until=ends)).rowcount
