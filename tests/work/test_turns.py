"""Does everybody get a turn, however many wait for something else?"""

from bot.model import Reason
from bot.store.chats.outbox import Due
from bot.work.queues.queue import in_turn


def due(story: str | None, *channels: int, reason: Reason = Reason.NEW) -> list[Due]:
    return [Due(channel_id=each, story_id=story, reason=reason) for each in channels]


def test_a_small_audience_is_served_in_between() -> None:
    """Ten chats of a later story are all among the first twenty, and the rest keeps its order."""
    order = in_turn([*due("large", *range(1000, 3000)), *due("small", *range(10))], most=2500)
    assert set(range(10)) <= set(order[:20])
    assert [each for each in order if each >= 1000] == list(range(1000, 3000))


def test_a_chat_that_waits_for_both_is_served_with_the_smaller_one() -> None:
    """Its older message goes out first, but it need not wait for the rest of that audience."""
    order = in_turn([*due("large", *range(100)), *due("small", 99)])
    assert order[:2] in ([99, 0], [0, 99])
    assert sorted(order) == list(range(100))


def test_edits_come_last() -> None:
    """What says nothing new makes nothing wait that does."""
    edits = due("grown", *range(50), reason=Reason.EDIT)
    assert in_turn([*edits, *due("new", 70, 71), *due(None, 80, reason=Reason.DIGEST)])[:3] == [80, 70, 71]


def test_only_the_front_is_queued() -> None:
    """The rest is found again a second later: it stands in the database."""
    assert in_turn(due("large", *range(5000)), most=7) == list(range(7))
