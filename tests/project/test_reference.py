"""Do the manuals of sources.yaml and names.yaml say what the models say, and do their examples work?"""

import re
import runpy
from pathlib import Path

import pytest

from bot.config.sources.file import load
from bot.topic.match import match
from bot.topic.topic import compile_topic
from tests.samples import an_entry

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("page", ["configuration", "names"])
def test_the_page_is_current(page: str) -> None:
    """Who changes a model writes the page anew: .venv/bin/python docs/make_reference.py"""
    made = runpy.run_path(str(DOCS / "make_reference.py"))[page]()
    assert (DOCS / f"{page}.md").read_text("utf-8") == made
    assert "|  |\n" not in made.replace("| **needed** |  |", "")


@pytest.mark.parametrize(
    ("headline", "alert"),
    [
        ("Northport and Southport sign a ferry treaty", True),
        ("Northports Bürgermeisterin besucht Southport", True),
        ("Northport opens a library", False),
        ("Northport FC beats Southport FC", False),
    ],
)
def test_the_worked_example_works(tmp_path: Path, headline: str, *, alert: bool) -> None:
    """Both examples together are a configuration, and its names are judged as the manual says."""
    smallest = re.search(r"```yaml\n(.*?)```", (DOCS / "configuration.md").read_text("utf-8"), re.DOTALL)
    example = re.search(r"```yaml\n(.*?)```", (DOCS / "names.md").read_text("utf-8"), re.DOTALL)
    assert smallest is not None
    assert example is not None
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "names.yaml").write_text(example[1], "utf-8")
    (tmp_path / "sources.yaml").write_text(smallest[1], "utf-8")
    config = load(tmp_path / "sources.yaml")
    assert config.warnings == ()
    topic = compile_topic(config.match, config.corpus)
    assert match(topic, an_entry(title=headline, text="")).alert is alert
    assert headline in (DOCS / "names.md").read_text("utf-8")
