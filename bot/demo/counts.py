"""What came of the demo's week? Counted in its database."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.demo.week import START, SampleEntry, SampleFeed
from bot.store.transaction import Transaction

_SHOWN = 4  # traps
_SHORT = 60  # characters of a title that is shown, so that its line is one


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """``read`` entries came from the feeds; ``on_topic`` of them were worth a message and tell ``stories`` events.

    ``traps`` are entries that only look like the topic; those who ``fell`` were worth a message all the same.
    """

    feeds: int
    read: int
    on_topic: int
    stories: int
    messages: int  # alerts and updates; edits of a message do not count
    traps: tuple[SampleEntry, ...] = ()
    fell: tuple[SampleEntry, ...] = ()

    @property
    def joined(self) -> int:
        """Entries that told of a known story again."""
        return max(self.on_topic - self.stories, 0)


def count(tx: Transaction, *, feeds: Sequence[SampleFeed], read: Collection[str]) -> Counts:
    """Count, at the end of the week, what is stored of the entries whose addresses are in ``read``."""
    traps = {feed.address(entry): entry for feed in feeds for entry in feed.entries if entry.trap}
    told = [hit.entry.url for hit in tx.entries.since(START) if hit.match.alert]
    return Counts(
        feeds=len(feeds),
        read=len(read),
        on_topic=len(told),
        stories=len(tx.stories.changed_since(START)),
        messages=tx.alerts.sent_since(START)[0],
        traps=tuple(entry for url, entry in traps.items() if url in read),
        fell=tuple(traps[url] for url in told if url in traps),
    )


def summary(counts: Counts) -> tuple[str, ...]:
    """Return what the demo says at its end, and what to do next."""
    return (
        f"The week is over: {counts.read} entries read in {counts.feeds} feeds, {counts.on_topic} on topic.",
        f"They tell {counts.stories} stories; {counts.joined} entries joined one that was known already.",
        f"{counts.messages} messages were sent here; one more source only changed a message.",
        *_traps(counts),
        "",
        "Next: seedwatch init   writes sources.yaml and seeds/ for a topic of your own,",
        "      .env             takes TELEGRAM_BOT_TOKEN, or SLACK_BOT_TOKEN and more,",
        "      seedwatch run    starts the service.",
    )


def _traps(counts: Counts) -> tuple[str, ...]:
    """Show a few entries that only look like the topic, each for another reason; those told by mistake come first."""
    if not counts.traps:
        return ()
    told = f"{len(counts.fell)} of them told by mistake" if counts.fell else "none of them told"
    kinds = {each.trap: each for each in counts.traps if each not in counts.fell and len(each.title) <= _SHORT}
    spread = list(kinds.values())[:: max(len(kinds) // _SHOWN, 1)]
    shown = [*counts.fell, *spread][:_SHOWN]
    return (
        f"{len(counts.traps)} entries only look like the topic, {told}, e.g.",
        *(f"  {entry.trap}: {entry.title}" for entry in shown),
    )
