"""Was this story worth it? The verbs behind the two vote buttons: one vote of each user for a story, changeable.

Nothing learns from votes by itself: ``seedwatch report`` shows admins which names, words and feeds they speak against.
"""

from bot.chat.asked import asked_story, no_story
from bot.chat.message import Command, Reply
from bot.chat.render import answer
from bot.chat.service import Service
from bot.model import Vote
from bot.store.transaction import Transaction
from bot.store.votes import voter

VOTES = {"up", "down"}  # verbs that say what a story was worth
_SAID = {Vote.UP: "relevant", Vote.DOWN: "not relevant"}


def up(tx: Transaction, command: Command, service: Service) -> Reply:
    """Note that a story was relevant."""
    return _vote(tx, command, service, Vote.UP)


def down(tx: Transaction, command: Command, service: Service) -> Reply:
    """Note that a story was not relevant."""
    return _vote(tx, command, service, Vote.DOWN)


def _vote(tx: Transaction, command: Command, service: Service, vote: Vote) -> Reply:
    story = asked_story(tx, command)
    if story is None:
        return no_story(command)
    channel = tx.channels.at(command.target)
    # Where a platform does not say who clicked, the chat has one vote.
    user = voter(command.target.platform, command.user or f"chat {command.target.chat}")
    channel_id = channel.channel_id if channel else None
    before = tx.votes.cast(story.id, user, vote, channel_id=channel_id, now=service.now)
    said = _SAID[vote]
    if before is vote:
        return Reply(message=answer(f"You said so before: {said}."), passing=True)
    return Reply(message=answer(f"{'Noted' if before is None else 'Changed'}: {said}. Thank you."), passing=True)
