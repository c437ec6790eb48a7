"""What stands in ``seeds/``? The names file, seed cards and plain documents, read strictly into a ``Corpus``."""

import os
import tempfile
from collections.abc import Collection, Iterable
from pathlib import Path

from bot.config.findings.document import read_document
from bot.config.findings.problems import ConfigProblems, Problem
from bot.config.seeds.corpus import Corpus, Seed, read_card, watched
from bot.config.seeds.doubts import doubts
from bot.config.seeds.names import NamesFile, read_names
from bot.errors import ConfigError
from bot.text.page import page_text
from bot.text.plain import clean

NAMES = "names.yaml"
PLAIN = frozenset({".txt", ".md", ".html", ".htm"})
CARDS = frozenset({".yaml", ".yml"})
MAX_BYTES = 2 * 1024 * 1024  # of one document: a long article has 50 KB
_TITLE = 300


def read_corpus(folder: Path, shown_as: str, *, sides: Collection[str] = (), languages: Collection[str] = ()) -> Corpus:
    """Read the folder; ``shown_as`` is what problems call it, e.g. ``seeds``.

    ``sides`` are those that entities have elsewhere; ``languages`` are those of the sources, as far as they say.

    Plain documents (``.txt``, ``.md``, ``.html``) come back with their text and nothing counted: ``compile_topic``
    does that by the same steps as ``seedwatch seeds add``. README files and hidden files are no seeds.

    Raises ``ConfigProblems`` with every mistake of every file.
    """
    if not folder.is_dir():
        raise ConfigProblems([_problem(shown_as, f"folder '{shown_as}' does not exist", "no-seeds")])
    problems: list[Problem] = []
    names = NamesFile()
    warnings: tuple[Problem, ...] = ()
    seeds: dict[str, Seed] = {}
    for path in _files(folder):
        shown = f"{shown_as.rstrip('/')}/{path.name}"
        try:
            raw = _read(path, shown)
            if path.name == NAMES:
                names, warnings = _names(raw, shown, sides, languages)
                continue
            seed = _seed(path, raw, shown)
        except ConfigProblems as error:
            problems += error.problems
            continue
        if seed.slug in seeds:
            problems.append(_twice(shown, seed.slug))
        seeds[seed.slug] = seed
    if not (problems or names.entities or names.concepts or seeds):
        problems.append(_nothing_in(shown_as))
    if problems:
        raise ConfigProblems(problems)
    return Corpus(
        entities=tuple(watched(name) for name in names.entities),
        seeds=tuple(seeds[slug] for slug in sorted(seeds)),
        names=names,
        warnings=warnings,
    )


def _names(
    raw: bytes, shown: str, sides: Collection[str], languages: Collection[str]
) -> tuple[NamesFile, tuple[Problem, ...]]:
    document = read_document(raw, shown)
    names = read_names(document, sides=sides)
    return names, tuple(doubts(names, document, languages))


def _twice(path: str, slug: str) -> Problem:
    fix = "rename or remove one of the files"
    return _problem(path, f"a second seed with the name '{slug}'", "duplicate-seed", fix=fix)


def _nothing_in(folder: str) -> Problem:
    fix = f"put documents (.txt, .md, .html) about the topic into it, or a {NAMES}"
    return _problem(folder, f"folder '{folder}' holds neither names nor seeds", "no-seeds", fix=fix)


def _files(folder: Path) -> Iterable[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_file() and not path.name.startswith(".") and path.stem.upper() != "README":
            yield path


def _read(path: Path, shown: str) -> bytes:
    if path.suffix.lower() not in PLAIN | CARDS:
        fix = "write it as .txt, .md or .html, or take it out of the folder"
        raise ConfigProblems([_problem(shown, f"'{path.suffix}' files are not read", "unknown-file", fix=fix)])
    try:
        if path.stat().st_size > MAX_BYTES:
            fix = "a seed is one article; split the file"
            raise ConfigProblems([_problem(shown, f"more than {MAX_BYTES} bytes", "too-big", fix=fix)])
        return path.read_bytes()
    except OSError as error:
        raise ConfigProblems([_problem(shown, f"cannot be read: {error.strerror}", "unreadable")]) from error


def _seed(path: Path, raw: bytes, shown: str) -> Seed:
    if path.suffix.lower() in CARDS:
        return read_card(path.stem, read_document(raw, shown))
    return read_plain(path.stem, raw, shown, markup=path.suffix.lower() in {".html", ".htm"})


def read_plain(slug: str, raw: bytes, shown: str, *, markup: bool) -> Seed:
    """Return the seed that a plain document is: its first line is the title, all of it the text.

    Raises ``ConfigProblems``: it is not UTF-8 or has no words.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        where = Problem(
            path=shown, line=line, column=1, text="not UTF-8", code="not-utf-8", fix="save the file as UTF-8"
        )
        raise ConfigProblems([where]) from error
    text = page_text(text) if markup else clean(text)
    title = next((line.strip("# ") for line in text.split("\n") if line.strip("# ")), "")
    if not title:
        raise ConfigProblems([_problem(shown, "the document has no words", "empty", fix="fill it or remove it")])
    return Seed(slug=slug, title=title[:_TITLE], origin=path_name(shown), text=text)


def path_name(shown: str) -> str:
    """Return the file name alone."""
    return shown.rsplit("/", 1)[-1]


def _problem(path: str, text: str, code: str, *, fix: str = "run  seedwatch init  to create one") -> Problem:
    return Problem(path=path, line=1, column=1, text=text, code=code, fix=fix)


def save_card(folder: Path, slug: str, card: str, *, force: bool) -> Path:
    """Write a card whole or not at all, and return its path.

    Raises ``ConfigError``: a card of that name exists and ``force`` is not given, or the folder cannot be written.
    """
    path = folder / f"{slug}.yaml"
    if path.name == NAMES:
        raise ConfigError(f"a seed cannot be called '{slug}': {NAMES} is the names file. Give it another title.")
    try:
        handle, name = tempfile.mkstemp(dir=folder, prefix=f".{slug}.", suffix=".part")
        part = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(card)
                file.flush()
                os.fsync(file.fileno())
            part.chmod(0o644)
            if force:
                part.replace(path)
            else:
                path.hardlink_to(part)  # unlike a rename, it fails where the file exists
        finally:
            part.unlink(missing_ok=True)
    except FileExistsError as error:
        raise ConfigError(f"{path} exists. Use --force to write it anew.") from error
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}") from error
    return path


def find_file(folder: Path, slug: str) -> Path:
    """Return the file of a seed, card or document. Raises ``ConfigError`` where there is none."""
    found = [
        path
        for path in sorted(folder.iterdir())
        if path.stem == slug and path.suffix.lower() in CARDS | PLAIN and path.name != NAMES
    ]
    if not found:
        raise ConfigError(f"there is no seed '{slug}' in {folder}. List them with  seedwatch seeds list")
    return found[0]
