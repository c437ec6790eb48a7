"""Which faults are tried, and what was seen? Writes docs/reliability.md from the tests and from a run of the bench.

``python docs/make_reliability.py --rounds 200 --entries 50`` runs the bench; ``--report FILE`` takes one that ran,
``--keep`` what the page says. ``--fleet FILE`` shows what ``tests.faults.fleet`` printed, under the file's name.
"""

import argparse
import ast
import asyncio
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).parents[1]
sys.path.insert(0, str(TOP))

# The tests are no package that is installed.
from tests.faults.chaos import chaos  # noqa: E402
from tests.faults.report import read_report  # noqa: E402

PAGE = TOP / "docs" / "reliability.md"
_SEEN, _PLAN, _FLEET = (
    "\n## What was seen\n\n",
    "\n\n## What can go wrong\n\n",
    "\n\n### Several processes on PostgreSQL\n\n",
)
_OPENING = """# What holds when things go wrong

This page is written by `docs/make_reliability.py`: the cases are the tests of `tests/faults/`, each of which brings its
fault about and says what must hold; the table is what a run of the fault bench saw (`make soak`).

## How faults are brought about

* `tests/fakes/` are servers of feeds, of Telegram and of Slack on loopback that hang, lie, break off and refuse.
* `FAILPOINT=sent:kill@3` makes the program die, fail or hang at a step of its way: see `bot/failpoint.py`.
* The clock is an argument; a test sets it to any time, also backwards.
* A database is filled, locked, damaged, emptied, taken away or put in place of another.
* `tests/faults/chaos.py` kills the program again and again while feeds go on and platforms fail. What is left is read
  by `tests/faults/checker.py`, which asks nobody but the database, the fakes' records and the log: every entry stored
  once (I1), every story told once (I2), none open in the end (I3), every message seen, and twice only where its row is
  marked ambiguous (I4), no validator newer than what is stored (I5), the order of a chat kept (I6), no secret anywhere
  (I7), no closed address reached (I8), memory and open files bounded (I9), and feeds looked at while the configuration
  on disk was broken (I10). An entry stays in its feed until a validator that was given with it is committed: on a
  busy machine a life may be shorter than a look at a long document takes, and what left meanwhile would say nothing.
"""


def cases() -> str:
    """Return a table of what is tried for each module of tests."""
    parts = []
    for path in sorted((TOP / "tests" / "faults").glob("test_*.py")):
        module = ast.parse(path.read_text("utf-8"))
        parts.append(f"\n### {(ast.get_docstring(module) or '').splitlines()[0]}\n\n`tests/faults/{path.name}`\n")
        parts.append("| case | what holds |\n|---|---|")
        for node in module.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                said = " ".join((ast.get_docstring(node) or "").split()).replace("|", "\\|")
                parts.append(f"| {node.name.removeprefix('test_').replace('_', ' ')} | {said} |")
    return "\n".join(parts)


def plan() -> str:
    """Return what can go wrong, each with the tests that bring it about."""
    lines = (TOP / "tests" / "faults" / "rows.txt").read_text("utf-8").splitlines()
    parts = ["| code | what goes wrong | tests |", "|---|---|---|"]
    for line in lines:
        if line and not line.startswith("#"):
            code, words, tests = line.split(" | ")
            named = tests.removeprefix("- ") if tests.startswith("- ") else ", ".join(map(_told, tests.split()))
            parts.append(f"| {code} | {words} | {named} |")
    return "\n".join(parts)


def _told(test: str) -> str:
    module, _, name = test.partition("::")
    return f"{name.removeprefix('test_').replace('_', ' ')} (`tests/{module}`)"


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--entries", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--report", type=Path, action="append", help="what runs noted: chaos.py --notes; oldest first")
    parser.add_argument("--keep", action="store_true", help="the runs that the page shows")
    parser.add_argument("--fleet", type=Path, action="append", default=[], help="what a fleet printed")
    given = parser.parse_args()
    seen = _kept() if given.keep else _seen(given)
    if given.fleet:
        seen = seen.partition(_FLEET)[0].rstrip() + _FLEET
        seen += "\n\n".join(f"#### {each.stem}\n\n{each.read_text('utf-8').strip()}" for each in given.fleet)
    text = f"{_OPENING}{_SEEN}{seen}{_PLAN}{plan()}\n\n## The cases\n{cases()}\n"
    PAGE.write_text(text, encoding="utf-8")


def _kept() -> str:
    return PAGE.read_text("utf-8").partition(_SEEN)[2].partition(_PLAN)[0]


def _seen(given: argparse.Namespace) -> str:
    """Return the tables of runs, made now or before."""
    if given.report:
        reports = [read_report(path) for path in given.report]
    else:
        with tempfile.TemporaryDirectory() as folder:
            run = chaos(Path(folder), rounds=given.rounds, entries=given.entries, seed=given.seed)
            reports = [asyncio.run(run)]
    seen = "\n\n".join(f"### {each.rounds} rounds\n\n{each.table()}" for each in reports)
    if len(reports) > 1:
        seen = f"Where a run found something broken, the next one is of the program after a mending.\n\n{seen}"
    return seen


if __name__ == "__main__":
    main()
