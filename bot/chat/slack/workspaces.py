"""Which workspace is a chat in, and with whose token do we speak there?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from slack_sdk.web.async_client import AsyncWebClient


@dataclass(slots=True, kw_only=True)
class Workspace:
    """Where the app is installed. What is unknown until Slack says who we are is None or empty."""

    client: AsyncWebClient
    team: str | None = None  # None where there is only one
    bot_user: str | None = None
    bot_id: str | None = None
    scopes: frozenset[str] = frozenset()


class Workspaces(Protocol):
    """The workspaces that we serve. ``many``: chats and users are named with their team, "T0ABC.C0DEF"."""

    many: bool

    async def of(self, team: str | None) -> Workspace:
        """Return a workspace. Raises SendError (CHANNEL) where the app is not installed."""
        ...

    async def gone(self, team: str | None, reason: str) -> None:
        """Note that the app was taken away there."""
        ...


@dataclass(slots=True)
class OneWorkspace:
    """The workspace of the one token in the environment."""

    workspace: Workspace
    many: bool = field(default=False, init=False)

    async def of(self, team: str | None) -> Workspace:  # noqa: ARG002 - there is only one
        """Return it."""
        return self.workspace

    async def gone(self, team: str | None, reason: str) -> None:
        """Nothing is kept of it: the token is the operator's to renew."""


def granted(headers: Mapping[str, str]) -> frozenset[str]:
    """Return the scopes that Slack names with every answer."""
    given = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), "")
    return frozenset(scope.strip() for scope in given.split(",") if scope.strip())


def named(team: str | None, slack_id: str) -> str:
    """Return how a chat or a user is called outside this package. Slack's ids have no dots."""
    return f"{team}.{slack_id}" if team and slack_id else slack_id


def parted(name: str) -> tuple[str | None, str]:
    """Return team and Slack's own id of a chat or a user."""
    team, _, slack_id = name.rpartition(".")
    return team or None, slack_id
