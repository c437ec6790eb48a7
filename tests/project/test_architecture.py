"""Does the tree look as docs/architecture.md says?"""

import re
from collections import Counter
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
BOT = TOP / "bot"
PAGE = (TOP / "docs" / "architecture.md").read_text("utf-8")
FOLDERS = sorted(
    path.relative_to(TOP).as_posix()
    for path in BOT.rglob("*")
    if path.is_dir() and not path.name.startswith("_") and any(each.is_file() for each in path.iterdir())
)
MODULES = sorted(path for path in BOT.rglob("*.py") if not path.name.startswith("_") and "versions" not in path.parts)
MOST = 15  # modules of a folder; more than a person takes in at a glance
# Plain lists, one file for each entry: commands and verbs.
LISTS = {"bot/cli", "bot/chat/verbs"}
# Beginnings and closings by which a name is no noun and no verb of a stage: participles, adverbs, conjunctions.
NO_NOUN = re.compile(
    r"(?:since|near|past|lost|asked|wrong|checked|usual|expected|said|told|known|found|early|lately|newly)$"
)
STAGES = {"told"}  # what a chat was told: a table of the store, named for its rows


def test_every_folder_is_named() -> None:
    """The page's table of rooms has each folder of bot/, and none that is gone."""
    named = set(re.findall(r"`(bot/[a-z_/]+)`", PAGE.split("## The rooms")[1].split("## Principles")[0]))
    assert named == set(FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_can_be_taken_in(folder: str) -> None:
    """It has few modules, unless it is a plain list."""
    count = sum(path.parent.relative_to(TOP).as_posix() == folder for path in MODULES)
    assert count <= MOST or folder in LISTS


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(BOT).as_posix())
def test_modules_have_nouns_for_names(path: Path) -> None:
    """A noun says what is inside, or a verb which pure stage it is; words on their way to something else do not."""
    assert path.stem in STAGES or not NO_NOUN.fullmatch(path.stem)


def test_a_name_stands_once_in_a_room() -> None:
    """A folder and a module of one room do not share a name."""
    names = Counter(
        (path.parent, path.stem if path.suffix else path.name)
        for path in [*MODULES, *(TOP / folder for folder in FOLDERS)]
    )
    assert {str(where / name): count for (where, name), count in names.items() if count > 1} == {}


def test_values_of_the_page_exist() -> None:
    """Each value of its table is a class of bot/model or of the chat's messages."""
    code = "".join(path.read_text("utf-8") for path in (*(BOT / "model").glob("*.py"), BOT / "chat" / "message.py"))
    table = PAGE.split("| value |")[1].split("## The rooms")[0]
    for name in re.findall(r"`([A-Z]\w+)`", table):
        assert re.search(rf"^class {name}\b", code, re.MULTILINE), name


def test_decisions_are_records() -> None:
    """Each page says when, why, and what else there was."""
    for path in sorted((TOP / "docs" / "decisions").glob("[!R]*.md")):
        text = path.read_text("utf-8")
        missing = [word for word in ("20", "Context", "Decision", "Alternatives") if word not in text]
        assert not missing, (path.name, missing)
