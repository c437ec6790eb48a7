"""Would Telegram itself read this HTML? TDLib, the library inside the real Bot API server, without a network.

``make tdlib`` fetches it; ``SEEDWATCH_TDJSON`` may name another ``libtdjson.so``.
"""

import ctypes
import json
import os
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

_FETCHED = Path(__file__).parents[2] / ".tdlib/node_modules/@prebuilt-tdlib/linux-x64-glibc/libtdjson.so"


class Read(NamedTuple):
    """What Telegram makes of a text: the visible words and what is formatted, or the words of its refusal."""

    text: str
    entities: frozenset[tuple[int, int, str]]  # offset and length in UTF-16 units, kind
    refusal: str = ""


def path() -> Path | None:
    """Return where the library is, or None."""
    found = Path(os.environ.get("SEEDWATCH_TDJSON", _FETCHED))
    return found if found.is_file() else None


def read(html: str) -> Read:
    """Parse as the Bot API does with ``parse_mode=HTML``."""
    answer = _execute({"@type": "parseTextEntities", "text": html, "parse_mode": {"@type": "textParseModeHTML"}})
    if answer["@type"] == "error":
        return Read("", frozenset(), answer["message"])
    entities = frozenset(
        (each["offset"], each["length"], each["type"]["@type"].removeprefix("textEntityType"))
        for each in answer["entities"]
    )
    return Read(answer["text"], entities)


def _execute(query: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(_library().td_execute(json.dumps(query, ensure_ascii=False).encode()))
    return answer


@cache
def _library() -> ctypes.CDLL:
    found = path()
    assert found is not None
    library = ctypes.CDLL(str(found))
    library.td_execute.restype, library.td_execute.argtypes = ctypes.c_char_p, [ctypes.c_char_p]
    library.td_execute(b'{"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}')
    return library
