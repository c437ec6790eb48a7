"""What may be forgotten? Only what no decision needs any more; the identities of entries are kept for ever."""

from datetime import datetime

from bot.store.transaction import Transaction
from bot.stories.baseline import REMEMBERED
from bot.stories.cluster import WINDOW


def prune(tx: Transaction, now: datetime) -> int:
    """Drop grouping terms and facts that are older than any time in which they are asked for; return how many."""
    return tx.stories.forget_terms(now - 2 * WINDOW) + tx.facts.forget(now - 2 * REMEMBERED)
