"""What did a single pass do, and is there anything for it to do? If not, it ends before importing what it needs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.model import Feed, Hit
from bot.store.transaction import Transaction
from bot.work.due import due_feeds


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """What a single pass did; ``hits`` are the entries that matched, best first."""

    feeds: int = 0
    not_modified: int = 0
    failed: int = 0
    entries_new: int = 0
    matched: int = 0
    stories_new: int = 0
    alerts: int = 0  # messages that reached a chat
    hits: tuple[Hit, ...] = ()
    errors: tuple[tuple[str, str], ...] = ()  # (feed id, what went wrong)


def nothing_due(tx: Transaction, feeds: Mapping[str, Feed], platforms: Collection[str], now: datetime) -> bool:
    """Whether no feed is due, no digest, and no message for chats on these platforms."""
    return not (due_feeds(tx, feeds, now) or tx.channels.digests_due(now) or tx.outbox.due(now, platforms))
