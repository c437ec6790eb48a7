"""What came of the demo's week? Counted in its database."""

from dataclasses import dataclass

from bot.demo.week import START
from bot.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """``read`` entries came from the feeds; ``on_topic`` of them were worth a message and tell ``stories`` events."""

    feeds: int
    read: int
    on_topic: int
    stories: int
    messages: int  # alerts and updates; edits of a message do not count

    @property
    def joined(self) -> int:
        """Entries that told of a known story again."""
        return max(self.on_topic - self.stories, 0)


def count(tx: Transaction, *, feeds: int, read: int) -> Counts:
    """Count at the end of the week what is stored of the ``read`` entries."""
    return Counts(
        feeds=feeds,
        read=read,
        on_topic=sum(hit.match.alert for hit in tx.entries.since(START)),
        stories=len(tx.stories.changed_since(START)),
        messages=tx.alerts.sent_since(START)[0],
    )


def summary(counts: Counts) -> tuple[str, ...]:
    """Return what the demo says at its end, and what to do next."""
    return (
        f"The week is over: {counts.read} entries read in {counts.feeds} feeds, {counts.on_topic} on topic.",
        f"They tell {counts.stories} stories; {counts.joined} entries joined one that was known already.",
        f"{counts.messages} messages were sent here; one more source only changed a message.",
        "",
        "Next: seedwatch init   writes sources.yaml and seeds/ for a topic of your own,",
        "      .env             takes TELEGRAM_BOT_TOKEN, or SLACK_BOT_TOKEN and more,",
        "      seedwatch run    starts the service.",
    )
