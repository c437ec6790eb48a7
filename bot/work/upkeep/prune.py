"""What may be forgotten? Only what no decision needs any more; the identities of entries are kept for ever."""

from datetime import datetime, timedelta

from bot.chat.verbs.access import VALID
from bot.chat.verbs.settings import PATIENCE, PENDING
from bot.store.transaction import Transaction
from bot.stories.grouping.baseline import REMEMBERED
from bot.stories.grouping.cluster import WINDOW
from bot.stories.statistics.norm import PAST
from bot.work.shelf import KEPT

ASKED = timedelta(days=90)  # how long a button goes on where its list ended
COUNTED = timedelta(days=365)  # how long a word that no new story has counts as one that the topic's stories have
EXPLAINED = timedelta(days=90)  # how long /why says of an item that it was dropped as known
REPEATED = timedelta(days=7)  # Telegram keeps an update for a day, Slack repeats an event for minutes


def prune(tx: Transaction, now: datetime) -> int:
    """Drop what is older than any time in which it is asked for; return how many rows."""
    return (
        tx.stories.forget_terms(now - 2 * WINDOW)
        + tx.facts.forget(now - 2 * REMEMBERED)
        + tx.stories.forget_mentions(now - 3 * PAST)
        + tx.admitted.forget_invitations(now - VALID)
        + tx.notes.forget(PENDING, now - PATIENCE)
        + tx.inbox.forget(now - REPEATED)
        + tx.notes.forget(KEPT, now - REPEATED)
        + tx.questions.forget(now - ASKED)
        + tx.muted.forget(now - 2 * WINDOW)
        + tx.told.forget(now - PAST)
        + tx.frequencies.forget(now - COUNTED)
        + tx.identities.forget_dropped(now - EXPLAINED)
    )
