"""Which stories are there, which could a new entry belong to, and what did operators decide about them?"""

import hashlib
from base64 import b32encode
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Connection,
    Text,
    bindparam,
    cast,
    delete,
    func,
    or_,
    select,
    text,
    true,
    update,
)

from bot.model import FIRST_TOPIC, Story
from bot.store.database.codec import from_json, from_text, to_text
from bot.store.database.dialect import among, each_of, insert, json_of, rows_with, unindexed
from bot.store.entries import BATCH
from bot.store.notes import Notes
from bot.store.tables import apart, mentions, merged, stories, story_terms
from bot.store.versions import Versions

_APART = select(apart.c.one, apart.c.other).where(among(apart.c.one, "ids"))


def _bound(column: Column[Any]) -> BindParameter[Any]:
    return bindparam(column.name, type_=column.type)


class Regroups:
    """Pairs of stories that operators took apart, and the ids of stories that became part of others."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep_apart(self, one: str, other: str, now: datetime) -> None:
        """Remember that two stories must stay separate."""
        first, second = sorted((one, other))
        self._connection.execute(insert(apart).values(one=first, other=second, at=now).on_conflict_do_nothing())

    def apart(self, ids: Collection[str]) -> set[tuple[str, str]]:
        """Return the pairs among these stories that are kept apart."""
        rows = self._connection.execute(_APART, {"ids": ids})
        return {(row.one, row.other) for row in rows if row.other in ids}

    def became(self, gone: str, short: str, into: str, now: datetime) -> None:
        """Remember that a story is part of another one, under both its ids; who was apart from it is so from that."""
        self._connection.execute(update(merged).where(merged.c.into == gone).values(into=into))
        self._connection.execute(insert(merged).values(story_id=gone, short=short, into=into))
        pairs = self._connection.execute(
            select(apart.c.one, apart.c.other).where(or_(apart.c.one == gone, apart.c.other == gone))
        ).all()
        self._connection.execute(delete(apart).where(or_(apart.c.one == gone, apart.c.other == gone)))
        for one, other in pairs:
            third = other if one == gone else one
            if third != into:
                self.keep_apart(third, into, now)

    def heir(self, story_id: str) -> str:
        """Return the id of the story that this one is part of now; its own if it was never merged."""
        return self._connection.scalar(select(merged.c.into).where(merged.c.story_id == story_id)) or story_id

    def parts(self, story_id: str) -> list[str]:
        """Return the ids of the stories that are part of this one now."""
        return list(self._connection.scalars(select(merged.c.story_id).where(merged.c.into == story_id)))

    def heir_of_short(self, short: str) -> str | None:
        """Return the id of the story that the one with this short id is part of now, or None."""
        return self._connection.scalar(select(merged.c.into).where(merged.c.short == short))


_PLACE = select(stories.c.row, stories.c.short).where(stories.c.id == bindparam("of"))
_BODY = {"body": json_of(bindparam("written", type_=Text))}
_COLUMNS = _BODY | {each.name: _bound(each) for each in stories.c if each.name not in {"row", "body"}}
_OPEN = insert(stories).values(_COLUMNS).returning(stories.c.row)
_CHANGE = update(stories).where(stories.c.row == bindparam("number")).values(_COLUMNS)
_WORDS = text("INSERT INTO story_words (rowid, words) VALUES (:row, :words)")
_NO_WORDS = text("DELETE FROM story_words WHERE rowid = :row")
_MENTION = insert(mentions)
_NO_MENTIONS = delete(mentions).where(mentions.c.story_id == bindparam("of"))
_EACH = each_of("terms")
_TERM = insert(story_terms).from_select(
    ["topic", "term", "story_id", "at"],
    select(_bound(story_terms.c.topic), _EACH.c.value, _bound(story_terms.c.story_id), _bound(story_terms.c.at)).where(
        true()  # otherwise SQLite takes what follows for a join condition
    ),
)
_INDEX = _TERM.on_conflict_do_update(index_elements=["topic", "term", "story_id"], set_={"at": _TERM.excluded["at"]})
_LATELY = (
    story_terms.c.topic == bindparam("topic"),
    among(story_terms.c.term, "wanted"),
    story_terms.c.at >= bindparam("since"),
)
_SPREAD = select(story_terms.c.term, func.count()).where(*_LATELY).group_by(story_terms.c.term)
_HAVING = select(story_terms.c.term, story_terms.c.story_id).where(*_LATELY)
_BODIES = select(cast(stories.c.body, Text)).where(among(stories.c.id, "ids"))
_OPENED = (stories.c.opened >= bindparam("since"), stories.c.topic == bindparam("topic"))
_IMPORTANCES = select(stories.c.id, stories.c.opened, stories.c.importance).where(stories.c.alert, *_OPENED)
# Every value is listed, so that the index on it and the time is used.
_COUNT = select(func.count()).where(stories.c.alert.in_([True, False]), *_OPENED)
_TAKEN = select(stories.c.row).where(stories.c.short == bindparam("short"))
_ONCE_TAKEN = select(merged.c.short).where(merged.c.short == bindparam("short"))
_CHANGED = "stories changed: "  # prefix, followed by the topic, of the note that holds their stamp
_VERSIONS = Versions()
PAGE = 20  # stories read at once when few are wanted


class Stories:
    """The stories, their search index and their grouping index. Searching and grouping stay within one topic."""

    def __init__(self, connection: Connection, topic: str = FIRST_TOPIC) -> None:
        self._connection = connection
        self._notes = Notes(connection)
        self._topic = topic

    def stamp(self) -> str:
        """Return a stamp that differs after each change of a story of this topic."""
        return self._notes.get(f"{_CHANGED}{self._topic}") or ""

    def spread(self, wanted: Collection[str], since: datetime) -> dict[str, int]:
        """Return how many stories that changed since then have each of these index terms, zeros included."""
        return {row[0]: row[1] for row in self._connection.execute(_SPREAD, self._lately(wanted, since))}

    def having(self, wanted: Collection[str], since: datetime) -> dict[str, list[str]]:
        """Return the ids of the stories that changed since then and have each of these index terms."""
        found: dict[str, list[str]] = {}
        for term, story_id in self._connection.execute(_HAVING, self._lately(wanted, since)):
            found.setdefault(term, []).append(story_id)
        return found

    def _lately(self, wanted: Collection[str], since: datetime) -> dict[str, Any]:
        return {"topic": self._topic, "wanted": sorted(wanted), "since": since}

    def by_id(self, ids: Sequence[str]) -> list[Story]:
        """Return these stories in the order asked for; unknown ids are left out."""
        if not ids:
            return []
        stamp = self.stamp()
        known = _VERSIONS.at(stamp)
        missing = [each for each in ids if each not in known]
        if missing:
            read = [from_text(Story, body) for body in self._connection.scalars(_BODIES, {"ids": missing})]
            _VERSIONS.read(stamp, [each for each in read if each.topic == self._topic])
            known = {**known, **{each.id: each for each in read}}
        return [known[each] for each in ids if each in known]

    def by_short(self, short: str) -> Story | None:
        """Return the story with the id that people type, in any case, or None."""
        body = self._connection.scalar(select(stories.c.body).where(stories.c.short == short.lower()))
        return None if body is None else from_json(Story, body)

    def save(self, story: Story, *, words: str, terms: Iterable[str]) -> Story:
        """Save a new or changed story and return it with its short id.

        ``words``: by which search finds it, normalised and stemmed; ``terms``: by which grouping does.
        """
        row = self._connection.execute(_PLACE, {"of": story.id}).one_or_none()
        story = replace(story, short=row.short if row else self._new_short(story.id))
        values = {
            "id": story.id,
            "short": story.short,
            "opened": story.opened,
            "updated": story.updated,
            "score": story.score,
            "alert": story.alert,
            "status": story.status.value if story.status else None,
            "importance": story.importance,
            "written": to_text(story),
            "topic": story.topic,
        }
        if row:
            number = row.row
            self._connection.execute(_CHANGE, values | {"number": number})
            self._connection.execute(_NO_WORDS, {"row": number})
            self._connection.execute(_NO_MENTIONS, {"of": story.id})
        else:
            number = self._connection.scalar(_OPEN, values) or 0
        self._connection.execute(_WORDS, {"row": number, "words": words})
        if story.alert and story.names:
            named = {"story_id": story.id, "at": story.opened, "topic": story.topic}
            self._connection.execute(_MENTION, [named | {"name": name} for name in dict.fromkeys(story.names)])
        indexed = {"topic": story.topic, "story_id": story.id, "at": story.updated, "terms": sorted(set(terms))}
        self._connection.execute(_INDEX, indexed)
        self._note_change(story.topic, story.id, story, story.updated)
        return story

    def _note_change(self, topic: str, story_id: str, story: Story | None, at: datetime) -> None:
        note, stamp = f"{_CHANGED}{topic}", token_hex(8)
        _VERSIONS.changed(topic, self._notes.get(note) or "", stamp, story_id, story)
        self._notes.put(note, stamp, at)

    def remove(self, story: Story) -> None:
        """Delete a story, with everything that it is found by."""
        row = self._connection.scalar(select(stories.c.row).where(stories.c.id == story.id))
        self._connection.execute(_NO_WORDS, {"row": row})
        self._connection.execute(delete(stories).where(stories.c.id == story.id))
        self._connection.execute(_NO_MENTIONS, {"of": story.id})
        self.drop_terms(story)
        self._note_change(story.topic, story.id, None, story.updated)

    def drop_terms(self, story: Story) -> None:
        """Delete the terms by which grouping finds a story; saving it writes them again."""
        self._connection.execute(delete(story_terms).where(story_terms.c.story_id == story.id))

    def newest(self, limit: int) -> list[Story]:
        """Return stories worth a message, newest first."""
        return list(self.each_newest(limit))

    def each_newest(
        self,
        limit: int,
        *,
        stems: Sequence[Sequence[str]] = (),
        without: Sequence[Sequence[Sequence[str]]] = (),
        since: datetime | None = None,
        alert: bool = True,
    ) -> Iterator[Story]:
        """Yield stories one by one, newest first, without holding all of them at once.

        ``stems``: for each wanted word, stems of which one must be there. A story that has all the stems of one group
        of ``without`` is left out. ``alert``: only those worth a message.
        """
        # The plus keeps SQLite on the time index: with any other it would sort all matches to return a few.
        query = select(stories.c.body).where(stories.c.topic == self._topic)
        query = query.order_by(stories.c.updated.desc(), stories.c.row.desc()).limit(limit)
        if alert:
            query = query.where(unindexed(stories.c.alert))
        if since is not None:
            query = query.where(stories.c.updated > since)
        if stems:
            query = query.where(rows_with(unindexed(stories.c.row), stems))
        query = query.where(*(~has_words(group) for group in without))
        for (body,) in self._connection.execute(query.execution_options(yield_per=PAGE)):
            yield from_json(Story, body)

    def changed_since(self, start: datetime) -> list[Story]:
        """Return the stories worth a message that changed since then, oldest first."""
        mine = (stories.c.updated > start, stories.c.alert, stories.c.topic == self._topic)
        query = select(cast(stories.c.body, Text)).where(*mine).order_by(stories.c.row)
        return [from_text(Story, body) for body in self._connection.scalars(query)]

    def each_since(self, start: datetime | None) -> Iterator[Story]:
        """Yield the stories that changed since then (None: all), oldest first, without holding all of them at once."""
        query = select(stories.c.body).where(stories.c.topic == self._topic).order_by(stories.c.row)
        query = query.execution_options(yield_per=BATCH)
        if start is not None:
            query = query.where(stories.c.updated > start)
        for (body,) in self._connection.execute(query):
            yield from_json(Story, body)

    def importances(self, since: datetime) -> list[float]:
        """Return the importance of each story that was opened since then and is worth a message, the greatest first."""
        asked = {"since": since, "topic": self._topic}
        stamp = self.stamp()
        return _VERSIONS.importances(stamp, self._topic, since, lambda: self._connection.execute(_IMPORTANCES, asked))

    def opened_since(self, since: datetime) -> int:
        """Return how many stories were opened since then."""
        return self._connection.scalar(_COUNT, {"since": since, "topic": self._topic}) or 0

    def forget_terms(self, before: datetime) -> int:
        """Drop grouping terms that are older than any window; return how many."""
        return self._connection.execute(delete(story_terms).where(story_terms.c.at < before)).rowcount

    def forget_mentions(self, before: datetime) -> int:
        """Drop the mentions of names before ``before``; return how many."""
        return self._connection.execute(delete(mentions).where(mentions.c.at < before)).rowcount

    def count(self) -> int:
        """Return how many stories are stored."""
        return self._connection.scalar(select(func.count()).select_from(stories)) or 0

    def _new_short(self, story_id: str) -> str:
        """Return the shortest free id of 4 to 8 letters and digits made from a story's id (no 0, 1, 8, 9)."""
        letters = b32encode(hashlib.blake2b(story_id.encode(), digest_size=10).digest()).decode().lower()
        for length in range(4, 9):
            short = letters[:length]
            if all(self._connection.scalar(each, {"short": short}) is None for each in (_TAKEN, _ONCE_TAKEN)):
                return short
        raise RuntimeError("no free short id")  # 32**8 to one


def has_words(stems: Sequence[Sequence[str]]) -> ColumnElement[bool]:
    """Return the condition that a story has, for each wanted word, one of its stems ("minsk*": as a beginning)."""
    return rows_with(stories.c.row, stems)
