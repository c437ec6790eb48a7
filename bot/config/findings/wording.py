"""What is wrong with the values of a document, in words that say what to write instead?"""

import re
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from typing import TypeVar, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.config.findings.codes import language_meant
from bot.config.findings.document import Document, Where
from bot.config.findings.fields import FILE, Model, choices, kind_at, model_at
from bot.config.findings.masking import holds_secret, is_secret_key
from bot.config.findings.problems import Problem, Wrong
from bot.config.findings.slips import find_slip

AModel = TypeVar("AModel", bound=BaseModel)
_ALIKE = 0.7  # "langauge" is "language", "colour" is not "country"
_LONGEST = 60  # of a value that is repeated in a text
_MOST = 1000  # mistakes that are put into words; nobody reads that many
_NUMBER = re.compile(r"[-+]?(0|[1-9]\d*)(\.\d+)?")
_FIXES = {
    "bool_type": "write true or false, without quotes",
    "int_type": "write a whole number",
    "int_from_float": "write a whole number",
    "float_type": "write a number with a point, e.g. 0.60",
    "greater_than_equal": "use {ge:g} or more",
    "less_than_equal": "use {le:g} or less",
}
_SHAPES = {
    "tuple_type": ("a list", "write [one, two], or one line for each that starts with -"),
    "list_type": ("a list", "write [one, two], or one line for each that starts with -"),
    "dict_type": ("a mapping", "write its keys below it, indented by two spaces"),
    "model_type": ("a mapping", "write its keys below it, indented by two spaces"),
    "string_type": ("text", "write a word or a sentence"),
}


def read_model(
    document: Document, model: type[AModel], *, lenient: bool = False
) -> tuple[AModel | None, list[Problem]]:
    """Check a document's keys and values one by one; there is no model where one of them is wrong.

    ``lenient``: a key without a value counts as left out.
    """
    data = _without_empty(document, (), document.data) if lenient else document.data
    found: dict[Where, Problem] = {}
    for where, problem in [*_secrets(document, model), *(() if lenient else _no_values(document, model))]:
        found.setdefault(where, problem)
    read = None
    try:
        read = model.model_validate(data, context={FILE: True})
    except ValidationError as error:
        for details in error.errors(include_url=False)[:_MOST]:
            where = _place(document, details["loc"])
            found.setdefault(where, _in_words(document, model, details, where))
    for where, problem in _odd_numbers(document):
        found.setdefault(where, problem)
    problems = [*document.problems, *found.values(), *_same_ids(document, model)]
    return (None if problems else read), problems


def _place(document: Document, loc: Where) -> Where:
    """Return where a value stands in the file, which may leave out the "*" (any language) that the model has."""
    where: Where = ()
    for step in loc:
        if step == "*" and (*where, step) not in document.spots and where in document.spots:
            continue
        where = (*where, step)
    return where


