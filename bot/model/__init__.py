"""What are the nouns of Seedwatch? Frozen values that travel between the stages, in the order of the flow.

Every time is an aware ``datetime`` in UTC. Every id is made from content, so that repeating a step is harmless.
"""

from bot.model.channels import (
    Alert,
    AlertState,
    Handling,
    Reason,
    Rule,
    Scope,
    Send,
    Subscription,
    Target,
    Vote,
)
from bot.model.feeds import Cursor, Entry, Feed, FeedKind, Fetched, Fulltext, Ownership, Unchanged
from bot.model.matches import FIRST_TOPIC, Hit, Match, NameHit, Nearest, Part, PartKind, Where, WordHit
from bot.model.stories import Bond, BondKind, Change, Report, Sketch, Status, Story, StoryChange, opened_by

__all__ = [
    "FIRST_TOPIC",
    "Alert",
    "AlertState",
    "Bond",
    "BondKind",
    "Change",
    "Cursor",
    "Entry",
    "Feed",
    "FeedKind",
    "Fetched",
    "Fulltext",
    "Handling",
    "Hit",
    "Match",
    "NameHit",
    "Nearest",
    "Ownership",
    "Part",
    "PartKind",
    "Reason",
    "Report",
    "Rule",
    "Scope",
    "Send",
    "Sketch",
    "Status",
    "Story",
    "StoryChange",
    "Subscription",
    "Target",
    "Unchanged",
    "Vote",
    "Where",
    "WordHit",
    "opened_by",
]
