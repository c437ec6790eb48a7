"""How does a workspace let an app in? A code is exchanged for tokens, and those that expire for new ones."""

import base64
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

CLIENT_ID, CLIENT_SECRET = "12.34", "canary-client-secret-0123"


@dataclass(slots=True)
class Oauth:
    """``teams``: which workspace a token is of. ``lasts``: seconds until new tokens expire, or None: never."""

    teams: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)  # code -> workspace; each works once
    refreshes: dict[str, str] = field(default_factory=dict)  # refresh token -> workspace; each works once
    lasts: int | None = None
    number: int = 0

    def code(self, team: str) -> str:
        """Return what Slack hands to the page that ends an installation."""
        self.number += 1
        code = f"code{self.number}"
        self.codes[code] = team
        return code

    def revoke(self, team: str) -> None:
        """Let no token of a workspace work any more."""
        self.teams = {token: each for token, each in self.teams.items() if each != team}

    def access(self, body: Json, authorization: str) -> Json:
        """Answer oauth.v2.access."""
        basic = "Basic " + base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if authorization != basic and (body.get("client_id"), body.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return {"ok": False, "error": "bad_client_secret"}
        renewing = body.get("grant_type") == "refresh_token"
        known = self.refreshes if renewing else self.codes
        team = known.pop(str(body.get("refresh_token" if renewing else "code")), None)
        if team is None:
            return {"ok": False, "error": "invalid_refresh_token" if renewing else "invalid_code"}
        self.number += 1
        token = f"xoxb-canary-{team}-{self.number}"
        self.revoke(team)
        self.teams[token] = team
        answer: Json = {
            "ok": True,
            "access_token": token,
            "token_type": "bot",
            "scope": "commands,chat:write,files:write,channels:read,groups:read",
            "bot_user_id": f"UBOT{team}",
            "app_id": "A1",
            "team": {"id": team, "name": f"Team {team}"},
            "enterprise": {"id": "E1", "name": "Group"} if team == "T2" else None,
            "authed_user": {"id": "U1"},
            "is_enterprise_install": False,
        }
        if self.lasts is not None:
            self.refreshes[f"xoxe-canary-{self.number}"] = team
            answer |= {"refresh_token": f"xoxe-canary-{self.number}", "expires_in": self.lasts}
        return answer
