"""Which tables and columns are there?"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
)

from bot.store.database.columns import Instant
from bot.store.database.columns import flag as _flag
from bot.store.database.columns import text as _text
from bot.store.database.columns import topic as _topic

metadata = MetaData()


feeds = Table(  # a row per feed that was ever polled: its cursor
    "feeds",
    metadata,
    _text("feed_id", length=64, primary_key=True),
    Column("due", Instant, nullable=False, index=True),
    _text("etag", nullable=True),
    _text("last_modified", nullable=True),
    _text("body_hash", nullable=True),
    _text("url", nullable=True),
    _text("moved_to", nullable=True),
    Column("moved_seen", Integer, nullable=False, default=0),
    Column("polled", Instant),
    Column("changed", Instant),
    Column("failures", Integer, nullable=False, default=0),
    Column("failing_since", Instant),
    _text("error", nullable=True),
    Column("primed", Boolean, nullable=False, default=False),
    Column("stopped", Boolean, nullable=False, default=False),
    _text("asked", nullable=True),
    _text("answered", nullable=True),
    _text("hints", nullable=True),
    Column("full", Instant),
    Column("plain", Instant),
    _text("items", nullable=True),
)

entries = Table(
    "entries",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("key", length=40, unique=True),
    _text("feed_id", length=64),
    _text("url", nullable=True),
    _text("title"),
    _text("text"),
    _text("language", length=8, nullable=True),
    Column("published", Instant),
    Column("seen", Instant, nullable=False, index=True),
    Column("score", Float, nullable=False),
    Column("alert", Boolean, nullable=False),
    Column("stored", Boolean, nullable=False),  # on topic enough to be kept, grouped and found
    Column("quiet", Boolean, nullable=False),
    _text("story_id", length=40, nullable=True),
    Column("match", JSON(none_as_null=True)),
    _text("grouped", nullable=True),  # why it is in that story
    _text("said", length=16, nullable=True),  # hash of the title and text that its feed gave last
    _flag("full"),  # the text is that of its page
)

Index("entries_pace", entries.c.feed_id, entries.c.quiet, entries.c.seen)  # how often a feed brings something

revisions = Table(  # what an entry said before its feed changed it; ``at`` is when we saw that
    "revisions",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("key", length=40, index=True),
    Column("at", Instant, nullable=False),
    _text("title"),
    _text("text"),
)

stories = Table(
    "stories",
    metadata,
    Column("row", Integer, primary_key=True),  # what the search index refers to
    _text("id", length=40, unique=True),
    _text("short", length=8, unique=True),
    Column("opened", Instant, nullable=False),
    Column("updated", Instant, nullable=False),
    Column("score", Float, nullable=False),
    Column("alert", Boolean, nullable=False),
    Column("body", JSON, nullable=False),  # the whole Story
    _topic(),
    _text("status", length=16, nullable=True),
    Column("importance", Float, nullable=False, default=0.0, server_default="0"),
)

story_terms = Table(  # the index in which grouping finds the few stories that an entry could belong to
    "story_terms",
    metadata,
    _topic(primary_key=True),
    _text("term", length=80, primary_key=True),
    _text("story_id", length=40, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    sqlite_with_rowid=False,
)
Index("story_terms_story", story_terms.c.story_id)

Index("stories_opened", stories.c.alert, stories.c.opened, stories.c.topic)
Index(
    "stories_important", stories.c.alert, stories.c.opened, stories.c.importance, stories.c.topic
)  # answered without reading the stories
Index(
    "stories_updated", stories.c.updated, stories.c.alert, stories.c.topic
)  # answers lists without reading the stories

mentions = Table(  # the names of stories worth a message; ``at`` is when the story was opened
    "mentions",
    metadata,
    _text("story_id", length=40, primary_key=True),
    _text("name", primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    _topic(),
    sqlite_with_rowid=False,
)

frequencies = Table(  # how many stories had a word, name, number or kind of event when opened; "": all
    "frequencies",
    metadata,
    _topic(primary_key=True),
    _text("feature", length=80, primary_key=True),
    Column("stories", Float, nullable=False),  # as of that day
    Column("at", Instant, nullable=False, index=True),
    sqlite_with_rowid=False,
)

apart = Table(  # stories that an operator took apart, the smaller id first
    "apart",
    metadata,
    _text("one", length=40, primary_key=True),
    _text("other", length=40, primary_key=True),
    Column("at", Instant, nullable=False),
    sqlite_with_rowid=False,
)

merged = Table(  # stories that became part of another one: people may still use their ids
    "merged",
    metadata,
    _text("story_id", length=40, primary_key=True),
    _text("short", length=8, unique=True),
    _text("into", length=40),
    sqlite_with_rowid=False,
)

channels = Table(
    "channels",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("platform", length=16),
    _text("chat", length=64),
    _text("thread", length=64),  # "" if there is none: NULLs are never equal
    _text("title"),
    _text("send", length=16),
    _text("alerts", length=16, default="every", server_default="every"),
    Column("include", JSON, nullable=False),
    Column("exclude", JSON, nullable=False),
    Column("rules", JSON, nullable=False, server_default="[]"),  # named filters, in their order
    Column("since", Instant, nullable=False),
    Column("muted_until", Instant),
    _text("digest", nullable=True),
    Column("digest_due", Instant, index=True),
    Column("digest_from", Instant),
    _text("report", nullable=True),
    Column("report_due", Instant),
    _text("scope", length=8, server_default="private"),
    _text("quiet", length=16, nullable=True),
    _flag("breakthrough"),
    _text("zone", nullable=True),
    _text("language", length=8, nullable=True),
    _flag("preview"),
    _flag("broadcast", default=True),
    _flag("silences", default=True),
    _flag("condensed"),
    _flag("edits"),
    _flag("translate"),
    _text("manager", length=64, nullable=True),
    _text("paused", nullable=True),
    Column("active", Boolean, nullable=False),
    Column("looked", Instant),  # when /latest was last asked for here
    _topic(),
    UniqueConstraint("topic", "platform", "chat", "thread", name="channels_where"),
)

alerts = Table(  # the outbox and the notification log in one
    "alerts",
    metadata,
    Column("seq", Integer, primary_key=True),  # the order in which a chat gets them
    _text("id", length=40, unique=True),
    Column("channel_id", Integer, nullable=False),
    _text("story_id", length=40, nullable=True),
    _text("reason", length=16),
    Column("revision", Integer, nullable=False),
    Column("created", Instant, nullable=False),
    Column("silent", Boolean, nullable=False),
    Column("new", JSON, nullable=False),
    Column("keys", JSON, nullable=False),
    Column("stories", JSON, nullable=False),
    Column("since", Instant),
    _text("why"),
    _text("state", length=16),
    Column("attempt", Integer, nullable=False, default=0),
    Column("next_at", Instant, nullable=False),
    Column("lease_until", Instant),
    _text("sent_id", nullable=True),
    Column("sent_at", Instant),
    _flag("held"),  # by quiet hours, until next_at
    Column("listed", Boolean, nullable=False, default=False),  # went out as a line of a list: cannot be edited alone
    Column("ambiguous", Boolean, nullable=False, default=False),  # may have been sent twice
    _text("error", nullable=True),
    sqlite_autoincrement=True,
)
Index("alerts_due", alerts.c.state, alerts.c.next_at)
Index("alerts_channel", alerts.c.channel_id, alerts.c.state, alerts.c.seq)
Index("alerts_story", alerts.c.story_id, alerts.c.channel_id)

votes = Table(  # one of each user for a story, whichever chat it was given in
    "votes",
    metadata,
    _text("story_id", length=40, primary_key=True),
    _text("user", length=32, primary_key=True),  # a hash: nobody's id is kept
    Column("channel_id", Integer, index=True),  # where it was given; None: a chat without a subscription
    _text("vote", length=8),
    Column("at", Instant, nullable=False, index=True),
    sqlite_with_rowid=False,
)

seen_facts = Table(  # names and pairings that were new against the seeds, and when a stored entry had them last
    "seen_facts",
    metadata,
    _topic(primary_key=True),
    _text("fact", length=200, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    sqlite_with_rowid=False,
)

muted_stories = Table(  # stories that a channel wants to hear nothing more of
    "muted_stories",
    metadata,
    Column("channel_id", Integer, primary_key=True),
    _text("story_id", length=40, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    sqlite_with_rowid=False,
)

inbox = Table(  # platform deliveries that were carried out: once, however often they come
    "inbox",
    metadata,
    _text("key", length=120, primary_key=True),  # "telegram:<bot>:<update>"
    Column("at", Instant, nullable=False, index=True),
    sqlite_with_rowid=False,
)

questions = Table(  # what was asked when a button asks for more of it: a query does not fit into a button
    "questions",
    metadata,
    _text("id", length=12, primary_key=True),
    _text("verb", length=32),
    _text("words"),
    Column("at", Instant, nullable=False, index=True),
    sqlite_with_rowid=False,
)

admitted = Table(  # chats that may use us if not everybody may
    "admitted",
    metadata,
    _text("platform", length=16, primary_key=True),
    _text("chat", length=64, primary_key=True),
    Column("at", Instant, nullable=False),
    sqlite_with_rowid=False,
)

invitations = Table(  # codes that admit one chat each
    "invitations",
    metadata,
    _text("code", length=32, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    sqlite_with_rowid=False,
)

notes = Table(  # small facts about ourselves that must outlive a restart
    "notes",
    metadata,
    _text("key", length=64, primary_key=True),
    Column("value", JSON, nullable=False),
    Column("at", Instant, nullable=False),
)
