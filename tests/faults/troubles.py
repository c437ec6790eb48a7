"""What do platforms and feeds do to us while somebody kills us? Each draw may bring a fault of each kind."""

import random
from collections.abc import Sequence

from tests.fakes.feed_server import status
from tests.fakes.slack_server import Drop, Limit, Page, Refuse
from tests.fakes.telegram_faults import Fault
from tests.faults.outside import CLOSED, Outside

_TELEGRAM = (
    Fault.gateway(502), Fault.gateway(504), Fault.drop_before(), Fault.drop_after(), Fault.flood(1),
    Fault.bad_request("something that nobody knows"), Fault(raw='{"ok": true, "result": true}'),
)  # fmt: skip
_TELEGRAM_LOST = (0, 1, 3, 6)  # places of those after which nobody can know whether the message was taken
_SLACK = (Page(502), Drop(accepted=True), Drop(accepted=False), Limit("1"), Refuse("nobody_knows_it"))
_SLACK_LOST = (0, 1, 2)


def go_wrong(outside: Outside, draw: random.Random, paths: Sequence[str]) -> tuple[int, int]:
    """Let a platform or the feed at one of the paths do something that they should not.

    Returns how many answers of platforms are lost on purpose, and how many feeds lead to a closed address.
    """
    lost = lured = 0
    if draw.random() < 0.5:
        place = draw.randrange(len(_TELEGRAM))
        lost += place in _TELEGRAM_LOST
        outside.telegram.fail_next("sendMessage", _TELEGRAM[place])
    if draw.random() < 0.5:
        place = draw.randrange(len(_SLACK))
        lost += place in _SLACK_LOST
        outside.slack.fail_next("chat.postMessage", _SLACK[place])
    if draw.random() < 0.3:
        outside.feeds.script(draw.choice(paths), status(draw.choice([500, 503, 404])))
    if draw.random() < 0.2:
        outside.feeds.script(draw.choice(paths), status(302, Location=outside.trap.url("/", host=CLOSED)))
        lured = 1
    return lost, lured
