"""What does ``sources.yaml`` ask for? Read strictly: a ``Config``, or every mistake at once."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from importlib.metadata import version as installed_version
from pathlib import Path

from bot.config import Config
from bot.config.findings.document import Document, Where, read_document
from bot.config.findings.problems import ConfigProblems, Problem
from bot.config.findings.wording import read_model
from bot.config.seeds.corpus import Corpus, Entity, watched
from bot.config.seeds.folder import read_corpus
from bot.config.seeds.names import Name
from bot.config.sources.advice import advice, contradictions
from bot.config.sources.shape import Defaults, ListedTopics, NameChange, Source, SourcesFile
from bot.config.sources.topics import chosen, mistakes, seed_places, shape_of, unread, written
from bot.model import Feed

MAX_BYTES = 1_000_000  # 500 sources have 52 KB
_LONGEST = 100  # characters of a path that a text repeats
_NO_SEEDS = Corpus(entities=(), seeds=())
_MOST = 100  # problems that anyone reads

Stamp = tuple[tuple[str, int, int, int], ...]


def load(path: Path) -> Config:
    """Read ``sources.yaml`` and the seeds folder that it names, relative to it.

    Warnings are in ``Config.warnings``; they never block. Raises ``ConfigProblems`` with every mistake of both,
    warnings among them.
    """
    return interpret(read_file(path), path)


def read_file(path: Path) -> bytes:
    """Return the bytes of ``sources.yaml``. Raises ``ConfigProblems``: not there, not a file, or too large."""
    try:
        if not path.is_file():
            what = "is a folder" if path.is_dir() else "is not a file" if path.exists() else "does not exist"
            fix = "run  seedwatch init  to create one, or say --config FILE"
            raise _unusable(path, f"'{path}' {what}", "no-file", fix)
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _unusable(path, f"cannot be read: {error.strerror}", "no-file", "check its permissions") from error
    if len(raw) > MAX_BYTES:
        raise _unusable(path, f"larger than {MAX_BYTES // 1000} KB", "too-large", "is this the right file?")
    return raw


def interpret(raw: bytes, path: Path) -> Config:
    """Like ``load``, for bytes that are in ``path`` or about to be."""
    document = read_document(raw, str(path))
    model, problems = read_model(document, shape_of(document.data))
    corpora: list[Corpus] = []
    places = seed_places(document.data)
    for where in places:
        corpus, seed_problems = _read_seeds(where, document, path.parent)
        corpora.append(corpus)
        problems += [each for each in seed_problems if each not in problems]
    warnings: list[Problem] = []
    if model:
        problems += [*contradictions(model, document), *mistakes(model, document)]
        warnings += [*advice(model, document), *unread(model, document)]
        warnings += dict.fromkeys(each for corpus in corpora for each in corpus.warnings)
        if not isinstance(model, ListedTopics) and corpora[0] != _NO_SEEDS:
            entities, more = lay_over(corpora[0].entities, model.entities, document)
            corpora[0] = replace(corpora[0], entities=entities)
            problems += more
    if model is None or problems:
        raise ConfigProblems(_not_too_many(problems, document) + warnings)
    seeds = [(path.parent / str(document.at(where)), corpus) for where, corpus in zip(places, corpora, strict=True)]
    return _config(model, seeds, raw, path, tuple(warnings))


def _config(
    model: SourcesFile, seeds: Sequence[tuple[Path, Corpus]], raw: bytes, path: Path, warnings: tuple[Problem, ...]
) -> Config:
    """Return what a file without mistakes says of its first topic, and of each other one."""
    ours = f"seedwatch/{installed_version('seedwatch')}"
    feeds = tuple(_feed(source, model.defaults, ours) for source in model.sources)
    version = content_version(raw, *(folder for folder, _ in seeds))
    topics = [
        Config(
            path=path,
            topic=topic.settings,
            match=topic.match,
            fetch=model.fetch,
            summary=model.summary,
            translate=model.translate,
            feeds=feeds,
            seeds_folder=folder,
            corpus=corpus,
            version=version,
            warnings=warnings,
            key=topic.key,
            chosen=chosen(topic.settings, model.sources),
        )
        for topic, (folder, corpus) in zip(written(model), seeds, strict=True)
    ]
    return replace(topics[0], others=tuple(topics[1:]))


def _read_seeds(where: Where, document: Document, beside: Path) -> tuple[Corpus, list[Problem]]:
    written = document.at(where)
    if not isinstance(written, str) or not written:
        return _NO_SEEDS, []
    folder = beside / written
    try:
        if not folder.is_dir():
            text, fix = (
                f"folder '{written[:_LONGEST]}' does not exist",
                "write the name of the folder with your documents",
            )
            near = get_close_matches(folder.name, [each.name for each in folder.parent.glob("*/")], 1)
            if folder.exists():
                text, fix = f"'{written[:_LONGEST]}' is no folder", "write the name of the folder that holds it"
            elif near:
                fix = f"did you mean '{near[0]}/'?"
            return _NO_SEEDS, [document.problem(where, text, "no-seeds", fix=fix)]
        return read_corpus(
            folder,
            str(folder),
            sides=_given(document.data, "entities", "side") if where == ("seeds",) else (),
            languages=_given(document.data, "sources", "language"),
        ), []
    except ConfigProblems as error:
        return _NO_SEEDS, list(error.problems)
    except OSError as error:
        text = f"folder '{written[:_LONGEST]}' cannot be read: {error.strerror}"
        return _NO_SEEDS, [document.problem(where, text, "no-seeds", fix="check its permissions")]


def _given(data: object, table: str, key: str) -> set[str]:
    """Return what the items of a table of sources.yaml say under a key."""
    rows = data.get(table) if isinstance(data, dict) else None
    found = {row.get(key) for row in rows if isinstance(row, dict)} if isinstance(rows, list) else set()
    return {each for each in found if isinstance(each, str)}


def _not_too_many(problems: Sequence[Problem], document: Document) -> list[Problem]:
    kept = sorted(problems, key=lambda each: (each.path, each.line, each.column))[:_MOST]
    if (more := len(problems) - len(kept)) > 0:
        last = kept[-1]
        text = f"and {more} more mistakes"
        kept.append(Problem(path=document.path, line=last.line, column=last.column, text=text, code="too-many"))
    return kept


def _feed(source: Source, defaults: Defaults, user_agent: str) -> Feed:
    """Return the feed that is polled; ``tags`` only choose a topic's sources."""
    given = {
        name: getattr(defaults, name, None) if value is None else value for name, value in source if name != "tags"
    }
    return Feed(**given | {"user_agent": given["user_agent"] or user_agent})


