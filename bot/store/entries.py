"""Which entries have we seen, and why was each kept or not?"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, func, insert, or_, select, update
from sqlalchemy.dialects import sqlite

from bot.model import Entry, Hit, Match
from bot.store.codec import from_json, to_json
from bot.store.tables import entries, entry_keys

BATCH = 400  # bound parameters of one statement stay far below SQLite's limit of 32,766


class Entries:
    """Every entry of every feed, once; the keys of entries stay for ever."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def unseen(self, found: Sequence[Entry], is_known: Callable[[Sequence[str], Collection[str]], bool]) -> list[Entry]:
        """Return those that were never saved. ``is_known`` decides which of its keys make an entry known."""
        keys = [key for entry in found for key in entry.keys]
        known: set[str] = set()
        for start in range(0, len(keys), BATCH):
            batch = keys[start : start + BATCH]
            known.update(self._connection.scalars(select(entry_keys.c.key).where(entry_keys.c.key.in_(batch))))
        return [entry for entry in found if not is_known(entry.keys, known)]

    def save(
        self,
        hits: Sequence[Hit],
        story_of: Mapping[str, str],
        grouped: Mapping[str, str] | None = None,
        *,
        said: Mapping[str, str] | None = None,
        full: Collection[str] = (),
    ) -> None:
        """Save new entries with their matches.

        By entry key: ``story_of`` gives the story id, ``grouped`` why the entry is in that story, ``said`` the hash of
        what its feed said; ``full`` has the keys of those whose text is that of their page.
        """
        if not hits:
            return
        grouped, said = grouped or {}, said or {}
        self._connection.execute(
            insert(entries),
            [
                {
                    "key": hit.entry.key,
                    "feed_id": hit.entry.feed_id,
                    "url": hit.entry.url,
                    "title": hit.entry.title,
                    "text": hit.entry.text,
                    "language": hit.entry.language or hit.match.language,
                    "published": hit.entry.published,
                    "seen": hit.entry.seen,
                    "score": hit.match.score,
                    "alert": hit.match.alert,
                    "stored": hit.match.store,
                    "quiet": hit.quiet,
                    "story_id": story_of.get(hit.entry.key),
                    "match": to_json(hit.match) if hit.match.score > 0 else None,
                    "grouped": grouped.get(hit.entry.key),
                    "said": said.get(hit.entry.key),
                    "full": hit.entry.key in full,
                }
                for hit in hits
            ],
        )
        self.remember([key for hit in hits for key in hit.entry.keys])

    def remember(self, keys: Sequence[str]) -> None:
        """Keep identities, also new ones of an entry that is known already."""
        if keys:
            self._connection.execute(
                sqlite.insert(entry_keys).on_conflict_do_nothing(), [{"key": key} for key in dict.fromkeys(keys)]
            )

    def move(self, keys: Sequence[str], story_id: str, *, why: str | None = None) -> None:
        """Put entries into another story; ``why`` takes the place of what was said of their grouping."""
        values = {"story_id": story_id} | ({"grouped": why} if why else {})
        for start in range(0, len(keys), BATCH):
            self._connection.execute(
                update(entries).where(entries.c.key.in_(keys[start : start + BATCH])).values(**values)
            )

    def by_key(self, keys: Sequence[str]) -> dict[str, Hit]:
        """Return the entries with these keys, by key."""
        found: dict[str, Hit] = {}
        for start in range(0, len(keys), BATCH):
            rows = self._connection.execute(select(entries).where(entries.c.key.in_(keys[start : start + BATCH])))
            found |= {row.key: _hit(row) for row in rows}
        return found

    def find(self, *, key: str, url: str | None = None) -> Hit | None:
        """Return the entry with this key, or the newest with this address, or None."""
        row = self._connection.execute(
            select(entries)
            .where(entries.c.key == key if url is None else or_(entries.c.key == key, entries.c.url == url))
            .order_by(entries.c.seen.desc())
            .limit(1)
        ).one_or_none()
        return None if row is None else _hit(row)

    def story_of(self, key: str) -> tuple[str | None, str]:
        """Return the id of the story that an entry is in (None: in none), and why it is there."""
        row = self._connection.execute(
            select(entries.c.story_id, entries.c.grouped).where(entries.c.key == key)
        ).one_or_none()
        return (None, "") if row is None else (row.story_id, row.grouped or "")

    def count_since(self, start: datetime) -> int:
        """Return how many entries were seen since then."""
        return self._connection.scalar(select(func.count()).where(entries.c.seen >= start)) or 0

    def each_since(self, start: datetime) -> Iterator[Hit]:
        """Give the entries seen since then in the order in which they came, without holding all of them at once."""
        query = select(entries).where(entries.c.seen >= start).order_by(entries.c.id)
        for row in self._connection.execute(query.execution_options(yield_per=BATCH)):
            yield _hit(row)

    def since(self, start: datetime) -> list[Hit]:
        """Return all entries seen since then, oldest first."""
        rows = self._connection.execute(select(entries).where(entries.c.seen >= start).order_by(entries.c.id))
        return [_hit(row) for row in rows]

    def count(self) -> int:
        """Return how many entries are stored."""
        return self._connection.scalar(select(func.count()).select_from(entries)) or 0


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
        else Match(score=row.score, alert=row.alert, store=row.stored, why="nothing of the topic was found in it")
    )
    return Hit(entry=entry, match=match, quiet=row.quiet)
