"""What in a names file can be used but is hardly meant? Warnings, with line and column."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from bot.config.findings.document import Document, Where
from bot.config.findings.oddities import odd_texts
from bot.config.findings.problems import Problem
from bot.config.seeds.names import Name, NamesFile, pairs
from bot.text.languages import LANGUAGES
from bot.text.words import fold

_PREFIX = 3  # letters before a *: fewer would match nearly everything
_PATTERN = re.compile(r"[\\^$+|{}\[\]]|\.\*|\(\?|\*(?=\S)")  # what only regular expressions or globs have
_CYRILLIC = re.compile("[а-яёіїєґў]", re.IGNORECASE)
_LATIN = re.compile("[a-zß-ž]", re.IGNORECASE)
_SHOWN = 5  # names that a sentence lists


def doubts(names: NamesFile, document: Document, languages: Collection[str] = ()) -> Iterator[Problem]:
    """Yield warnings. ``languages`` are those of the enabled sources, as far as they say."""
    yield from odd_texts(document)
    taken: dict[str, str] = {}
    for index, name in enumerate(names.entities):
        where: Where = ("entities", index)
        yield from _forms(name, where, document)
        for _, form in [("*", name.name), *pairs(name.aliases)]:
            owner = taken.setdefault(fold(form), name.id)
            if owner != name.id and name.kind != "trap":
                text = f"'{form}' is a form of '{owner}', too"
                fix = "a text that has it names both; keep it with one of them, or give each a form of its own"
                yield document.problem(_place(document, where, form), text, "shared-form", fix=fix, warning=True)
    yield from _missing_scripts(names, document, languages)
    yield from _sides(names, document)


def _forms(name: Name, where: Where, document: Document) -> Iterator[Problem]:
    for _, form in pairs(name.aliases):
        letters = form.rstrip("*").strip()
        if form.endswith("*") and len(letters) < _PREFIX:
            text = f"'{form}' is the beginning of very many words"
            fix = "write more letters before the *"
            yield document.problem(_place(document, where, form), text, "short-prefix", fix=fix, warning=True)
        elif _PATTERN.search(form):
            text = f"'{form}' looks like a pattern; forms are words"
            fix = "write each form in its basic form; only a * at the end of a word means something"
            yield document.problem(_place(document, where, form), text, "no-pattern", fix=fix, warning=True)


def _place(document: Document, where: Where, form: str) -> Where:
    """Return where a form stands among the aliases of a name, however they are written."""
    for spot in document.spots:
        if spot[: len(where)] == where and len(spot) > len(where) + 1 and spot[len(where)] == "aliases":
            value: object = document.data
            for step in spot:
                value = value[step]  # type: ignore[index] # the path came from this very document
            if value == form:
                return spot
    return (*where, "name")


def _missing_scripts(names: NamesFile, document: Document, languages: Collection[str]) -> Iterator[Problem]:
    scripts: Mapping[str, re.Pattern[str]] = {"cyrillic": _CYRILLIC, "latin": _LATIN}
    for script, letters in scripts.items():
        wanted = sorted(code for code in set(languages) & set(LANGUAGES) if LANGUAGES[code].script == script)
        missing = [
            (index, name.id)
            for index, name in enumerate(names.entities)
            if not any(letters.search(form) for form in (name.name, *(form for _, form in pairs(name.aliases))))
        ]
        if wanted and missing:
            shown = ", ".join(name for _, name in missing[:_SHOWN]) + (
                f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
            )
            text = f"no {script.title()} form for: {shown}; there are sources in {', '.join(wanted)}"
            fix = f"add one under aliases, e.g.  {wanted[0]}: [...]; without it these texts never name them"
            yield document.problem(("entities", missing[0][0], "name"), text, "missing-form", fix=fix, warning=True)


def _sides(names: NamesFile, document: Document) -> Iterator[Problem]:
    counted = Counter(name.side for name in names.entities if name.side and name.kind != "trap")
    for index, side in enumerate(names.topic.sides):
        if not counted[side]:
            text = f"only traps have the side '{side}', so nothing can be an alert"
            fix = f"give names the  side: {side},  or take it out of the sides"
            yield document.problem(("topic", "sides", index), text, "no-alert", fix=fix, warning=True)
