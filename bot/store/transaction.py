"""What can be done in one transaction? Methods named for what the program wants, grouped by what they are about."""

from datetime import datetime

from sqlalchemy import Connection, text

from bot.model import FIRST_TOPIC, Story, Target
from bot.store.chats.access import Admitted
from bot.store.chats.alerts import Alerts
from bot.store.chats.channels import Channels, Muted
from bot.store.chats.outbox import Outbox
from bot.store.chats.told import Told
from bot.store.chats.votes import Votes
from bot.store.entries import Entries, Revisions
from bot.store.facts import Facts, Frequencies
from bot.store.feeds import Feeds
from bot.store.holders import Holders
from bot.store.identities import Identities
from bot.store.notes import Inbox, Notes, Questions
from bot.store.statistics import Counts, Past
from bot.store.stories import Regroups, Stories


class Transaction:
    """One transaction's view of the database: values in, values out, no rows.

    Where data belongs to a topic, it is that of one topic, by default the first.
    """

    def __init__(self, connection: Connection, topic: str = FIRST_TOPIC) -> None:
        self._connection = connection
        self.topic = topic
        self.feeds = Feeds(connection)
        self.entries = Entries(connection, topic)
        self.identities = Identities(connection)
        self.revisions = Revisions(connection)
        self.stories = Stories(connection, topic)
        self.channels = Channels(connection, topic)
        self.alerts = Alerts(connection)
        self.outbox = Outbox(connection)
        self.votes = Votes(connection)
        self.regroups = Regroups(connection)
        self.facts = Facts(connection, topic)
        self.frequencies = Frequencies(connection, topic)
        self.told = Told(connection)
        self.inbox = Inbox(connection)
        self.muted = Muted(connection)
        self.questions = Questions(connection)
        self.admitted = Admitted(connection)
        self.notes = Notes(connection)
        self.holders = Holders(connection)
        self.counts = Counts(connection, topic)
        self.past = Past(connection, topic)

    def about(self, topic: str) -> "Transaction":
        """Return the same transaction for the data of another topic."""
        return self if topic == self.topic else Transaction(self._connection, topic)

    def give_up(self, target: Target, why: str) -> None:
        """Send nothing more, of any topic, to a chat that cannot be reached; its settings stay."""
        for each in self.channels.all_at(target):
            if each.paused is None:
                self.alerts.fail_all(each.channel_id, why)
                self.channels.pause(each.channel_id, why)

    def put_into(self, part: Story, into: Story, now: datetime) -> set[int]:
        """Make a story part of another one, with its entries, votes and alerts; the other one is saved separately.

        Return the channels that were told of both.
        """
        self.stories.remove(part)
        self.entries.move([each.key for each in part.reports], into.id, why=into.grouped)
        self.votes.move(part.id, into.id)
        self.muted.spread(part.id, into.id)
        self.told.move(part.id, into.id)
        self.regroups.became(part.id, part.short, into.id, now)
        return self.alerts.retell(part.id, into.id)

    def take_out(self, part: Story, of: str, now: datetime) -> None:
        """Make a saved story's reports no longer those of another one: whoever muted that one has muted both."""
        self.muted.spread(of, part.id)
        self.told.spread(of, part.id)
        self.regroups.keep_apart(of, part.id, now)

    def size(self) -> int:
        """Return how many bytes the database takes up."""
        if self._connection.dialect.name == "sqlite":
            size = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        else:
            size = "SELECT pg_database_size(current_database())"
        return self._connection.scalar(text(size)) or 0
