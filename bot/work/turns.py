"""Who is served next? Chats in such an order that no large audience keeps a small one waiting (pure)."""

from collections.abc import Iterable
from itertools import zip_longest

from bot.model import Reason
from bot.store.outbox import Due

AHEAD = 600
"""Chats that are queued at a time. It is more than platforms take in the second until the queue is filled again, and
little enough to be ordered anew each time: Telegram takes 30 messages a second."""


def in_turn(due: Iterable[Due], most: int = AHEAD) -> list[int]:
    """Return the first ``most`` channels to serve, each once, out of what is due, oldest first.

    The stories take turns: one chat of each, then the next chat of each, those with the smallest audience first. So a
    story for ten chats is out after twenty messages, however many thousands wait for another one. Edits come behind
    everything that says something new.
    """
    audiences: dict[tuple[bool, str], list[int]] = {}
    for each in due:
        about = (each.reason is Reason.EDIT, each.story_id or each.reason.value)
        audiences.setdefault(about, []).append(each.channel_id)
    ordered: dict[int, None] = {}
    for edits in (False, True):
        lines = sorted((line for (edit, _), line in audiences.items() if edit is edits), key=len)
        for turn in zip_longest(*lines):
            ordered |= dict.fromkeys(channel for channel in turn if channel is not None)
            if len(ordered) >= most:
                return list(ordered)[:most]
    return list(ordered)
