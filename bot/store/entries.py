"""Which entries have we seen, why was each kept or not, and what did it say before?"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, String, bindparam, delete, func, select, update

from bot.model import FIRST_TOPIC, Bond, Entry, Hit, Match
from bot.store.database.codec import from_json, to_json
from bot.store.database.dialect import among, insert, unindexed
from bot.store.database.insertion import Insertion
from bot.store.tables import entries, revisions
from bot.store.verdicts import judged, verdicts

_INSERT = Insertion(insert(entries))
_SAID_BY_FEED = ("key", "feed_id", "url", "title", "text", "published", "seen")
# The plus keeps SQLite from going through everything that the feed ever had.
_SAID = select(entries.c.key, entries.c.said, entries.c.full).where(
    among(entries.c.key, "keys"), unindexed(entries.c.feed_id) == bindparam("feed_id", type_=String)
)
_NOTE = update(entries).where(entries.c.key == bindparam("of")).values(said=bindparam("hash"))
KEPT = 20  # versions of one entry: the first, and the latest ones of a text that changes all day


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is remembered of a feed's latest words: its hash (None: not noted), and whether we have the page's text."""

    hash: str | None
    full: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """An earlier version of an entry; ``at`` is when another was first seen in its place."""

    at: datetime
    title: str
    text: str


