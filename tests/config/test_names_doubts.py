"""What in a names file can be used and is hardly meant? Each is a warning with its place."""

from pathlib import Path

import pytest

from bot.config.seeds.folder import read_corpus

TWICE = """\
  - {id: a, name: Aland, kind: place, aliases: {ru: [Аланд]}}
  - {id: b, name: Bland, kind: place, aliases: {ru: [Аланд]}}
"""


def _warnings(folder: Path, text: str, *languages: str) -> list[tuple[int, str, str]]:
    (folder / "names.yaml").write_text(text, encoding="utf-8")
    found = read_corpus(folder, "seeds", languages=languages).warnings
    assert all(each.warning and each.fix and each.path == "seeds/names.yaml" for each in found)
    return [(each.line, each.code, each.text) for each in found]


@pytest.mark.parametrize(
    ("rows", "line", "code", "text"),
    [
        (TWICE, 3, "shared-form", "'Аланд' is a form of 'a'"),
        ('  - {id: a, name: Aland, kind: place, aliases: ["*"]}\n', 2, "short-prefix", "very many words"),
        ('  - {id: a, name: Aland, kind: place, aliases: ["Al*"]}\n', 2, "short-prefix", "very many words"),
        ('  - {id: a, name: Aland, kind: place, aliases: ["Ala(nd|ns)"]}\n', 2, "no-pattern", "forms are words"),
        ('  - {id: a, name: Aland, kind: place, aliases: [".*Aland"]}\n', 2, "no-pattern", "forms are words"),
        ('  - {id: a, name: Aland, kind: place, aliases: ["*land"]}\n', 2, "no-pattern", "forms are words"),
        ("  - {id: a, name: “Aland”, kind: place}\n", 2, "odd-quotes", "typographic quotes"),
    ],
)
def test_a_doubt_is_pointed_at(tmp_path: Path, rows: str, line: int, code: str, text: str) -> None:
    """Line, code and sentence; the file is used all the same."""
    found = _warnings(tmp_path, "entities:\n" + rows)
    assert [(at, which) for at, which, _ in found] == [(line, code)]
    assert text in found[0][2]


def test_prefixes_of_words_are_fine(tmp_path: Path) -> None:
    """A star ends a word of a phrase, too; a trap may have a form of a name."""
    rows = (
        'entities:\n  - {id: a, name: Aland, kind: place, aliases: ["Aland* isl*", "Aland\'s"]}\n'
        "  - {id: t, name: Aland, kind: trap}\n"
    )
    assert _warnings(tmp_path, rows) == []


def test_sources_in_a_script_without_forms(tmp_path: Path) -> None:
    """One warning for all names that no source in that alphabet can name; none where sources do not use it."""
    rows = "entities:\n  - {id: a, name: Aland, kind: place}\n  - {id: b, name: Bland, kind: place, aliases: [Бланд]}\n"
    assert _warnings(tmp_path, rows, "en", "pl") == []
    assert _warnings(tmp_path, rows, "uk", "ru") == [
        (2, "missing-form", "no Cyrillic form for: a; there are sources in ru, uk")
    ]


def test_a_side_of_traps_only_never_alerts(tmp_path: Path) -> None:
    """Sides that must meet need a name that counts."""
    rows = (
        "topic: {sides: [left, right]}\nentities:\n  - {id: a, name: Aland, kind: place, side: left}\n"
        "  - {id: b, name: Bland, kind: trap, side: right}\n"
    )
    assert [(line, code) for line, code, _ in _warnings(tmp_path, rows)] == [(1, "no-alert")]
