"""Does another topic work from its documents alone, without a change of code?"""

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from bot.cli import cli
from bot.config.seeds.folder import read_corpus
from bot.config.sources.file import load
from bot.model import PartKind
from bot.topic.match import headline, match
from bot.topic.topic import compile_topic

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


def test_the_reason_is_what_weighs_in_any_language(folder: Path) -> None:
    """A reader is told the words that made it an alert, those that weigh most first, though no document has them."""
    answer = CliRunner().invoke(
        cli,
        ["explain", "Экспорт литографии и галлия в Китай ограничен", "--config", str(folder / "sources.yaml")],
    )
    reason = next(line for line in answer.output.splitlines() if line.startswith("Why"))
    assert "like the seeds" not in reason
    assert "“Экспорт”, “литографии”" in reason


def test_a_drafted_topic_tells_its_news_from_others(folder: Path) -> None:
    """What the documents are about gives an alert; other news of one side, and of neither, does not."""
    on_topic = explained(folder, "China answers Washington with gallium limits. Export controls on accelerators stay.")
    assert on_topic["alert"], on_topic
    one_side = explained(folder, "China opens a bridge in the south. The mayor spoke of a long winter.")
    assert not one_side["alert"], one_side
    neither = explained(folder, "A bridge opens in Chile. The mayor spoke.")
    assert float(str(neither["score"])) < 0.2


def test_the_draft_has_concepts_and_names(folder: Path) -> None:
    """Each word of the topic's name is one, needed where documents have several; names come with their spellings."""
    corpus = read_corpus(folder / "seeds", "seeds")
    assert {entity.name for entity in corpus.entities} >= {"Nvidia", "Huawei"}
    *subjects, trade = corpus.names.concepts
    assert trade.frame == ("trade",)
    told = {each.id: (dict(each.words), each.need) for each in subjects}
    assert told == {
        "chips": ({"en": ("Chips",)}, False),
        "export": ({"en": ("export",)}, True),
        "controls": ({"en": ("controls",)}, True),
    }
    text = (folder / "seeds" / "names.yaml").read_text(encoding="utf-8")
    assert "# in 3 of 3 documents, in 1 of " in text


def test_a_needed_concept_costs_where_it_is_absent(folder: Path) -> None:
    """By whatever word it is named; and the reason says what is missing."""
    names = folder / "seeds" / "names.yaml"
    text = names.read_text(encoding="utf-8")
    needs = text.replace("\nconcepts:", "\nconcepts:\n  - {id: china, need: true, country: [CN]}", 1)
    names.write_text(needs, encoding="utf-8")
    with_it = explained(folder, "Export controls stay, says Beijing.")
    without = explained(folder, "Export controls stay, says Huawei.")
    assert float(str(without["score"])) < float(str(with_it["score"])) - 0.1
    text = "Export controls stay, says Huawei."
    answer = CliRunner().invoke(cli, ["explain", text, "--config", str(folder / "sources.yaml")])
    assert "china is missing −0." in answer.output


@pytest.mark.parametrize(
    ("wrong", "said"),
    [("country: [Xanadu]", "no country"), ("frame: [weather]", "no frame"), ("needs: true", "needs")],
)
def test_a_wrong_concept_is_told_with_its_line(folder: Path, wrong: str, said: str) -> None:
    """With what to write instead."""
    names = folder / "seeds" / "names.yaml"
    names.write_text(f"concepts:\n  - id: one\n    {wrong}\n", encoding="utf-8")
    answer = CliRunner().invoke(cli, ["check", "--config", str(folder / "sources.yaml")])
    assert answer.exit_code == 1
    assert "names.yaml:3:" in answer.output
    assert said in answer.output


def test_a_pdf_is_read_as_its_text(tmp_path: Path) -> None:
    """The seeds folder gets the text, which needs no extra to be read."""
    pypdf = pytest.importorskip("pypdf")
    documents = tmp_path / "documents"
    documents.mkdir()
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(documents / "empty.pdf")
    answer = CliRunner().invoke(cli, ["init", str(tmp_path / "t"), "--topic", "Chips", "--seeds", str(documents)])
    assert answer.exit_code == 1
    assert "no words" in str(answer.exception)


