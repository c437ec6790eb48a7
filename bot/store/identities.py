"""Which signs identify an entry, and which items were dropped as known?"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, String, Table, Text, delete, select

from bot.feeds.identity import Marks, bare, marks_of, number
from bot.feeds.recognition import Known, Recognised, Shelf, Wording, needed, recognise, repeated
from bot.model import Entry, Unchanged
from bot.store.database.columns import Instant, flag
from bot.store.database.dialect import among, each_of, insert
from bot.store.database.insertion import Insertion
from bot.store.tables import entries, metadata

VERSIONS = 4  # sets of signs kept for one entry: the first, and the latest from a feed that keeps inventing new ones

# Every entry that was ever seen, with its signs. Never pruned: an entry that comes back after a year is not news.
identities = Table(
    "identities",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("entry", String(40), nullable=False),  # "" if it is no longer known which one it was
    Column("feed_id", String(64), nullable=False),
    Column("guid", BigInteger, index=True),
    Column("address", BigInteger, index=True),
    Column("title", BigInteger, index=True),
    Column("text", BigInteger),
    Column("published", Instant),
    flag("later"),  # not the first set of its entry
)
_LATER = identities.c.later.is_(True)
# Nearly all entries have one set for ever, and cost this index nothing. PostgreSQL has its condition from the
# migration: said here, it would import all its drivers.
Index("identities_later", identities.c.entry, sqlite_where=_LATER)

dropped = Table(  # items that made no entry of their own, each with the entry that it was known as
    "dropped",
    metadata,
    Column("feed_id", String(64), primary_key=True),
    Column("entry", String(40), primary_key=True),
    Column("why", String(16), primary_key=True),
    Column("url", Text),
    Column("address", BigInteger, index=True),
    Column("title", Text, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Column("times", Integer, nullable=False),
    sqlite_with_rowid=False,
)

_REMEMBER = Insertion(insert(identities))
_WANTED = each_of("wanted", BigInteger)
_BY_SIGN = tuple(
    select(identities.c.id, *(identities.c[name] for name in Marks._fields)).join(
        _WANTED, sign == _WANTED.c.value
    )  # in half the time that IN takes
    for sign in (identities.c.guid, identities.c.address, identities.c.title)
)
_WORDINGS = select(entries.c.key, entries.c.title, entries.c.text, entries.c.quiet).where(among(entries.c.key, "keys"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """An item that was no new entry, with the key of the entry that it was known as ("": no longer known)."""

    feed_id: str
    entry: str
    why: Known
    title: str
    at: datetime


class Identities:
    """The signs of entries, one row for each set."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def recognise(
        self, found: Sequence[Entry], unchanged: Unchanged | None = None
    ) -> tuple[list[Entry], list[Recognised]]:
        """Return the new ones of a document's entries, and the others with what they are known as."""
        return Recogniser(self, found).recognise(found, unchanged)

    def near(self, signs: Iterable[Marks]) -> list[Marks]:
        """Return the known signs that have a guid, an address or a title in common with these, oldest first."""
        mine = list(signs)
        wanted = (
            {guid for each in mine if each.guid for guid in (bare(each.guid), each.guid | 1)},
            {each.address for each in mine if each.address},
            {each.title for each in mine if each.title},
        )
        found: dict[int, Marks] = {}
        for statement, keys in zip(_BY_SIGN, wanted, strict=True):
            if keys:
                rows = self._connection.execute(statement, {"wanted": keys})
                found |= {row[0]: Marks(*row[1:]) for row in rows}
        return [found[row] for row in sorted(found)]

    def wordings(self, keys: Collection[str]) -> dict[str, Wording]:
        """Return, by key, what these entries say now."""
        if not keys:
            return {}
        rows = self._connection.execute(_WORDINGS, {"keys": keys})
        return {row.key: Wording(title=row.title, text=row.text, quiet=row.quiet) for row in rows}

    def remember(self, marks: Sequence[Marks], *, later: bool = False) -> None:
        """Keep signs of new entries; ``later`` ones of entries that have some."""
        columns = dict(zip(Marks._fields, zip(*marks, strict=True), strict=False))
        _REMEMBER.write(self._connection, {**columns, "later": [later] * len(marks)})

    def relearn(self, marks: Sequence[Marks]) -> None:
        """Keep new signs of known entries, and drop the oldest ones if there are many."""
        self.remember(marks, later=True)
        for entry in sorted({each.entry for each in marks} - {""}):
            ids = self._connection.scalars(
                select(identities.c.id).where(identities.c.entry == entry, _LATER).order_by(identities.c.id)
            ).all()
            surplus = ids[: 1 - VERSIONS]
            if surplus:
                self._connection.execute(delete(identities).where(identities.c.id.in_(surplus)))

    def drop(self, found: Sequence[Recognised], now: datetime) -> None:
        """Note why these items made no new entries; repetitions are counted."""
        for each in found:
            address = next((number(key) for key in each.entry.keys if key[0] == "u"), None)
            row = insert(dropped).values(
                feed_id=each.entry.feed_id,
                entry=each.known_as,
                why=each.why.value,
                url=each.entry.url,
                address=address,
                title=each.entry.title,
                at=now,
                times=1,
            )
            newest = {name: row.excluded[name] for name in ("url", "address", "title", "at")}
            self._connection.execute(
                row.on_conflict_do_update(
                    index_elements=["feed_id", "entry", "why"], set_=newest | {"times": dropped.c.times + 1}
                )
            )

    def at(self, address: int) -> list[str]:
        """Return the keys of the entries that were seen at the page with this number, newest first."""
        rows = self._connection.scalars(
            select(identities.c.entry)
            .where(identities.c.address == address, identities.c.entry != "")
            .order_by(identities.c.id.desc())
        )
        return list(dict.fromkeys(rows))

    def dropped_at(self, address: int) -> list[Dropped]:
        """Return the items at the page with this number that made no entries, newest first."""
        rows = self._connection.execute(
            select(dropped).where(dropped.c.address == address).order_by(dropped.c.at.desc(), dropped.c.feed_id)
        )
        return [
            Dropped(feed_id=row.feed_id, entry=row.entry, why=Known(row.why), title=row.title, at=row.at)
            for row in rows
        ]

    def forget_dropped(self, before: datetime) -> int:
        """Forget items dropped before ``before``; return how many."""
        return self._connection.execute(delete(dropped).where(dropped.c.at < before)).rowcount


