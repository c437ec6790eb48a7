"""What does an admin's five-minute edit gain? A fresh topic is scored as ``init`` writes it, and with an edit.

    python tools/measure_edit.py iran "Iran's nuclear programme" DOCUMENTS LABELLED.jsonl

The edit is taken from ``tools/edits.yaml``. Each line of LABELLED has title, text, lang and label: 2 on topic, 0 off, 1
between. Printed is F1 against off topic, and against off topic and between, of all lines and of each half of them.
"""

import argparse
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

import yaml
from click.testing import CliRunner

from bot.cli import cli
from bot.cli.lines import to_entry
from bot.config.sources.file import load
from bot.topic.match import match
from bot.topic.topic import compile_topic

EDITS = Path(__file__).with_name("edits.yaml")


def main() -> None:
    """Print both rows."""
    asking = argparse.ArgumentParser(description=__doc__)
    for name in ("edit", "topic", "documents", "labelled"):
        asking.add_argument(name)
    asked = asking.parse_args()
    rows = [json.loads(line) for line in Path(asked.labelled).read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "t"
        CliRunner().invoke(cli, ["init", str(made), "--topic", asked.topic, "--seeds", asked.documents])
        print("as written  ", *_measured(made, rows))
        _edit(made, yaml.safe_load(EDITS.read_text("utf-8"))[asked.edit])
        print("edited      ", *_measured(made, rows))


def _edit(folder: Path, edit: Mapping[str, object]) -> None:
    names, sources = folder / "seeds" / "names.yaml", folder / "sources.yaml"
    given = yaml.safe_load(names.read_text("utf-8"))
    given |= {key: value for key, value in edit.items() if key != "alert_at"}
    names.write_text(yaml.safe_dump(given, allow_unicode=True), "utf-8")
    text = sources.read_text("utf-8")
    sources.write_text(text.replace("alert_at: 0.60", f"alert_at: {edit['alert_at']}"), "utf-8")


def _measured(folder: Path, rows: list[dict[str, object]]) -> list[str]:
    config = load(folder / "sources.yaml")
    topic = compile_topic(config.match, config.corpus)
    said = [(match(topic, to_entry({**row, "date": None})).alert, row["label"]) for row in rows]
    parts = (said, said[::2], said[1::2])
    return [f"{_f1(part, {0}):.3f}/{_f1(part, {0, 1}):.3f}" for part in parts]


def _f1(said: list[tuple[bool, object]], others: set[object]) -> float:
    right = sum(alert and label == 2 for alert, label in said)
    alerts = right + sum(alert and label in others for alert, label in said)
    return 2 * right / (alerts + sum(label == 2 for _, label in said))


if __name__ == "__main__":
    main()
