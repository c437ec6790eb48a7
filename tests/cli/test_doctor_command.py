"""Does ``seedwatch doctor`` find what would not work, and keep secrets and the database as they are?"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.store.engine import HEAD, Store
from tests.cli.conftest import URL
from tests.fakes.feed_server import FeedServer, ok, running, status
from tests.fakes.slack_oauth import CLIENT_ID, CLIENT_SECRET
from tests.fakes.slack_server import Refuse, SlackServer
from tests.fakes.telegram_server import TelegramServer
from tests.samples import a_story

Doctor = Callable[..., Awaitable[Result]]


@pytest.fixture
async def feeds() -> AsyncIterator[FeedServer]:
    async with running() as server:
        yield server


@pytest.fixture
def doctor(here: Path, feeds: FeedServer) -> Doctor:
    """Write ``sources.yaml`` with feeds of the server, and run the command while the servers answer."""

    async def run(*names: str, arguments: tuple[str, ...] = ()) -> Result:
        (here / "seeds").mkdir(exist_ok=True)
        names_file = "entities:\n  - {id: minsk, name: Minsk, kind: place, side: belarus}\n"
        (here / "seeds" / "names.yaml").write_text(names_file, "utf-8")
        sources = "".join(f"  - id: {name}\n    name: {name}\n    url: {feeds.url('/' + name)}\n" for name in names)
        (here / "sources.yaml").write_text(
            "version: 1\ntopic: {name: Test}\nseeds: seeds/\n"
            f"fetch: {{allow_networks: [127.0.0.0/8], per_host_gap: 0s}}\nsources:\n{sources}",
            "utf-8",
        )
        return await asyncio.to_thread(CliRunner().invoke, cli, ["doctor", *arguments])

    return run


def a_feed(*ages: timedelta) -> str:
    items = "".join(
        f"<item><title>Entry {number}</title><link>https://example.org/{number}</link>"
        f"<pubDate>{format_datetime(datetime.now(UTC) - age)}</pubDate></item>"
        for number, age in enumerate(ages)
    )
    return f"<rss version='2.0'><channel><title>Feed</title>{items}</channel></rss>"


def found(result: Result) -> dict[str, dict[str, Any]]:
    return {each["about"]: each for each in json.loads(result.stdout)["findings"]}


async def test_feeds_are_read_and_judged(doctor: Doctor, feeds: FeedServer, here: Path) -> None:
    """One that is fine, one that is silent, one that is empty, gone or moved, one that is no feed."""
    feeds.script("/fresh", ok(a_feed(timedelta(hours=1), timedelta(days=30))))
    feeds.script("/silent", ok(a_feed(timedelta(days=9, hours=1))))
    feeds.script("/empty", ok(a_feed()))
    feeds.script("/gone", status(404))
    feeds.script("/moved", status(301, Location=feeds.url("/new")))
    feeds.script("/new", ok(a_feed(timedelta(hours=1))))
    feeds.script("/page", ok("<html><body>Log in</body></html>"))
    result = await doctor("fresh", "silent", "empty", "gone", "moved", "page", arguments=("--json",))
    assert result.exit_code == 1
    judged = found(result)
    assert (judged["fresh"]["level"], judged["fresh"]["entries"], judged["fresh"]["status"]) == ("fine", 2, 200)
    assert datetime.now(UTC) - datetime.fromisoformat(judged["fresh"]["newest"]) < timedelta(hours=2)
    assert judged["silent"]["level"] == "warning"
    assert "silent for 9 days" in judged["silent"]["text"]
    assert (judged["empty"]["level"], judged["empty"]["newest"]) == ("warning", None)
    assert "the feed is empty" in judged["empty"]["text"]
    assert (judged["gone"]["level"], judged["gone"]["status"]) == ("error", 404)
    assert judged["moved"]["level"] == "warning"
    assert f"write {feeds.url('/new')} in sources.yaml" in judged["moved"]["text"]
    assert judged["page"]["level"] == "error"
    assert not (here / "data").exists(), "nothing is stored"


async def test_what_works_is_said_and_is_no_error(
    doctor: Doctor, feeds: FeedServer, stored: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both platforms say who we are, the database is whole, the clock agrees with the platforms'."""
    feeds.script("/fresh", ok(a_feed(timedelta(hours=1))))
    stored(a_story(1), a_story(2))
    async with TelegramServer() as telegram, SlackServer() as slack:
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", telegram.token)
        monkeypatch.setenv("TELEGRAM_API_URL", telegram.url)
        monkeypatch.setenv("SLACK_BOT_TOKEN", slack.tokens.bot)
        monkeypatch.setenv("SLACK_APP_TOKEN", slack.tokens.app)
        monkeypatch.setenv("SLACK_API_URL", slack.api_url)
        monkeypatch.setenv("OPERATORS", "telegram:1234")
        with Store(URL):  # as if the service ran
            result = await doctor("fresh")
        assert telegram.called("getUpdates") == []
        assert (slack.count("auth.test"), slack.count("apps.connections.open")) == (1, 1)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["fine"] * len(lines)
    told = {line.split()[1]: line for line in lines}
    assert "seedwatch in Example" in told["slack"]
    assert "@" in told["telegram"]
    assert "2 stories" in told["database"]
    assert "as the platforms say" in told["clock"]
    assert result.stderr.endswith("0 errors, 0 warnings\n")


