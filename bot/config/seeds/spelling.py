"""How does each language write the names that we watch? As people are shown them (pure)."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from babel import Locale, localedata

from bot.config.seeds.corpus import Entity
from bot.config.sources.shape import TopicSettings
from bot.text.languages import SPOKEN
from bot.text.names.spellings import respelled


class Spelled(Mapping[str, Mapping[str, str]]):
    """For each language how it writes names, ids of names, and the topic's own name, where that is known.

    Each language is made when first asked for: a chat reads one. Countries and large cities are in CLDR. Of the others
    the first whole form of the language counts: aliases are written in their basic form, and the beginning of a word is
    not a name. Persons whom a language does not list are respelled from two of its neighbours, where these leave no
    choice. English writes names as the files do, whatever their other forms.
    """

    def __init__(self, topic: TopicSettings, entities: Iterable[Entity]) -> None:
        self._topic = topic
        self._entities = tuple(entities)
        self._made: dict[str, Mapping[str, str]] = {}

    def __getitem__(self, language: str) -> Mapping[str, str]:
        if language not in SPOKEN:
            raise KeyError(language)
        if language not in self._made:
            self._made[language] = self._written_in(language)
        return self._made[language]

    def __iter__(self) -> Iterator[str]:
        return iter(SPOKEN)

    def __len__(self) -> int:
        return len(SPOKEN)

    def _written_in(self, language: str) -> dict[str, str]:
        found = {self._topic.name: self._topic.names[language]} if language in self._topic.names else {}
        for entity in self._entities:
            form = _places(language).get(entity.name) or next(
                (form for of, form in entity.aliases if of == language and "*" not in form), None
            )
            if form is None and entity.kind == "person":
                form = respelled(entity.name, entity.aliases, language)
            if form is not None and entity.kind != "trap":
                found |= {entity.name: form, entity.id: form}
        return found | ({entity.name: entity.name for entity in self._entities} if language == "en" else {})


@cache
def _countries() -> Mapping[str, str]:
    """Return the English names of countries by their codes."""
    return dict(Locale.parse("en").territories)


@cache
def _places(language: str) -> Mapping[str, str]:
    """Return the names of countries and of cities with a time zone of their own, by their English names."""
    english, there = _countries(), Locale.parse(language)
    found = {
        city: named
        for zone, about in there.time_zones.items()
        if isinstance(named := about.get("city"), str) and (city := zone.rpartition("/")[2].replace("_", " "))
    }
    found |= {name: there.territories[code] for code, name in english.items() if code in there.territories}
    localedata._cache.clear()  # noqa: SLF001 - a megabyte a language, of which this is a hundredth
    return found
