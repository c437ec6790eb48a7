"""Does another topic work from its documents alone, without a change of code?"""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import cli
from bot.config.seeds.folder import read_corpus
from bot.topic.draft import propose

DOCUMENTS = {
    "one.txt": """Washington tightens chip rules for China
The Commerce Department said on Tuesday that Nvidia needs a licence for every accelerator it sells to China.
Officials in Washington fear that China trains weapons on such chips. American lawmakers welcomed the licence rule.
Beijing called the export controls an abuse. Chinese buyers, among them Huawei, had stocked accelerators for months.
The United States will review the export controls in spring, and China promised an answer.
""",
    "two.md": """# ASML waits for a word from Washington
Dutch lithography machines from ASML may not go to China under the new export controls of the United States.
SMIC, the largest Chinese foundry, depends on lithography from abroad. The United States wants the licence rule to hold.
China answered with limits on gallium. Washington and Beijing will speak in Geneva about export controls and gallium.
""",
    "three.html": """<html><body><h1>Gallium squeeze hits foundries</h1><p>China holds back gallium and germanium.</p>
<p>The United States looks for other mines. In Washington nobody expects China to lift the limits on gallium soon.</p>
<p>Chinese officials tie gallium to the export controls on accelerators. Nvidia and Huawei declined to speak.</p>
</body></html>""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    documents = tmp_path / "documents"
    documents.mkdir()
    for name, text in DOCUMENTS.items():
        (documents / name).write_text(text, encoding="utf-8")
    answer = CliRunner().invoke(
        cli, ["init", str(tmp_path / "chips"), "--topic", "Chips: export controls", "--seeds", str(documents)]
    )
    assert answer.exit_code == 0, answer.output
    return tmp_path / "chips"


def explained(folder: Path, text: str) -> dict[str, object]:
    answer = CliRunner().invoke(cli, ["explain", text, "--json", "--config", str(folder / "sources.yaml")])
    assert answer.exit_code == 0, answer.output
    found = json.loads(answer.output)
    assert isinstance(found, dict)
    return found


def test_a_drafted_topic_tells_its_news_from_others(folder: Path) -> None:
    """What the documents are about gives an alert; other news of one side, and of neither, does not."""
    on_topic = explained(folder, "China answers Washington with gallium limits. Export controls on accelerators stay.")
    assert on_topic["alert"], on_topic
    one_side = explained(folder, "China opens a bridge in the south. The mayor spoke of a long winter.")
    assert not one_side["alert"], one_side
    neither = explained(folder, "A bridge opens in Chile. The mayor spoke.")
    assert neither["score"] == 0.0


def test_the_draft_has_the_names_and_words(folder: Path) -> None:
    """Names that the documents share are proposed with their spellings; what they repeat becomes words."""
    corpus = read_corpus(folder / "seeds", "seeds")
    names = {entity.name for entity in corpus.entities}
    assert {"China", "Nvidia", "Huawei"} <= names
    assert {entity.side for entity in corpus.entities} >= {"china"}
    draft = propose(corpus.seeds)
    assert len(draft.sides) == 2
    assert "export controls" in dict(draft.words)["en"]


def test_the_sides_can_be_left_out(folder: Path) -> None:
    """Without sides every name of the topic counts by itself."""
    names = folder / "seeds" / "names.yaml"
    lines = [line for line in names.read_text(encoding="utf-8").split("\n") if "side" not in line and line != "topic:"]
    names.write_text("\n".join(line for line in lines if not line.startswith("  - ")), encoding="utf-8")
    found = explained(folder, "Nvidia and Huawei quarrel over accelerators. Gallium is short.")
    assert found["alert"], found


def test_nothing_is_written_over(folder: Path, tmp_path: Path) -> None:
    """A second init into the same folder is refused and changes nothing."""
    before = (folder / "sources.yaml").read_bytes()
    answer = CliRunner().invoke(
        cli, ["init", str(folder), "--topic", "x", "--seeds", str(tmp_path / "documents")], standalone_mode=False
    )
    assert "writes over nothing" in str(answer.exception)
    assert (folder / "sources.yaml").read_bytes() == before


def test_nobody_is_asked_without_a_terminal(tmp_path: Path) -> None:
    """Without a terminal a missing option is an error that names it."""
    answer = CliRunner().invoke(cli, ["init", str(tmp_path / "new")])
    assert answer.exit_code == 2
    assert "--topic" in answer.output


def test_a_folder_without_documents_is_refused(tmp_path: Path) -> None:
    """An empty folder teaches nothing, and the error says what to put there."""
    (tmp_path / "empty").mkdir()
    answer = CliRunner().invoke(
        cli, ["init", str(tmp_path / "new"), "--topic", "x", "--seeds", str(tmp_path / "empty")], standalone_mode=False
    )
    assert ".txt, .md, .html" in str(answer.exception)
    assert not (tmp_path / "new" / "sources.yaml").exists()
