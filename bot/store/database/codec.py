"""How do our values become JSON and come back? Through their own types, so that a renamed field is an error."""

from datetime import datetime
from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")
_adapters: dict[type, TypeAdapter[Any]] = {}  # building one takes milliseconds


def _adapter(kind: type[T]) -> TypeAdapter[T]:
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def to_json(value: Any) -> Any:
    """Return a dataclass as JSON-ready dicts, lists and strings."""
    return _adapter(type(value)).dump_python(value, mode="json")


def to_text(value: Any) -> str:
    """Return the same as the text that the database keeps."""
    return _adapter(type(value)).dump_json(value).decode()


def from_json(kind: type[T], data: Any) -> T:
    """Return the dataclass that ``to_json`` was given. Unknown keys, from a newer version, are ignored."""
    return _adapter(kind).validate_python(data)


def from_text(kind: type[T], text: str) -> T:
    """Return the same from the JSON text that the database has."""
    return _adapter(kind).validate_json(text)


def row_of(value: Any) -> dict[str, Any]:
    """Return any dataclass with slots as a row: times as they are, all else JSON-ready."""
    said: dict[str, Any] = to_json(value)
    times = {name: each for name in value.__slots__ if isinstance(each := getattr(value, name), datetime)}
    return said | times
