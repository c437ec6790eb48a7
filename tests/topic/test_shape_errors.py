"""Does a mistake in the tables of a names file come back with its line, its column and what to write instead?"""

from pathlib import Path

import pytest

from bot.config.findings.problems import ConfigProblems
from bot.config.seeds.folder import read_corpus

ENTITIES = (
    "entities:\n  - {id: a, name: Aland, kind: place, side: left}\n  - {id: b, name: Bland, kind: place, side: right}\n"
)


@pytest.mark.parametrize(
    ("tables", "spot", "text", "fix"),
    [
        ("topic: [left]\n", (1, 8), "'topic' must be a mapping", "its keys below it"),
        ("topic:\n  side: [left]\n", (2, 3), "unknown key 'side'", "sides"),
        ("topic:\n  sides: [left, rigth]\n", (2, 17), "no entity has the side 'rigth'", "left, right"),
        ("topic:\n  weak: [yes]\n", (2, 10), "was read as True", '"yes"'),
        ("themes: money\n", (1, 9), "'themes' must be a list", "starts with -"),
        ("themes:\n  - money\n", (2, 5), "theme 1 must be a mapping", "- id: ..."),
        ("themes:\n  - points: 0.1\n", (2, 5), "'id' is missing", "id:"),
        ("themes:\n  - id: money\n    points: 7\n", (3, 13), "'points: 7' is not allowed", "use 1 or less"),
        ("themes:\n  - id: money\n    points: true\n", (3, 13), "'points: true' is not allowed", "write a number"),
        ("themes:\n  - id: money\n    side: middle\n", (3, 11), "no entity has the side 'middle'", "left, right"),
        ("themes:\n  - id: money\n    words: {xx: [loan]}\n", (3, 13), "'xx' is not a language of names", "use one of"),
        ("themes:\n  - id: money\n    words:\n      en: loan\n", (4, 11), "'en' must be a list", "[one, two]"),
        ("themes:\n  - id: money\n    words:\n      en: [loan, 2020]\n", (4, 18), "2020", '"2020"'),
        ("themes:\n  - id: money\n  - id: money\n", (3, 9), "already used on line 2", "ids must be unique"),
        ("against:\n  - id: sport\n    point: 0.4\n", (3, 5), "unknown key 'point'", "points"),
    ],
)
def test_a_mistake_is_pointed_at(tmp_path: Path, tables: str, spot: tuple[int, int], text: str, fix: str) -> None:
    """Found when the file is read, so that ``seedwatch check`` tells it, too."""
    (tmp_path / "names.yaml").write_text(tables + ENTITIES, encoding="utf-8")
    with pytest.raises(ConfigProblems) as caught:
        read_corpus(tmp_path, "seeds")
    found = [problem for problem in caught.value.problems if not problem.warning]
    assert [(each.path, each.line, each.column) for each in found] == [("seeds/names.yaml", *spot)]
    assert text in found[0].text
    assert fix in found[0].fix


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    """One reading tells every mistake of the file."""
    tables = "topic:\n  sides: [nowhere]\nthemes:\n  - points: 3\n"
    (tmp_path / "names.yaml").write_text(tables + ENTITIES, encoding="utf-8")
    with pytest.raises(ConfigProblems) as caught:
        read_corpus(tmp_path, "seeds")
    assert len(caught.value.problems) == 3
