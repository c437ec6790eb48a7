"""Which topics does a file have, where does each of them stand in it, and which sources are read for it?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.config.findings.document import Document, Where
from bot.config.findings.problems import Problem
from bot.config.sources.address import feed_key
from bot.config.sources.shape import ListedTopics, MatchSettings, Source, SourcesFile, TopicSettings
from bot.model import FIRST_TOPIC

_OF_ONE = ("seeds", "match", "entities")  # what stands at the top of a file belongs to the topic that stands there


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenTopic:
    """A topic as it stands in the file, below ``where``; ``key`` is its name in rows of the database."""

    where: Where
    key: str
    settings: TopicSettings
    match: MatchSettings


def shape_of(data: object) -> type[SourcesFile]:
    """Return the model of a file: of one that lists all its topics, or of one whose first topic stands at the top."""
    listed = isinstance(data, dict) and "topics" in data and "topic" not in data
    return ListedTopics if listed else SourcesFile


def seed_places(data: object) -> tuple[Where, ...]:
    """Return where the seeds of each topic are named, whatever else is wrong with the file."""
    listed = data.get("topics") if isinstance(data, dict) else None
    others: tuple[Where, ...] = tuple(
        ("topics", index, "seeds") for index in range(len(listed) if isinstance(listed, list) else 0)
    )
    return others if shape_of(data) is ListedTopics else (("seeds",), *others)


def written(model: SourcesFile) -> tuple[WrittenTopic, ...]:
    """Return the topics of a file, the first one first; the others have its language and time zone where they say none.

    Rows of the first topic stay what they were before there could be others, so they bear no id.
    """
    at_top: tuple[WrittenTopic, ...] = ()
    if not isinstance(model, ListedTopics):
        at_top = (WrittenTopic(where=(), key=FIRST_TOPIC, settings=model.topic, match=model.match),)
    first = at_top[0].settings if at_top else model.topics[0]
    house = {"language": first.language, "timezone": first.timezone}
    listed = [
        WrittenTopic(
            where=("topics", index),
            key=each.key if at_top or index else FIRST_TOPIC,
            settings=each.model_copy(update={name: house[name] for name in house.keys() - each.model_fields_set}),
            match=each.match,
        )
        for index, each in enumerate(model.topics)
    ]
    return (*at_top, *listed)


def chosen(topic: TopicSettings, sources: Sequence[Source]) -> frozenset[str] | None:
    """Return the ids of the sources that are read for a topic; None: all of them.

    Of several with one address only the first is polled, so that one is read whichever of them the topic chose.
    """
    if not topic.sources:
        return None
    wanted = [each for each in sources if signs(each) & set(topic.sources)]
    addresses = {feed_key(each.url) for each in wanted if each.enabled}
    asked = {each.id for each in sources if each.enabled and feed_key(each.url) in addresses}
    return frozenset({each.id for each in wanted} | asked)


def signs(source: Source) -> set[str]:
    """Return all by which a topic may choose a source."""
    return {source.id, f"ownership:{source.ownership.value}", *(f"tag:{tag}" for tag in source.tags)}


def mistakes(model: SourcesFile, document: Document) -> Iterator[Problem]:
    """Yield what is wrong with the topics of a file together, and with what they choose."""
    topics = written(model)
    if topics[0].where:
        for part in _OF_ONE:
            if part in model.model_fields_set:
                fix = "move it into one of  topics:, or put the first topic under  topic:"
                text = f"'{part}' at the top belongs to a topic that stands there, and all of them are listed"
                yield document.problem((part,), text, "bad-value", fix=fix, on_key=True)
    names: dict[str, str] = {}
    for topic in topics:
        settings = topic.settings
        if topic is not topics[0] and settings.key in {FIRST_TOPIC, topics[0].settings.key}:
            text = f"'{settings.key}' is what the first topic is called in the database"
            yield document.problem((*topic.where, "id"), text, "duplicate-id", fix="choose another id")
        elif settings.name.casefold() in names:
            text = f"the topic '{names[settings.name.casefold()]}' has this name as well"
            fix = "people choose by it: let each name say what is particular to it"
            yield document.problem((*topic.where, "name"), text, "bad-value", fix=fix)
        names.setdefault(settings.name.casefold(), settings.key)
        yield from _choices(topic, model, document)


def _choices(topic: WrittenTopic, model: SourcesFile, document: Document) -> Iterator[Problem]:
    known = {sign for source in model.sources for sign in signs(source)}
    where = (*(topic.where or ("topic",)), "sources")
    for index, choice in enumerate(topic.settings.sources):
        if choice not in known:
            near = get_close_matches(choice, sorted(known), 1)
            fix = (
                f"did you mean '{near[0]}'?" if near else "write the id of a source, a tag or an ownership that one has"
            )
            yield document.problem((*where, index), f"no source fits '{choice}'", "bad-value", fix=fix)


def unread(model: SourcesFile, document: Document) -> Iterator[Problem]:
    """Yield a warning for each source that no topic reads."""
    wanted = [chosen(topic.settings, model.sources) for topic in written(model)]
    for index, source in enumerate(model.sources):
        if source.enabled and all(each is not None and source.id not in each for each in wanted):
            text = f"no topic reads the source '{source.id}'"
            fix = "it is not polled; add it to the sources of a topic, or say  enabled: false"
            yield document.problem(("sources", index, "id"), text, "unread-source", fix=fix, warning=True)
