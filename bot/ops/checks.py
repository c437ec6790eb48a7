"""Can this machine carry the service, and do its tokens work? Database, room, clock, certificates, and each platform.

A platform is asked once who we are, at the address that the service would use.
"""

import asyncio
import os
import shutil
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path

from bot.chat.platform import Platform
from bot.config import Settings
from bot.errors import SendError, StoreError
from bot.feeds.cadence import behind
from bot.model import Cursor, Feed
from bot.store.database.connection import exists, file_of
from bot.store.engine import Store

RELEASED = datetime(2026, 9, 1, tzinfo=UTC)  # a clock that shows an earlier time is wrong
WRONG_BY = timedelta(seconds=60)  # Slack refuses what is five minutes off, and digests are due by the minute
RUNS = timedelta(minutes=2)  # since a feed was polled: where looks fall behind, some feed is always polled
LITTLE_ROOM = 200 * 1000 * 1000  # bytes


class Level(Enum):
    """How much it matters: an error keeps the service, a platform or a feed from working."""

    FINE = "fine"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the doctor's report. ``facts`` are for programs: numbers, and times in ISO 8601."""

    about: str  # "clock", "database", "telegram", a feed's id
    level: Level
    text: str
    facts: Mapping[str, str | int | float | None] = field(default_factory=dict)


async def check_database(url: str) -> tuple[list[Finding], dict[str, Cursor]]:
    """Open and read the database without changing it; return what was found, and where each feed was left off."""
    try:
        path = file_of(url)
        if path is not None and not exists(url):
            return [_folder(path)], {}
        with Store(url, looking=True) as store:
            problems = await asyncio.to_thread(store.problems)
            if problems:
                return [Finding(about="database", level=Level.ERROR, text="; ".join(problems))], {}
            old = store.outdated()
            if old is not None:
                return [Finding(about="database", level=Level.WARNING, text=old)], {}
            warnings = store.warnings()
            stories = await store.read(lambda tx: tx.stories.count())
            size = await store.read(lambda tx: tx.size())
            cursors = await store.read(lambda tx: tx.feeds.all())
    except StoreError as error:
        return [Finding(about="database", level=Level.ERROR, text=str(error))], {}
    text = f"{path or 'PostgreSQL'}: whole, {stories} stories, {size / 1e6:.1f} MB"
    finding = Finding(about="database", level=Level.FINE, text=text, facts={"stories": stories})
    if path is not None:
        finding = _not_writable(path) or _no_room(path.parent) or finding
    return [finding, *(Finding(about="database", level=Level.WARNING, text=each) for each in warnings)], cursors


def check_pace(feeds: Sequence[Feed], cursors: Mapping[str, Cursor], now: datetime) -> Finding | None:
    """Say whether a service that runs looks at the feeds as often as it should; None if none runs."""
    polled = last_poll(cursors)
    if polled is None or now - polled > RUNS:
        return None
    late = behind({each.id: each for each in feeds}, cursors, now)
    return Finding(about="pace", level=Level.WARNING if late else Level.FINE, text=late or "looks at feeds keep up")


def last_poll(cursors: Mapping[str, Cursor]) -> datetime | None:
    """Return when a feed was last polled."""
    return max((cursor.polled for cursor in cursors.values() if cursor.polled), default=None)


def check_clock(now: datetime, *, polled: datetime | None, others: Sequence[datetime]) -> Finding:
    """Compare the clock with what must be older, and with other clocks, which may be some seconds behind."""
    for earlier, what in ((RELEASED, "this program was made"), (polled, "the last poll in the database")):
        if earlier is not None and now < earlier - WRONG_BY:
            text = f"it shows {now:%Y-%m-%d %H:%M} UTC, before {what} ({earlier:%Y-%m-%d}); set the machine's clock"
            return Finding(about="clock", level=Level.ERROR, text=text)
    off = max((now - other for other in others), key=abs, default=timedelta(0))
    facts = {"off_seconds": round(off.total_seconds()) if others else None}
    if abs(off) > WRONG_BY:
        side = "ahead of" if off > timedelta(0) else "behind"
        text = f"it is {abs(off.total_seconds()):.0f} s {side} the platforms' clocks; set the machine's clock"
        return Finding(about="clock", level=Level.ERROR, text=text, facts=facts)
    text = f"{now:%Y-%m-%d %H:%M} UTC" + (", as the platforms say" if others else "")
    return Finding(about="clock", level=Level.FINE, text=text, facts=facts)


def check_certificates() -> Finding:
    """Say whether there are certificates of authorities, without which no https address can be trusted."""
    paths = ssl.get_default_verify_paths()
    folder = Path(paths.capath) if paths.capath else None
    if ssl.create_default_context().get_ca_certs() or (folder and folder.is_dir() and any(folder.iterdir())):
        where = paths.cafile or paths.capath
        return Finding(about="certificates", level=Level.FINE, text=f"those of authorities are in {where}")
    text = "there are none of authorities, so no https address is believed; install the package ca-certificates"
    return Finding(about="certificates", level=Level.ERROR, text=text)


def _folder(path: Path) -> Finding:
    """Say whether a database can be made where there is none yet."""
    there = next(folder for folder in path.absolute().parents if folder.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        text = f"{path} cannot be made: {there} is no folder, or not writable for this user"
        return Finding(about="database", level=Level.ERROR, text=text)
    text = f"there is none yet; {path} is made by  seedwatch run"
    return _no_room(there) or Finding(about="database", level=Level.FINE, text=text)


def _not_writable(path: Path) -> Finding | None:
    if os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK):
        return None
    text = f"{path} or its folder is not writable for this user"
    return Finding(about="database", level=Level.ERROR, text=text)


def _no_room(folder: Path) -> Finding | None:
    free = shutil.disk_usage(folder).free
    if free >= LITTLE_ROOM:
        return None
    text = f"only {free / 1e6:.0f} MB are free in {folder}"
    return Finding(about="database", level=Level.WARNING, text=text, facts={"free_bytes": free})


async def check_platforms(platforms: Sequence[Platform], settings: Settings) -> tuple[list[Finding], list[datetime]]:
    """Return a finding for each platform that is set up and can be asked, and what time the platforms' clocks show."""
    findings: list[Finding] = []
    times: list[datetime] = []
    for platform in platforms:
        if not platform.chosen(settings):
            continue
        try:
            identity = await platform.whoami(settings)
        except SendError as error:
            findings.append(Finding(about=platform.name, level=Level.ERROR, text=str(error)))
            continue
        if identity is None:
            continue
        if identity.server_time is not None:
            times.append(identity.server_time)
        text = "; ".join([identity.name, *identity.problems])
        level = Level.WARNING if identity.problems else Level.FINE
        findings.append(Finding(about=platform.name, level=level, text=text, facts={"name": identity.name}))
    return findings, times
