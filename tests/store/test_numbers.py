"""Does a database that kept signs as text know the same entries once they are numbers?"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import TableClause, column, create_engine, table

from bot.feeds.identity import guid_key, marks_of, title_key, url_key
from bot.model import Entry
from bot.store import engine
from bot.store.database.columns import Instant
from bot.store.engine import Store
from bot.store.identities import VERSIONS
from bot.store.transaction import Transaction
from tests.fakes import postgres
from tests.samples import NOW, an_entry

ADDRESS = "https://one.example.org/news/1"
KEYS = (guid_key("one", "1"), guid_key("one", "2", permalink=True), url_key(ADDRESS) or "", title_key("one", "News"))
OLD = ("entry", "feed_id", "guid", "address", "title", "text")


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=postgres.needs())])
def test_what_an_older_database_knew_is_known(kind: str, tmp_path: Path) -> None:
    """By guid, permalink, address and title, with what was dropped at an address."""
    if kind == "postgresql":
        with postgres.database(empty=True) as url:
            _make_old(url.replace("postgresql://", "postgresql+psycopg://"))
            _check(url)
    else:
        url = f"sqlite:///{tmp_path}/old.db"
        _make_old(url)
        _check(url)


def test_the_first_signs_of_an_entry_and_the_latest_are_kept(store: Store) -> None:
    """However many a feed invents: a new entry has its first ones, others come later."""
    with store.begin() as tx:
        tx.identities.remember([marks_of(_with_guid("first"))])
        for number in range(9):
            tx.identities.relearn([marks_of(_with_guid(str(number)), "e1")])
        known = [each for each in ["first", *map(str, range(9))] if tx.identities.near([marks_of(_with_guid(each))])]
        assert known == ["first", "6", "7", "8"]


def _make_old(driver: str) -> None:
    """Make a database of the layout before: an entry with two sets of signs, one that nobody knows, a dropped item."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(engine.__file__).parent / "migrations"))
    guid, permalink, address, title = KEYS
    rows: list[tuple[str | None, ...]] = [("e1", "one", guid, address, title, None)]
    rows += [("e1", "one", permalink, None, None, None)]
    rows += [("", "", None, url_key("https://one.example.org/news/2"), None, None)]
    old = create_engine(driver)
    with old.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0020")
        _insert(connection, "identities", [dict(zip(OLD, row, strict=True)) | {"published": NOW} for row in rows])
        item = {"feed_id": "two", "entry": "e1", "why": "shared", "address": address, "title": "News", "times": 1}
        _insert(connection, "dropped", [item | {"at": NOW}])
    old.dispose()


def _insert(connection: Any, name: str, rows: list[dict[str, Any]]) -> None:
    columns = [column(each, Instant) if each in {"at", "published"} else column(each) for each in rows[0]]
    into: TableClause = table(name, *columns)
    connection.execute(into.insert(), rows)


def _check(url: str) -> None:
    with Store(url) as store, store.begin() as tx:
        for key in KEYS:
            assert _known(tx, key) == ["e1"]
        assert _known(tx, url_key("https://one.example.org/news/2") or "") == [""]
        assert _known(tx, guid_key("one", "3")) == []
        page = marks_of(an_entry(keys=KEYS)).address
        assert page is not None
        assert tx.identities.at(page) == ["e1"]
        assert [each.feed_id for each in tx.identities.dropped_at(page)] == ["two"]
        for number in range(VERSIONS):  # the permalink was the oldest set but the first
            tx.identities.relearn([marks_of(_with_guid(str(10 + number)), "e1")])
        assert _known(tx, KEYS[1]) == []
        assert _known(tx, KEYS[0]) == ["e1"]


def _known(tx: Transaction, key: str) -> list[str]:
    """Return the entries with which one that has only this sign has it in common."""
    return [each.entry for each in tx.identities.near([marks_of(an_entry(keys=(key,)))])]


def _with_guid(guid: str) -> Entry:
    return replace(an_entry(), key="e1", keys=(guid_key("one", guid),))
