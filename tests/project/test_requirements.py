"""Is what gets installed pinned, complete, and what the code really imports?"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TOP = Path(__file__).parents[2]
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))
EXTRAS = [each for extra in PROJECT["project"].get("optional-dependencies", {}).values() for each in extra]
RUNTIME, DEV, LINT = (TOP / "requirements" / f"{name}.txt" for name in ("runtime", "dev", "lint"))
EMULATORS = sorted((TOP / "requirements" / "emulators").glob("*.txt"))  # each is named for its dependency group
UNSEEN = {"tzdata"}  # read by zoneinfo, imported by nobody


def pins(path: Path) -> dict[str, str]:
    """Return the version of each package, and fail on any line that is neither a pin nor a hash."""
    found = {}
    for statement in path.read_text("utf-8").replace("\\\n", " ").splitlines():
        matched = re.fullmatch(r"([a-z0-9-]+)==(\S+)( ; [^-]+?)?((?: +--hash=sha256:[0-9a-f]{64})+)", statement)
        assert matched, f"{path.name}: {statement[:80]}"
        found[matched[1]] = matched[2]
    return found


def wanted(lines: Iterable[str]) -> dict[str, Requirement]:
    return {canonicalize_name(each.name): each for each in map(Requirement, lines)}


@pytest.mark.parametrize("path", [RUNTIME, DEV, LINT, *EMULATORS], ids=lambda path: path.name)
def test_every_package_is_pinned_with_hashes(path: Path) -> None:
    """There is nothing but pins and hashes: no index, no link, no path of a machine."""
    assert len(pins(path)) > 20


def test_tests_run_with_the_versions_that_are_shipped() -> None:
    """What both files pin, they pin alike, and the development file has all of the other."""
    runtime, dev = pins(RUNTIME), pins(DEV)
    assert {name: dev.get(name) for name in runtime} == runtime


def test_pins_keep_what_pyproject_asks_for() -> None:
    """After an edit of pyproject.toml, ``make lock`` was run."""
    groups = PROJECT["dependency-groups"]
    runtime = wanted([*PROJECT["project"]["dependencies"], *groups["build"]])
    dev = wanted([*groups["dev"], *EXTRAS])
    emulators = [(pins(path), wanted(groups[path.stem])) for path in [LINT, *EMULATORS]]
    wrong = [
        str(asked)
        for pinned, asking in ((pins(RUNTIME), runtime), (pins(DEV), dev), *emulators)
        for name, asked in asking.items()
        if not asked.specifier.contains(pinned.get(name, "0"))
    ]
    assert wrong == []


def test_the_program_depends_on_what_it_imports_and_on_nothing_else() -> None:
    """A package that comes only with another may go with it; one that nobody imports is a burden."""
    listed = set(wanted([*PROJECT["project"]["dependencies"], *EXTRAS]))
    assert imported(TOP / "bot") | UNSEEN == listed


def test_the_tests_depend_on_what_is_listed() -> None:
    """Whatever tests and benchmarks import is a dependency of the program or of its development."""
    groups = PROJECT["dependency-groups"]
    listed = set(wanted([*PROJECT["project"]["dependencies"], *EXTRAS, *groups["dev"], *groups["build"]]))
    assert imported(TOP / "tests", TOP / "bench") <= listed


def imported(*folders: Path) -> set[str]:
    """Return the distributions of which the Python files in these folders import something."""
    ours = {"bot", "tests", "bench", "docs", "tools"} | sys.stdlib_module_names
    owners = packages_distributions()
    names = {name for folder in folders for path in folder.rglob("*.py") for name in imports(path)} - ours
    siblings = {path.stem for folder in folders for path in folder.rglob("*.py")}
    assert [name for name in names - siblings if name not in owners] == []
    return {canonicalize_name(owners[name][0]) for name in names if name in owners}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
