"""Does each fault of the plan have a test that is there?"""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]


def rows() -> list[tuple[str, str, list[str]]]:
    """Return code, words and tests of each row."""
    lines = (TESTS / "faults" / "rows.txt").read_text("utf-8").splitlines()
    parts = (line.split(" | ") for line in lines if line and not line.startswith("#"))
    return [(code, words, [] if tests.startswith("- ") else tests.split()) for code, words, tests in parts]


def functions(module: str) -> set[str]:
    """Return the names of the functions of a module."""
    return set(re.findall(r"^(?:async )?def (\w+)\(", (TESTS / module).read_text("utf-8"), re.MULTILINE))


def test_each_row_names_tests_that_are_there() -> None:
    """A test that was renamed or taken away leaves a row behind."""
    named = [each.partition("::") for _, _, tests in rows() for each in tests]
    assert [(module, test) for module, _, test in named if test not in functions(module)] == []


_CODE = re.compile(r'"""(?:[^"]*?\b)?((?:[CDSMPAKYTL]\d{1,2}|F\d{1,2}|F-[a-z]))[,:]')


def test_each_code_stands_once() -> None:
    """And a code that a test names in its docstring is explained here."""
    codes = [code for code, _, _ in rows()]
    assert len(codes) == len(set(codes))
    texts = (path.read_text("utf-8") for path in TESTS.rglob("test_*.py"))
    assert {found for text in texts for found in _CODE.findall(text)} <= set(codes)
