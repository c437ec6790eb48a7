"""What does each line of a JSON-lines file say? For the commands that judge entries from a file."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from bot.errors import BotError
from bot.model import Entry
from bot.text.plain import one_line, to_plain


def read_lines(path: Path, *, needed: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Yield the object of each line that is not blank; each has the keys in ``needed``.

    Raises BotError, with file and line, where a line holds anything else.
    """
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _to_object(line, f"{path}:{number}", needed)
    except OSError as error:
        raise BotError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BotError(f"{path} is not UTF-8 text: {error.reason} at byte {error.start}") from error


def to_entry(said: dict[str, Any]) -> Entry:
    """Return the entry that a line describes: ``id``, ``title``, ``text``, and where given lang, date, outlet, url.

    A line that names neither an outlet nor an address counts as of an outlet of its own.
    """
    at = _time(said.get("date"), said["id"])
    key = blake2b(str(said["id"]).encode(), digest_size=16).hexdigest()
    return Entry(
        key=key,
        keys=(key,),
        feed_id=str(said.get("outlet") or ("file" if said.get("url") else said["id"])),
        url=said.get("url"),
        title=one_line(to_plain(str(said["title"]))),
        text=to_plain(str(said.get("text") or "")),
        language=said.get("lang") or None,
        published=at,
        seen=at,
    )


def _to_object(line: str, place: str, needed: tuple[str, ...]) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except ValueError as error:
        raise BotError(f"{place}: not JSON: {error}. Write one object in a line.") from error
    if not isinstance(said, dict):
        raise BotError(f"{place}: not an object. Write one object in a line, with {', '.join(needed)}.")
    missing = [key for key in needed if said.get(key) is None]
    if missing:
        raise BotError(f"{place}: {', '.join(missing)} missing. Each line needs {', '.join(needed)}.")
    return said


def _time(said: object, of: object) -> datetime:
    """An aware time; a line without one gets the earliest there is, so that only the order of lines counts."""
    if said is None:
        return datetime(1970, 1, 1, tzinfo=UTC)
    try:
        at = datetime.fromisoformat(str(said))
    except ValueError as error:
        raise BotError(f"the date of {of} is {str(said)!r}. Write it as 2026-09-21 or 2026-09-21T14:13:00Z.") from error
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
