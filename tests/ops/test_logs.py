"""Does anything secret reach a log?"""

import io
import json
import logging
import re
from collections.abc import Iterator

import pytest
import structlog

from bot.config.findings.masking import MASK
from bot.ops import logs

TOKEN = "123456789:AAcanary-canary-canary-canary-canary0"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    before = logging.getLogger().handlers[:], logging.getLogger().level
    stream = io.StringIO()
    logs.set_up(log_format="json", secrets=["s3cret-value"], stream=stream)
    yield stream
    logging.getLogger().handlers[:], level = before
    logging.getLogger().setLevel(level)
    logging.getLogger("seedwatch").setLevel(logging.NOTSET)
    structlog.reset_defaults()


def test_known_secrets_are_masked_wherever_they_stand(written: io.StringIO) -> None:
    """In the message, in a field, in a list and in an exception."""
    log = structlog.get_logger("seedwatch")
    error = ValueError("https://example.org/s3cret-value")
    log.error("s3cret-value", field="a s3cret-value", many=["s3cret-value"], exc_info=error)
    assert "s3cret" not in written.getvalue()
    assert MASK in json.loads(written.getvalue())["field"]


@pytest.mark.parametrize(
    "secret",
    [
        f"POST https://api.telegram.org/bot{TOKEN}/sendMessage",
        "xoxb-123456789012-canary",
        "xapp-1-A0-canary-0123456789",
        "https://user:canary@example.org/feed",
    ],
)
def test_what_looks_like_a_secret_is_masked(written: io.StringIO, secret: str) -> None:
    """A token that we were never told of is recognised by its shape."""
    structlog.get_logger("seedwatch").warning(secret)
    assert "canary" not in written.getvalue()


def test_libraries_log_through_the_same_mask(written: io.StringIO) -> None:
    """What httpx says at INFO is not written at all, and what it warns of is masked."""
    logging.getLogger("httpx").info("HTTP Request: POST /bot%s/getMe", TOKEN)
    assert written.getvalue() == ""
    logging.getLogger("httpx").warning("failed: /bot%s/getMe", TOKEN)
    assert "canary" not in written.getvalue()
    assert "failed" in written.getvalue()


@pytest.mark.usefixtures("written")
def test_people_read_seconds_and_programs_more() -> None:
    """A line of text begins with the time as people write it; JSON has it as ISO 8601."""
    told = {}
    for log_format in ("text", "json"):
        stream = io.StringIO()
        logs.set_up(log_format=log_format, secrets=(), stream=stream).info("feed polled", feed="bay")
        told[log_format] = stream.getvalue()
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ \[info +\] feed polled feed=bay\n$", told["text"])
    assert re.search(r'"timestamp": "[\d-]+T[\d:]+\.\d+Z"', told["json"])


@pytest.mark.parametrize(("name", "said"), [("apscheduler.scheduler", False), ("httpx", True), ("seedwatch", True)])
def test_what_goes_well_is_left_out_where_the_terminal_is_the_chat(name: str, said: bool, written: io.StringIO) -> None:
    """Warnings are said, except of a library that warns of what is no fault."""
    logs.only_warnings()
    logging.getLogger(name).info("all is well")
    logging.getLogger(name).warning("something is not")
    assert "all is well" not in written.getvalue()
    assert ("something is not" in written.getvalue()) is said
