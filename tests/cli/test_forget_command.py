"""Does ``seedwatch forget`` delete everything about one chat, nothing else, and only when it was meant?"""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import cli
from bot.model import Subscription, Target, Vote
from bot.store.chats.votes import voter
from bot.store.engine import Store
from tests.cli.conftest import URL
from tests.samples import NOW

Stored = Callable[..., None]


def a_channel(chat: str, *, platform: str = "telegram", thread: str | None = None, title: str = "Desk") -> Subscription:
    target = Target(platform=platform, chat=chat, thread=thread)
    return Subscription(channel_id=0, target=target, title=title, since=NOW)


def left() -> dict[str, int]:
    """Return how many alerts are stored for each chat that is left."""

    async def count(store: Store) -> dict[str, int]:
        channels = await store.read(lambda tx: tx.channels.all())
        told = await store.read(
            lambda tx: {each.channel_id: len(tx.outbox.claim(each.channel_id, NOW, most=99)) for each in channels}
        )
        return {f"{each.target.platform}:{each.target.chat}": told[each.channel_id] for each in channels}

    with Store(URL) as store:
        return asyncio.run(count(store))


def test_a_chat_is_forgotten_with_its_threads_and_alerts(stored: Stored) -> None:
    """Other chats, also one with the same id on another platform, keep theirs."""
    stored(
        a_channel("-1001", title="Secret desk"),
        a_channel("-1001", thread="7"),
        a_channel("-1002"),
        a_channel("-1001", platform="slack"),
    )
    result = CliRunner().invoke(cli, ["forget", "telegram:-1001", "--yes"])
    assert result.exit_code == 0, result.output
    assert result.stderr == "telegram:-1001: 2 subscriptions and 2 alerts deleted. Backups still hold them.\n"
    assert left() == {"telegram:-1002": 1, "slack:-1001": 1}


def test_nothing_is_left_in_the_file(stored: Stored, here: Path) -> None:
    """Deleted text is overwritten, not only marked as deleted."""
    stored(a_channel("-1001", title="Kitchen table of Ana"), a_channel("-1002", title="Press room"))
    CliRunner().invoke(cli, ["forget", "telegram:-1001", "--yes"])
    raw = b"".join(path.read_bytes() for path in (here / "data").iterdir())
    assert b"Kitchen table of Ana" not in raw
    assert b"Press room" in raw


def test_a_chat_that_moved_is_forgotten_under_its_old_id_too(stored: Stored) -> None:
    """A group that became a supergroup may have left a row behind that names the new id."""
    stored(a_channel("-5"), a_channel("-1005"))
    with Store(URL) as store, store.begin() as tx:
        tx.channels.move(1, "-1005")
    CliRunner().invoke(cli, ["forget", "telegram:-1005", "--yes"])
    assert left() == {}


def test_votes_go_with_the_chat_and_with_the_person(stored: Stored) -> None:
    """Those given in the chat, and on Telegram those of the person whose private chat it is, wherever given."""
    stored(a_channel("5", title="Ana"), a_channel("-1002"))
    with Store(URL) as store, store.begin() as tx:
        tx.votes.cast("s1", voter("telegram", "5"), Vote.UP, channel_id=2, now=NOW)
        tx.votes.cast("s1", voter("telegram", "6"), Vote.UP, channel_id=1, now=NOW)
        tx.votes.cast("s1", voter("telegram", "7"), Vote.UP, channel_id=2, now=NOW)
        tx.votes.cast("s1", voter("telegram", "chat 8"), Vote.UP, channel_id=None, now=NOW)
    people = ("5", "6", "7", "chat 8")
    for chat, kept in (("5", [0, 0, 1, 1]), ("8", [0, 0, 1, 0])):
        assert CliRunner().invoke(cli, ["forget", f"telegram:{chat}", "--yes"]).exit_code == 0
        with Store(URL) as store, store.begin() as tx:
            assert [tx.votes.count([voter("telegram", person)]) for person in people] == kept


def test_without_a_terminal_it_wants_to_be_told(stored: Stored) -> None:
    """A script must say that it means it."""
    stored(a_channel("-1001"))
    result = CliRunner().invoke(cli, ["forget", "telegram:-1001"])
    assert result.exit_code == 2
    assert "add --yes" in result.stderr
    assert left() == {"telegram:-1001": 1}


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 1), ("\n", 1)])
def test_a_person_is_asked(answer: str, code: int, stored: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    """The question names the chat; anything but yes changes nothing."""
    stored(a_channel("-1001", title="Desk East"))
    monkeypatch.setattr("bot.cli.forget._at_terminal", lambda: True)
    result = CliRunner().invoke(cli, ["forget", "telegram:-1001"], input=answer)
    assert result.exit_code == code
    assert "Delete everything about telegram:-1001 (Desk East)?" in result.stderr
    assert bool(left()) is bool(code)


def test_it_works_beside_the_running_service(stored: Stored, here: Path) -> None:
    """Whoever asks to be forgotten does not wait for a restart, and nothing is left in the files meanwhile."""
    stored(a_channel("-1001", title="Kitchen table of Ana"), a_channel("-1002"))
    with Store(URL) as service:
        asyncio.run(service.write(lambda tx: tx.told.add(1, "s1", ["a"], NOW)))
        result = CliRunner().invoke(cli, ["forget", "telegram:-1001", "--yes"])
        assert (result.exit_code, result.output) == (0, result.stderr)
        raw = b"".join(path.read_bytes() for path in (here / "data").iterdir())
        assert b"Kitchen table of Ana" not in raw
        assert asyncio.run(service.read(lambda tx: tx.told.of(1, "s1"))) is None
        assert [each.target.chat for each in asyncio.run(service.read(lambda tx: tx.channels.all()))] == ["-1002"]
    assert left() == {"telegram:-1002": 1}


@pytest.mark.parametrize("chat", ["-1001", "telegram", "telegram:", ":5"])
def test_a_chat_is_a_platform_and_an_id(chat: str, here: Path) -> None:
    """What is wrong is said with an example."""
    result = CliRunner().invoke(cli, ["forget", "--yes", "--", chat])
    assert result.exit_code == 2
    assert "write CHAT as platform:id, e.g. telegram:-1001234" in result.stderr


def test_an_unknown_chat_is_no_success(stored: Stored, here: Path) -> None:
    """Whoever mistyped an id must not believe that it was deleted; no database is made by asking."""
    assert CliRunner().invoke(cli, ["forget", "telegram:5", "--yes"]).exit_code == 1
    assert not (here / "data").exists()
    stored(a_channel("-1001"))
    result = CliRunner().invoke(cli, ["forget", "telegram:5", "--yes"])
    assert (result.exit_code, result.stderr) == (1, "Nothing is stored about telegram:5.\n")
