"""Does the page about commands say what the bot's own table says?"""

import runpy
from pathlib import Path

from bot.chat.verbs.table import VERBS
from bot.chat.verbs.verb import Who

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_is_the_one_that_the_table_gives() -> None:
    """Who changes a verb writes the page anew: .venv/bin/python docs/make_commands.py"""
    made = runpy.run_path(str(DOCS / "make_commands.py"))["page"]()
    assert (DOCS / "commands.md").read_text("utf-8") == made


def test_every_verb_is_on_the_page() -> None:
    """On all platforms, unless only a platform itself can say it."""
    text = (DOCS / "commands.md").read_text("utf-8")
    verbs = {verb.name for verb in VERBS if verb.who is not Who.PLATFORM}
    assert [name for name in sorted(verbs) if f"| {name} " not in text] == []
