"""Which entities are watched, once ``entities:`` of sources.yaml has been laid over the names file?"""

from collections.abc import Sequence
from difflib import get_close_matches

from bot.config.findings.document import Document
from bot.config.findings.problems import Problem
from bot.config.seeds.corpus import Entity, watched
from bot.config.seeds.names import Name
from bot.config.sources.shape import NameChange


def lay_over(
    entities: tuple[Entity, ...], changes: Sequence[NameChange], document: Document
) -> tuple[tuple[Entity, ...], list[Problem]]:
    """Return the entities with each change made, in the order of the names file, new ones last; and what is wrong.

    A change takes the place of the whole entity with its id: one half here and half there would be hard to read.
    """
    result = {entity.id: entity for entity in entities}
    problems = []
    for index, change in enumerate(changes):
        where = ("entities", index)
        if change.disable:
            if change.id not in result:
                near = get_close_matches(change.id, result, 1)
                fix = f"did you mean '{near[0]}'?" if near else "remove this, or check the id in names.yaml"
                text = f"there is no entity '{change.id}' to disable"
                problems.append(document.problem((*where, "id"), text, "bad-value", fix=fix))
            result.pop(change.id, None)
        elif change.name is None or change.kind is None:
            missing = "name" if change.name is None else "kind"
            fix = f"add  {missing}: ..., or  disable: true  to leave it out"
            text = f"'{missing}' is missing from entity '{change.id}'"
            problems.append(document.problem(where, text, "missing-key", fix=fix))
        else:
            own = change.model_dump(exclude={"disable"})
            result[change.id] = watched(Name.model_validate(own))
    return tuple(result.values()), problems
