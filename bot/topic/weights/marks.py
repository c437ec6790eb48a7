"""Where do alerts begin? Above nearly all of general news, half way from there to what documents say of each other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from statistics import median

from bot.topic.weights.background import General, general, hash_of
from bot.topic.weights.lexicon import size_of
from bot.topic.weights.profile import ROOM, TITLE, Need, Profile, kept_without, meets
from bot.topic.weights.scale import Gift, Marks, together
from bot.topic.weights.subjects import GENERAL, NEARLY

_OWN = 0.6  # share of what the documents score on each other that any other document would reach
_OWN_HEADLINE = 0.33  # the same if a headline has no text, and so fewer of the topic's words
_LEAST = 0.05  # lowest likeness at which alerts may begin


def marks_of(profile: Profile, reached: Sequence[float]) -> Marks:
    """Return the marks of ``profile``; ``reached``: how like the others each document is."""
    judge = Judge.of(profile)
    entries = judge.others()
    own = median(reached) if reached else 0.0
    whole = _mark(judge, entries, _OWN * own, text=True)
    headline = _mark(judge, entries, _OWN_HEADLINE * own, text=False)
    return Marks(whole=whole, headline=min(whole, headline), apart=min(1.0, whole / (_OWN * own)) if own else 1.0)


def _mark(judge: "Judge", entries: Sequence[General], own: float, *, text: bool) -> float:
    """Return the mark above nearly all of general news, where ``own`` is what the topic's documents ask for.

    Where that is more it is half way (their geometric mean): a report has few of the documents' words. What general
    news reaches counts there as if it had all that is needed: it has seldom two countries, but what each is in.
    """
    least = _least(judge, entries, text=text)
    if own <= least:
        return least
    near = _least(replace(judge, needs=()), entries, text=text) if judge.needs else least
    return max(least, min(own, sqrt(own * near)))


def _least(judge: "Judge", entries: Sequence[General], *, text: bool) -> float:
    return max(_LEAST, _below_few(judge.top(each, text=text) for each in entries))


def _below_few(tops: Iterable[float]) -> float:
    """Return the mark that only the allowed share of general news reaches."""
    ranked = sorted(tops)
    return max(ranked[int(GENERAL * len(ranked)) :][:1], default=0.0)


@dataclass(frozen=True, slots=True)
class Judge:
    """A topic in terms of general news hashes. ``needs``: those of ``profile`` with their ways, in their order."""

    profile: Profile
    gifts: Mapping[int, Gift]
    needs: Sequence[tuple[Need, Sequence[Sequence[frozenset[int]]]]]

    @classmethod
    def of(cls, profile: Profile) -> "Judge":
        gifts: dict[int, Gift] = {}
        for language, row in profile.weights.items():
            given = [(key, weight * size_of(key, language)) for key, weight in row.items()]
            gifts |= zip((hash_of(key, language) for key in row), profile.gifts(given, language), strict=True)
        needs = [
            (
                need,
                [
                    [frozenset(hash_of(key, language) for key in keys) for keys in way]
                    for language, ways in need.ways.items()
                    for way in ways
                ],
            )
            for need in profile.needs
        ]
        return cls(profile, gifts, needs)

    def without(self, keys: Iterable[int]) -> "Judge":
        """Return it without these terms."""
        gone = set(keys)
        return replace(self, gifts={key: gift for key, gift in self.gifts.items() if key not in gone})

    def others(self) -> list[General]:
        """Return general news without what has a word in its title that the topic is named for, and may be about it."""
        return [each for each in general() if not self._is_named(each)]

    def _is_named(self, entry: General) -> bool:
        return any(gift.far >= NEARLY for each in entry.title if (gift := self.gifts.get(each)))

    def top(self, entry: General, *, text: bool = True) -> float:
        """Return the highest mark that an entry of general news reaches, with or without its text."""
        rest = entry.rest if text else ()
        given = [gift for each in rest if (gift := self.gifts.get(each))]
        given += [gift.times(TITLE) for each in entry.title if (gift := self.gifts.get(each))]
        if not given:
            return 0.0
        found = {*entry.title, *rest}
        missing = [need for need, ways in self.needs if not meets(ways, found)]
        meeting = len(self.needs) > 1 and all(meets(ways, set(entry.title)) for _, ways in self.needs)
        length = sqrt((entry.whole if text else entry.headline) + ROOM)
        return together(given, length, meeting=meeting).top(kept_without(missing))