def _without_empty(document: Document, where: Where, value: object) -> object:
    if isinstance(value, dict):
        kept = {key: _without_empty(document, (*where, key), inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner is not None or document.spots[*where, key].plain}
    if isinstance(value, list):
        return [_without_empty(document, (*where, index), inner) for index, inner in enumerate(value)]
    return value


def _secrets(document: Document, model: type[BaseModel]) -> Iterator[tuple[Where, Problem]]:
    revoke = "then revoke the leaked one"
    for where, value in document.values:
        if isinstance(value, (dict, list)):
            continue
        key = where[-1] if where and isinstance(where[-1], str) else ""
        if key and is_secret_key(key) and not _is_word(model, where):
            fix = f"put it in .env as TELEGRAM_BOT_TOKEN / SLACK_BOT_TOKEN, {revoke}"
            text = f"'{key}' looks like a secret"
            yield where, document.problem(where, text, "secret-in-config", fix=fix, on_key=True)
        elif isinstance(value, str) and holds_secret(value):
            fix = f"no secret belongs into this file; remove it, {revoke}"
            yield where, document.problem(where, f"'{_key(where)}' holds a secret", "secret-in-config", fix=fix)


def _is_word(model: type[BaseModel], where: Where) -> bool:
    """Whether a key is not the name of a setting but a word that people list, such as a keyword of a seed."""
    return any(get_origin(each) is dict for each in choices(kind_at(model, where[:-1])))


def _is_list(model: type[BaseModel], where: Where) -> bool:
    return any(get_origin(each) in {list, tuple} for each in choices(kind_at(model, where)))


def _no_values(document: Document, model: type[BaseModel]) -> Iterator[tuple[Where, Problem]]:
    for where, value in document.values:
        if value is None and where:
            raw = document.spots[where].plain or ""
            text, fix = f"'{_key(where)}' has no value", "write one after the colon, or remove the key"
            if _is_list(model, where):
                fix = "write its items below it, each with a dash, or  []  for none"
            if _key(where).isdigit():  # within braces a comma begins the next key
                text, fix = f"a comma stands before '{_key(where)}'", "write a number with a point, e.g. 0.60"
            if raw:
                text, fix = f"'{_key(where)}: {raw}' means that there is no value", f'write "{raw}" with quotes'
            yield where, document.problem(where, text, "no-value", fix=fix, on_key=not raw)


def _odd_numbers(document: Document) -> Iterator[tuple[Where, Problem]]:
    """Yield numbers that are not what they look like: 010 is 8, 1:30 is 90, .inf is no number to work with."""
    for where, value in document.values:
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            continue
        raw = document.spots[where].plain
        if not _NUMBER.fullmatch(raw or "0"):
            text = f"'{_key(where)}: {raw}' was read as {value}"
            yield where, document.problem(where, text, "bad-value", fix="write the number in plain digits, e.g. 10")


def _same_ids(document: Document, model: type[BaseModel]) -> Iterator[Problem]:
    data = document.data if isinstance(document.data, dict) else {}
    for part, items in data.items():
        listed = model_at(model, (part, 0)) if isinstance(items, list) else None
        if listed is None or "id" not in listed.model_fields:
            continue
        first: dict[str, int] = {}
        for index, item in enumerate(items):
            where = (part, index, "id")
            name = item.get("id") if isinstance(item, dict) else None
            if not isinstance(name, str):
                continue
            if name in first:
                text = f"id '{name}' is already used on line {first[name]}"
                why = listed.ids_matter_to if issubclass(listed, Model) else "they tell them apart"
                yield document.problem(where, text, "duplicate-id", fix=f"ids must be unique; {why}")
            first.setdefault(name, document.spots[where].line)


def _in_words(document: Document, model: type[BaseModel], error: ErrorDetails, where: Where) -> Problem:
    kind, value = error["type"], error["input"]
    if where[-1:] == ("[key]",):  # how pydantic says that the key itself is wrong
        where = where[:-1]
        wrong = error["ctx"]["error"]
        return document.problem(where, f"'{where[-1]}' {wrong.text}", wrong.code, fix=wrong.fix, on_key=True)
    key = _key(where)
    raw = _raw(document, where, value)
    context = error.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown_key(document, model, where)
    if kind == "missing":
        return _missing_key(document, model, where)
    if isinstance(wrong := context.get("error"), Wrong):
        shown = raw if wrong.code == "bad-url" or not isinstance(where[-1], str) else f"{key}: {raw}"
        fix = "write a number and s, m or h, e.g. 10m" if ":" in raw and wrong.code == "bad-duration" else wrong.fix
        return document.problem(where, f"'{shown}' {wrong.text}", wrong.code, fix=fix)
    if kind == "string_type" and not isinstance(value, (dict, list)):
        became = "something else" if isinstance(value, bool) else "a date" if isinstance(value, date) else str(value)
        became = "a number" if became == raw else became
        fix = f'YAML turned {raw} into {became}; write "{raw}" with quotes'
        return document.problem(where, f"'{key}' was read as {value}, not as text", "needs-quotes", fix=fix)
    if kind in _SHAPES:
        wanted, fix = _SHAPES[kind]
        what = f"'{key}'"
        if not where or isinstance(where[-1], int):
            what = _item(document, model, where)
            first = next(iter(_first_keys(model, where)), "...")
            fix = f"write  - {first}: ...  and its other keys below it" if where else f"begin with  {first}: ..."
            if where and isinstance(value, str) and (slip := find_slip([f"- {value}"], 0)):
                fix = slip.fix
        return document.problem(where, f"{what} must be {wanted}", "bad-value", fix=fix)
    return _not_allowed(document, error, where)


def _first_keys(model: type[BaseModel], where: Where) -> list[str]:
    found = model_at(model, where)
    return list(found.model_fields) if found is not None else []


def _not_allowed(document: Document, error: ErrorDetails, where: Where) -> Problem:
    kind, context = error["type"], error.get("ctx", {})
    key = _key(where)
    if kind == "too_long":
        text, fix = f"'{key}' is too long", f"use up to {context['max_length']} characters"
        return document.problem(where, text, "bad-value", fix=fix)
    if kind == "string_too_short":
        return document.problem(where, f"'{key}' is empty", "bad-value", fix="write something, or remove the key")
    if kind == "string_too_long":
        text, fix = f"'{key}' is too long", f"use up to {context['max_length']} characters"
        return document.problem(where, text, "bad-value", fix=fix)
    fix = _FIXES.get(kind, error["msg"]).format_map(context)
    if "expected" in context:
        allowed = re.findall(r"'([^']*)'", context["expected"])
        meant = language_meant(error["input"]) if key == "language" else None
        fix = f"write {meant}" if meant in allowed else "use one of: " + ", ".join(allowed)
    if where == ("version",):
        fix = "this program reads version 1"
    raw = _raw(document, where, error["input"])
    quoted = isinstance(error["input"], str) and document.spots[where].plain is None
    if quoted and kind in {"int_type", "float_type"}:
        fix += ", without quotes"
    shown = f'{key}: "{raw}"' if quoted else f"{key}: {raw}"
    return document.problem(where, f"'{shown}' is not allowed", "bad-value", fix=fix)


def _unknown_key(document: Document, model: type[BaseModel], where: Where) -> Problem:
    known = list((model_at(model, where[:-1]) or model).model_fields)
    near = get_close_matches(str(where[-1]), known, 1, _ALIKE)
    fix = f"did you mean '{near[0]}'?" if near else "known here: " + ", ".join(known)
    return document.problem(where, f"unknown key '{str(where[-1])[:_LONGEST]}'", "unknown-key", fix=fix, on_key=True)


def _missing_key(document: Document, model: type[BaseModel], where: Where) -> Problem:
    *outer, key = where
    text = f"'{key}' is missing"
    if outer:
        text += f" from {_item(document, model, tuple(outer)) if isinstance(outer[-1], int) else repr(outer[-1])}"
    at = tuple(outer)
    on_key = bool(outer) and isinstance(outer[-1], str)
    field = (model_at(model, at) or model).model_fields[str(key)]
    example = field.examples[0] if field.examples else "..."
    return document.problem(at, text, "missing-key", fix=f"add e.g.  {key}: {example}", on_key=on_key)


def _item(document: Document, model: type[BaseModel], where: Where) -> str:
    """Return what people call an item of a list: source 'belta', or source 3 where it has no usable id."""
    if not where:
        return "the file"
    value = document.data
    for step in where:
        value = value[step]  # type: ignore[index] # the path came from this very document
    name = value.get("id") if isinstance(value, dict) else None
    number = f"{where[-1] + 1}" if isinstance(where[-1], int) else ""
    listed = model_at(model, where)
    noun = (listed.noun if listed is not None and issubclass(listed, Model) else "") or _key(where)
    return f"{noun} {repr(name) if isinstance(name, str) else number}"


def _key(where: Where) -> str:
    return next((step for step in reversed(where) if isinstance(step, str)), "")


def _raw(document: Document, where: Where, value: object) -> str:
    spot = document.spots.get(where)
    raw = str(value) if spot is None or spot.plain is None else spot.plain
    raw = "".join(char if char.isprintable() else "\ufffd" for char in raw[: _LONGEST + 1])
    return raw if len(raw) <= _LONGEST else raw[:_LONGEST] + "…"
