"""How does each language write the names that we watch? As people are shown them (pure)."""

from collections.abc import Iterable, Mapping
from functools import cache

from babel import Locale, localedata

from bot.config.seeds.corpus import Entity
from bot.config.sources.shape import SPOKEN, TopicSettings
from bot.text.names.spellings import respelled


def spelled(topic: TopicSettings, entities: Iterable[Entity]) -> dict[str, dict[str, str]]:
    """Return for each language how it writes names, ids of names, and the topic's own name, where that is known.

    Countries and large cities are in CLDR. Of the others the first whole form of the language counts: aliases are
    written in their basic form, and the beginning of a word is not a name. Persons whom a language does not list are
    respelled from two of its neighbours, where these leave no choice.
    """
    found: dict[str, dict[str, str]] = {language: {topic.name: name} for language, name in topic.names.items()}
    for entity in entities:
        for language in SPOKEN:
            form = _places()[language].get(entity.name) or next(
                (form for of, form in entity.aliases if of == language and "*" not in form), None
            )
            if form is None and entity.kind == "person":
                form = respelled(entity.name, entity.aliases, language)
            if form is not None and entity.kind != "trap":
                found.setdefault(language, {}).update({entity.name: form, entity.id: form})
    for entity in entities:
        found.setdefault("en", {})[entity.name] = entity.name  # as the files write it, whatever its other forms
    return found


@cache
def _places() -> Mapping[str, Mapping[str, str]]:
    """Return by language the names of countries and of cities with a time zone of their own, by their English names."""
    english = Locale.parse("en").territories
    found = {}
    for language in SPOKEN:
        there = Locale.parse(language)
        cities = {
            city: named
            for zone, about in there.time_zones.items()
            if isinstance(named := about.get("city"), str) and (city := zone.rpartition("/")[2].replace("_", " "))
        }
        names = there.territories
        found[language] = cities | {name: names[code] for code, name in english.items() if code in names}
    localedata._cache.clear()  # noqa: SLF001 - a megabyte a language, of which this is a hundredth
    return found
