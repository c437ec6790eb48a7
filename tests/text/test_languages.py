"""What is data of one language stands in that language's module, and nowhere else."""

import ast
import re
import subprocess
import sys
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


SEVENTH = """
from bot.text.languages import LANGUAGES
from bot.text.languages.tables import Tables

LANGUAGES["cs"] = Tables(
    code="cs", name="Czech", script="latin", quotes=("„", "“"), small="a v na se je že", letters="ěřů",
    grammar="a ale nebo", news="řekl uvedl", function="a v na", empty="rok den",
    stem_endings="ami ach ou em y u e a", vowel_is_ending=True, after_vowel="a y e u ou", after_consonant="u em e y",
    kinds="protest: protest demonstr", negations="ne nikdy",
    days="pond úter střed čtvrt pát sobot neděl", months=("led", "úno", "bře", "dub", "kvě", "čvn", "čvc",
    "srp", "zář", "říj", "lis", "pro"), scales={3: "tisíc", 6: "milion", 9: "miliarda"},
    scale_openings={3: "tisíc", 6: "milion", 9: "miliard"}, percent=("procent",), live=("živě",),
)
from bot.text.article import split_entry
from bot.text.meanings.event_kinds import kinds_at
from bot.text.names.forms import forms_of
from bot.text.language import detect
from bot.text.numbers import figures
from bot.text.words import stem

assert detect("Před úřadem se konaly demonstrace, řekl mluvčí") == "cs"
assert stem("demonstrace", "cs") == "demonstrac"
assert "protest" in kinds_at(["demonstrace"], "cs")[0]
assert "praze" not in forms_of("praha", "cs") and "prahou" in forms_of("praha", "cs")
assert figures("5. úno 2026") == ("2026-02-05",)
assert split_entry("Živě: dohoda", "").live
"""


def test_a_seventh_language_is_one_table() -> None:
    """It is recognised, stemmed, inflected; its events, dates and live reports are found. Nothing else was touched."""
    subprocess.run([sys.executable, "-c", SEVENTH], check=True, cwd=BOT.parent)
