"""What Slack signed and yet is no payload as Slack's are: 400 or an answer, never a traceback, and the next works."""

import json
import logging
from asyncio import gather
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.chat.slack.conftest import Handler
from tests.chat.slack.test_slack_http import URL_CHECK, Serving, serving
from tests.fakes.slack_server import SlackServer

__all__ = ["serving"]

CLICK: dict[str, Any] = {
    "type": "block_actions",
    "team": {"id": "T1"},
    "user": {"id": "U1", "name": "ana"},
    "channel": {"id": "C1", "name": "news"},
    "trigger_id": "1.2",
    "actions": [{"type": "button", "action_id": "w:0", "block_id": "b", "value": "8f3k"}],
}
EVENT: dict[str, Any] = {
    "type": "event_callback",
    "team_id": "T1",
    "event_id": "Ev1",
    "authorizations": [{"team_id": "T1", "user_id": "UBOT", "is_bot": True}],
    "event": {"type": "member_joined_channel", "user": "UBOT", "channel": "C2"},
}
DIALOGUE: dict[str, Any] = {
    "type": "view_submission",
    "team": {"id": "T1"},
    "user": {"id": "U1"},
    "view": {
        "id": "V1",
        "hash": "h",
        "callback_id": "settings",
        "private_metadata": '{"chat": "C1"}',
        "state": {"values": {"b": {"every": {"type": "static_select", "selected_option": {"value": "1"}}}}},
    },
}
SHORTCUT: dict[str, Any] = {
    "type": "message_action",
    "callback_id": "why",
    "team": {"id": "T1"},
    "user": {"id": "U1"},
    "channel": {"id": "C1"},
    "message": {"ts": "1.2"},
    "trigger_id": "1.3",
}
AT_ONCE = 8  # payloads on their way: one by one, most of the time is waiting
WRONG: tuple[Any, ...] = ({}, [], "x", 7, None, True, [[]], [None], {"id": {}}, "x" * 5000, -1)


def shapes() -> list[Any]:
    """Return each payload with each of its values, at any depth, replaced by something of another type."""
    found: list[Any] = []

    def walk(whole: dict[str, Any], place: tuple[str | int, ...], value: Any) -> None:
        for wrong in WRONG:
            if place:
                copy = json.loads(json.dumps(whole))
                inner = copy
                for step in place[:-1]:
                    inner = inner[step]
                inner[place[-1]] = wrong
                found.append(copy)
        for key, each in (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        ):
            walk(whole, (*place, key), each)

    for payload in (CLICK, EVENT, DIALOGUE, SHORTCUT):
        walk(payload, (), payload)
    return found


async def send(server: SlackServer, payload: Any) -> int:
    if isinstance(payload, dict) and payload.get("type") == "event_callback":
        return await server.post(json.dumps(payload).encode())
    return await server.post(urlencode({"payload": json.dumps(payload)}).encode(), form=True)


async def test_whatever_is_of_a_wrong_type_is_refused_without_a_traceback(
    server: SlackServer, serving: Serving, handler: Handler, caplog: pytest.LogCaptureFixture
) -> None:
    """Each value of each kind of payload, in turn, replaced by eleven others."""
    statuses: dict[int, int] = {}
    with caplog.at_level(logging.DEBUG):
        async with serving():
            wrong = shapes()
            for number, payload in enumerate(wrong):
                for name in ("event_id", "trigger_id"):  # else each would be a repetition
                    if isinstance(payload.get(name), str) and len(payload[name]) < 10:
                        payload[name] += f".{number}"
            for first in range(0, len(wrong), AT_ONCE):
                some = wrong[first : first + AT_ONCE]
                for payload, status in zip(some, await gather(*(send(server, each) for each in some)), strict=True):
                    statuses[status] = statuses.get(status, 0) + 1
                    assert status in {200, 400, 404}, payload
            assert await server.post(URL_CHECK) == 200
    assert not [record for record in caplog.records if record.exc_info or "Traceback" in record.getMessage()]
    assert statuses[200] > 100
    assert statuses[400] > 20


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "event", "user", "channel", "team", "actions", "view", "id", "value", "authorizations"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


async def test_any_signed_body(server: SlackServer, serving: Serving, caplog: pytest.LogCaptureFixture) -> None:
    """JSON of any shape, forms of any shape, bytes of any kind."""
    drawn: list[tuple[bytes, bool]] = []

    @settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.tuples(_JSON.map(lambda value: json.dumps(value).encode()), st.just(False))
        | st.tuples(_JSON.map(lambda value: urlencode({"payload": json.dumps(value)}).encode()), st.just(True))
        | st.tuples(
            st.dictionaries(
                st.sampled_from(["command", "text", "payload", "user_id", "team_id"]), st.text(max_size=9)
            ).map(lambda form: urlencode(form).encode()),
            st.just(True),
        )
        | st.tuples(st.binary(max_size=40), st.booleans())
    )
    def draw(each: tuple[bytes, bool]) -> None:
        drawn.append(each)

    draw()
    with caplog.at_level(logging.DEBUG):
        async with serving():
            for body, form in drawn:
                assert await server.post(body, form=form) in {200, 400, 401, 404}, body
            assert await server.post(URL_CHECK) == 200
    assert not [record for record in caplog.records if record.exc_info]
