"""What may stand in our files? Write ``docs/configuration.md`` and ``docs/names.md`` from the models of both."""

import inspect
import re
from datetime import timedelta
from enum import Enum
from pathlib import Path
from typing import get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from bot.config.findings.fields import Model, choices, show_duration
from bot.config.seeds.names import NamesFile
from bot.config.sources.shape import SourcesFile

HERE = Path(__file__).parent
_CONFIGURATION = """# `sources.yaml`

One file, one topic or several. `seedwatch check` says what is wrong, where, and what to write instead; editors learn
the keys from `schema/sources.schema.json`. This page is written by `docs/make_reference.py` from the models that check
the file.

The smallest one that works:

```yaml
version: 1
topic: {name: Chip export controls}
seeds: seeds/
sources:
  - id: example
    name: Example
    url: https://example.org/feed.xml
```

With `topic:` and `seeds:` at the top the file has one topic; `topics:` lists more of them, or all:

```yaml
topics:
  - id: chips
    name: Chip export controls
    seeds: seeds-chips/
    sources: [example, tag:trade, ownership:state]
```

Lengths of time are written as `90s`, `10m`, `1h30m`, sizes as `500KB` or `5MB`. Quote what YAML would read as something
else: `"no"`, `"22:00"`. Secrets never stand in this file; they live in `.env`. A renamed source keeps its history if
`formerly` has its old id; `seedwatch sources rename` writes that.
"""
_NAMES = """# `seeds/names.yaml`

It lies among the documents of a topic, in the folder that `seeds:` of `sources.yaml` names, and says what the topic is
made of. It may be missing: documents alone make a topic, and `seedwatch init` proposes this file from them. This page
is written by `docs/make_reference.py` from the models that check the file.

## A worked example

The topic is the quarrel of two towns over a ferry. It has two sides; an entry is an alert only where both are named.

```yaml
{example}```

What comes of it, as `seedwatch explain` says:

| headline | judgement |
|---|---|
| Northport and Southport sign a ferry treaty | both sides are named: an alert |
| Northports Bürgermeisterin besucht Southport | found in another language and case: an alert |
| Northport opens a library | one side only: stored, if it is listed under `context`, and no alert |
| Northport FC beats Southport FC | `traps` and `against`: no alert |

Rules of thumb. Write the basic form; every case is found (`Northports`, `Нортпорту`). A person's surname tells man from
woman. A `*` ends a prefix: `Northport*` also finds Northporters. Two names should not share a form. Names of one
alphabet are not found in texts of another: list the form, or the name's own spelling. `seedwatch check` warns of all of
this.
"""
EXAMPLE = """topic:
  sides: [north, south]      # both must be named for an alert
  context: [north, south]    # one alone is worth storing
  weak: [Northport time]     # names nobody who acts

themes:
  - id: ferry
    points: 0.15
    words:
      en: [ferry, treaty, crossing]
      de: [Fähre, Vertrag]

against:
  - id: sport
    points: 0.4
    words:
      en: [match, league, goal]

entities:
  - id: northport
    name: Northport
    kind: place
    side: north
    aliases:
      ru: [Нортпорт]
      "*": ["Northport*"]
    traps: [Northport FC]
  - id: southport
    name: Southport
    kind: place
    side: south
    aliases:
      ru: [Саутпорт]
    traps: [Southport FC]
"""


def configuration() -> str:
    """Return the page about ``sources.yaml``."""
    return _CONFIGURATION + _tables(SourcesFile)


def names() -> str:
    """Return the page about ``seeds/names.yaml``."""
    return _NAMES.replace("{example}", EXAMPLE) + _tables(NamesFile)


def _tables(top: type[BaseModel]) -> str:
    """Return a table for the file itself and for each mapping in it, in their order."""
    parts: list[str] = []
    seen: set[type[BaseModel]] = set()
    waiting: list[tuple[type[BaseModel], str]] = [(top, "The file")]
    while waiting:
        model, title = waiting.pop(0)
        if model in seen:
            continue
        seen.add(model)
        said = inspect.cleandoc(model.__doc__ or "").split("\n")[0]
        rows = []
        for key, field in model.model_fields.items():
            waiting += [(inner, f"`{key}`") for inner in _models(field.annotation)]
            rows.append(f"| `{key}` | {_kind(field)} | {_default(field)} | {_cell(field.description or '')} |")
        head = f"\n## {title}\n\n{said}\n\n| key | value | if left out | what it does |\n|---|---|---|---|\n"
        parts.append(head + "\n".join(rows) + "\n")
    return "".join(parts)


def _models(kind: object) -> list[type[BaseModel]]:
    found: list[type[BaseModel]] = []
    for each in choices(kind):
        if isinstance(each, type) and issubclass(each, BaseModel):
            found.append(each)
        else:
            found += [model for inner in get_args(each) if inner is not Ellipsis for model in _models(inner)]
    return found


def _kind(field: FieldInfo) -> str:
    for each in choices(field.annotation):
        if isinstance(each, type) and issubclass(each, Enum):
            return "one of " + ", ".join(f"`{one.value}`" for one in each)
        literal = [one for one in get_args(each) if isinstance(one, str)]
        if literal:
            return "one of " + ", ".join(f"`{one}`" for one in literal)
        if isinstance(each, type) and issubclass(each, BaseModel):
            return "a mapping, see below"
        if each is timedelta:
            return "a length of time"
        if str(each).startswith("tuple"):
            return "a list of mappings, see below" if _models(each) else "a list"
        if str(each).startswith("dict"):
            return "a mapping, or a list"
    names = {bool: "true or false", int: "a whole number", float: "a number", str: "text"}
    return next((names[each] for each in choices(field.annotation) if each in names), "a value")


def _default(field: FieldInfo) -> str:
    value = field.default
    if value is PydanticUndefined:
        return "**needed**"
    if isinstance(value, timedelta):
        return f"`{show_duration(value)}`"
    if isinstance(value, Enum):
        return f"`{value.value}`"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, Model) or value is None or value in ((), {}, ""):
        return ""
    return "`" + (", ".join(map(str, value)) if isinstance(value, tuple) else str(value)) + "`"


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("|", "\\|")


if __name__ == "__main__":
    (HERE / "configuration.md").write_text(configuration(), "utf-8")
    (HERE / "names.md").write_text(names(), "utf-8")
