"""What goes out in one call to a platform, and what is recorded once it has arrived?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.chat.message import Message
from bot.model import Alert
from bot.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One call to a platform and the alerts that it settles.

    ``edits`` is the id of the message to bring up to date; without ``message`` there is nothing to send (``why``).
    """

    alerts: tuple[Alert, ...]
    message: Message | None = None
    edits: str | None = None
    listed: bool = False
    why: str = ""
    then: Alert | None = None  # what follows once it has arrived
    facts: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by story id, what the message says of it


def arrived(tx: Transaction, parcel: Parcel, channel_id: int, sent_id: str, now: datetime) -> bool:
    """Record that a parcel arrived, what it told, and what follows; return whether something waits."""
    tx.alerts.sent([alert.id for alert in parcel.alerts], sent_id, now, listed=parcel.listed)
    if tx.channels.by_id(channel_id) is None:  # the channel was forgotten in the meantime
        return False
    for story_id, facts in parcel.facts.items():
        tx.told.add(channel_id, story_id, facts, now)
    if parcel.then is not None:
        tx.alerts.queue([parcel.then])
    return tx.outbox.waits(channel_id, now)
