"""Are spans recorded where they are wanted, without what nobody outside should read, and not at all otherwise?"""

import asyncio
import builtins
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from structlog.testing import capture_logs

from bot.chat.message import Command
from bot.model import Target
from bot.ops import traces
from tests.fakes.feed_server import FeedServer, ok, running
from tests.flow.world import ON_TOPIC, world

HERE = Target(platform="telegram", chat="7")


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    """What was recorded."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    with traces.recorded_by(provider):
        yield exporter


def told(exporter: InMemorySpanExporter) -> list[tuple[str, dict[str, Any]]]:
    return [(each.name, dict(each.attributes or {})) for each in exporter.get_finished_spans()]


async def test_polls_deliveries_and_commands_are_spans(tmp_path: Path, spans: InMemorySpanExporter) -> None:
    """With ids of feeds, verbs and counts, and nothing of chats, words and titles."""
    async with world(tmp_path, with_telegram=True) as made, made.process() as work:
        await work.jobs.poll("one")
        await work.handle(Command(verb="start", target=HERE, title="Desk of Ana", user="7"))
        await work.handle(Command(verb="my password", arguments="hunter2", target=HERE, title="Ana", user="7"))
        made.publish(ON_TOPIC)
        made.clock.advance(1200)
        await work.jobs.poll("one")
        await work.jobs.deliver("1")
    found = told(spans)
    assert ("seedwatch command", {
        "seedwatch.verb": "start", "seedwatch.platform": "telegram", "seedwatch.refused": False,
    }) in found  # fmt: skip
    assert ("seedwatch poll", {"seedwatch.feed": "one", "seedwatch.failed": False, "seedwatch.entries": 1}) in found
    assert any(name == "seedwatch deliver" and "seedwatch.messages" in attributes for name, attributes in found)
    for word in ("Ana", "hunter2", "password", "Lukashenko", "'7'"):
        assert word not in str(found)


def test_of_an_error_only_its_kind_is_kept(spans: InMemorySpanExporter) -> None:
    """Its text may hold a secret."""
    with pytest.raises(ValueError, match="xoxb"), traces.span("poll", feed="one"):
        raise ValueError("xoxb-secret")
    (span,) = spans.get_finished_spans()
    assert dict(span.attributes or {}) == {"seedwatch.feed": "one", "error.type": "ValueError"}
    assert "xoxb" not in span.to_json()


def test_without_an_address_nothing_is_imported() -> None:
    """The libraries cost time and memory."""
    code = (
        "import sys, bot.app, bot.cli.run; from bot.ops import traces\n"
        "with traces.recording(None, None), traces.span('poll', feed='one') as found: found['entries'] = 1\n"
        "sys.exit(any(name.startswith('opentelemetry') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The service runs all the same."""
    real = builtins.__import__

    def refuse(name: str, *rest: Any) -> Any:
        if name.startswith("opentelemetry"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with (
        capture_logs() as logs,
        traces.recording("http://127.0.0.1:1", structlog.get_logger()),
        traces.span("poll", feed="one"),
    ):
        pass
    assert [each["event"] for each in logs] == [
        "OTEL_EXPORTER_OTLP_ENDPOINT is set, but not installed: pip install 'seedwatch[traces]'"
    ]


@pytest.fixture
async def collector() -> AsyncIterator[FeedServer]:
    async with running() as server:
        yield server


async def test_a_collector_gets_them(collector: FeedServer) -> None:
    """By OTLP over HTTP, at the usual path."""

    def record(endpoint: str) -> None:
        with traces.recording(endpoint, structlog.get_logger()), traces.span("poll", feed="one"):
            pass

    collector.script("/v1/traces", ok(b"", Content_Type="application/x-protobuf"))
    await asyncio.to_thread(record, collector.url(""))
    assert [(each.method, each.path) for each in collector.asked] == [("POST", "/v1/traces")]
