"""Where does the time go? Spans of polls, deliveries and commands, for whoever has an OpenTelemetry collector.

Without the extra ``traces``, or without the address of a collector, nothing is recorded and nothing is imported. A span
has ids of feeds, names of platforms and verbs, and counts; never a chat, a person, a text or what an error said. Names
and attributes may still change.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from threading import Thread
from typing import Any

from structlog.typing import FilteringBoundLogger

Attributes = dict[str, str | int | float | bool]

_PATH = "/v1/traces"  # of a collector that speaks OTLP over HTTP
_EXPORT_SECONDS = 2  # for one batch: shutdown must not wait for a collector that is away
_tracer: Any = None


@contextmanager
def span(name: str, **attributes: str | float | bool) -> Iterator[Attributes]:
    """Record what is done inside as one span; what is put into the mapping that it yields is added as attributes."""
    found: Attributes = {}
    if _tracer is None:
        yield found
        return
    given = {f"seedwatch.{key}": value for key, value in attributes.items()}
    # An error's text may say what nobody outside should read, so only its kind is kept.
    with _tracer.start_as_current_span(
        f"seedwatch {name}", attributes=given, record_exception=False, set_status_on_exception=False
    ) as current:
        try:
            yield found
        except BaseException as error:
            current.set_attribute("error.type", type(error).__name__)
            raise
        finally:
            for key, value in found.items():
                current.set_attribute(f"seedwatch.{key}", value)


@contextmanager
def recording(endpoint: str | None, log: FilteringBoundLogger) -> Iterator[None]:
    """Send spans to the collector at ``endpoint`` (its base address) while this is open; None: record nothing."""
    provider = None if endpoint is None else _provider(endpoint, log)
    if provider is None:
        yield
        return
    try:
        with recorded_by(provider):
            yield
    finally:
        ending = Thread(target=provider.shutdown, daemon=True)
        ending.start()
        ending.join(2 * _EXPORT_SECONDS)


@contextmanager
def recorded_by(provider: Any) -> Iterator[None]:
    """Let spans go to an OpenTelemetry tracer provider while this is open."""
    global _tracer  # noqa: PLW0603 - as there is one log and one registry of metrics
    before, _tracer = _tracer, provider.get_tracer("seedwatch", version("seedwatch"))
    try:
        yield
    finally:
        _tracer = before


def _provider(endpoint: str, log: FilteringBoundLogger) -> Any:
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - an extra
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError:
        log.warning("OTEL_EXPORTER_OTLP_ENDPOINT is set, but not installed: pip install 'seedwatch[traces]'")
        return None
    resource = Resource.create({"service.name": "seedwatch", "service.version": version("seedwatch")})
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}{_PATH}", timeout=_EXPORT_SECONDS)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return provider
