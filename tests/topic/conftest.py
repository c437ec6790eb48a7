"""The built-in topic, compiled once, and a way to write entries."""

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

import pytest

from bot.config import MatchSettings
from bot.config.seeds.corpus import Corpus
from bot.config.seeds.folder import read_corpus
from bot.model import Entry
from bot.topic.topic import Topic, compile_topic

ROOT = Path(__file__).parents[2]

MakeEntry = Callable[..., Entry]


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return read_corpus(ROOT / "seeds", "seeds")


@pytest.fixture(scope="session")
def built_in(corpus: Corpus) -> Topic:
    return compile_topic(MatchSettings(), corpus)


@pytest.fixture(scope="session")
def make_entry() -> MakeEntry:
    def make(title: str, text: str = "", language: str | None = None) -> Entry:
        key = blake2b(f"{title}\n{text}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        return Entry(
            key=key,
            keys=(key,),
            feed_id="test",
            url=None,
            title=title,
            text=text,
            language=language,
            seen=datetime(2026, 1, 1, tzinfo=UTC),
        )

    return make
