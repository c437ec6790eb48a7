"""Can everything that the guides tell people to type or open really be typed and opened?"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click import Context, Group

from bot.cli import COMMANDS, cli

TOP = Path(__file__).parents[2]
GUIDES = sorted(path for path in (*TOP.glob("*.md"), *TOP.glob("d*/**/*.md")) if ".venv" not in path.parts)
guides = pytest.mark.parametrize("guide", GUIDES, ids=lambda path: str(path.relative_to(TOP)))


def code(guide: Path) -> Iterator[str]:
    """Give what a guide shows as code: each line of a block without its comment, and what stands in backticks."""
    pieces = guide.read_text("utf-8").split("```")
    blocks = [line for block in pieces[1::2] for line in block.splitlines()]
    for prose in pieces[::2]:
        blocks += re.findall(r"^    (\S.*)$", prose, re.MULTILINE)
        yield from re.findall(r"`([^`\n]+)`", prose)
    yield from (line.partition("  #")[0] for line in blocks)


@guides
def test_make_targets_exist(guide: Path) -> None:
    """``make something`` is in the Makefile."""
    targets = set(re.findall(r"^([a-z-]+):", (TOP / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {found[1] for line in code(guide) if (found := re.match(r"(?:\$ )?make (?:-C \S+ )?([a-z-]+)\b", line))}
    assert named <= targets


@guides
def test_commands_and_their_options_exist(guide: Path) -> None:
    """``seedwatch something --like-this`` is a command that has this option."""
    missing = []
    for line in code(guide):
        found = re.search(r"(?:^|\s|bin/)seedwatch ((?!seedwatch)[a-z][a-z-]*)(.*)", line)
        if found is None:
            continue
        name, rest = found.groups()
        command = cli.get_command(Context(cli), name) if name in COMMANDS else None
        if isinstance(command, Group) and (inner := re.match(r" ([a-z-]+)", rest)):
            command = command.get_command(Context(command), inner[1]) or command
        known = {"--help"} | {option for each in command.params for option in each.opts} if command else set()
        missing += [f"{name} {option}" for option in re.findall(r"(?<=\s)--[a-z-]+", rest) if option not in known]
        if command is None:
            missing.append(name)
    assert missing == []


@guides
def test_paths_exist(guide: Path) -> None:
    """Whatever is named as a file or folder of this tree is there: from the top, from here, or in ``bot/``."""
    text = guide.read_text("utf-8")
    named = set(re.findall(r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:py|md|toml|yaml|txt|service))`", text))
    named |= {link.partition("#")[0] for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)\s]+)\)", text)}
    folders = (TOP, guide.parent, TOP / "bot")
    made_by_use = {"data/", ".venv/", "data/seedwatch.db", "dist/"}
    assert sorted(name for name in named - made_by_use if not any((each / name).exists() for each in folders)) == []


def test_commands_that_messages_recommend_exist() -> None:
    """A message sends nobody to a command that is not there: "made by  seedwatch run"."""
    named = {
        name
        for path in (TOP / "bot").rglob("*.py")
        for name in re.findall(r"(?:``|  )seedwatch ([a-z][a-z-]*)", path.read_text("utf-8"))
    }
    assert {"run", "check"} <= named <= COMMANDS.keys()
