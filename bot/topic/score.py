"""How much is this evidence worth? Points for each part, and their sum in 0..1.

More evidence for the topic never lowers the score, more evidence against it never raises it. The sizes were set by
hand on labelled entries of 2013 to 2022 (see ``seeds/names.yaml`` for what they reach), after a logistic regression
over the same parts had shown their order.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from operator import attrgetter

from bot.model import Part, PartKind, Where
from bot.topic.signs.evidence import LEADER, Evidence, Named, Said
from bot.topic.topic import Shape

JOINT = "joint"  # role of a name that stands for every side at once
TOWN = "town"  # role of a place where all kinds of things happen: two towns alone are no relation
_KNEE = 0.80  # above this sum further points count less, so that the score stays below 1
_ALONE = {Where.TITLE: 0.36, Where.LEAD: 0.35, Where.BODY: 0.12}  # a side that is worth storing by itself
_OTHER = {Where.TITLE: 0.11, Where.LEAD: 0.09, Where.BODY: 0.03}  # any other side
_MEET = {
    (Where.TITLE, Where.TITLE): 0.26,
    (Where.TITLE, Where.LEAD): 0.15,
    (Where.LEAD, Where.TITLE): 0.02,
    (Where.LEAD, Where.LEAD): 0.07,
}  # by the place of the sides in ``context`` and of the others; the farthest of each
_MEET_BODY = 0.03
_SAME_SENTENCE = 0.05
_LEADERS = 0.08
_JOINT = {Where.TITLE: 0.14, Where.LEAD: 0.08, Where.BODY: 0.02}
_IMPLIED = {Where.TITLE: 0.13, Where.LEAD: 0.06, Where.BODY: 0.0}  # a theme that means an unnamed side
_THEME = {Where.TITLE: 1.0, Where.LEAD: 0.5, Where.BODY: 0.1}  # share of a theme's points
_THEMES_MOST = 0.24
_AGAINST = {Where.TITLE: 1.0, Where.LEAD: 0.5, Where.BODY: 0.0}
_KEYWORD = {Where.TITLE: 0.03, Where.LEAD: 0.015, Where.BODY: 0.005}
_KEYWORDS_MOST = 0.06
_LIKE_MOST = 0.08
_WEAK = 0.5  # share of its points that a purely ornamental name gets
_NO_SIDES = {Where.TITLE: 0.34, Where.LEAD: 0.24, Where.BODY: 0.08}  # a name in a topic without sides


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A score with its parts. ``meets``: every side is in the entry, or is implied by a theme."""

    score: float
    parts: tuple[Part, ...]
    against: tuple[Part, ...]
    meets: bool


@dataclass(frozen=True, slots=True)
class _Presence:
    """A side in the entry: the best place, and whether it is a full mention there."""

    where: Where
    weak: bool
    named: Named

    @property
    def town(self) -> bool:
        return self.named.entity.role == TOWN

    @property
    def rank(self) -> tuple[int, bool, bool]:
        return self.where.rank, self.weak, self.town


def weigh(evidence: Evidence, shape: Shape, *, likeness: float = 0.0) -> Weighed:
    """Return the score of ``evidence``; ``likeness`` is how much of a seed it has, 0..1."""
    parts: list[Part] = []
    present = {side: found for side in shape.sides if (found := _presence(side, evidence.names)) is not None}
    towns = _only_towns(present.values())
    for side in shape.sides:
        if side in present:
            found = present[side]
            table = _ALONE if side in shape.context else _OTHER
            share = _WEAK if (found.weak or towns) and side not in shape.context else 1.0
            parts.append(_part(PartKind.NAME, table[found.where] * share, found.named.hit.name))
    on_ground = any(side in present for side in shape.context) or _has_joint(evidence.names)
    if not shape.sides:
        parts += _names_alone(evidence.names)
        on_ground = bool(evidence.names)
    implied = _implied(evidence.themes, shape, present)
    meets = bool(shape.sides) and all(side in present or side in implied for side in shape.sides)
    if meets and on_ground:
        parts += _meeting(shape, present, implied, evidence)
    parts += _joint(evidence.names)
    parts += _themes(evidence.themes, share=1.0 if on_ground else 0.2)
    parts += _keywords(evidence.keywords, share=1.0 if on_ground else 0.2)
    if likeness > 0:
        parts.append(_part(PartKind.LIKENESS, _LIKE_MOST * likeness))
    against = weigh_against(evidence.against, share=0.5 if _leaders_meet(shape, evidence.names) else 1.0)
    total = sum(part.points for part in parts) + sum(part.points for part in against)
    parts = [part for part in parts if part.points >= 0.005]  # noqa: PLR2004 - shown as 0.00 otherwise
    return Weighed(
        score=round(_squash(total), 4),
        parts=tuple(sorted(parts, key=lambda part: (-part.points, part.names))),
        against=tuple(against),
        meets=meets or not shape.sides,
    )


def _squash(total: float) -> float:
    """Return ``total`` kept within 0..1, still rising: the part above the knee is compressed more and more."""
    if total <= _KNEE:
        return max(0.0, total)
    over, room = total - _KNEE, 1.0 - _KNEE
    return _KNEE + room * over / (over + room)


def _presence(side: str, names: Iterable[Named]) -> _Presence | None:
    best: _Presence | None = None
    for named in names:
        if named.entity.side != side and named.entity.role != JOINT:
            continue
        found = _Presence(named.hit.where, named.weak, named)
        if best is None or found.rank < best.rank:
            best = found
    return best


