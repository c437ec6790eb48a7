"""How does a topic do on the entries of some days? Alerts to expect, near misses, and what those have in common."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.model import Entry, Match, PartKind
from bot.text.language import detect
from bot.text.meanings.roots import is_root, rarity
from bot.text.words import fold
from bot.topic.match import match
from bot.topic.topic import Topic
from bot.topic.weights.terms import terms

AROUND = (-0.1, 0.0, 0.1)  # thresholds to try, relative to the one in force
_NEAR = 10  # entries on each side of the threshold that are shown
_SHOWN = 3  # titles that show how a suggested word is used
_OFTEN = 3  # near misses that must have a word for it to be suggested
_RARE = 5.0  # rarity from which a word is worth suggesting: one entry in 150 has it


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """An entry just below the threshold, or just above it, and the needs that it misses."""

    title: str
    score: float
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A word or name that many near misses have and the topic does not know, with some of their titles."""

    word: str
    language: str | None
    entries: int
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a topic makes of some entries. ``alerts``: how many there are at each threshold.

    ``near``: the best of those that are not alerts; ``barely``: the weakest of those that are.
    """

    entries: int
    alerts: tuple[tuple[float, int], ...]
    near: tuple[NearMiss, ...]
    barely: tuple[NearMiss, ...]
    suggestions: tuple[Suggestion, ...]


def stand(topic: Topic, entries: Iterable[Entry], refused: Collection[str] = ()) -> Standing:
    """Return how ``topic`` does on ``entries`` as judged now; ``refused``: folded words not to be suggested."""
    at = topic.settings.alert_at
    marks = [round(at + step, 2) for step in AROUND if 0 < at + step <= 1]
    counts = dict.fromkeys(marks, 0)
    missed: list[tuple[Match, Entry]] = []
    told: list[tuple[Match, Entry]] = []
    total = 0
    for entry in entries:
        total += 1
        found = match(topic, entry)
        barred = found.known is not None or (found.score >= at and not found.alert)
        for mark in marks:
            counts[mark] += found.score >= mark and not barred
        if topic.settings.store_at <= found.score < at:
            missed.append((found, entry))
        elif found.alert:
            told.append((found, entry))
    missed.sort(key=lambda pair: (-pair[0].score, pair[1].title))
    told.sort(key=lambda pair: (pair[0].score, pair[1].title))
    return Standing(
        entries=total,
        alerts=tuple(counts.items()),
        near=_shown(missed),
        barely=_shown(told),
        suggestions=tuple(
            each for each in _suggested(topic, [entry for _, entry in missed]) if fold(each.word) not in refused
        ),
    )


def _shown(judged: Sequence[tuple[Match, Entry]]) -> tuple[NearMiss, ...]:
    return tuple(
        NearMiss(title=entry.title, score=found.score, missing=_missing(found)) for found, entry in judged[:_NEAR]
    )


def _missing(found: Match) -> tuple[str, ...]:
    return tuple(part.names[0] for part in found.against if part.kind is PartKind.MISSING)


def _suggested(topic: Topic, entries: Iterable[Entry]) -> Iterable[Suggestion]:
    """Yield rare words of near misses to which the topic gives no weight, the commonest first."""
    counts: Counter[tuple[str, str | None]] = Counter()
    forms: dict[tuple[str, str | None], str] = {}
    titles: dict[tuple[str, str | None], list[str]] = {}
    for entry in entries:
        language = detect(entry.title, entry.language)
        known = topic.profile.weights.get(language or "", {}) if topic.profile is not None else {}
        for key, form in {term.key: term.form for term in terms(entry.title, language)}.items():
            if is_root(key) and key not in known and rarity(key, language) >= _RARE:
                counts[key, language] += 1
                forms.setdefault((key, language), form)
                titles.setdefault((key, language), []).append(entry.title)
    for row, count in sorted(counts.items(), key=lambda each: (-each[1], each[0][0])):
        if count >= _OFTEN:
            yield Suggestion(word=forms[row], language=row[1], entries=count, titles=tuple(titles[row][:_SHOWN]))
