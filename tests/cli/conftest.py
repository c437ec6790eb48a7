"""What do the tests of commands share? A working directory of their own, no settings from outside, a database."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from bot.chat.platforms import DECLARED
from bot.config.environment import variables
from bot.model import Story, Subscription
from bot.store.engine import Store
from tests.samples import an_alert

URL = "sqlite:///data/seedwatch.db"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The working directory; whatever a command does to the logs is undone."""
    monkeypatch.chdir(tmp_path)
    for name in (each.name for each in variables(DECLARED)):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield tmp_path
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def stored(here: Path) -> Callable[..., None]:
    """Put stories, and channels with an alert each, into the database that commands find."""

    def put(*values: Story | Subscription) -> None:
        with Store(URL) as store, store.begin() as tx:
            for number, value in enumerate(values, 1):
                if isinstance(value, Story):
                    tx.stories.save(value, words="", terms=())
                else:
                    channel = tx.channels.save(value)
                    tx.alerts.queue([an_alert(number, channel_id=channel.channel_id, story_id=f"s{number}")])

    return put
