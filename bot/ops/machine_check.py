"""Can this machine carry the service? Its database, the room for it, and its clock."""

import asyncio
import os
import shutil
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.errors import StoreError
from bot.ops.finding import Finding, Level
from bot.store.database.connection import exists, file_of
from bot.store.engine import Store

RELEASED = datetime(2026, 9, 1, tzinfo=UTC)  # a clock that shows an earlier time is wrong
WRONG_BY = timedelta(seconds=60)  # Slack refuses what is five minutes off, and digests are due by the minute
LITTLE_ROOM = 200 * 1000 * 1000  # bytes


async def check_database(url: str) -> tuple[list[Finding], datetime | None]:
    """Open and read the database without changing it; return what was found and when a feed was last polled."""
    try:
        path = file_of(url)
        if path is not None and not exists(url):
            return [_folder(path)], None
        with Store(url, looking=True) as store:
            problems = await asyncio.to_thread(store.problems)
            if problems:
                return [Finding(about="database", level=Level.ERROR, text="; ".join(problems))], None
            old = store.outdated()
            if old is not None:
                return [Finding(about="database", level=Level.WARNING, text=old)], None
            warnings = store.warnings()
            stories = await store.read(lambda tx: tx.stories.count())
            size = await store.read(lambda tx: tx.size())
            cursors = await store.read(lambda tx: tx.feeds.all())
    except StoreError as error:
        return [Finding(about="database", level=Level.ERROR, text=str(error))], None
    polled = max((cursor.polled for cursor in cursors.values() if cursor.polled), default=None)
    text = f"{path or 'PostgreSQL'}: whole, {stories} stories, {size / 1e6:.1f} MB"
    finding = Finding(about="database", level=Level.FINE, text=text, facts={"stories": stories})
    if path is not None:
        finding = _not_writable(path) or _no_room(path.parent) or finding
    return [finding, *(Finding(about="database", level=Level.WARNING, text=each) for each in warnings)], polled


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
