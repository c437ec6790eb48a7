"""Which of these reports would be one story if they all came at once?"""

import heapq
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.stories.grouping.likeness import Traits
from bot.stories.grouping.linkage import Linkage

__all__ = ["gather"]


@dataclass(slots=True, kw_only=True, eq=False)
class _Group:
    """Reports that are taken for one event so far; named by the key of one of them."""

    members: list[Traits]
    near: set[str]  # names of the groups worth comparing with
    version: int = 0


def gather(
    reports: Mapping[str, Traits],
    near: Mapping[str, Collection[str]],
    linkage: Linkage,
    apart: Callable[[Sequence[Traits], Sequence[Traits]], bool],
) -> list[list[Traits]]:
    """Return the reports, which are given by key, in groups of one event each, in the order of the least keys.

    The best fit is made first, whichever reports it is between, so their order does not matter. ``near`` has for each
    key those worth comparing with, both ways; ``apart`` says which groups must not become one, whatever they are like.
    """
    groups = {key: _Group(members=[each], near=set(near.get(key, ()))) for key, each in reports.items()}
    waiting: list[tuple[float, str, str, int, int]] = []
    for name, group in groups.items():
        _weigh(name, [other for other in group.near if other > name], groups, linkage, waiting)
    while waiting:
        _, first, second, *versions = heapq.heappop(waiting)
        one, other = groups.get(first), groups.get(second)
        if one is None or other is None or [one.version, other.version] != versions:
            continue  # one of them has grown since: weighed anew then
        if apart(one.members, other.members):
            continue
        del groups[second]
        one.members += other.members
        one.near = (one.near | other.near) & groups.keys() - {first}
        one.version += 1
        for name in one.near:
            groups[name].near.add(first)
        _weigh(first, list(one.near), groups, linkage, waiting)
    return [groups[name].members for name in sorted(groups)]  # merging keeps the lesser name


def _weigh(
    name: str,
    others: Collection[str],
    groups: Mapping[str, _Group],
    linkage: Linkage,
    waiting: list[tuple[float, str, str, int, int]],
) -> None:
    """Put the fits of a group with others into the queue, best first."""
    for near in others:
        first, second = (name, near) if name < near else (near, name)
        one, other = groups[first], groups[second]
        fit = linkage.fit(one.members, other.members)
        if fit is None:
            one.near.discard(second)
            other.near.discard(first)
        elif fit >= 0:
            heapq.heappush(waiting, (-fit, first, second, one.version, other.version))
