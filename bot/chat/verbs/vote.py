"""Was this story worth it? The verbs behind the two vote buttons: one vote of each user for a story, changeable.

Nothing learns from votes by itself: ``seedwatch report`` shows admins which names, words and feeds they speak against.
"""

from bot.chat.language import mark
from bot.chat.message import Reply
from bot.chat.rendering.alerts import answer
from bot.chat.verbs.request import Request, no_story
from bot.model import Vote
from bot.store.chats.votes import voter

VOTES = {"up", "down"}  # verbs that say what a story was worth
_SAID = {
    (Vote.UP, "first"): mark("Noted: relevant. Thank you."),
    (Vote.DOWN, "first"): mark("Noted: not relevant. Thank you."),
    (Vote.UP, "changed"): mark("Changed: relevant. Thank you."),
    (Vote.DOWN, "changed"): mark("Changed: not relevant. Thank you."),
    (Vote.UP, "again"): mark("You said so before: relevant."),
    (Vote.DOWN, "again"): mark("You said so before: not relevant."),
}


def up(request: Request) -> Reply:
    """Note that a story was relevant."""
    return _vote(request, Vote.UP)


def down(request: Request) -> Reply:
    """Note that a story was not relevant."""
    return _vote(request, Vote.DOWN)


def _vote(request: Request, vote: Vote) -> Reply:
    story = request.story
    if story is None:
        return no_story(request)
    channel = request.channel
    # Where a platform does not say who clicked, the chat has one vote.
    user = voter(request.command.target.platform, request.command.user or f"chat {request.command.target.chat}")
    channel_id = channel.channel_id if channel else None
    before = request.tx.votes.cast(story.id, user, vote, channel_id=channel_id, now=request.now)
    said = _SAID[vote, "first" if before is None else "again" if before is vote else "changed"]
    return Reply(message=answer(request.words(said)), passing=True)