def _only_towns(present: Iterable[_Presence]) -> bool:
    """Whether no side is named by more than a town."""
    return all(found.town for found in present)


def _has_joint(names: Iterable[Named]) -> bool:
    return any(named.entity.role == JOINT for named in names)


def _implied(themes: Iterable[Said], shape: Shape, present: dict[str, _Presence]) -> dict[str, Said]:
    """Return the sides that only a theme implies, each with the foremost phrase that does."""
    implied: dict[str, Said] = {}
    for said in themes:
        side = said.item.theme.side if said.item.theme else None
        if side is None or side not in shape.sides or side in present:
            continue
        if side not in implied or said.hit.where.rank < implied[side].hit.where.rank:
            implied[side] = said
    return implied


def _meeting(shape: Shape, present: dict[str, _Presence], implied: dict[str, Said], evidence: Evidence) -> list[Part]:
    parts = []
    for side, said in implied.items():
        parts.append(_part(PartKind.IMPLIED, _IMPLIED[said.hit.where], said.hit.form, side))
    if implied:
        return parts
    places = sorted((present[side].where for side in shape.sides), key=attrgetter("rank"))
    own = [present[side].where for side in shape.sides if side in shape.context]
    others = [present[side].where for side in shape.sides if side not in shape.context]
    key = (_farthest(own), _farthest(others)) if own and others else (places[0], places[-1])
    points = _MEET.get(key, _MEET_BODY)
    if evidence.live and key[0] is not key[1]:  # here headline and first clause tell different things
        points = min(points, _MEET_BODY)
    weak = any(present[side].weak for side in shape.sides) or _only_towns(present.values())
    names = sorted(present[side].named.hit.name for side in shape.sides)
    parts.append(_part(PartKind.MEETING, points * (_WEAK if weak else 1.0), *names))
    if places[-1] is Where.LEAD and _same_sentence(shape, evidence.names):
        parts.append(_part(PartKind.SENTENCE, _SAME_SENTENCE))
    if _leaders_meet(shape, evidence.names):
        parts.append(_part(PartKind.LEADERS, _LEADERS))
    return parts


def _farthest(places: list[Where]) -> Where:
    return max(places, key=attrgetter("rank"))


def _same_sentence(shape: Shape, names: tuple[Named, ...]) -> bool:
    by_side = [
        {
            named.sentence
            for named in names
            if named.entity.side == side and named.hit.where is Where.LEAD and not named.weak
        }
        for side in shape.sides
    ]
    return bool(set.intersection(*by_side)) if by_side else False


def _leaders_meet(shape: Shape, names: tuple[Named, ...]) -> bool:
    return bool(shape.sides) and all(_leader_in_title(side, names) for side in shape.sides)


def _leader_in_title(side: str, names: tuple[Named, ...]) -> bool:
    return any(
        named.entity.role == LEADER and named.entity.side == side and named.hit.where is Where.TITLE and not named.weak
        for named in names
    )


def _names_alone(names: tuple[Named, ...]) -> list[Part]:
    best: dict[str, Named] = {}
    for named in names:
        if named.entity.id not in best or named.hit.where.rank < best[named.entity.id].hit.where.rank:
            best[named.entity.id] = named
    return [_part(PartKind.NAME, _NO_SIDES[named.hit.where], named.hit.name) for named in best.values()]


def _joint(names: tuple[Named, ...]) -> list[Part]:
    best: dict[str, Named] = {}
    for named in names:
        if named.entity.role == JOINT and (
            named.entity.id not in best or named.hit.where.rank < best[named.entity.id].hit.where.rank
        ):
            best[named.entity.id] = named
    return [_part(PartKind.JOINT, _JOINT[named.hit.where], named.hit.name) for named in best.values()]


def _best_by_id(said: Iterable[Said]) -> list[Said]:
    best: dict[str, Said] = {}
    for each in said:
        if each.item.id not in best or each.hit.where.rank < best[each.item.id].hit.where.rank:
            best[each.item.id] = each
    return list(best.values())


def _themes(themes: tuple[Said, ...], *, share: float) -> list[Part]:
    rows = [
        _part(PartKind.THEME, _points(each) * _THEME[each.hit.where] * share, each.hit.form, each.item.id)
        for each in _best_by_id(themes)
    ]
    return _capped(rows, _THEMES_MOST)


def _keywords(keywords: tuple[Said, ...], *, share: float) -> list[Part]:
    rows = [
        _part(PartKind.KEYWORD, _KEYWORD[each.hit.where] * each.hit.weight * share, each.hit.form)
        for each in _best_by_id(keywords)
    ]
    return _capped(rows, _KEYWORDS_MOST)


def _capped(rows: list[Part], most: float) -> list[Part]:
    """Return parts that sum up to at most ``most``, the strongest first."""
    parts = []
    for row in sorted(rows, key=lambda row: (-row.points, row.names[::-1])):
        given = min(row.points, most)
        most -= given
        parts.append(replace(row, points=given))
    return parts


def weigh_against(said: tuple[Said, ...], *, share: float = 1.0) -> list[Part]:
    """Return what speaks against an entry, each theme once, the heaviest first."""
    parts = []
    for each in _best_by_id(said):
        points = _points(each) * _AGAINST[each.hit.where] * share
        if points:
            parts.append(_part(PartKind.THEME, -points, each.hit.form, each.item.id))
    return sorted(parts, key=lambda part: (part.points, part.names[::-1]))


def _points(said: Said) -> float:
    return said.item.theme.points if said.item.theme else 0.0


def _part(kind: PartKind, points: float, *names: str) -> Part:
    return Part(kind=kind, names=names, points=points)
