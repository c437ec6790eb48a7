"""What may slack_bolt, slack_sdk and aiohttp write to the log? Errors of their own, and no request or token.

Below ERROR they log request bodies, signatures, response addresses and Socket Mode tickets. Everything that matters
to an operator reaches us as an exception or an answer, and is logged by us without those.
"""

import logging

LOGGER = logging.getLogger("slack_bolt.seedwatch")
"""Given to both libraries; they copy its level to loggers of their own."""

_LIBRARIES = ("slack_bolt", "slack_sdk", LOGGER.name)


def quieten() -> None:
    """Raise the libraries' log level, whatever the root logger's is."""
    for name in _LIBRARIES:
        logging.getLogger(name).setLevel(logging.ERROR)