def pdf_of(lines: list[str]) -> bytes:
    """Return a PDF of one page with these lines, as small as one can be."""
    shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
    stream = f"BT /F 12 Tf 20 280 Td {shown} ET"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    page = f"/Parent 2 0 R /MediaBox [0 0 600 300] /Contents 4 0 R /Resources << /Font << /F {font} >> >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page {page} >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
    ]
    made, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{each}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    return f"{made}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode()


def test_a_pdf_with_words_teaches_like_a_text(tmp_path: Path) -> None:
    """Its first line is the headline, and what is kept of it is its text."""
    pytest.importorskip("pypdf")
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "report.pdf").write_bytes(pdf_of(DOCUMENTS["one.txt"].strip().split("\n")))
    answer = CliRunner().invoke(cli, ["init", str(tmp_path / "t"), "--topic", "Chip rules", "--seeds", str(documents)])
    assert answer.exit_code == 0, answer.output
    assert "alert  Washington tightens chip rules for China" in answer.output
    assert "Nvidia needs a licence" in (tmp_path / "t" / "seeds" / "report.txt").read_text(encoding="utf-8")


def test_a_concept_that_admins_need_is_met_by_any_of_its_words(folder: Path) -> None:
    """Of a phrase all words must be there."""
    names = folder / "seeds" / "names.yaml"
    needed = "{id: controls, need: true, words: {en: [export, controls, licence, embargo, entity list]}}"
    names.write_text(f"concepts:\n  - {needed}\n", encoding="utf-8")
    config = load(folder / "sources.yaml")
    topic = compile_topic(config.match, config.corpus)

    def missed(title: str) -> list[tuple[str, ...]]:
        against = match(topic, headline(title, "en")).against
        return [part.names for part in against if part.kind is PartKind.MISSING]

    for title in (
        "Embargo on accelerators for China",
        "Huawei on the entity list",
        "List of entities for accelerators",
    ):
        assert not missed(title), title
    for title in ("Accelerators for China", "List of accelerators for China", "Entity for accelerators in China"):
        assert missed(title) == [("controls",)], title


def test_a_word_costs_the_others_of_its_concept_nothing(folder: Path) -> None:
    """What one form of a concept gives stays the same when admins write another beside it, in whatever language."""
    names = folder / "seeds" / "names.yaml"
    weighed = []
    for forms in ("{en: [gallium]}", "{en: [gallium, chips], uk: [галлій], de: [KI]}"):
        names.write_text(f"concepts:\n  - {{id: gallium, words: {forms}}}\n", encoding="utf-8")
        config = load(folder / "sources.yaml")
        profile = compile_topic(config.match, config.corpus).profile
        assert profile is not None
        weighed.append(profile.weights["en"]["gallium"] / profile.weights["en"]["lithogr"])
    assert weighed[1] >= 0.9 * weighed[0]


def test_a_topic_called_by_a_general_kind_of_event_has_no_id_twice(tmp_path: Path) -> None:
    """The word and the frame of "Trade" are two concepts of two names."""
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "one.txt").write_text(DOCUMENTS["one.txt"], encoding="utf-8")
    asked = ["init", str(tmp_path / "t"), "--topic", "Trade and military", "--seeds", str(documents)]
    assert CliRunner().invoke(cli, asked).exit_code == 0
    concepts = load(tmp_path / "t" / "sources.yaml").corpus.names.concepts
    assert len({each.id for each in concepts}) == len(concepts) > 2


def test_the_measured_edits_can_be_written(folder: Path) -> None:
    """Each is understood in place of what ``init`` proposes."""
    edits = yaml.safe_load((Path(__file__).parents[2] / "tools" / "edits.yaml").read_text(encoding="utf-8"))
    for edit in edits.values():
        assert 0.35 < edit.pop("alert_at") < 1
        (folder / "seeds" / "names.yaml").write_text(yaml.safe_dump(edit, allow_unicode=True), encoding="utf-8")
        assert len(load(folder / "sources.yaml").corpus.names.concepts) == len(edit["concepts"])