def _unusable(path: Path, text: str, code: str, fix: str) -> ConfigProblems:
    return ConfigProblems([Problem(path=str(path), line=1, column=1, text=text, code=code, fix=fix)])


def seed_files(folder: Path) -> Iterator[Path]:
    """Yield the files of the seeds folder that can be part of it, in a fixed order."""
    try:
        found = sorted(folder.iterdir())
    except OSError:  # not there, or not ours to read: whoever reads the seeds says so
        return
    yield from (path for path in found if not path.name.startswith("."))


def content_version(raw: bytes, *folders: Path) -> str:
    """Return 32 hex digits that change when a byte of sources.yaml (``raw``) or of a seed file does."""
    digest = hashlib.blake2b(raw, digest_size=16)
    for path in (path for folder in folders for path in seed_files(folder)):
        try:
            body = path.read_bytes()
        except OSError:  # a folder, or gone since it was listed
            continue
        digest.update(f"\0{path.name}\0{len(body)}\0".encode())
        digest.update(body)
    return digest.hexdigest()


def stamp(paths: Iterator[Path]) -> Stamp:
    """Return what a file system says of files without reading them: name, size, time of change, inode.

    A file that is not there, as in the middle of an editor's save, has a stamp of its own.
    """
    found = []
    for path in paths:
        try:
            state = path.stat()
        except OSError:
            found.append((str(path), -1, 0, 0))
        else:
            found.append((str(path), state.st_size, state.st_mtime_ns, state.st_ino))
    return tuple(found)


def lay_over(
    entities: tuple[Entity, ...], changes: Sequence[NameChange], document: Document
) -> tuple[tuple[Entity, ...], list[Problem]]:
    """Return the entities with each change made, in the order of the names file, new ones last; and what is wrong.

    A change takes the place of the whole entity with its id: one half here and half there would be hard to read.
    """
    result = {entity.id: entity for entity in entities}
    problems = []
    for index, change in enumerate(changes):
        where = ("entities", index)
        if change.disable:
            if change.id not in result:
                near = get_close_matches(change.id, result, 1)
                fix = f"did you mean '{near[0]}'?" if near else "remove this, or check the id in names.yaml"
                text = f"there is no entity '{change.id}' to disable"
                problems.append(document.problem((*where, "id"), text, "bad-value", fix=fix))
            result.pop(change.id, None)
        elif change.name is None or change.kind is None:
            missing = "name" if change.name is None else "kind"
            fix = f"add  {missing}: ..., or  disable: true  to leave it out"
            text = f"'{missing}' is missing from entity '{change.id}'"
            problems.append(document.problem(where, text, "missing-key", fix=fix))
        else:
            own = change.model_dump(exclude={"disable"})
            result[change.id] = watched(Name.model_validate(own))
    return tuple(result.values()), problems
