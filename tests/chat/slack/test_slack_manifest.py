"""The manifests promise what the code does, and ask for nothing that it does not use."""

from pathlib import Path
from typing import Any

import yaml

from bot.chat.slack import listener
from bot.chat.slack.intake import from_shortcut, from_slash
from bot.chat.slack.webhook import PATH
from bot.chat.verbs.table import BY_NAME

FOLDER = Path(__file__).parents[3] / "deploy" / "slack"
LISTENER = Path(listener.__file__)


def manifest(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def without_addresses(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_addresses(item) for key, item in value.items() if key not in {"url", "request_url"}}
    return [without_addresses(item) for item in value] if isinstance(value, list) else value


def test_every_hinted_verb_exists() -> None:
    """A person who types what the hint says gets an answer."""
    commands = manifest("manifest.yaml")["features"]["slash_commands"]
    assert [command["command"] for command in commands] == ["/latest", "/watch"]
    for verb in commands[1]["usage_hint"].split(" | "):
        assert from_slash({"command": "/watch", "text": verb}).command.verb == verb
        assert verb in BY_NAME


def test_only_scopes_and_events_that_are_used() -> None:
    """Each scope must be needed, each event and shortcut listened to."""
    app = manifest("manifest.yaml")
    needed = ["commands", "chat:write", "files:write", "channels:read", "groups:read"]
    assert app["oauth_config"]["scopes"] == {"bot": needed}
    listened = {"app_home_opened", "member_joined_channel", "app_uninstalled", "tokens_revoked"}
    assert set(app["settings"]["event_subscriptions"]["bot_events"]) == listened
    assert all(event in LISTENER.read_text("utf-8") for event in listened)
    (shortcut,) = app["features"]["shortcuts"]
    assert from_shortcut({**shortcut, "user": {}, "channel": {}}) is not None


def test_the_two_differ_in_how_slack_reaches_us() -> None:
    """Socket Mode has no addresses; HTTP has one path for everything."""
    socket, http = manifest("manifest.yaml"), manifest("manifest.http.yaml")
    assert "url" not in str(socket)
    assert http["settings"]["socket_mode_enabled"] is False
    addresses = [command["url"] for command in http["features"]["slash_commands"]]
    addresses += [http["settings"][part]["request_url"] for part in ("event_subscriptions", "interactivity")]
    assert set(addresses) == {f"https://example.org{PATH}"}
    http["settings"]["socket_mode_enabled"] = True
    assert without_addresses(http) == socket
