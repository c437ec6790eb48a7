"""What is data of one language stands in that language's module, and nowhere else."""

import ast
import re
from pathlib import Path

import pytest

from bot.text.languages import LANGUAGES, any_of

BOT = Path(__file__).parents[2] / "bot"
# The bot's own voice: languages that have a catalogue of its sentences.
VOICES = {"chat/language.py", "config/sources/shape.py"}
MANY = 3  # languages in one table: no accident


def _codes(node: ast.AST) -> set[str]:
    parts = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", [])
    return {code for code in LANGUAGES if any(isinstance(part, ast.Constant) and part.value == code for part in parts)}


def test_no_other_module_keeps_a_table_by_language() -> None:
    """A new language is one module and one line of the registry: nobody else lists languages."""
    tables = [
        f"{path.relative_to(BOT)}:{node.lineno}"
        for path in sorted(BOT.rglob("*.py"))
        if str(path.relative_to(BOT)) not in VOICES and "languages" not in path.parts
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Dict | ast.Tuple | ast.List | ast.Set) and len(_codes(node)) >= MANY
    ]
    assert tables == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_is_complete(code: str) -> None:
    """Each has twelve months, numbers up to a billion, and its module is named for its code."""
    tables = LANGUAGES[code]
    assert tables.code == code
    assert (BOT / "text" / "languages" / f"{code}.py").is_file()
    assert len(tables.months) == 12
    assert set(tables.scales) == set(tables.scale_openings) == {3, 6, 9}
    assert all(scheme.letters.split() for scheme in tables.schemes)


@pytest.mark.parametrize("field", ["furniture", "tails", "live", "roundups", "corrections", "walls", "newsrooms"])
def test_the_phrases_of_all_languages_are_one_expression(field: str) -> None:
    """None of them is empty, which would match everywhere, and together they compile."""
    assert re.compile(any_of(field)).match("") is None
