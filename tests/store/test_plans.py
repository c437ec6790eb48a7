"""Is what grows with history answered from an index alone?"""

from typing import Any

import pytest
from sqlalchemy import event

from bot.store.engine import Store
from tests.samples import NOW

ONE_FILE = pytest.mark.parametrize("kind", ["sqlite"])


@ONE_FILE
def test_how_often_feeds_bring_something_needs_no_entries(store: Store) -> None:
    """A digest asks it of months: reading the entries themselves would take ten times as long."""
    asked: list[tuple[str, Any]] = []

    @event.listens_for(store.database.writers, "before_cursor_execute")
    def listen(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        asked.append((statement, values))

    with store.begin() as tx:
        tx.past.paces(NOW, NOW)
    (query,) = [each for each in asked if "count" in each[0]]
    with store.database.writers.begin() as connection:
        plan = [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query[0]}", query[1])]
    assert any(step.startswith("SEARCH entries USING COVERING INDEX entries_pace ") for step in plan)
