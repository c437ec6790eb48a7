"""From the button under a real alert to the report: does a vote arrive through everything that runs in production?"""

from datetime import UTC, datetime
from pathlib import Path

from bot.model import Target
from bot.ops import metrics
from bot.stories.statistics.precision import precision
from tests.fakes.telegram_server import ANA
from tests.flow.world import ON_TOPIC, world

EVER = datetime(2000, 1, 1, tzinfo=UTC)
PRIVATE = Target(platform="telegram", chat=str(ANA.id))


def counted(vote: str) -> float:
    return metrics.registry.get_sample_value("seedwatch_feedback_total", {"vote": vote}) or 0.0


async def test_a_click_under_an_alert_becomes_a_vote(tmp_path: Path) -> None:
    """The thanks are shown in passing, the second click changes the vote, and forgetting the chat forgets it."""
    async with world(tmp_path, with_telegram=True) as here:
        telegram = here.telegram
        assert telegram is not None
        await here.prime(PRIVATE)
        here.publish(ON_TOPIC)
        before = counted("down")
        async with here.process() as work:
            await here.look(work)
            (alert,) = telegram.messages(ANA.id)
            (story,) = await work.store.read(lambda tx: tx.stories.newest(1))
            assert ("👍 Relevant", f"u:{story.short}") in alert.buttons[1]
            for code in ("u", "d"):
                telegram.click(ANA.id, alert.id, f"{code}:{story.short}")
            await telegram.wait_for(lambda: len(telegram.toasts) == 2)
            voted = await work.store.read(lambda tx: tx.votes.since(EVER))
            (channel,) = await work.store.read(lambda tx: tx.channels.all())
            await work.store.write(lambda tx: tx.channels.forget([channel.channel_id]))
            left = await work.store.read(lambda tx: tx.votes.since(EVER))
        toasts = [text for _, text in telegram.toasts]
        assert toasts == ["Noted: relevant. Thank you.", "Changed: not relevant. Thank you."]
        assert len(telegram.messages(ANA.id)) == 1
        assert [(of.id, up, down) for of, up, down in voted] == [(story.id, 0, 1)]
        assert {"Putin", "one"} <= {row.what for row in precision(voted)}
        assert left == []
        assert counted("down") == before + 1
