"""In which ways can the Bot API fail a call? Each one by name, for scripts of tests."""

from dataclasses import dataclass
from enum import Enum
from typing import Any


class Cut(Enum):
    """Where the connection breaks."""

    BEFORE = "before"  # the request is read, but nothing is done
    AFTER = "after"  # the request is carried out, and nobody is told
    HANG = "hang"  # the request is read, and nothing happens until the server closes


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One failure: an answer that is an error, or a connection that breaks."""

    status: int = 200
    description: str = ""
    parameters: dict[str, Any] | None = None
    raw: str | None = None  # a body that is no Bot API answer
    cut: Cut | None = None

    @classmethod
    def flood(cls, seconds: Any) -> "Fault":
        return cls(
            status=429,
            description=f"Too Many Requests: retry after {seconds}",
            parameters={"retry_after": seconds},
        )

    @classmethod
    def forbidden(cls, text: str = "bot was blocked by the user") -> "Fault":
        return cls(status=403, description=f"Forbidden: {text}")

    @classmethod
    def bad_request(cls, text: str) -> "Fault":
        return cls(status=400, description=f"Bad Request: {text}")

    @classmethod
    def moved(cls, chat: int) -> "Fault":
        return cls(
            status=400,
            description="Bad Request: group chat was upgraded to a supergroup chat",
            parameters={"migrate_to_chat_id": chat},
        )

    @classmethod
    def revoked(cls) -> "Fault":
        return cls(status=401, description="Unauthorized")

    @classmethod
    def conflict(cls) -> "Fault":
        return cls(
            status=409,
            description="Conflict: terminated by other getUpdates request; make sure that only one bot instance is "
            "running",
        )

    @classmethod
    def restart(cls) -> "Fault":
        return cls(status=500, description="Internal Server Error: restart")

    @classmethod
    def gateway(cls, status: int = 502) -> "Fault":
        return cls(status=status, raw=f"<html><head><title>{status} gateway</title></head></html>")

    @classmethod
    def captive_portal(cls) -> "Fault":
        return cls(status=200, raw="<html>Please log in to the network</html>")

    @classmethod
    def drop_before(cls) -> "Fault":
        return cls(cut=Cut.BEFORE)

    @classmethod
    def drop_after(cls) -> "Fault":
        return cls(cut=Cut.AFTER)

    @classmethod
    def hang(cls) -> "Fault":
        return cls(cut=Cut.HANG)
