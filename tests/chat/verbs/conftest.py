"""What do the tests of commands share? A database, a service at a fixed time, and a way to type."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.chat.message import Button, Command, Message, Reply, plain
from bot.chat.verbs.request import Service
from bot.chat.verbs.table import handle
from bot.model import Feed
from bot.store.engine import Store
from bot.stories.search.index import query_stems
from tests.samples import HERE, NOW

Type = Callable[..., str]
Ask = Callable[..., Reply]


def a_feed(name: str) -> Feed:
    return Feed(
        id=name,
        name=name.title(),
        url=f"https://{name}.example.org/feed",
        every=timedelta(minutes=10),
        timeout=timedelta(seconds=20),
        user_agent="test/1.0",
    )


@pytest.fixture
def service() -> Service:
    return Service(
        now=NOW,
        started=NOW - timedelta(days=1),
        topic="Belarus–Russia relations",
        zone="Europe/Warsaw",
        alert_at=0.6,
        feeds={name: a_feed(name) for name in ("one", "two")},
        operators=frozenset({("telegram", "1")}),
        stems=query_stems,
        config="sources.yaml",
        loaded=NOW - timedelta(hours=2),
        seeds=42,
        version="1.0",
        code=iter(f"code-{number}" for number in range(100)).__next__,
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(f"sqlite:///{tmp_path}/test.db") as opened:
        yield opened


@pytest.fixture
def type_in(store: Store, service: Service) -> Type:
    """Type a command and return the words of the answer."""

    def typed(line: str, **fields: Any) -> str:
        verb, _, arguments = line.lstrip("/").partition(" ")
        given: dict[str, Any] = {"verb": verb, "arguments": arguments, "target": HERE, "title": "Ana"}
        with store.begin() as tx:
            return shown(handle(tx, Command(**(given | fields)), service).message)

    return typed


@pytest.fixture
def ask(store: Store, service: Service) -> Ask:
    """Give a command, typed or clicked (``value``), and return the whole reply; ``of`` is another service."""

    def asked(line: str, *, of: Service | None = None, **fields: Any) -> Reply:
        verb, _, arguments = line.lstrip("/").partition(" ")
        given: dict[str, Any] = {"verb": verb, "arguments": arguments, "target": HERE, "title": "Ana", "user": "7"}
        with store.begin() as tx:
            return handle(tx, Command(**(given | fields)), of or service)

    return asked


def buttons(message: Message) -> dict[str, Button]:
    """Return the buttons of a message by what they say."""
    return {button.label: button for row in message.buttons for button in row}


def shown(message: Message) -> str:
    return "\n".join(plain(line) for section in message.sections for line in section.lines)
