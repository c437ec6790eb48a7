"""Does the tree keep the promises that it makes about itself?"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
FOLDERS = ("bot", "tests", "bench", "deploy", "docs", "requirements", "schema", "seeds", ".ci")
MODULES = sorted((TOP / "bot").rglob("*.py"))
LONGEST = 300  # lines of a module
MEDIAN = 120
# Names that say nothing of what is inside.
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "core", "common", "manager", "base", "misc"}
# Put together here, so that this file does not hold what it looks for.
MACHINE = re.compile("|".join(rf"(?<!\w)/{folder}/" for folder in ("work", "root", "home/[a-z]+")))
REGISTRY = re.compile(
    "|".join(("pypi" + r"\.org", "python" + "hosted", "registry" + r"\.npmjs", "--(?:extra-)?index" + "-url"))
)


def texts() -> Iterator[tuple[str, str]]:
    """Give the name and text of every file that could be committed."""
    ours = re.compile(r"\.env|\.git|\.coverage.*")
    files = [path for path in TOP.iterdir() if path.is_file() and not ours.fullmatch(path.name)]
    for folder in FOLDERS:
        files += [path for path in (TOP / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    for path in sorted(files):
        yield str(path.relative_to(TOP)), path.read_bytes().decode("utf-8", "replace")


def test_no_file_names_a_machine_or_a_registry() -> None:
    """What is here works anywhere: no path of the machine that made it, no package index."""
    found = [name for name, text in texts() if MACHINE.search(text) or REGISTRY.search(text)]
    assert found == []


def test_modules_are_small() -> None:
    """None is longer than a person reads in one go, and most are much shorter."""
    sizes = {str(path.relative_to(TOP)): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {name: size for name, size in sizes.items() if size > LONGEST} == {}
    real = sorted(size for size in sizes.values() if size > 1)
    assert real[len(real) // 2] <= MEDIAN


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TOP)))
def test_each_module_opens_with_what_it_is_about(path: Path) -> None:
    """A file and its folders have names that say something, and its first words are a docstring."""
    assert not EMPTY_NAMES & set(path.relative_to(TOP).with_suffix("").parts)
    module = ast.parse(path.read_text("utf-8"))
    assert not module.body or ast.get_docstring(module)
