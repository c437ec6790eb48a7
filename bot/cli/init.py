"""How does somebody begin with another topic? ``seedwatch init`` writes sources.yaml and seeds/ from documents."""

import shutil
import sys
from pathlib import Path

import click
import yaml

from bot.cli.options import config_unused
from bot.config.seeds.corpus import Seed
from bot.config.seeds.folder import CARDS, MAX_BYTES, NAMES, PLAIN, read_plain
from bot.config.sources.file import load
from bot.errors import BotError
from bot.topic.draft import Draft, propose
from bot.topic.topic import compile_topic

_SOURCES = """\
# One file = one topic. Secrets never go here: they live in .env.
# After a change:  seedwatch check
version: 1

topic:
  name: {name}
  language: en                        # language of the bot's own words (en, ru, be, pl, uk)
  timezone: UTC                       # IANA name, e.g. Europe/Warsaw; used for digests and charts

seeds: seeds/                         # the texts that define the topic, and names.yaml

match:
  alert_at: 0.60                      # send an alert at this score or above (0 to 1)
  store_at: 0.35                      # keep for /search and /stats below that, silently

sources:
  - id: example                       # replace it by your feeds, then take  enabled: false  out
    name: Example
    url: https://example.org/feed.xml
    enabled: false
"""
_NAMES_HEAD = """\
# Proposed from the documents in this folder; read it through before you rely on it.
# Names: merge what is one, delete what is none, add spellings of other languages under aliases, say what kind each is.
# A form is written in its basic form and found in every case; "*" ends a prefix (Rus*). `traps`: phrases that hold a
# form and mean something else. `side`: what must meet in an entry for an alert.

"""


@click.command()
@config_unused
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False), default=Path())
@click.option("--topic", "name", help="What the topic is called, as shown in alerts.")
@click.option(
    "--seeds",
    "documents",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder with documents about the topic (.txt, .md, .html).",
)
def command(*, folder: Path, name: str | None, documents: Path | None) -> None:
    """Write DIR/sources.yaml and DIR/seeds/ for a new topic.

    The names, words and sides are proposed from the documents. Nothing that exists is written over.
    """
    name = name or _asked("What is the topic called", "--topic")
    documents = documents or Path(_asked("Folder with documents about it", "--seeds"))
    seeds = read_documents(documents)
    _refuse_existing(folder)
    draft = propose(seeds)
    target = folder / "seeds"
    try:
        target.mkdir(parents=True, exist_ok=True)
        for seed in seeds:
            shutil.copyfile(documents / str(seed.origin), target / str(seed.origin))
        (target / NAMES).write_text(_NAMES_HEAD + names_file(draft), encoding="utf-8")
        quoted = yaml.safe_dump(name, allow_unicode=True, default_flow_style=True).removesuffix("\n...\n").strip()
        (folder / "sources.yaml").write_text(_SOURCES.format(name=quoted), encoding="utf-8")
    except OSError as error:
        raise BotError(f"{error.filename} cannot be written: {error.strerror}") from error
    config = load(folder / "sources.yaml")
    compile_topic(config.match, config.corpus)
    sides = " and ".join(draft.sides) or "none found"
    click.echo(f"{folder / 'sources.yaml'}: written. Put your feeds into it.")
    click.echo(f"{target / NAMES}: {len(draft.names)} names proposed, sides: {sides}. Read it through.")
    click.echo(f"{target}: {len(seeds)} documents copied. Try:  seedwatch explain 'Headline. Text.' --config ...")


def read_documents(folder: Path) -> list[Seed]:
    """Return the documents of a folder as seeds. Raises ``BotError`` where there is none or one cannot be read."""
    seeds = []
    for path in sorted(folder.iterdir()):
        if not path.is_file() or path.suffix.lower() not in PLAIN or path.name.startswith("."):
            continue
        if path.stem.upper() == "README":
            continue
        try:
            if path.stat().st_size > MAX_BYTES:
                raise BotError(f"{path}: more than {MAX_BYTES} bytes; a seed is one article")
            raw = path.read_bytes()
        except OSError as error:
            raise BotError(f"{path} cannot be read: {error.strerror}") from error
        seeds.append(read_plain(path.stem, raw, str(path), markup=path.suffix.lower() in {".html", ".htm"}))
    if not seeds:
        raise BotError(f"{folder} holds no documents. Put some articles about the topic there (.txt, .md, .html).")
    return seeds


def names_file(draft: Draft) -> str:
    """Return the YAML of a proposed names file."""
    entities = []
    for name in draft.names:
        aliases: dict[str, list[str]] = {}
        for language, form in name.aliases:
            aliases.setdefault(language, []).append(form)
        row: dict[str, object] = {"id": name.id, "name": name.name, "kind": name.kind}
        if name.side:
            row["side"] = name.side
        entities.append({**row, "aliases": aliases})
    tables: dict[str, object] = {}
    if draft.sides:
        tables["topic"] = {"sides": list(draft.sides)}
    words = {language: list(each) for language, each in draft.words if each}
    if words:
        tables["themes"] = [{"id": "words of the topic", "points": 0.15, "words": words}]
    tables["entities"] = entities
    return yaml.safe_dump(tables, allow_unicode=True, sort_keys=False, width=118)


def _asked(question: str, option: str) -> str:
    """Return what a person answers; without a terminal, nobody is asked."""
    if not sys.stdin.isatty():
        raise click.UsageError(f"{option} is missing, and there is no terminal to ask")
    return str(click.prompt(question)).strip()


def _refuse_existing(folder: Path) -> None:
    """Raise ``BotError`` where a file of the new topic would take the place of another."""
    if (folder / "sources.yaml").exists():
        raise BotError(f"{folder / 'sources.yaml'} exists; init writes over nothing. Choose another folder.")
    seeds = folder / "seeds"
    if seeds.is_dir() and any(path.suffix.lower() in PLAIN | CARDS for path in seeds.iterdir()):
        raise BotError(f"{seeds} holds seeds already; init writes over nothing. Choose another folder.")
