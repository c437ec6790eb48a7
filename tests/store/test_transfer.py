"""Does everything get from one kind of database into the other and back, once, also after an interruption?"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store import transfer
from bot.store.engine import Store
from tests.fakes import postgres
from tests.samples import NOW, a_story, a_subscription

pytestmark = postgres.needs()


@pytest.fixture
def filled(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/filled.db"
    with Store(url) as store, store.begin() as tx:
        for number in range(2500):
            tx.notes.put(f"ключ {number:04}", {"n": number / 3, "text": "Мінск \u0000 é"}, NOW)
        for number in range(30):
            story = replace(a_story(), id=f"story{number}")
            tx.stories.save(story, words=f"minsk zug{number}", terms={f"t{number}", "Z", "a"})
        tx.channels.save(a_subscription())
    return url


@pytest.fixture
def server() -> Iterator[str]:
    with postgres.database(empty=True) as url:
        yield url


def test_there_and_back_it_is_the_same(filled: str, server: str, tmp_path: Path) -> None:
    """Counts and digests agree, search finds the same, and new rows get new numbers."""
    there = transfer.transfer(filled, server)
    back = transfer.transfer(server, f"sqlite:///{tmp_path}/back.db")
    assert all(each.same and each.rows == each.there for each in (*there, *back))
    rows = {each.table: each.rows for each in there}
    assert [rows[name] for name in ("notes", "stories", "story_terms", "story_words", "channels")] == [
        2501,  # one says that stories changed
        30,
        90,
        30,
        1,
    ]
    another = replace(a_subscription(), target=replace(a_subscription().target, chat="9"))
    with Store(server) as store, store.begin() as tx:
        assert [story.id for story in tx.stories.each_newest(5, stems=[("zug7",)])] == ["story7"]
        assert tx.channels.save(another).channel_id == 2


def test_an_interrupted_copy_goes_on(filled: str, server: str) -> None:
    """What is there is not copied again, and the end is the same."""

    def stop(table: str, rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        transfer.transfer(filled, server, stop)
    copied: dict[str, int] = {}

    def note(table: str, rows: int) -> None:
        copied[table] = copied.get(table, 0) + rows

    assert all(each.same for each in transfer.transfer(filled, server, note))
    assert copied.get("channels", 0) + copied.get("notes", 0) < 2502


def test_what_is_not_the_same_is_said(filled: str, server: str) -> None:
    """A target in use keeps what it has, and the comparison tells."""
    with Store(server) as store, store.begin() as tx:
        tx.notes.put("ключ 0001", "another", NOW)
    compared = {each.table: each for each in transfer.transfer(filled, server)}
    assert not compared["notes"].same
    assert compared["stories"].same


def test_an_older_layout_is_refused(server: str, tmp_path: Path) -> None:
    """Half of what an older program stored would be lost."""
    with Store(server) as store, store.database.writers.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    with pytest.raises(StoreError, match="layout 0001"):
        transfer.transfer(server, f"sqlite:///{tmp_path}/new.db")
