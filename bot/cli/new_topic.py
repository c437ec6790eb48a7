"""What is written for a new topic? sources.yaml, seeds/ with proposed names, and where wanted .env and compose.yaml."""

import re
from collections.abc import Sequence
from pathlib import Path

import yaml

from bot.cli.documents import Document
from bot.config.seeds.corpus import Seed
from bot.config.seeds.folder import CARDS, NAMES, PLAIN
from bot.config.sources.changes import append_topic, replace_file
from bot.config.sources.file import interpret, read_file
from bot.config.sources.shape import TopicSettings
from bot.errors import BotError
from bot.topic.proposal.draft import propose
from bot.topic.proposal.outline import outline
from bot.topic.weights.teaching import document_of

COMPOSE = "compose.yaml"
_SOURCES = """\
# Secrets never go here: they live in .env. One more topic:  seedwatch init --add
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

sources: []                           # fill it:  seedwatch sources add https://example.org
"""
_ENVIRONMENT = """\
# Tokens and whatever else is secret. All variables: .env.example of the project.
#TELEGRAM_BOT_TOKEN=
#SLACK_BOT_TOKEN=
#SLACK_APP_TOKEN=
# Who is told when something breaks, e.g. telegram:1234,slack:U0ABC
#OPERATORS=
"""
_COMPOSE = """\
# In this folder:  docker compose up --detach
# The image comes out of a checkout of the project:  docker build --tag seedwatch --file deploy/Dockerfile .
name: {name}

services:
  seedwatch:
    image: seedwatch
    env_file: .env
    environment: # what the container itself decides; wins over .env
      DATABASE_URL: sqlite:////data/seedwatch.db
      LISTEN: 0.0.0.0:8080
    volumes:
      - data:/data
      - .:/config:ro
    ports:
      - 127.0.0.1:8080:8080 # health and metrics for this host only
    restart: unless-stopped
    stop_grace_period: 15s # it ends by itself within ten
    init: true
    read_only: true
    tmpfs:
      - /tmp
    cap_drop:
      - ALL
    security_opt:
      - no-new-privileges:true
    mem_limit: 1g
    pids_limit: 100
    logging:
      driver: json-file
      options:
        max-size: 10m
        max-file: "5"

volumes:
  data:
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


def refuse_existing(folder: Path) -> None:
    """Raise ``BotError`` where a file of the new topic would overwrite another."""
    if (folder / "sources.yaml").exists():
        raise BotError(f"{folder / 'sources.yaml'} exists; init writes over nothing. Choose another folder.")
    seeds = folder / "seeds"
    if seeds.is_dir() and any(path.suffix.lower() in PLAIN | CARDS for path in seeds.iterdir()):
        raise BotError(f"{seeds} holds seeds already; init writes over nothing. Choose another folder.")


def write_topic(folder: Path, name: str, documents: Sequence[Document]) -> None:
    """Write sources.yaml, and seeds/ with copies of the documents and the proposed names. Raises ``BotError``."""
    _write_seeds(folder / "seeds", name, documents)
    quoted = yaml.safe_dump(name, allow_unicode=True, default_flow_style=True).removesuffix("\n...\n").strip()
    try:
        (folder / "sources.yaml").write_text(_SOURCES.format(name=quoted), encoding="utf-8")
    except OSError as error:
        raise BotError(f"{error.filename} cannot be written: {error.strerror}") from error


def add_topic(folder: Path, name: str, documents: Sequence[Document]) -> str:
    """Write a folder of seeds for one more topic, list it in sources.yaml, and return its id.

    Everything else in that file stays. Raises ``BotError``: the file cannot be used, or has the topic already.
    """
    path = folder / "sources.yaml"
    raw = read_file(path)
    topic_id = TopicSettings(name=name).key
    target = folder / f"seeds-{topic_id}"
    if topic_id in {each.topic.key for each in interpret(raw, path).topics} or target.exists():
        raise BotError(f"there is a topic '{topic_id}' in {path}, or the folder {target}. Give this one another name.")
    changed = append_topic(raw, str(path), {"id": topic_id, "name": name, "seeds": f"{target.name}/"})
    _write_seeds(target, name, documents)
    interpret(changed, path)
    replace_file(path.resolve(), changed)
    return topic_id


def _write_seeds(target: Path, name: str, documents: Sequence[Document]) -> None:
    try:
        target.mkdir(parents=True, exist_ok=True)
        for each in documents:
            (target / each.name).write_bytes(each.content)
        names = names_file(name, [each.seed for each in documents])
        (target / NAMES).write_text(_NAMES_HEAD + names, encoding="utf-8")
    except OSError as error:
        raise BotError(f"{error.filename} cannot be written: {error.strerror}") from error


def write_environment(folder: Path) -> bool:
    """Write a file for the tokens that only its owner can read, unless there is one; return whether it was written."""
    path = folder / ".env"
    if path.exists():
        return False
    path.touch(mode=0o600)
    path.write_text(_ENVIRONMENT, encoding="utf-8")
    return True


def write_compose(folder: Path) -> bool:
    """Write a compose file for a container with this topic, unless there is one; return whether it was written."""
    path = folder / COMPOSE
    if path.exists():
        return False
    name = re.sub(r"[^a-z0-9_-]+", "-", folder.absolute().name.lower()).strip("-_") or "seedwatch"  # compose's rule
    path.write_text(_COMPOSE.format(name=name), encoding="utf-8")
    return True


def names_file(name: str, seeds: Sequence[Seed]) -> str:
    """Return the YAML of a proposed names file, with how common each concept is in documents and general news."""
    lines = ["concepts:"]
    names = propose(seeds)
    forms = [form for each_name in names for _, form in each_name.aliases]
    for each in outline(name, [document_of(seed) for seed in seeds], forms):
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
