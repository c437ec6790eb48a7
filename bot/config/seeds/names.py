"""Which persons, places and bodies does ``names.yaml`` list, and what else does it say about the topic's shape?"""

from bot.config.findings.document import Document
from bot.config.findings.fields import Fields
from bot.config.findings.problems import ConfigProblems
from bot.config.seeds.corpus import Entity
from bot.config.seeds.themes import check_tables
from bot.text import languages

KINDS = ("person", "place", "body", "event", "thing", "demonym", "trap")
LANGUAGES = (*languages.LANGUAGES, "*")
_KEYS = ("id", "name", "kind", "side", "role", "aliases", "traps")


def read_entities(document: Document) -> tuple[tuple[Entity, ...], dict[str, object]]:
    """Return the entities of a names file, and its other tables as they are written.

    ``aliases`` is a mapping from a language (or "*") to forms; a plain list counts for every language. The name is an
    alias too. Raises ``ConfigProblems`` with every mistake.
    """
    fields = Fields(document)
    if not isinstance(document.data, dict):
        raise ConfigProblems([document.problem((), "the names file is no mapping", "bad-type", fix="write  entities:")])
    entities = []
    seen: dict[str, int] = {}
    rows = document.data.get("entities") or []
    if not isinstance(rows, list):
        fields.complain(("entities",), "'entities' is no list", "bad-type", fix="write each entity as  - id: ...")
        rows = []
    for index, row in enumerate(rows):
        where = ("entities", index)
        if not isinstance(row, dict):
            fields.complain(where, "an entity is a mapping", "bad-type", fix="write  - id: minsk")
            continue
        entity = _entity(fields, where)
        if entity.id in seen:
            fix = "ids must be unique; stored stories refer to them"
            text = f"id '{entity.id}' is already used on line {document.spots['entities', seen[entity.id]].line}"
            fields.complain((*where, "id"), text, "duplicate-id", fix=fix)
        seen.setdefault(entity.id, index)
        entities.append(entity)
    check_tables(fields, sides={entity.side for entity in entities if entity.side}, languages=LANGUAGES)
    fields.stop_if_any()
    return tuple(entities), {str(key): value for key, value in document.data.items() if key != "entities"}


def _entity(fields: Fields, where: tuple[str | int, ...]) -> Entity:
    fields.known_keys(where, _KEYS)
    name = fields.text(where, "name", required=True)
    return Entity(
        id=fields.text(where, "id", required=True) or "",
        name=name or "",
        kind=fields.choice(where, "kind", KINDS),
        side=fields.text(where, "side"),
        role=fields.text(where, "role"),
        aliases=_aliases(fields, where, name),
        traps=fields.texts(where, "traps"),
    )


def _aliases(fields: Fields, where: tuple[str | int, ...], name: str | None) -> tuple[tuple[str, str], ...]:
    given = fields.value(where, "aliases")
    forms = [("*", name)] if name else []
    if isinstance(given, list):
        forms += [("*", form) for form in fields.texts(where, "aliases")]
    elif isinstance(given, dict):
        inside = (*where, "aliases")
        fields.known_keys(inside, LANGUAGES)
        forms += [(str(language), form) for language in given for form in fields.texts(inside, str(language))]
    elif given is not None:
        fields.complain((*where, "aliases"), "'aliases' is no list", "bad-type", fix="write  aliases: {ru: [Минск]}")
    return tuple(dict.fromkeys(forms))
