"""What do people in Slack do with what they see? Press buttons, choose from menus, send dialogues."""

from dataclasses import dataclass
from typing import Any

from tests.fakes import slack_rules
from tests.fakes.slack_delivery import Delivery

Json = dict[str, Any]


@dataclass(slots=True)
class Shown:
    """A message in a channel, or one that only ``user`` sees."""

    channel: str
    ts: str
    body: Json
    user: str | None = None
    edits: int = 0
    thread: str | None = None

    @property
    def words(self) -> str:
        return slack_rules.words(self.body)

    @property
    def text(self) -> str:
        return str(self.body.get("text", ""))

    def buttons(self) -> dict[str, str]:
        """Return action ids with their values."""
        return {name: value for name, (_, value) in offered(self.body).items()}


def offered(body: Json) -> dict[str, tuple[str, str]]:
    """Return what can be pressed: by action id, or by what a vote or a choice in a menu says, its kind and value."""
    found: dict[str, tuple[str, str]] = {}
    for element in (e for block in body.get("blocks", []) for e in block.get("elements", []) if "action_id" in e):
        if element["type"] == "overflow":
            found |= {o["value"].partition(":")[0]: ("overflow", o["value"]) for o in element["options"]}
        elif element["type"] == "feedback_buttons":
            for side in ("positive_button", "negative_button"):
                value = element[side]["value"]
                found[value.partition(":")[0]] = ("feedback_buttons", value)
        else:
            found[element["action_id"]] = ("button", element.get("value", ""))
    return found


class People(Delivery):
    """Their doings become what Slack delivers to the app."""

    async def click(
        self, shown: Shown | Json, action: str, *, user: str = "U1", user_name: str = "ana", name: str = "sanctions"
    ) -> None:
        """Press a button, a vote or a choice in a menu that this message, or view, has."""
        at_home = isinstance(shown, dict)
        kind, value = offered(shown if at_home else shown.body)[action]  # type: ignore[union-attr, arg-type] # at_home tells
        action_id = {"overflow": "menu", "feedback_buttons": "feedback"}.get(kind, action)
        pressed: Json = {"type": kind, "action_id": action_id, "block_id": "b", "action_ts": self.next_ts()}
        if kind == "overflow":
            pressed["selected_option"] = {"text": {"type": "plain_text", "text": "x"}, "value": value}
        elif value:
            pressed["value"] = value
        body: Json = {
            "type": "block_actions",
            "user": {"id": user, "username": user_name, "name": user_name, "team_id": self.team},
            "api_app_id": "A1",
            "token": "canary-verification-0123456789",
            "trigger_id": self.new_trigger(),
            "team": {"id": self.team, "domain": "example"},
            "actions": [pressed],
        }
        if isinstance(shown, Shown):
            body |= {
                "container": {"type": "message", "message_ts": shown.ts, "channel_id": shown.channel},
                "channel": {"id": shown.channel, "name": name},
                "response_url": self.response_url(shown.channel, user, shown),
            }
        else:
            body |= {"container": {"type": "view", "view_id": "V1"}, "view": {"id": "V1", **shown}}
        await self.deliver("interactive", body)

    async def shortcut(self, shown: Shown, name: str, *, user: str = "U1") -> None:
        """Choose an entry in the menu of a message."""
        message = {"type": "message", "ts": shown.ts, "text": shown.text}
        await self.deliver(
            "interactive",
            {
                "type": "message_action",
                "callback_id": name,
                "user": {"id": user, "name": "ana", "team_id": self.team},
                "team": {"id": self.team, "domain": "example"},
                "trigger_id": self.new_trigger(),
                "channel": {"id": shown.channel, "name": "sanctions"},
                "message_ts": shown.ts,
                "message": message | ({"thread_ts": shown.thread} if shown.thread else {}),
                "response_url": self.response_url(shown.channel, user),
            },
        )

    async def submit(self, view: Json, values: Json, *, user: str = "U1") -> None:
        """Send a dialogue with what was written into its fields: words, "1" for a tick, or the value of a choice."""
        state: Json = {}
        for block in view["blocks"]:
            if block["type"] != "input":
                continue
            element = block["element"]
            name, kind = element["action_id"], element["type"]
            given = values.get(name)
            if kind == "static_select":
                chosen = next((o for o in element["options"] if o["value"] == given), element.get("initial_option"))
                answer: Json = {"selected_option": chosen}
            elif kind == "checkboxes":
                ticked = element.get("initial_options", []) if given is None else element["options"][: given == "1"]
                answer = {"selected_options": ticked}
            elif kind == "timepicker":
                answer = {"selected_time": element.get("initial_time") if given is None else given or None}
            else:
                answer = {"value": element.get("initial_value") if given is None else given or None}
            state[block.get("block_id", name)] = {name: {"type": kind, **answer}}
        await self.deliver(
            "interactive",
            {
                "type": "view_submission",
                "user": {"id": user, "username": "ana", "name": "ana", "team_id": self.team},
                "team": {"id": self.team, "domain": "example"},
                "trigger_id": self.new_trigger(),
                "view": {"id": "V1", "hash": str(self.next_id()), "state": {"values": state}, **view},
            },
        )
