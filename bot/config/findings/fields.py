"""Which kinds of value may stand in our files, and how are they read? The types that the models are made of.

A value that comes from code, not from a file, is taken as it is: ``FetchSettings(max_bytes=10)`` needs no unit.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from types import UnionType
from typing import Annotated, ClassVar, TypeVar, Union, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
)

from bot.config.findings.codes import check_country, check_language, check_timezone
from bot.config.findings.document import Where
from bot.config.findings.problems import Wrong

DURATION = r"^(?=.)(\d+d)?(\d+h)?(\d+m)?(\d+s)?$"
SIZE = r"^\d+(\.\d+)? ?[KMG]?B$"
FILE = "file"  # key of the context in which values come out of a file
_UNITS = {"B": 1, "KB": 1024, "MB": 1024**2, "GB": 1024**3}
_LONGEST = 40  # characters of a duration or a size
_Item = TypeVar("_Item")


class Model(BaseModel):
    """A mapping in one of our files. Nothing is guessed: no other keys, no "5" for 5."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    noun: ClassVar[str] = ""  # what people call one of them, where it stands in a list
    ids_matter_to: ClassVar[str] = "history and metrics hang on them"  # why an id may not occur twice


def read_duration(value: object, *, shortest: timedelta, longest: timedelta, unit: str = "m") -> timedelta:
    """Read ``90s``, ``10m``, ``1h30m``, ``1d``; ``unit`` is the one to propose where none was given.

    Raises ``Wrong``: it is no duration, or not between ``shortest`` and ``longest``.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        other = {"m": f" for minutes or {value}h for hours", "s": " for seconds"}[unit]
        raise Wrong("has no unit", code="bad-duration", fix=f"write {value}{unit}{other}")
    found = re.fullmatch(DURATION, value.strip()) if isinstance(value, str) and len(value) < _LONGEST else None
    if not found:
        fix = (_meant(value) if isinstance(value, str) else "") or "write a number and s, m or h, e.g. 10m"
        raise Wrong("is not a length of time", code="bad-duration", fix=fix)
    days, hours, minutes, seconds = (int(part[:-1][:9]) if part else 0 for part in found.groups())
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if not shortest <= length <= longest:
        what = "is too short" if length < shortest else "is too long"
        fix = f"use {show_duration(shortest)} to {show_duration(longest)}"
        raise Wrong(what, code="bad-duration", fix=fix)
    return length


def _meant(text: str) -> str:
    """Return what to write for 5M, 2.5h, "10 minutes"; "" where that cannot be told."""
    found = re.fullmatch(r"(\d{1,6})(?:[.,](\d{1,3}))? ?(s|m|h|d|sec|min|hour|day)[a-z]*\.?", text.strip().lower())
    if not found:
        return ""
    seconds = {"s": 1, "m": 60, "h": 3600, "d": 86400}[found[3][0]] * float(f"{found[1]}.{found[2] or 0}")
    return f"write {show_duration(timedelta(seconds=seconds))}"


def show_duration(length: timedelta) -> str:
    """Return a whole number of seconds as people write it: ``10m``, ``1h30m``, ``24h``."""
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{number}{unit}" for number, unit in ((hours, "h"), (minutes, "m"), (seconds, "s")) if number]
    return "".join(parts) or "0s"


def read_size(value: object, *, most: int) -> int:
    """Read ``500KB``, ``5MB`` as bytes.

    Raises ``Wrong``: it is no size, or not between one byte and ``most``.
    """
    text = value.strip() if isinstance(value, str) and len(value) < _LONGEST else ""
    if not re.fullmatch(SIZE, text):
        near = re.fullmatch(r"(\d{1,9}) ?([kmg])i?b?", str(value).strip().lower())
        fix = f"write {near[1]}{near[2].upper()}B" if near else "write a number and KB or MB, e.g. 5MB"
        raise Wrong("is not a size", fix=fix)
    number, unit = re.fullmatch(r"([\d.]+) ?(\w+)", text).groups()  # type: ignore[union-attr] # SIZE is narrower
    size = int(float(number) * _UNITS[unit])
    if not 0 < size <= most:
        raise Wrong("is too small" if size <= 0 else "is too large", fix=f"use up to {most // _UNITS['MB']}MB")
    return size


def from_file(read: Callable[[object], object]) -> BeforeValidator:
    """Return a validator that reads what a file says, and takes what code says as it is."""

    def validate(value: object, info: ValidationInfo) -> object:
        return read(value) if info.context and info.context.get(FILE) else value

    return BeforeValidator(validate)


def _every(value: object) -> timedelta:
    return read_duration(value, shortest=timedelta(minutes=2), longest=timedelta(hours=24))


def _timeout(value: object) -> timedelta:
    return read_duration(value, shortest=timedelta(seconds=5), longest=timedelta(seconds=60), unit="s")


def _gap(value: object) -> float:
    return read_duration(value, shortest=timedelta(0), longest=timedelta(minutes=1), unit="s").total_seconds()


def _megabytes(value: object) -> int:
    return read_size(value, most=100 * 1024**2)


def _id(value: str) -> str:
    if not (value.isascii() and value.replace("-", "").replace("_", "").isalnum() and value == value.lower()):
        raise Wrong("cannot be an id", fix="use small letters, digits and -, e.g. reform-news")
    return value


def _header(value: str) -> str:
    if not (value.isascii() and value.isprintable()):
        raise Wrong("cannot be sent as a header", fix="use letters of the English alphabet, digits and signs")
    return value


_duration_schema = WithJsonSchema({"type": "string", "pattern": DURATION, "examples": ["10m"]})
Text = Annotated[str, Field(min_length=1, max_length=500)]
Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[Text, AfterValidator(_id), Field(max_length=64, json_schema_extra={"pattern": "^[a-z0-9_-]+$"})]
Language = Annotated[Text, AfterValidator(check_language)]
Country = Annotated[Text, AfterValidator(check_country)]
Zone = Annotated[Text, AfterValidator(check_timezone)]
Header = Annotated[Text, AfterValidator(_header)]
Share = Annotated[float, Field(ge=0, le=1)]
Every = Annotated[timedelta, from_file(_every), _duration_schema]
Timeout = Annotated[timedelta, from_file(_timeout), _duration_schema]
TimeoutSeconds = Annotated[float, from_file(lambda value: _timeout(value).total_seconds()), _duration_schema]
GapSeconds = Annotated[float, from_file(_gap), _duration_schema]
Size = Annotated[int, from_file(_megabytes), WithJsonSchema({"type": "string", "pattern": SIZE})]
Many = Annotated[tuple[_Item, ...], Field(strict=False)]  # a list in the file


def kind_at(model: type[BaseModel], where: Where) -> object:
    """Return the type that the value at ``where`` must have, or None where the model knows no such place."""
    kind: object = model
    for step in where:
        kind = next((inner for each in choices(kind) if (inner := _inside(each, step)) is not None), None)
    return kind


def choices(kind: object) -> tuple[object, ...]:
    """Return what a type may be, without ``Annotated`` and unions around it."""
    origin = get_origin(kind)
    if origin is Annotated:
        return choices(get_args(kind)[0])
    if origin in {Union, UnionType}:
        return tuple(choice for each in get_args(kind) for choice in choices(each))
    return (kind,)


def _inside(kind: object, step: str | int) -> object:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind.model_fields[step].annotation if step in kind.model_fields else None
    arguments = get_args(kind)
    return arguments[-1 if get_origin(kind) is dict else 0] if arguments else None


def model_at(model: type[BaseModel], where: Where) -> type[BaseModel] | None:
    """Return the model that belongs to a place, or None where something else does."""
    found = choices(kind_at(model, where))
    return next((each for each in found if isinstance(each, type) and issubclass(each, BaseModel)), None)
