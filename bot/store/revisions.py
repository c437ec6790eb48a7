"""What did an entry say before? Its versions, from the first to the last but one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.model import Hit
from bot.store.codec import to_json
from bot.store.entries import BATCH
from bot.store.tables import entries, revisions

KEPT = 20  # versions of one entry: the first, and the latest of a text that changes all day


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is remembered of a feed's last word: its hash (None: not noted yet), and whether we have the page's text."""

    hash: str | None
    full: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """An earlier version of an entry; ``at`` is when another one was seen in its place."""

    at: datetime
    title: str
    text: str


class Revisions:
    """The entries as they change, and what they were."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def said(self, feed_id: str, keys: Collection[str]) -> dict[str, Said]:
        """Return by key what is remembered of those of ``keys`` under which this feed's entries are stored.

        Of this feed only: two feeds that carry one page under two titles do not edit each other.
        """
        found: dict[str, Said] = {}
        wanted = sorted(keys)
        for start in range(0, len(wanted), BATCH):
            rows = self._connection.execute(
                select(entries.c.key, entries.c.said, entries.c.full).where(
                    entries.c.key.in_(wanted[start : start + BATCH]), entries.c.feed_id == feed_id
                )
            )
            found |= {row.key: Said(hash=row.said, full=row.full) for row in rows}
        return found

    def note(self, said: Mapping[str, str]) -> None:
        """Remember by key the hash of what a feed says now."""
        if said:
            self._connection.execute(
                update(entries).where(entries.c.key == bindparam("of")).values(said=bindparam("hash")),
                [{"of": key, "hash": each} for key, each in said.items()],
            )

    def replace(self, before: Hit, after: Hit, now: datetime, *, keep: bool) -> int:
        """Save an entry's newest version; ``keep`` the one before. Return how many earlier ones are kept."""
        key = before.entry.key
        self._connection.execute(
            update(entries)
            .where(entries.c.key == key)
            .values(
                title=after.entry.title,
                text=after.entry.text,
                score=after.match.score,
                alert=after.match.alert,
                stored=after.match.store,
                match=to_json(after.match) if after.match.score > 0 else None,
            )
        )
        if keep:
            self._connection.execute(
                insert(revisions).values(key=key, at=now, title=before.entry.title, text=before.entry.text)
            )
        ids = self._connection.scalars(select(revisions.c.id).where(revisions.c.key == key).order_by(revisions.c.id))
        kept = list(ids)
        surplus = kept[1 : 1 + len(kept) - KEPT] if len(kept) > KEPT else []
        if surplus:
            self._connection.execute(delete(revisions).where(revisions.c.id.in_(surplus)))
        return len(kept) - len(surplus)

    def of(self, key: str) -> list[Revision]:
        """Return the earlier versions of an entry, oldest first."""
        rows = self._connection.execute(select(revisions).where(revisions.c.key == key).order_by(revisions.c.id))
        return [Revision(at=row.at, title=row.title, text=row.text) for row in rows]
