"""How does somebody begin with another topic? ``seedwatch init`` writes sources.yaml and seeds/ from documents."""

import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click
import yaml

from bot.cli import sources
from bot.cli.options import config_unused
from bot.config.seeds.corpus import Seed
from bot.config.seeds.folder import CARDS, MAX_BYTES, NAMES, PLAIN, read_plain
from bot.config.sources.file import load
from bot.errors import BotError
from bot.topic.match import headline, match
from bot.topic.proposal.draft import propose
from bot.topic.proposal.outline import outline
from bot.topic.topic import compile_topic
from bot.topic.weights.teaching import document_of

PDF = ".pdf"
Answer = TypeVar("Answer")

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
_ENVIRONMENT = """\
# Tokens and whatever else is secret. All variables: .env.example of the project.
#TELEGRAM_BOT_TOKEN=
#SLACK_BOT_TOKEN=
#SLACK_APP_TOKEN=
# Who is told when something breaks, e.g. telegram:1234,slack:U0ABC
#OPERATORS=
"""
_NAMES_HEAD = """\
# Proposed from the documents in this folder; read it through. The documents themselves teach which words matter.
#
# concepts: what the topic is about. `need: true`: an entry without it loses half of its likeness. `country` is found by
#   name, people, adjective, capital and head of state in six languages; `frame` is a general sort of event; `words`
#   and `names` are found in every form, and in other languages as far as a dictionary knows them. Add what is missing.
# entities: persons, bodies and things by name, shown in alerts and searched for. Merge what is one, delete what is
#   none, add other spellings under aliases; `country`: whom a person stands for. `against` takes points away: sport.

"""


@click.command()
@config_unused
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False), default=Path())
@click.option("--topic", "name", help="What the topic is called, as shown in alerts.")
@click.option(
    "--seeds",
    "documents",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder with documents about the topic (.txt, .md, .html, .pdf).",
)
@click.option("--feed", "feeds", metavar="URL", multiple=True, help="A feed, or a page whose feed is looked for.")
def command(*, folder: Path, name: str | None, documents: Path | None, feeds: tuple[str, ...]) -> None:
    """Write DIR/sources.yaml and DIR/seeds/ for a new topic.

    What the topic is about, and the names in it, are proposed from the documents. Nothing that exists is written over.
    At a terminal, what is not said is asked for.
    """
    _refuse_existing(folder)
    at_terminal = sys.stdin.isatty()
    name = name or _asked("What is the topic called", "--topic", str)
    documents = documents or _asked("Folder with documents about it", "--seeds", _with_documents)
    seeds = read_documents(documents)
    target = folder / "seeds"
    try:
        target.mkdir(parents=True, exist_ok=True)
        for seed in seeds:
            _keep(seed, documents, target)
        (target / NAMES).write_text(_NAMES_HEAD + names_file(name, seeds), encoding="utf-8")
        quoted = yaml.safe_dump(name, allow_unicode=True, default_flow_style=True).removesuffix("\n...\n").strip()
        (folder / "sources.yaml").write_text(_SOURCES.format(name=quoted), encoding="utf-8")
    except OSError as error:
        raise BotError(f"{error.filename} cannot be written: {error.strerror}") from error
    config = load(folder / "sources.yaml")
    topic = compile_topic(config.match, config.corpus)
    told = ", ".join(each.id for each in config.corpus.names.concepts) or "none"
    click.echo(f"{folder / 'sources.yaml'}: written.")
    click.echo(f"{target / NAMES}: concepts: {told}; {len(config.corpus.entities)} names. Read it through.")
    for seed in seeds:
        found = match(topic, headline(seed.title, seed.language))
        click.echo(f"  {found.score:.2f} {'alert' if found.alert else 'no alert'}  {seed.title}")
    click.echo(f"{target}: {len(seeds)} documents copied.")
    if at_terminal and not feeds:
        question = "Feeds, or pages of outlets, with blanks between them (nothing: later)"
        feeds = tuple(str(click.prompt(question, default="", show_default=False)).split())
    shown = folder / "sources.yaml"
    if feeds:
        add_feeds(shown, feeds)
    if at_terminal:
        _write_environment(folder / ".env")
    click.echo(f"Try:  seedwatch explain 'Headline. Text.' --config {shown}")
    if not feeds:
        click.echo(f"Then: seedwatch sources add https://example.org --config {shown}")


def _keep(seed: Seed, documents: Path, target: Path) -> None:
    """Copy a document; of a PDF its text is kept."""
    origin = documents / str(seed.origin)
    if origin.suffix.lower() == PDF:
        (target / f"{origin.stem}.txt").write_text(seed.text or "", encoding="utf-8")
    else:
        shutil.copyfile(origin, target / origin.name)


