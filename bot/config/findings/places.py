"""Which type belongs to a place of a document, as a model has it?"""

from types import UnionType
from typing import Annotated, Union, get_args, get_origin

from pydantic import BaseModel

from bot.config.findings.document import Where


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
