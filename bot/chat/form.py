"""What is a form before a platform has seen it? Fields with what is in force, for platforms that have dialogues."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One choice. With ``choices`` (value, label) one of them, as a ``switch`` "1" or "0", else words."""

    key: str
    label: str
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    switch: bool = False
    hint: str = ""  # what may be written, below the field


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Fields that are sent together, as the words "key=value", a line each, of the verb ``form``."""

    title: str
    fields: tuple[Field, ...]
    send: str  # what the button says
    close: str
    problem: str = ""  # why it was not taken
