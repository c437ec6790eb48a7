"""Are the tables ``topic``, ``themes`` and ``against`` of a names file well written? Said with line and column."""

from collections.abc import Collection

from bot.config.findings.fields import Fields, Where

_TOPIC = ("sides", "context", "weak")
_THEME = ("id", "points", "side", "words")


def check_tables(fields: Fields, *, sides: Collection[str], languages: Collection[str]) -> None:
    """Complain about every mistake in the tables; ``sides`` are those that entities have."""
    topic = fields.value((), "topic")
    if isinstance(topic, dict):
        fields.known_keys(("topic",), _TOPIC)
        for key in _TOPIC:
            fields.texts(("topic",), key)
        for key in ("sides", "context"):
            for index, side in enumerate(topic[key] if isinstance(topic.get(key), list) else ()):
                _known_side(fields, ("topic", key, index), side, sides)
    elif topic is not None:
        fields.complain(("topic",), "'topic' is no mapping", "bad-type", fix="write  topic: {sides: [one, other]}")
    for table in ("themes", "against"):
        rows = fields.value((), table)
        if rows is not None and not isinstance(rows, list):
            fields.complain(
                (table,), f"'{table}' is no list", "bad-type", fix=f"write each of the {table} as  - id: ..."
            )
            continue
        seen: set[str] = set()
        for index, row in enumerate(rows or ()):
            if not isinstance(row, dict):
                fields.complain((table, index), "a theme is a mapping", "bad-type", fix="write  - id: sanctions")
                continue
            _theme(fields, (table, index), sides, languages, seen)


def _theme(fields: Fields, where: Where, sides: Collection[str], languages: Collection[str], seen: set[str]) -> None:
    fields.known_keys(where, _THEME)
    name = fields.text(where, "id", required=True)
    if name in seen:
        fields.complain((*where, "id"), f"id '{name}' is already used", "duplicate-id", fix="give it another id")
    seen.add(name or "")
    points = fields.value(where, "points")
    if points is not None and (
        isinstance(points, bool) or not isinstance(points, (int, float)) or not 0 <= points <= 1
    ):
        fields.complain((*where, "points"), f"points are {points!r}", "bad-value", fix="write a number from 0 to 1")
    side = fields.text(where, "side")
    if side is not None:
        _known_side(fields, (*where, "side"), side, sides)
    words = fields.value(where, "words")
    if isinstance(words, dict):
        inside = (*where, "words")
        fields.known_keys(inside, languages)
        for language in words:
            fields.texts(inside, str(language))
    elif words is not None:
        fields.texts(where, "words")


def _known_side(fields: Fields, where: Where, side: object, sides: Collection[str]) -> None:
    if isinstance(side, str) and side.strip() and side not in sides:
        fix = f"use one of: {', '.join(sorted(sides))}" if sides else "give entities a  side: ..."
        fields.complain(where, f"no entity has the side '{side}'", "unknown-side", fix=fix)
