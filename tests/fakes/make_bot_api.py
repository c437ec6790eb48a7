"""Which calls does the Bot API describe? Write ``bot_api.json`` anew from a full description of it.

    python tests/fakes/make_bot_api.py telegram-bot-api.json

The description is that of the project PaulSonOfLars/telegram-bot-api-spec. Of it only facts are kept: for each method,
and for each type that a call can hold, the names of its fields with their types.
"""

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).with_name("bot_api.json")


def compact(spec: dict[str, Any]) -> dict[str, Any]:
    """Return methods and types as {"required": {field: types}, "optional": {...}}, or {"one_of": [types]}."""
    methods = {name: _fields(method) for name, method in sorted(spec["methods"].items())}
    types: dict[str, Any] = {}
    found = [kind for method in methods.values() for kind in _kinds(method)]
    while found:
        kind = found.pop()
        if kind in spec["types"] and kind not in types:
            types[kind] = _fields(spec["types"][kind])
            found += _kinds(types[kind])
    return {"version": spec["version"], "methods": methods, "types": dict(sorted(types.items()))}


def _fields(described: dict[str, Any]) -> dict[str, Any]:
    if described.get("subtypes"):
        return {"one_of": described["subtypes"]}
    kinds: dict[str, dict[str, list[str]]] = {}
    for field in described.get("fields", []):
        kinds.setdefault("required" if field["required"] else "optional", {})[field["name"]] = field["types"]
    return kinds


def _kinds(fields: dict[str, Any]) -> list[str]:
    of_fields = [kind for part in ("required", "optional") for kinds in fields.get(part, {}).values() for kind in kinds]
    return [kind.replace("Array of ", "") for kind in (*fields.get("one_of", []), *of_fields)]


def _lines(named: dict[str, Any]) -> str:
    return ",\n".join(f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in named.items())


def main() -> None:
    found = compact(json.loads(Path(sys.argv[1]).read_text("utf-8")))
    HERE.write_text(
        f'{{"version": {json.dumps(found["version"])},\n"methods": {{\n{_lines(found["methods"])}\n}},\n'
        f'"types": {{\n{_lines(found["types"])}\n}}}}\n',
        "utf-8",
    )


if __name__ == "__main__":
    main()
