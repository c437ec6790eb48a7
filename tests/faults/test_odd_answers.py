"""What does a delivery do with answers of a platform that make no sense?"""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import failpoint
from bot.model import AlertState, Reason, Target
from bot.work.delivery.records import ODD_TRIES
from tests.fakes.telegram_faults import Fault
from tests.fakes.telegram_server import ANA
from tests.flow.world import ON_TOPIC, World, world
from tests.samples import an_alert

PRIVATE = Target(platform="telegram", chat=str(ANA.id))
OTHERS = (
    "Belarus and Russia agree on gas price for next year, Golovchenko tells Moscow",
    "Russia moves Iskander missiles to Belarus, Khrenin says in Minsk",
    "Lukashenko and Putin open the nuclear plant's second unit in Ostrovets",
    "Belarus and Russia lift roaming fees, Union State ministers tell Minsk",
    "Putin and Lukashenko delay potash export quotas after talks in Sochi",
)
CODES = ("something new that nobody has seen yet", "STARS_AMOUNT_REQUIRED_2031")


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path, with_telegram=True) as made:
        made.operators = (("telegram", str(ANA.id)),)
        await made.prime(PRIVATE)
        made.publish(ON_TOPIC)
        yield made


def told(here: World) -> list[str]:
    assert here.telegram is not None
    return [message.text for message in here.telegram.messages(ANA.id)]


@pytest.mark.parametrize("result", [True, None, "42", [], {}, {"message_id": "x"}, {"message_id": 7}], ids=str)
async def test_a_message_that_was_taken_is_not_sent_again(here: World, result: object) -> None:
    """The answer says ok and not which message it is: it is out, whatever stands there."""
    assert here.telegram is not None
    here.telegram.fail_next("sendMessage", Fault(raw=json.dumps({"ok": True, "result": result})))
    here.clock.advance(1200)
    async with here.process() as work:
        await work.jobs.poll("one")
        for _ in range(4):
            await work.jobs.deliver("1")
            here.clock.advance(120)
        assert await work.store.read(lambda tx: tx.alerts.waiting()) == {}
    assert len([call for call in here.telegram.called("sendMessage") if ON_TOPIC in str(call)]) == 1


@pytest.mark.parametrize("text", CODES)
async def test_a_refusal_that_we_do_not_know_is_tried_again(here: World, text: str) -> None:
    """It may pass; an alert is not dropped at the first try."""
    assert here.telegram is not None
    here.telegram.fail_next("sendMessage", Fault.bad_request(text), 3)
    here.clock.advance(1200)
    async with here.process() as work:
        await work.jobs.poll("one")
        for _ in range(4):
            await work.jobs.deliver("1")
            here.clock.advance(60)
    assert sum(ON_TOPIC in each for each in told(here)) == 1


async def test_one_refusal_after_many_deaths_is_no_reason_to_give_up(here: World) -> None:
    """Tries that ended because we died, or nobody answered, are no refusals."""
    assert here.telegram is not None
    here.clock.advance(1200)
    for number in range(ODD_TRIES + 1):
        async with here.process() as work:
            if not number:
                await work.jobs.poller.poll("one")  # nobody else is told that there is something to claim
            claimed = await work.store.write(lambda tx: tx.outbox.claim(1, here.clock.now(), most=5))
            assert len(claimed) == 1
        here.clock.advance(120)
    here.telegram.fail_next("sendMessage", Fault.bad_request(CODES[0]))
    async with here.process() as work:
        await work.jobs.deliver("1")
        here.clock.advance(3600)
        await work.jobs.deliver("1")
    assert sum(ON_TOPIC in each for each in told(here)) == 1
    assert not any("was given up" in each for each in told(here))


@pytest.mark.parametrize("stories", [1, 6], ids=["one alert", "a list"])
async def test_two_refusals_with_deaths_between_them_are_two(
    here: World, stories: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a list of twenty stories was given up after two odd answers, and each told anew with its next report."""
    assert here.telegram is not None
    for title in OTHERS[: stories - 1]:
        here.publish(title)
    here.clock.advance(1200)
    async with here.process() as work:
        await work.jobs.poller.poll("one")
    for number in range(ODD_TRIES + 4):
        refused = number in {0, ODD_TRIES + 2}
        if refused:
            here.telegram.fail_next("sendMessage", Fault.bad_request(CODES[0]))
        monkeypatch.setattr(failpoint, "_WANTED", {} if refused else {"sending": ("raise", 1)})
        async with here.process() as work:
            if refused:
                await work.jobs.deliver("1")
            else:
                with pytest.raises(failpoint.FailpointError):
                    await work.jobs.deliver("1")
        here.clock.advance(3600)
    monkeypatch.setattr(failpoint, "_WANTED", {})
    async with here.process() as work:
        await work.jobs.deliver("1")
        assert await work.store.read(lambda tx: tx.alerts.waiting()) == {}
        sent, _ = await work.store.read(lambda tx: tx.alerts.sent_since(here.clock.now() - timedelta(days=2), 1))
    assert sent == stories
    assert len([each for each in told(here) if ON_TOPIC in each]) == 1
    assert not any("was given up" in each for each in told(here))


async def test_a_refusal_that_stays_is_given_up_and_told(here: World) -> None:
    """After some tries; the next alert goes out, and operators see the reason."""
    assert here.telegram is not None
    here.telegram.fail_next("sendMessage", Fault.bad_request(CODES[0]), ODD_TRIES)
    here.clock.advance(1200)
    async with here.process() as work:
        await work.jobs.poll("one")
        for _ in range(ODD_TRIES + 2):
            await work.jobs.deliver("1")
            here.clock.advance(120)
        assert await work.store.read(lambda tx: tx.alerts.waiting()) == {}
        follow_up = an_alert(id="next", channel_id=1, reason=Reason.SPIKE, story_id=None, created=here.clock.now())
        await work.store.write(lambda tx: tx.alerts.queue([follow_up]))
        await work.jobs.deliver("1")
    assert not any(ON_TOPIC in each for each in told(here))
    assert any("was given up" in each and CODES[0][1:] in each for each in told(here))
    assert follow_up.state is AlertState.PENDING
    assert len(told(here)) >= 2


@pytest.mark.parametrize("seconds", [1e12, "Infinity", "nan", -5, "soon", None, [], 86_401])
async def test_a_wait_that_no_one_lives_to_see_is_a_day_at_most(here: World, seconds: object) -> None:
    """And what is no number is a short one."""
    assert here.telegram is not None
    here.telegram.fail_next("sendMessage", Fault.flood(seconds))
    here.clock.advance(1200)
    async with here.process() as work:
        await work.jobs.poll("one")
        await work.jobs.deliver("1")
        here.clock.advance(86_400 + 60)
        await work.jobs.deliver("1")
    assert sum(ON_TOPIC in each for each in told(here)) == 1
