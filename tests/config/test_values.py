"""Are single values read as people mean them?"""

from datetime import timedelta

import pytest

from bot.config.findings.codes import check_country, check_language, check_timezone
from bot.config.findings.fields import read_duration, read_size, show_duration
from bot.config.findings.masking import holds_secret, is_secret_key, mask
from bot.config.findings.problems import Wrong
from bot.config.sources.address import check_url, feed_key

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("2m", 120), ("90s", 90), ("1h", 3600), ("1h30m", 5400), ("24h", 86400), ("1d", 86400), (" 10m ", 600)],
)
def test_duration(text: str, seconds: int) -> None:
    """Units may be combined, largest first, and are shown in the same way."""
    length = read_duration(text, shortest=timedelta(0), longest=DAY)
    assert length == timedelta(seconds=seconds)
    assert read_duration(show_duration(length), shortest=timedelta(0), longest=DAY) == length


@pytest.mark.parametrize("text", ["", "m", "10", "1.5h", "30m1h", "10 m", "-1m", "∞", "1" * 30 + "m", None, True, 1.5])
def test_no_duration(text: object) -> None:
    """Everything else is refused."""
    with pytest.raises(Wrong):
        read_duration(text, shortest=timedelta(0), longest=DAY)


def test_size() -> None:
    """Sizes have a unit; kilo is 1024."""
    assert read_size("5MB", most=10**9) == 5 * 1024**2
    assert read_size("1.5 KB", most=10**9) == 1536
    for text in ("5", 5, "5 mb", "0B", "2GB", "-1MB", "MB", "1e3MB"):
        with pytest.raises(Wrong):
            read_size(text, most=10**9)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/feed.xml",
        "HTTP://EXAMPLE.org",
        "https://example.org:8443/?q=a%20b#c",
        "https://приклад.бел/rss",
        "http://127.0.0.1:80/",
        "http://[::1]:8080/feed",
        "http://rsshub/route",
        "https://www.tagesschau.de/index~rss2.xml",
    ],
)
def test_good_address(url: str) -> None:
    """Addresses that feeds have are taken as they are."""
    assert check_url(url) == url


def test_same_address() -> None:
    """Case of the host, default port, fragment and scheme do not make another feed; path and query do."""
    assert feed_key("HTTPS://Example.org:443/a?b=c#d") == feed_key("http://example.org/a?b=c")
    assert feed_key("https://example.org") == feed_key("https://example.org/")
    different = [
        "https://example.org/a",
        "https://example.org/A",
        "https://example.org/a?x",
        "https://example.org:81/a",
    ]
    assert len({feed_key(url) for url in different}) == 4


def test_codes() -> None:
    """Codes are those of the standards, and a near miss is answered with the right one."""
    assert check_language("be") == "be"
    assert check_country("EU") == "EU"
    assert check_timezone("Europe/Warsaw") == "Europe/Warsaw"
    for check, code, fix in (
        (check_language, "ua", "UA is a country, Ukraine"),
        (check_language, "PL", "write pl"),
        (check_country, "lt", "write LT"),
        (check_country, "Poland", "write PL"),
        (check_timezone, "Europe/Warszawa", "Europe/Warsaw"),
    ):
        with pytest.raises(Wrong) as raised:
            check(code)
        assert fix in raised.value.fix


def test_masking() -> None:
    """Secrets disappear behind keys and by their own look; other text stays."""
    assert mask("  slack_token: abc # note") == "  slack_token: ••••"
    assert mask('{"api_key": "abc", x: 1}') == '{"api_key": ••••'
    assert mask("note: 123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw here") == "note: •••• here"
    assert mask("url: https://me:pw@example.org/") == "url: https://••••@example.org/"
    plain = "name: Times 22:00, https://example.org/a:b@c and id: st_1"
    assert mask(plain) == plain
    assert is_secret_key("telegram_bot_token")
    assert not is_secret_key("timezone")
    assert holds_secret("xapp-1-A0-12-abc")
    assert not holds_secret("https://example.org/@user:1")
