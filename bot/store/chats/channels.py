"""Which chats asked for what, and which stories do they want to hear nothing more of?"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, literal, or_, select, update

from bot.model import FIRST_TOPIC, AlertState, Subscription, Target
from bot.store.chats.told import told
from bot.store.database.codec import from_json, row_of
from bot.store.database.dialect import insert
from bot.store.tables import admitted, alerts, channels, muted_stories, stories, votes

_BY_ID = select(channels).where(channels.c.id == bindparam("channel"))
_MUTED = select(muted_stories.c.at).where(
    muted_stories.c.channel_id == bindparam("channel"), muted_stories.c.story_id == bindparam("story")
)
_MUTING = select(muted_stories.c.channel_id).where(muted_stories.c.story_id == bindparam("story"))
_REACHED = (channels.c.active, channels.c.paused.is_(None))
_ACTIVE = select(channels).where(*_REACHED).order_by(channels.c.id)
_READERS = _ACTIVE.where(channels.c.topic == bindparam("topic"))


UNWATCHED = "its topic is not watched any more"
"""Why nothing is sent to chats whose topic the configuration no longer has."""
COMMON = (
    *("title", "scope", "manager", "muted_until", "quiet", "breakthrough", "zone", "language"),
    *("preview", "broadcast", "condensed", "translate"),
)
"""What a chat chose for itself, regardless of the topic."""


class Muted:
    """The stories that somebody muted, channel by channel."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, channel_id: int, story_id: str, now: datetime) -> None:
        """Mute a story in a channel; doing so twice changes nothing."""
        values = {"channel_id": channel_id, "story_id": story_id, "at": now}
        self._connection.execute(insert(muted_stories).values(values).on_conflict_do_nothing())

    def has(self, channel_id: int, story_id: str) -> bool:
        """Say whether a channel wants to hear nothing more of a story."""
        return self._connection.scalar(_MUTED, {"channel": channel_id, "story": story_id}) is not None

    def channels_of(self, story_id: str) -> set[int]:
        """Return the channels that want to hear nothing more of a story."""
        return set(self._connection.scalars(_MUTING, {"story": story_id}))

    def spread(self, story_id: str, to: str) -> None:
        """Mute what a muted story became part of, or left it: whoever had enough of one has had enough of the other."""
        rows = select(muted_stories.c.channel_id, muted_stories.c.at).where(muted_stories.c.story_id == story_id)
        for channel_id, at in self._connection.execute(rows).all():
            self.add(channel_id, to, at)

    def forget(self, before: datetime) -> int:
        """Drop what was muted before then, of stories that have not grown since; return how many."""
        grown = select(stories.c.id).where(stories.c.updated >= before)
        return self._connection.execute(
            delete(muted_stories).where(muted_stories.c.at < before, muted_stories.c.story_id.not_in(grown))
        ).rowcount


