"""Does a search find what was asked for, and nothing else?"""

from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from bot.model import Ownership, Story
from bot.store import engine
from bot.store.engine import Store
from bot.stories.search.index import query_terms, says, search_words
from bot.stories.search.query import parse
from tests.samples import NOW, a_report, a_story


def put(store: Store, number: int, title: str, **fields: Any) -> Story:
    reports = fields.pop("reports", (a_report(number, title=title),))
    story = a_story(number, title=title, summary="", names=(), words=(), reports=reports, **fields)
    with store.begin() as tx:
        return tx.stories.save(story, words=search_words(story), terms=())


def found(store: Store, text: str) -> list[str]:
    query = parse(text, now=NOW)
    terms = query_terms(query)
    with store.begin() as tx:
        each = tx.stories.each_newest(100, stems=terms.stems, without=terms.without, since=query.since, alert=False)
        return sorted(story.title for story in each if says(story, query))


@pytest.fixture
def titles(store: Store) -> Store:
    for number, title in enumerate(
        (
            "Gas price for Minsk is agreed",
            "Minsk asks what price the gas has",
            "Ports of Klaipeda wait for sanctions",
            "Санкции против портов обсуждают в Минске",
            "War games begin near Warsaw",
            "Warsaw opens a museum",
        ),
        1,
    ):
        put(store, number, title, language="ru" if title > "А" else "en")
    return store


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("gas price", [1, 2]),
        ("“gas price”", [1]),
        ("«gas prices»", [1]),
        ("gas -“gas price”", [2]),
        ("sanction port", [3, 4]),
        ("порты санкций", [3, 4]),
        ("Минск", [1, 2, 4]),
        ("minsk -gas", [4]),
        ("war", [5]),
        ("warsaw -war", [6]),
        ('gas NOT "price', None),
        ("minsk* OR", []),
        ("-minsk -warsaw", [3]),
    ],
)
def test_words_phrases_and_what_must_not_be_there(titles: Store, text: str, numbers: list[int] | None) -> None:
    """Words in all their forms, a phrase only where its words follow each other; "war" is not in Warsaw."""
    if numbers is None:
        with pytest.raises(ValueError, match="not closed"):
            found(titles, text)
        return
    with titles.begin() as tx:
        every = {int(story.id[1:], 16): story.title for story in tx.stories.newest(100)}
    assert found(titles, text) == sorted(every[number] for number in numbers)


def test_attributes_of_reports(store: Store) -> None:
    """One report with the attribute is enough; left out is what only such reports tell."""
    state = a_report(1, feed_id="belta", country="BY", language="ru", ownership=Ownership.STATE)
    free = a_report(2, feed_id="nn-by", country="BY", language="be", ownership=Ownership.INDEPENDENT)
    other = a_report(3, feed_id="nn", country=None, language=None, ownership=Ownership.INDEPENDENT)
    put(store, 1, "state alone", reports=(state,))
    put(store, 2, "both", reports=(state, free))
    put(store, 3, "other", reports=(other,))
    assert found(store, "source:belta") == ["both", "state alone"]
    assert found(store, "source:nn") == ["other"]
    assert found(store, "source:nn source:nn-by") == ["both", "other"]
    assert found(store, "source:belta lang:be") == ["both"]
    assert found(store, "country:BY") == ["both", "state alone"]
    assert found(store, "-country:BY") == ["other"]
    assert found(store, "-ownership:state") == ["both", "other"]
    assert found(store, "ownership:independent -source:belta both") == ["both"]


def test_a_time_leaves_out_what_changed_before(store: Store) -> None:
    """The last change counts, so that a story that goes on is found."""
    put(store, 1, "new", updated=NOW)
    put(store, 2, "old", updated=NOW.replace(month=8))
    assert found(store, "since:7d") == ["new"]
    assert found(store, "since:2026-08-01") == ["new", "old"]


@pytest.mark.parametrize("kind", ["sqlite"])  # no database of another kind is older
def test_stories_of_an_older_layout_are_found_by_attributes(store: Store, url: str, tmp_path: Path) -> None:
    """The update writes the same words into the index as saving a story does."""
    reports = (a_report(1), a_report(2, country=None, language="be"), a_report(3))
    saved = [put(store, 1, "several", reports=reports), put(store, 2, "one"), put(store, 3, "none", reports=())]
    settings = Config()
    settings.set_main_option("script_location", str(Path(engine.__file__).parent / "migrations"))
    old = create_engine(f"sqlite:///{tmp_path}/old.db")
    new = create_engine(url)
    with old.begin() as connection, new.begin() as stored:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0005")
        rows = "SELECT row, id, short, opened, updated, score, alert, body FROM stories"
        for row in stored.exec_driver_sql(rows).all():
            places = "?, ?, ?, ?, ?, ?, ?, ?"
            connection.exec_driver_sql(
                f"INSERT INTO stories (row, id, short, opened, updated, score, alert, body) VALUES ({places})",
                tuple(row),
            )
            connection.exec_driver_sql("INSERT INTO story_words (rowid, words) VALUES (?, 'title')", (row.row,))
    new.dispose()
    with Store(f"sqlite:///{tmp_path}/old.db") as brought_up:
        assert found(brought_up, "lang:be") == ["several"]
        assert found(brought_up, "-lang:en") == ["none", "several"]
    with old.begin() as connection:
        words = connection.exec_driver_sql("SELECT words FROM story_words ORDER BY rowid").scalars().all()
    old.dispose()
    assert [marks(each) for each in words] == [marks(search_words(story)) for story in saved]


def marks(words: str) -> list[str]:
    return sorted(word for word in words.split() if word.startswith("0x"))
