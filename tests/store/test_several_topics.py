"""Do rows of several topics stand beside each other, and does a database of one topic become one of several?"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import TableClause, column, create_engine, table

from bot.model import Hit, Match
from bot.store import engine
from bot.store.database.columns import Instant
from bot.store.engine import Store
from tests.fakes import postgres
from tests.samples import NO_MATCH, NOW, a_story, a_subscription, an_entry

FOUND = Match(score=0.8, alert=True, store=True)
_OLD: dict[str, list[dict[str, Any]]] = {
    "story_terms": [{"term": "w:ferry", "story_id": "s1"}],
    "frequencies": [{"feature": "w:ferry", "stories": 3.0}, {"feature": "", "stories": 5.0}],
    "seen_facts": [{"fact": "Northport"}],
}


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=postgres.needs())])
def test_what_an_older_database_holds_belongs_to_the_first_topic(kind: str, tmp_path: Path) -> None:
    """Brought up, its rows are found as they were, and nothing of them by another topic."""
    if kind == "postgresql":
        with postgres.database(empty=True) as url:
            _bring_up(url, url.replace("postgresql://", "postgresql+psycopg://"))
    else:
        _bring_up(f"sqlite:///{tmp_path}/old.db", f"sqlite:///{tmp_path}/old.db")


def _bring_up(url: str, driver: str) -> None:
    settings = Config()
    settings.set_main_option("script_location", str(Path(engine.__file__).parent / "migrations"))
    old = create_engine(driver)
    with old.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0019")
        for name, rows in _OLD.items():
            into: TableClause = table(name, column("at", Instant), *(column(each) for each in rows[0]))
            connection.execute(into.insert(), [row | {"at": NOW} for row in rows])
    old.dispose()
    with Store(url) as store, store.begin() as tx:
        since = NOW
        assert tx.stories.having(["w:ferry"], since) == {"w:ferry": ["s1"]}
        assert tx.about("chips").stories.having(["w:ferry"], since) == {}
        assert tx.facts.known(["Northport"], since) == {"Northport"}
        assert tx.about("chips").facts.known(["Northport"], since) == set()
        stories, having = tx.frequencies.counted(["w:ferry"], NOW)
        assert having["w:ferry"] / stories == pytest.approx(0.6)
        assert tx.about("chips").frequencies.counted(["w:ferry"], since) == (0.0, {})


def test_an_entry_has_a_verdict_of_each_topic(store: Store) -> None:
    """The columns speak of the first one; an edit of one verdict leaves the story, and the other one, as they are."""
    with store.begin() as tx:
        ferry, entry = tx.about("ferry"), an_entry()
        tx.entries.save([Hit(entry=entry, match=NO_MATCH)], {})
        assert ferry.entries.find(key=entry.key) == Hit(
            entry=replace(entry, keys=(entry.key,)), match=NO_MATCH, topic="ferry"
        )
        ferry.entries.judge([Hit(entry=entry, match=FOUND)], {entry.key: "s1"}, {entry.key: "alone"})
        ferry.entries.judge([Hit(entry=entry, match=replace(FOUND, score=0.9))])
        (hit,) = ferry.entries.since(entry.seen)
        assert (hit.match.score, hit.topic) == (0.9, "ferry")
        assert ferry.entries.story_of(entry.key) == ("s1", "alone")
        (first,) = tx.entries.since(entry.seen)
        assert first.match == NO_MATCH
        assert tx.entries.story_of(entry.key) == (None, "")
        ferry.entries.move([entry.key], "s2")
        assert ferry.entries.story_of(entry.key)[0] == "s2"
        assert tx.entries.story_of(entry.key)[0] is None


def test_what_is_found_by_likeness_is_one_topics(store: Store) -> None:
    """Lists, counts and the index of grouping know no story of another topic; an id leads to any."""
    with store.begin() as tx:
        ferry = tx.about("ferry")
        for number, topic in ((1, "main"), (2, "ferry")):
            story = replace(a_story(number), topic=topic, names=("Northport",), alert=True)
            tx.stories.save(story, words="ferry", terms=["w:ferry"])
        one, other = a_story(1).id, a_story(2).id
        long_ago = NOW.replace(year=2000)
        for view, mine in ((tx, one), (ferry, other)):
            assert [each.id for each in view.stories.newest(9)] == [mine]
            assert [each.id for each in view.stories.each_newest(9, stems=[["ferry"]])] == [mine]
            assert [each.id for each in view.stories.changed_since(long_ago)] == [mine]
            assert [each.id for each in view.stories.each_since(None)] == [mine]
            assert view.stories.having(["w:ferry"], long_ago) == {"w:ferry": [mine]}
            assert view.stories.spread(["w:ferry"], long_ago) == {"w:ferry": 1}
            assert len(view.stories.importances(long_ago)) == view.stories.opened_since(long_ago) == 1
            assert len(view.past.opened(long_ago, NOW)) == len(
                view.past.mentioned(["Northport"], long_ago, NOW)["Northport"]
            )
            assert len(view.counts.opened(long_ago, NOW)) == 1
            assert [each.id for each in view.stories.by_id([one, other])] == [one, other]


def test_a_chat_keeps_one_choice_of_language_for_all_topics(store: Store) -> None:
    """What it chose for itself is the same in each subscription, and a chat that cannot be reached rests in all."""
    with store.begin() as tx:
        first = tx.channels.save(a_subscription())
        second = tx.channels.save(replace(a_subscription(), topic="ferry", include=("harbour",)))
        tx.channels.save(replace(first, language="pl", include=("gas",)))
        found = {each.topic: each for each in tx.channels.all_at(first.target)}
        assert {each.language for each in found.values()} == {"pl"}
        assert (found["main"].include, found["ferry"].include) == (("gas",), ("harbour",))
        assert [each.channel_id for each in tx.about("ferry").channels.active()] == [second.channel_id]
        tx.give_up(first.target, "blocked by the user")
        assert tx.channels.active(of_all=True) == []
