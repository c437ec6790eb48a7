"""Which errors may cross a module's border? These and no others.

Everything that a library raises is translated once, where it was called, with ``raise ... from``.
"""

from enum import Enum


class BotError(Exception):
    """Something that a person should read; the text never holds a secret."""


class ConfigError(BotError):
    """``sources.yaml``, ``seeds/`` or the environment cannot be used; the text lists every problem."""


class FetchError(BotError):
    """A feed could not be fetched.

    ``retry_after`` is what the server asked for, in seconds; ``status`` the HTTP status where there was one;
    ``gone`` means that the server said the feed is gone for good (410). ``asked`` is False where nothing was sent,
    since the host had told our other requests to wait. ``conditional``: the request had conditions, which may be the
    cause; ``moved``: the answer came from the target of a permanent redirect.
    """

    def __init__(
        self,
        text: str,
        *,
        status: int | None = None,
        retry_after: float | None = None,
        gone: bool = False,
        asked: bool = True,
    ) -> None:
        super().__init__(text)
        self.status = status
        self.retry_after = retry_after
        self.gone = gone
        self.asked = asked
        self.conditional = False
        self.moved = False


class ParseError(BotError):
    """A document is not a feed that we can read, or reading it took more time or memory than allowed."""


class StoreError(BotError):
    """The database cannot be opened or used; the text says what to do."""


class InUseError(StoreError):
    """Another program already writes to the database."""


class SendFault(Enum):
    """What became of a message that was not acknowledged."""

    RETRY = "retry"  # definitely not sent; try again at ``retry_after`` or with growing waits
    UNKNOWN = "unknown"  # the request was written and no answer was read
    CHANNEL = "channel"  # this chat will not take messages any more: pause its subscription
    PLATFORM = "platform"  # nobody can be reached with this token: pause the platform
    MESSAGE = "message"  # this message will never be accepted (too long, bad markup, nothing to edit)
    ODD = "odd"  # an unknown refusal: certainly not sent; tried again a few times, then given up
    MOVED = "moved"  # the chat has another id now: ``moved_to``


class SendError(BotError):
    """A message was not acknowledged by a platform.

    ``retry_after`` is in seconds. ``platform_wide`` says that the wait applies to every chat of the platform,
    ``unreached`` that there was no connection to it, so that no chat has anything to do with it.
    """

    def __init__(
        self,
        text: str,
        *,
        fault: SendFault,
        retry_after: float | None = None,
        platform_wide: bool = False,
        unreached: bool = False,
        moved_to: str | None = None,
    ) -> None:
        super().__init__(text)
        self.fault = fault
        self.retry_after = retry_after
        self.platform_wide = platform_wide
        self.unreached = unreached
        self.moved_to = moved_to

    @property
    def permanent(self) -> bool:
        """Whether sending the same message to the same chat again cannot help."""
        return self.fault in {SendFault.CHANNEL, SendFault.PLATFORM, SendFault.MESSAGE}
