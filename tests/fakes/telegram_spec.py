"""Is a call one that the Bot API describes? Checked against ``bot_api.json``, which ``make_bot_api.py`` writes."""

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple


class Upload(NamedTuple):
    """A file that came with a call."""

    name: str
    data: bytes


_SCALARS: dict[str, type | tuple[type, ...]] = {
    "Integer": int,
    "Float": (int, float),
    "String": str,
    "Boolean": bool,
    "True": bool,
    "InputFile": Upload,
}


@cache
def load() -> dict[str, Any]:
    """Return the methods and types with their fields."""
    described: dict[str, Any] = json.loads(Path(__file__).with_name("bot_api.json").read_text("utf-8"))
    return described


def problems(method: str, given: dict[str, Any]) -> list[str]:
    """Return what is wrong with a call: missing and unknown fields, wrong types, in fields of fields too."""
    described = load()["methods"].get(method)
    return [f"no method {method!r}"] if described is None else _check(described, given, method)


def _check(described: dict[str, Any], given: dict[str, Any], where: str) -> list[str]:
    required, optional = described.get("required", {}), described.get("optional", {})
    known = required | optional
    found = [f"{where}: unknown field {name!r}" for name in given if name not in known]
    found += [f"{where}: required field {name!r} is missing" for name in required if name not in given]
    for name, value in given.items():
        if name in known and not any(_is(kind, value) for kind in known[name]):
            found.append(f"{where}.{name}: {value!r:.200} is not {' or '.join(known[name])}")
    return found


def _is(kind: str, value: Any) -> bool:
    if kind.startswith("Array of "):
        return isinstance(value, list) and all(_is(kind.removeprefix("Array of "), item) for item in value)
    if kind in _SCALARS:
        return isinstance(value, _SCALARS[kind]) and not (kind in {"Integer", "Float"} and isinstance(value, bool))
    described = load()["types"].get(kind)
    if described is None or not isinstance(value, dict):
        return False
    if subtypes := described.get("one_of"):
        return any(_is(subtype, value) for subtype in subtypes)
    return not _check(described, value, kind)
