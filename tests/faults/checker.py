"""Do the invariants hold? Read from what is left when all is over: the database, the fakes' records, the log.

I1 every entry that was served is stored, and stored once; I2 each story is told to each channel, and was owed to it
once; I3 no alert is open after the faults; I4 each message was seen, and seen twice only where its row is marked
ambiguous; I5 no validator is newer than what was stored; I6 a channel's messages keep their order; I7 no secret is in
the log or the database; I8 no address was reached that is not allowed; I9 memory and open files stay bounded; I10 the
last good configuration stays in force.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

MEGABYTES = 400
DESCRIPTORS = 100
_TOO_MANY_WRONG = 20  # that are named


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What the fakes saw: titles that feeds served, and (message id, text) of what each platform took, in its order."""

    served: Collection[str]
    etags: Collection[str]  # that feeds ever gave
    messages: Mapping[str, Sequence[tuple[str, str]]]  # by platform
    secrets: Collection[str]
    trapped: int = 0  # connections to an address that is not allowed
    megabytes: Sequence[float] = ()  # of memory, at the end of each process
    descriptors: Sequence[int] = ()
    polls_without_file: Sequence[int] = ()  # looks at feeds while the configuration on disk was broken


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was counted, and what is wrong."""

    entries: int
    alerts: int
    ambiguous: int
    repeated: int  # messages that no record names: taken by the platform, and sent again or never recorded
    wrong: tuple[str, ...]


def check(folder: Path, record: Record) -> Finding:
    """Return what is wrong with a run that has ended."""
    wrong: list[str] = []
    with closing(sqlite3.connect(f"file:{folder / 'seedwatch.db'}?mode=ro", uri=True)) as database:
        whole = database.execute("PRAGMA quick_check").fetchone()[0]
        wrong += [] if whole == "ok" else [f"the database is damaged: {whole}"]
        stored = Counter(row[0] for row in database.execute("SELECT title FROM entries"))
        wrong += [f"I1 not stored: {title}" for title in record.served if not stored[title]]
        wrong += [f"I1 stored {count} times: {title}" for title, count in stored.items() if count > 1]
        rows = database.execute(
            "SELECT id, channel_id, story_id, reason, state, sent_id, ambiguous, error FROM alerts ORDER BY seq"
        ).fetchall()
        platforms = dict(database.execute("SELECT id, platform FROM channels"))
        wrong += _alerts(rows, platforms, record)
        due = [story for (story,) in database.execute("SELECT id FROM stories WHERE alert")]
        have = {(channel, story) for _, channel, story, reason, state, *_ in rows if (reason, state) == ("new", "sent")}
        wrong += [
            f"I2 {each} was not told of {story}" for each in platforms for story in due if (each, story) not in have
        ]
        known = set(record.etags)
        wrong += [
            f"I5 a validator that no feed gave: {etag}"
            for (etag,) in database.execute("SELECT etag FROM feeds WHERE etag IS NOT NULL")
            if etag not in known
        ]
    wrong += [*_secrets(folder, record.secrets), *_bounds(record)]
    named = {(platforms[row[1]], part) for row in rows if row[5] for part in str(row[5]).split(",")}
    told = [(where, number) for where, all_ in record.messages.items() for number, text in all_ if _is_alert(text)]
    repeated = sum(each not in named for each in told)
    ambiguous = sum(bool(row[6]) for row in rows)
    if repeated > ambiguous:
        wrong.append(f"I4 {repeated} messages are in no record, and {ambiguous} alerts are marked ambiguous")
    return Finding(
        entries=sum(stored.values()),
        alerts=len(rows),
        ambiguous=ambiguous,
        repeated=repeated,
        wrong=tuple(wrong[:_TOO_MANY_WRONG]),
    )


def _bounds(record: Record) -> list[str]:
    wrong = [f"I8 {record.trapped} connections to an address that is not allowed"] if record.trapped else []
    if max(record.megabytes, default=0) > MEGABYTES:
        wrong.append(f"I9 {max(record.megabytes):.0f} MB of memory")
    if max(record.descriptors, default=0) > DESCRIPTORS:
        wrong.append(f"I9 {max(record.descriptors)} open files")
    return wrong + [
        "I10 no feed was looked at while the file was broken" for polls in record.polls_without_file if not polls
    ]


def _alerts(rows: Sequence[tuple[object, ...]], platforms: Mapping[object, str], record: Record) -> list[str]:
    wrong = []
    owed = Counter((channel, story) for _, channel, story, reason, *_ in rows if reason == "new" and story)
    wrong += [f"I2 owed {count} times: {which}" for which, count in owed.items() if count > 1]
    wrong += [  # no fault lasts so long
        f"I3 given up on {platforms[channel]}: {name} ({reason}): {error}"
        for name, channel, _, reason, state, *_, error in rows
        if state == "failed"
    ]
    wrong += [f"I3 still {state}: {name}" for name, _, _, _, state, *_ in rows if state in {"pending", "sending"}]
    place = {(where, number): at for where, all_ in record.messages.items() for at, (number, _) in enumerate(all_)}
    last: dict[object, int] = {}
    for name, channel, _story, reason, state, sent_id, ambiguous, _error in rows:
        if state != "sent" or reason == "edit" or not sent_id:
            continue
        first = platforms[channel], str(sent_id).split(",")[0]
        if first not in place:
            wrong.append(f"I4 recorded as sent and never seen: {name}")
        elif not ambiguous:
            # What is loud stands alone behind the list of news that went out at the same time.
            if place[first] < last.get((channel, reason), -1):
                wrong.append(f"I6 out of order: {name}")
            last[channel, reason] = place[first]
    return wrong


def _secrets(folder: Path, secrets: Collection[str]) -> list[str]:
    files = [folder / "seedwatch.db", *folder.glob("*.log"), *folder.glob("seedwatch.db-*")]
    return [
        f"I7 a secret is in {file.name}" for file in files for secret in secrets if secret.encode() in file.read_bytes()
    ]


def _is_alert(text: str) -> bool:
    """Whether a message tells of stories: answers to commands and words to operators are in no record."""
    return bool(re.search(r"\bNo\d+\b", text))