class Revisions:
    """Changes of entries, and their earlier versions."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def said(self, feed_id: str, keys: Collection[str]) -> dict[str, Said]:
        """Return by key what is remembered of this feed's entries among ``keys``.

        Only of this feed: two feeds that carry one page under two titles do not edit each other.
        """
        if not keys:
            return {}
        rows = self._connection.execute(_SAID, {"keys": keys, "feed_id": feed_id})
        return {row.key: Said(hash=row.said, full=row.full) for row in rows}

    def note(self, said: Mapping[str, str]) -> None:
        """Remember by key the hash of what a feed says now."""
        if said:
            self._connection.execute(_NOTE, [{"of": key, "hash": each} for key, each in said.items()])

    def replace(self, before: Hit, after: Hit, now: datetime, *, keep: bool) -> int:
        """Save an entry's newest version; ``keep`` the previous one. Return how many earlier ones are kept."""
        key = before.entry.key
        self._connection.execute(
            update(entries)
            .where(entries.c.key == key)
            .values(
                title=after.entry.title,
                text=after.entry.text,
                **_verdict(after),
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


BATCH = 400  # bound parameters of one statement stay far below SQLite's limit of 32,766


class Entries:
    """Every entry of every feed, once, with what one topic says of it."""

    def __init__(self, connection: Connection, topic: str = FIRST_TOPIC) -> None:
        self._connection = connection
        self._topic = topic
        self._judged = select(entries) if topic == FIRST_TOPIC else judged(topic)

    def save(
        self,
        hits: Sequence[Hit],
        story_of: Mapping[str, str],
        grouped: Mapping[str, Bond | str] | None = None,
        *,
        said: Mapping[str, str] | None = None,
        full: Collection[str] = (),
    ) -> None:
        """Save new entries with what the first topic says of them.

        By entry key: ``story_of`` gives the story id, ``grouped`` why the entry is in that story, ``said`` the hash of
        what its feed said; ``full`` has the keys of those whose text is that of their page.
        """
        keys = [hit.entry.key for hit in hits]
        columns = {
            **_columns(hits),
            "story_id": [story_of.get(key) for key in keys],
            "grouped": [_written((grouped or {}).get(key)) for key in keys],
            "said": [(said or {}).get(key) for key in keys],
            "full": [key in full for key in keys],
        }
        _INSERT.write(self._connection, columns)

    def judge(
        self,
        hits: Iterable[Hit],
        story_of: Mapping[str, str] | None = None,
        grouped: Mapping[str, Bond | str] | None = None,
    ) -> None:
        """Write down what this topic says of saved entries, replacing what it said before.

        By entry key: ``story_of`` gives the story id, ``grouped`` why; an entry that is in neither stays where it is.
        """
        for hit in hits:
            values, key = _verdict(hit), hit.entry.key
            if story_of and key in story_of:
                values |= {"story_id": story_of[key], "grouped": _written((grouped or {}).get(key))}
            if self._topic == FIRST_TOPIC:
                self._connection.execute(update(entries).where(entries.c.key == key).values(**values))
            else:
                row = insert(verdicts).values(topic=self._topic, entry=key, **values)
                self._connection.execute(row.on_conflict_do_update(index_elements=["topic", "entry"], set_=values))

    def move(self, keys: Sequence[str], story_id: str, *, why: Bond | str | None = None) -> None:
        """Put entries into another story; ``why`` replaces the reason for their grouping."""
        values = {"story_id": story_id} | ({"grouped": _written(why)} if why else {})
        for start in range(0, len(keys), BATCH):
            batch = keys[start : start + BATCH]
            mine = update(entries).where(entries.c.key.in_(batch))
            if self._topic != FIRST_TOPIC:
                mine = update(verdicts).where(verdicts.c.topic == self._topic, verdicts.c.entry.in_(batch))
            self._connection.execute(mine.values(**values))

    def by_key(self, keys: Sequence[str]) -> dict[str, Hit]:
        """Return the entries with these keys, by key."""
        found: dict[str, Hit] = {}
        for start in range(0, len(keys), BATCH):
            rows = self._connection.execute(self._judged.where(entries.c.key.in_(keys[start : start + BATCH])))
            found |= {row.key: self._hit(row) for row in rows}
        return found

    def find(self, *, key: str) -> Hit | None:
        """Return the entry with this key, or None."""
        row = self._connection.execute(self._judged.where(entries.c.key == key)).one_or_none()
        return None if row is None else self._hit(row)

    def story_of(self, key: str) -> tuple[str | None, Bond | str]:
        """Return the id of the story that an entry is in (None: in none), and why it is there ("": unknown).

        The reason is a sentence where an earlier version grouped the entry.
        """
        part = entries.c if self._topic == FIRST_TOPIC else verdicts.c
        query = self._judged.with_only_columns(part.story_id, part.grouped, maintain_column_froms=True)
        row = self._connection.execute(query.where(entries.c.key == key)).one_or_none()
        return (None, "") if row is None else (row.story_id, _read(row.grouped or ""))

    def count_since(self, start: datetime) -> int:
        """Return how many entries were seen since then."""
        return self._connection.scalar(select(func.count()).where(entries.c.seen >= start)) or 0

    def each_since(self, start: datetime) -> Iterator[Hit]:
        """Yield the entries seen since then in order of arrival, without holding all of them at once."""
        query = self._judged.where(entries.c.seen >= start).order_by(entries.c.id)
        for row in self._connection.execute(query.execution_options(yield_per=BATCH)):
            yield self._hit(row)

    def since(self, start: datetime) -> list[Hit]:
        """Return all entries seen since then, oldest first."""
        return list(self.each_since(start))

    def count(self) -> int:
        """Return how many entries are stored."""
        return self._connection.scalar(select(func.count()).select_from(entries)) or 0

    def _hit(self, row: Row[Any]) -> Hit:
        return replace(_hit(row), topic=self._topic) if self._topic != FIRST_TOPIC else _hit(row)


def _verdict(hit: Hit) -> dict[str, Any]:
    """Return what a topic says of an entry as columns of its row."""
    match = hit.match
    return {
        "score": match.score,
        "alert": match.alert,
        "stored": match.store,
        "match": to_json(match) if match.score > 0 else None,
    }


def _written(bond: Bond | str | None) -> str | None:
    return json.dumps(to_json(bond), ensure_ascii=False) if isinstance(bond, Bond) else bond


def _read(grouped: str) -> Bond | str:
    return from_json(Bond, json.loads(grouped)) if grouped.startswith("{") else grouped


def _columns(hits: Sequence[Hit]) -> dict[str, list[Any]]:
    """Return new entries with what the first topic says of them, column by column."""
    found, matches = [hit.entry for hit in hits], [hit.match for hit in hits]
    return {
        **{name: [getattr(entry, name) for entry in found] for name in _SAID_BY_FEED},
        "language": [hit.entry.language or hit.match.language for hit in hits],
        "quiet": [hit.quiet for hit in hits],
        "score": [match.score for match in matches],
        "alert": [match.alert for match in matches],
        "stored": [match.store for match in matches],
        "match": [to_json(match) if match.score > 0 else None for match in matches],
    }


def _hit(row: Row[tuple[object, ...]]) -> Hit:
    entry = Entry(
        key=row.key,
        keys=(row.key,),
        feed_id=row.feed_id,
        url=row.url,
        title=row.title,
        text=row.text,
        language=row.language,
        published=row.published,
        seen=row.seen,
    )
    match = (
        from_json(Match, row.match)
        if row.match is not None
        else Match(score=row.score, alert=row.alert, store=row.stored)
    )
    return Hit(entry=entry, match=match, quiet=row.quiet)
