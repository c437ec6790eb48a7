"""What does a database look like that the first version of the program made?"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from bot.store import engine


def make_first_layout(path: Path) -> None:
    """Make a database of the first migration, with one entry in it."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(engine.__file__).parent / "migrations"))
    old = create_engine(f"sqlite:///{path}")
    with old.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0001")
        connection.exec_driver_sql("INSERT INTO entry_keys VALUES ('u1')")
        connection.exec_driver_sql(
            "INSERT INTO entries (key, feed_id, title, text, seen, score, alert, stored, quiet, story_id)"
            " VALUES ('u1', 'one', 'A title', '', '2026-09-21 14:13:00', 0.9, 1, 1, 0, 's1')"
        )
    old.dispose()
