"""Who was let in, and what follows for those who were not? ``verbs/access.py`` is how chats ask for it.

It stands apart from the verbs, which take long to import: a pass that finds nothing to do needs only this.
"""

from collections.abc import Collection
from dataclasses import replace

from bot.store.transaction import Transaction

OPEN = "open"
NOT_ADMITTED = "the bot's operators have not let this chat in"


def enforce(tx: Transaction, access: str, operators: Collection[tuple[str, str]]) -> int:
    """Bring subscriptions in line with who may use the bot, which may have changed while it was down; return how many.

    What an operator set up stays.
    """
    changed = 0
    for subscription in tx.channels.all():
        target = subscription.target
        inside = (
            access == OPEN
            or tx.admitted.has(target.platform, target.chat)
            or bool({(target.platform, target.chat), (target.platform, subscription.manager)} & set(operators))
        )
        if not inside and subscription.active and subscription.paused is None:
            shut_out(tx, subscription.channel_id)
            changed += 1
        elif inside and subscription.paused == NOT_ADMITTED:
            tx.channels.save(replace(subscription, paused=None))
            changed += 1
    return changed


def shut_out(tx: Transaction, channel_id: int) -> None:
    """Tell a channel nothing more; its settings are kept."""
    tx.channels.pause(channel_id, NOT_ADMITTED)
    tx.alerts.fail_all(channel_id, NOT_ADMITTED)
