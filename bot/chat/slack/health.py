"""Why does Slack not work now? One place that all parts of the connection report to."""

from dataclasses import dataclass


@dataclass(slots=True)
class Health:
    """The reasons, gravest first; None where that part is fine."""

    removed: str | None = None  # the app was uninstalled or its token revoked: Slack told us
    token: str | None = None  # Slack refuses the bot token
    socket: str | None = None  # the Socket Mode connection is down

    def problem(self) -> str | None:
        """Return the gravest reason in one line, or None."""
        return self.removed or self.token or self.socket
