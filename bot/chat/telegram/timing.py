"""How long is the network waited for?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Real seconds: a house clock that runs faster does not speed up Telegram.

    ``poll`` is how long Telegram may hold a poll that has nothing to say (at most 50), ``grace`` how much later its
    answer may be before the connection counts as dead, ``hold`` how long we hold an update that Telegram brings (it
    gives up after sixty), ``finish`` how long commands may take when we are stopped.
    """

    poll: float = 30.0
    grace: float = 15.0
    hold: float = 25.0
    finish: float = 5.0
