"""What may be forgotten? Only what no decision needs any more; the identities of entries are kept for ever."""

from datetime import datetime

from bot.store.transaction import Transaction
from bot.stories.baseline import REMEMBERED
from bot.stories.cluster import WINDOW
from bot.stories.usual import PAST


def prune(tx: Transaction, now: datetime) -> int:
    """Drop terms, facts and mentions that are older than any time in which they are asked for; return how many."""
    return (
        tx.stories.forget_terms(now - 2 * WINDOW)
        + tx.facts.forget(now - 2 * REMEMBERED)
        + tx.stories.forget_mentions(now - 3 * PAST)
    )