class Channels:
    """The channels with their subscriptions. A channel that stopped or cannot be reached keeps its settings."""

    def __init__(self, connection: Connection, topic: str = FIRST_TOPIC) -> None:
        self._connection = connection
        self._topic = topic

    def at(self, target: Target) -> Subscription | None:
        """Return the subscription of a chat to this topic, or None if it never had one."""
        return next((each for each in self.all_at(target) if each.topic == self._topic), None)

    def all_at(self, target: Target) -> list[Subscription]:
        """Return a chat's subscriptions to all topics, oldest first."""
        where = (channels.c.platform == target.platform, channels.c.chat == target.chat)
        query = select(channels).where(*where, channels.c.thread == (target.thread or "")).order_by(channels.c.id)
        return [_subscription(row) for row in self._connection.execute(query)]

    def by_id(self, channel_id: int) -> Subscription | None:
        """Return the subscription of a channel, or None."""
        row = self._connection.execute(_BY_ID, {"channel": channel_id}).one_or_none()
        return None if row is None else _subscription(row)

    def active(self, *, of_all: bool = False) -> list[Subscription]:
        """Return the subscriptions to this topic, or to all topics, that may be sent something, oldest first."""
        rows = self._connection.execute(_ACTIVE if of_all else _READERS, {"topic": self._topic})
        return [_subscription(row) for row in rows]

    def all(self) -> list[Subscription]:
        """Return every subscription, stopped and paused ones included."""
        return [_subscription(row) for row in self._connection.execute(select(channels).order_by(channels.c.id))]

    def save(self, subscription: Subscription) -> Subscription:
        """Create (``channel_id`` 0) or change a subscription and return it with its id.

        The chat's own settings apply to its other topics, too. What quiet hours held is due at once: the sender checks
        the hours as they are now.
        """
        values = _values(subscription)
        if subscription.channel_id:
            self._connection.execute(update(channels).where(channels.c.id == subscription.channel_id).values(**values))
            here = [channels.c[name] == values[name] for name in ("platform", "chat", "thread")]
            common = {name: values[name] for name in COMMON}
            self._connection.execute(update(channels).where(*here).values(**common))
            self._connection.execute(
                update(alerts)
                .where(
                    alerts.c.channel_id.in_(select(channels.c.id).where(*here)),
                    alerts.c.held,
                    alerts.c.state == AlertState.PENDING.value,
                )
                .values(next_at=alerts.c.created)
            )
            return subscription
        number = self._connection.scalar(insert(channels).values(**values).returning(channels.c.id))
        return replace(subscription, channel_id=number or 0)

    def pause(self, channel_id: int, why: str) -> None:
        """Send nothing more to this channel until it comes back; its settings stay."""
        self._connection.execute(update(channels).where(channels.c.id == channel_id).values(paused=why))

    def rest(self, topics: Collection[str], why: str) -> list[int]:
        """Send nothing more to the channels of these topics; return those that were active until now."""
        getting = (channels.c.topic.in_(topics)) & channels.c.active & channels.c.paused.is_(None)
        resting = update(channels).where(getting).values(paused=why).returning(channels.c.id)
        return list(self._connection.scalars(resting)) if topics else []

    def wake(self, topics: Collection[str], why: str, now: datetime) -> None:
        """Resume the channels of these topics that rest for this reason; nothing old is sent."""
        if topics:
            resting = channels.c.topic.in_(topics) & (channels.c.paused == why)
            self._connection.execute(update(channels).where(resting).values(paused=None, since=now))

    def move(self, channel_id: int, chat: str) -> None:
        """Give a channel its new chat id. A subscription of the new chat wins; who was let in stays in."""
        row = self._connection.execute(select(channels).where(channels.c.id == channel_id)).one()
        taken = self._connection.scalar(
            select(channels.c.id).where(
                channels.c.id != channel_id,  # it was moved before
                channels.c.topic == row.topic,
                channels.c.platform == row.platform,
                channels.c.chat == chat,
                channels.c.thread == row.thread,
            )
        )
        was_in = (admitted.c.platform == row.platform) & (admitted.c.chat == row.chat)
        both = literal(row.platform), literal(chat), admitted.c.at
        self._connection.execute(
            insert(admitted).from_select(list(admitted.c.keys()), select(*both).where(was_in)).on_conflict_do_nothing()
        )
        if taken is None:
            self._connection.execute(update(channels).where(channels.c.id == channel_id).values(chat=chat))
        else:
            self._connection.execute(
                update(channels).where(channels.c.id == channel_id).values(active=False, paused=_moved(chat))
            )

    def looked(self, channel_id: int, now: datetime) -> datetime | None:
        """Note that /latest was asked for, and return when it was asked for before."""
        before = self._connection.scalar(select(channels.c.looked).where(channels.c.id == channel_id))
        self._connection.execute(update(channels).where(channels.c.id == channel_id).values(looked=now))
        return before

    def digests_due(self, now: datetime) -> list[tuple[Subscription, datetime | None]]:
        """Return the channels whose digest is due, with the start of the time that it covers."""
        due = (channels.c.digest.is_not(None), channels.c.digest_due <= now)
        rows = self._connection.execute(select(channels).where(*due, *_REACHED))
        return [(_subscription(row), row.digest_from) for row in rows]

    def reports_due(self, now: datetime) -> list[Subscription]:
        """Return the channels whose weekly report is due."""
        due = (channels.c.report.is_not(None), channels.c.report_due <= now)
        return [_subscription(row) for row in self._connection.execute(select(channels).where(*due, *_REACHED))]

    def begun_by(self, now: datetime) -> None:
        """Date no channel's request for alerts later than now: a wrong clock did that."""
        self._connection.execute(update(channels).where(channels.c.since > now).values(since=now))

    def digests_after(self, moment: datetime) -> list[Subscription]:
        """Return the channels whose next digest is due only after a moment."""
        rows = self._connection.execute(select(channels).where(channels.c.digest_due > moment))
        return [_subscription(row) for row in rows]

    def reports_after(self, moment: datetime) -> list[Subscription]:
        """Return the channels whose next weekly report is due only after a moment."""
        rows = self._connection.execute(select(channels).where(channels.c.report_due > moment))
        return [_subscription(row) for row in rows]

    def set_report(self, channel_id: int, due: datetime | None) -> None:
        """Say when a channel's next weekly report is due."""
        self._connection.execute(update(channels).where(channels.c.id == channel_id).values(report_due=due))

    def set_digest(self, channel_id: int, *, due: datetime | None, start: datetime | None) -> None:
        """Say when a channel's next digest is due and where its time begins; ``start`` None leaves that as it was."""
        values = {"digest_due": due} if start is None else {"digest_due": due, "digest_from": start}
        self._connection.execute(update(channels).where(channels.c.id == channel_id).values(values))

    def of_chat(self, platform: str, chat: str) -> list[Subscription]:
        """Return every subscription of a chat: one for each thread, and those of its former ids."""
        where = or_(channels.c.chat == chat, channels.c.paused == _moved(chat))
        rows = self._connection.execute(select(channels).where(channels.c.platform == platform, where))
        return [_subscription(row) for row in rows]

    def forget(self, ids: Collection[int]) -> int:
        """Delete channels with all that is stored of them, and overwrite it in the file; return how many alerts."""
        if self._connection.dialect.name == "sqlite":  # PostgreSQL overwrites only when vacuumed
            self._connection.exec_driver_sql("PRAGMA secure_delete = ON").close()
        self._connection.execute(delete(channels).where(channels.c.id.in_(ids)))
        self._connection.execute(delete(votes).where(votes.c.channel_id.in_(ids)))
        self._connection.execute(delete(muted_stories).where(muted_stories.c.channel_id.in_(ids)))
        self._connection.execute(delete(told).where(told.c.channel_id.in_(ids)))
        return self._connection.execute(delete(alerts).where(alerts.c.channel_id.in_(ids))).rowcount


def _moved(chat: str) -> str:
    return f"moved to {chat}"


def _subscription(row: Row[Any]) -> Subscription:
    target = Target(platform=row.platform, chat=row.chat, thread=row.thread or None)
    return from_json(Subscription, {**row._mapping, "channel_id": row.id, "target": target})  # noqa: SLF001 - its public name


def _values(subscription: Subscription) -> dict[str, Any]:
    """Return a subscription as a row without its id."""
    values = row_of(subscription)
    del values["channel_id"]
    target: dict[str, Any] = values.pop("target")
    return {**values, **target, "thread": target["thread"] or ""}