async def test_refused_tokens_are_errors_without_the_tokens(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both platforms are asked although the first refuses, and nothing printed holds a secret."""
    wrong = {
        "TELEGRAM_BOT_TOKEN": "999999999:AAWrongTokenThatNobodyKnows_0123456789",
        "SLACK_BOT_TOKEN": "xoxb-wrong-token-0123456789",
        "SLACK_APP_TOKEN": "xapp-wrong-token-0123456789",
    }
    async with TelegramServer() as telegram, SlackServer() as slack:
        monkeypatch.setenv("TELEGRAM_API_URL", telegram.url)
        monkeypatch.setenv("SLACK_API_URL", slack.api_url)
        for name, value in wrong.items():
            monkeypatch.setenv(name, value)
        result = await doctor(arguments=("--json",))
    assert result.exit_code == 1
    assert [found(result)[platform]["level"] for platform in ("telegram", "slack")] == ["error", "error"]
    assert [value for value in wrong.values() if value in result.output] == []


async def test_an_app_token_of_another_app_is_found(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Posting would work and nobody could talk to the bot."""
    async with SlackServer() as slack:
        slack.fail_next("apps.connections.open", Refuse("invalid_auth"))
        monkeypatch.setenv("SLACK_API_URL", slack.api_url)
        monkeypatch.setenv("SLACK_BOT_TOKEN", slack.tokens.bot)
        monkeypatch.setenv("SLACK_APP_TOKEN", slack.tokens.app)
        result = await doctor(arguments=("--json",))
    assert found(result)["slack"]["level"] == "error"


async def test_a_platform_that_cannot_be_reached_is_an_error(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens at this address."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456789:AAFakeTokenForTestsOnly_0123456789abcd")
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:1")
    result = await doctor(arguments=("--json",))
    assert found(result)["telegram"]["level"] == "error"
    assert "AAFakeToken" not in result.output


def test_mistakes_in_both_files_are_listed_together(here: Path) -> None:
    """A broken environment does not hide a broken configuration."""
    (here / ".env").write_text("ACCESS=everybody\nLISTEN=here\n")
    result = CliRunner().invoke(cli, ["doctor", "--json"])
    assert result.exit_code == 1
    texts = [each["text"] for each in json.loads(result.stdout)["findings"] if each["level"] == "error"]
    assert [text.split(":")[0] for text in texts] == ["ACCESS", "LISTEN", "sources.yaml"]


async def test_a_damaged_database_is_found_and_left_alone(doctor: Doctor, here: Path) -> None:
    """Doctor says what SQLite says, and changes no byte of it."""
    (here / "data").mkdir()
    file = here / "data" / "seedwatch.db"
    file.write_bytes(b"this is no database, but long enough to be read as one" * 100)
    before = file.read_bytes()
    result = await doctor(arguments=("--json",))
    assert result.exit_code == 1
    assert found(result)["database"]["text"] == "file is not a database"
    assert file.read_bytes() == before


async def test_a_database_from_another_version_is_found(
    doctor: Doctor, stored: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its layout is named; an older one is no error, since the service brings it up."""
    stored()
    monkeypatch.setattr("bot.store.engine.HEAD", "9999")
    result = await doctor(arguments=("--json",))
    told = found(result)["database"]
    cure = "the next  seedwatch run  brings it up"
    assert (told["level"], told["text"]) == ("warning", f"its layout is {HEAD}, this program's is 9999; {cure}")
    monkeypatch.setattr("bot.store.engine.HEAD", "0001")
    result = await doctor(arguments=("--json",))
    assert found(result)["database"]["text"].endswith("this program's is 0001; install the newer program again")


async def test_certificates_that_are_missing_are_found(
    doctor: Doctor, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without those of authorities every feed would be refused for the same reason, and none would say so."""
    (here / "none").mkdir()
    monkeypatch.setenv("SSL_CERT_FILE", str(here / "none.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(here / "none"))
    result = await doctor(arguments=("--json",))
    assert found(result)["certificates"]["level"] == "error"
    assert "install the package ca-certificates" in found(result)["certificates"]["text"]


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")  # slack_sdk uses it
@pytest.mark.parametrize(("secret", "level"), [(CLIENT_SECRET, "fine"), ("wrong-client-secret", "error")])
async def test_an_app_that_workspaces_install_is_asked_about(
    secret: str, level: str, doctor: Doctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is no token to try, but its secret and the way to listen can be."""
    async with SlackServer() as slack:
        monkeypatch.setenv("SLACK_API_URL", slack.api_url)
        monkeypatch.setenv("SLACK_APP_TOKEN", slack.tokens.app)
        monkeypatch.setenv("SLACK_CLIENT_ID", CLIENT_ID)
        monkeypatch.setenv("SLACK_CLIENT_SECRET", secret)
        result = await doctor(arguments=("--json",))
        assert (slack.count("oauth.v2.access"), slack.count("apps.connections.open")) == (1, 1), result.output
    assert found(result)["slack"]["level"] == level
    assert secret not in result.output


async def test_a_place_that_cannot_hold_a_database_is_found(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file stands where the folder should be."""
    monkeypatch.setenv("DATABASE_URL", "sqlite:///sources.yaml/seedwatch.db")
    result = await doctor(arguments=("--json",))
    assert found(result)["database"]["level"] == "error"
    assert "sources.yaml is no folder" in found(result)["database"]["text"]


async def test_the_feed_behind_a_page_is_named(doctor: Doctor, feeds: FeedServer) -> None:
    """Who wrote the address of a page is told what to write."""
    page = "<html><link rel=alternate type='application/rss+xml' href='/news.xml'></html>"
    feeds.script("/page", ok(page, Content_Type="text/html"))
    feeds.script("/news.xml", ok(a_feed(timedelta(hours=1))))
    about = found(await doctor("page", arguments=("--json",)))["page"]
    assert about["text"].endswith(f"write its feed in sources.yaml: {feeds.url('/news.xml')}")
