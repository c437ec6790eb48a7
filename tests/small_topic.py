"""Which configuration do tests of tuning use? The small topic of the flow tests, in a folder that may be changed."""

import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot.config.sources.file import load
from bot.feeds.identity import title_key, url_key
from bot.model import Cursor, Entry
from bot.store.engine import Store
from bot.work.polling.look import Look, Taken, judged
from bot.work.polling.take import take
from bot.work.watch import watch
from tests.samples import NOW

SEEDS = Path(__file__).parent / "flow" / "seeds"
DECREE = "Lukashenko and Putin sign Union State decree on joint air defence in Minsk"
GAS = "Belarus and Russia agree on gas price for next year, Golovchenko tells Moscow"


def write_config(
    folder: Path, *, name: str = "sources.yaml", feeds: Sequence[str] = ("one", "two"), more: str = ""
) -> Path:
    """Write a configuration with its own copy of the seeds and a database beside it; return its path."""
    if not (folder / "seeds").exists():
        shutil.copytree(SEEDS, folder / "seeds")
    (folder / ".env").write_text(f"DATABASE_URL={url(folder)}\n", encoding="utf-8")
    sources = "".join(
        f"  - {{id: {feed}, name: {feed.title()}, url: 'https://{feed}.example.org/feed', language: en, country: BY, "
        "ownership: independent}\n"
        for feed in feeds
    )
    path = folder / name
    path.write_text(
        f"version: 1\ntopic:\n  name: Belarus and Russia\nseeds: seeds\n{more}"
        f'defaults:\n  every: 10m\n  user_agent: "test/1.0 (+https://example.org/bot)"\nsources:\n{sources}',
        encoding="utf-8",
    )
    return path


def url(folder: Path) -> str:
    """Return where the database of a configuration in this folder is."""
    return f"sqlite:///{folder}/seedwatch.db"


def news(title: str, text: str = "", *, feed: str = "one", minutes: float = 0) -> Entry:
    """Return an entry as a feed brings it, so many minutes after NOW."""
    at = NOW + timedelta(minutes=minutes)
    address = f"https://{feed}.example.org/{abs(hash_of(title))}"
    key = url_key(address)
    assert key is not None
    return Entry(
        key=key,
        keys=(key, title_key(feed, title)),
        feed_id=feed,
        url=address,
        title=title,
        text=text,
        language="en",
        published=at,
        seen=at,
    )


def hash_of(title: str) -> int:
    """Return a number that is the same in every run."""
    return sum(position * ord(letter) for position, letter in enumerate(title, 1))


def poll(store: Store, config: Path, *entries: Entry, quiet: bool = False, now: datetime | None = None) -> Taken:
    """Take these entries as one poll of their feed would, at the time when the last of them was seen."""
    now = now or max(entry.seen for entry in entries)
    cursor = Cursor(feed_id=entries[0].feed_id, due=now, primed=True)
    current = watch(load(config), now)
    hits = {entry.key: judged(current, entry, quiet=quiet) for entry in entries}
    look = Look(watch=current, cursor=cursor, entries=entries, hits=hits, quiet=quiet, now=now)
    with store.begin() as tx:
        return take(tx, [look])[0]
