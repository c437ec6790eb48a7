"""Which words show a command? Those of the topic that is watched, so that an example can be typed as it is."""

from collections.abc import Mapping

from bot.chat.verbs.request import Service
from bot.text.words import fold


def examples(service: Service) -> Mapping[str, str]:
    """Return what fills the {places} of examples: a name, a source, a country and a language of the topic."""
    feeds = tuple(service.feeds.values())
    return {
        "name": _name(service),
        "source": feeds[0].id if feeds else "example",
        "country": next((feed.country for feed in feeds if feed.country), "BY"),
        "lang": next((feed.language for feed in feeds if feed.language), "en"),
    }


def _name(service: Service) -> str:
    """Return a name in small letters: of one word where there is one, and none that is in all stories."""
    topic = fold(service.topic)
    names = [fold(name) for name in dict.fromkeys(service.names.values())]
    narrow = [name for name in names if name not in topic] or names
    words = [word for word in topic.split() if word.isalpha()]
    return next((name for name in (*(each for each in narrow if " " not in each), *narrow, *words) if name), "word")
