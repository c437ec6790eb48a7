"""What may be forgotten? Only what no decision needs any more; the identities of entries are kept forever."""

from datetime import datetime, timedelta

from bot.chat.verbs.access import VALID
from bot.chat.verbs.settings import PATIENCE, PENDING
from bot.store.transaction import Transaction
from bot.stories.grouping.baseline import REMEMBERED
from bot.stories.grouping.cluster import WINDOW
from bot.stories.statistics.norm import PAST
from bot.work.backlog import KEPT

SAID = timedelta(days=365)  # how long it is known which message told a chat of what, for /why, replies and votes
EDITED = timedelta(days=30)  # how long it is known when a message was edited
AT_ONCE = 5000  # alerts: a first backlog goes hour by hour, so that no poll waits for it
ASKED = timedelta(days=90)  # how long a button can continue its list
COUNTED = timedelta(days=365)  # how long a word still counts as one of the topic's stories' though no new story has it
EXPLAINED = timedelta(days=90)  # how long /why tells that an item was dropped as known
REPEATED = timedelta(days=7)  # Telegram keeps an update for a day, Slack repeats an event for minutes


def prune(tx: Transaction, now: datetime) -> int:
    """Drop what is too old to be asked for; return how many rows were dropped."""
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
        + tx.alerts.forget(now - SAID, edits_before=now - EDITED, grown_since=now - 2 * WINDOW, most=AT_ONCE)
        + tx.frequencies.forget(now - COUNTED)
        + tx.identities.forget_dropped(now - EXPLAINED)
    )