class Recogniser:
    """Recognises the entries of several documents: one look-up for all, and what one brings is known for the next."""

    def __init__(self, identities: Identities, found: Iterable[Entry]) -> None:
        """``found`` are the entries of all the documents."""
        self._identities = identities
        self._signs = {id(entry): marks_of(entry) for entry in found}
        known = identities.near(self._signs.values())
        self._all_new = not known and not repeated(self._signs.values())
        self._shelf = Shelf(known)
        self._words: dict[str, Wording] = {}  # of entries that came since

    def signs_of(self, entry: Entry) -> Marks:
        """Return the signs of one of the entries."""
        return self._signs[id(entry)]

    def recognise(
        self, found: Sequence[Entry], unchanged: Unchanged | None = None, *, quiet: bool = False
    ) -> tuple[list[Entry], list[Recognised]]:
        """Return the new ones of a document's entries, and the others with what they are known as.

        ``quiet``: nobody is told of the new ones.
        """
        if self._all_new:  # like nearly all of a first look at many feeds
            return list(found), []
        signs = [self.signs_of(each) for each in found]
        known = self._shelf.near_any(signs)
        keys = needed(signs, known)
        words = self._identities.wordings(keys - self._words.keys())
        words |= {key: self._words[key] for key in keys & self._words.keys()}
        new, others = recognise(found, signs, known, words, unchanged or Unchanged())
        for entry in new:
            self._shelf.add(self.signs_of(entry))
            self._words[entry.key] = Wording(title=entry.title, text=entry.text, quiet=quiet)
        for each in others:
            if each.marks is not None:
                self._shelf.add(each.marks)
        return new, others