def read_documents(folder: Path) -> list[Seed]:
    """Return the documents of a folder as seeds. Raises ``BotError`` where there is none or one cannot be read."""
    seeds = []
    if not folder.is_dir():
        raise BotError(f"{folder} {'is no folder' if folder.exists() else 'does not exist'}")
    for path in sorted(folder.iterdir()):
        if not path.is_file() or path.suffix.lower() not in PLAIN | {PDF} or path.name.startswith("."):
            continue
        if path.stem.upper() == "README":
            continue
        try:
            if path.stat().st_size > MAX_BYTES:
                raise BotError(f"{path}: more than {MAX_BYTES} bytes; a seed is one article")
            raw = path.read_bytes()
        except OSError as error:
            raise BotError(f"{path} cannot be read: {error.strerror}") from error
        if path.suffix.lower() == PDF:
            raw = pdf_text(path).encode()
        seeds.append(read_plain(path.stem, raw, str(path), markup=path.suffix.lower() in {".html", ".htm"}))
    if not seeds:
        raise BotError(f"{folder} holds no documents. Put some articles about the topic there (.txt, .md, .html).")
    return seeds


def pdf_text(path: Path) -> str:
    """Return the text of a PDF. Raises ``BotError``: it cannot be read, or what reads it is not installed."""
    try:
        from pypdf import PdfReader  # noqa: PLC0415 - an extra
        from pypdf.errors import PyPdfError  # noqa: PLC0415
    except ImportError as error:
        raise BotError(f"{path}: PDFs need an extra. Run  pip install 'seedwatch[pdf]'  or save it as text.") from error
    try:
        return "\n".join(page.extract_text() for page in PdfReader(path).pages)
    except (PyPdfError, ValueError, KeyError) as error:
        raise BotError(f"{path} cannot be read as a PDF: {error}") from error


def names_file(name: str, seeds: Sequence[Seed]) -> str:
    """Return the YAML of a proposed names file, with what documents and general news have of each concept."""
    lines = ["concepts:"]
    for each in outline(name, [document_of(seed) for seed in seeds]):
        lines.append(
            f"  # in {each.documents} of {len(seeds)} documents, in {_one_of(each.background)} of general news"
        )
        row: dict[str, object] = {"id": each.id}
        row |= {"need": True} if each.need else {}
        row |= {"country": [each.country]} if each.country else {}
        row |= {"frame": [each.frame]} if each.frame else {}
        row |= {"words": _by_language(each.words)} if each.words else {}
        lines.append("  - " + _flow(row))
    if len(lines) == 1:
        lines = ["concepts:", "  - " + _flow({"id": "subject", "words": {"*": [name]}})]
    names = propose(seeds)
    lines += ["", "entities:" if names else "entities: []"]
    for each_name in names:
        row = {"id": each_name.id, "name": each_name.name, "kind": each_name.kind}
        row |= {"country": each_name.country} if each_name.country else {}
        row |= {"aliases": _by_language(each_name.aliases)}
        lines.append(f"  - {_flow(row)}  # in {len(each_name.seeds)} of {len(seeds)}")
    return "\n".join(lines) + "\n"


def _one_of(share: float) -> str:
    return f"1 of {round(1 / share)} entries" if share else "none"


def _by_language(forms: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for language, form in forms:
        found.setdefault(language, []).append(form)
    return found


def _flow(row: dict[str, object]) -> str:
    """Return a mapping on one line."""
    text = yaml.safe_dump(row, allow_unicode=True, sort_keys=False, default_flow_style=True, width=10_000)
    return text.strip()


def _asked(question: str, option: str, read: Callable[[str], Answer]) -> Answer:
    """Return what a person answers, asked again until it can be used; without a terminal, nobody is asked."""
    if not sys.stdin.isatty():
        raise click.UsageError(f"{option} is missing, and there is no terminal to ask")
    while True:
        try:
            return read(str(click.prompt(question)).strip())
        except BotError as error:
            click.echo(str(error), err=True)


def _with_documents(answer: str) -> Path:
    folder = Path(answer).expanduser()
    read_documents(folder)
    return folder


def add_feeds(config_path: Path, urls: Sequence[str]) -> None:
    """Add feeds to the new file, in place of its example; one that cannot be found is told, and the others stay."""
    raw = config_path.read_text("utf-8")
    config_path.write_text(raw[: raw.index("sources:")] + "sources: []\n", encoding="utf-8")
    add = sources.add.callback
    if add is None:
        raise TypeError("the command to add sources has nothing to call")
    try:
        add(config_path=config_path, urls=tuple(urls), new_id=None, name=None, dry_run=False)
    except BotError as error:
        click.echo(str(error), err=True)


def _write_environment(path: Path) -> None:
    """Write a file for the tokens that only its owner can read, unless there is one."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(_ENVIRONMENT, encoding="utf-8")
        click.echo(f"{path}: written. Put a token into it, or leave it: without one this terminal is the chat.")


def _refuse_existing(folder: Path) -> None:
    """Raise ``BotError`` where a file of the new topic would take the place of another."""
    if (folder / "sources.yaml").exists():
        raise BotError(f"{folder / 'sources.yaml'} exists; init writes over nothing. Choose another folder.")
    seeds = folder / "seeds"
    if seeds.is_dir() and any(path.suffix.lower() in PLAIN | CARDS for path in seeds.iterdir()):
        raise BotError(f"{seeds} holds seeds already; init writes over nothing. Choose another folder.")
