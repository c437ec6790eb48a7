"""Is a call one that the Bot API describes? Checked against the published description, where it is at hand."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

_NEAR = Path(__file__).resolve().parents[3] / "shared" / "specs" / "telegram-bot-api.json"
_SCALARS: dict[str, type | tuple[type, ...]] = {
    "Integer": int,
    "Float": (int, float),
    "String": str,
    "Boolean": bool,
    "True": bool,
}


@cache
def load() -> dict[str, Any] | None:
    """Return the description of methods and types, or None where there is none: then only our own rules apply."""
    path = Path(os.environ.get("TELEGRAM_API_SPEC", _NEAR))
    return json.loads(path.read_text()) if path.is_file() else None


def problems(method: str, given: dict[str, Any]) -> list[str]:
    """Return what is wrong with a call: missing and unknown fields, wrong types, in fields of fields too."""
    spec = load()
    if spec is None:
        return []
    if method not in spec["methods"]:
        return [f"no method {method!r}"]
    return _check_fields(spec, spec["methods"][method].get("fields", []), given, method)


def _check_fields(spec: dict[str, Any], fields: list[dict[str, Any]], given: dict[str, Any], where: str) -> list[str]:
    known = {field["name"]: field for field in fields}
    found = [f"{where}: unknown field {name!r}" for name in given if name not in known]
    found += [
        f"{where}: required field {name!r} is missing"
        for name, field in known.items()
        if field["required"] and name not in given
    ]
    for name, value in given.items():
        if name in known and not any(_is(spec, kind, value) for kind in known[name]["types"]):
            found.append(f"{where}.{name}: {value!r} is not {' or '.join(known[name]['types'])}")
    return found


def _is(spec: dict[str, Any], kind: str, value: Any) -> bool:
    if kind.startswith("Array of "):
        return isinstance(value, list) and all(_is(spec, kind.removeprefix("Array of "), item) for item in value)
    if kind in _SCALARS:
        return isinstance(value, _SCALARS[kind]) and not (kind in {"Integer", "Float"} and isinstance(value, bool))
    description = spec["types"].get(kind)
    if description is None or not isinstance(value, dict):
        return False
    if subtypes := description.get("subtypes"):
        return any(_is(spec, subtype, value) for subtype in subtypes)
    return not _check_fields(spec, description.get("fields", []), value, kind)
