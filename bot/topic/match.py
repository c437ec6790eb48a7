"""Is this entry about the topic, and does it add to what is known? One decision, with every reason for it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import combinations
from math import sqrt

from bot.model import Entry, Match, Nearest, Part, PartKind, Where, WordHit
from bot.text.article import split_entry
from bot.text.copies import shingles, similarity
from bot.text.language import detect
from bot.text.numbers import figures
from bot.text.words import fold, tokens
from bot.topic.score import Weighed, weigh, weigh_against
from bot.topic.signs.evidence import BODY, Evidence, gather
from bot.topic.topic import Taught, Topic
from bot.topic.weights.profile import Profile

_LANGUAGE_FROM = 500  # characters from which the language is detected
_COPY_FROM = 4000  # characters from which a copy is recognised
DECIDES = 600  # characters after the headline by which a topic of documents is recognised
_NEWS_FROM = 1500  # characters in which numbers and dates are the news, not the background
_COPY = 0.5  # share of the entry's shingles in the seed: measured copies have .9, other reports of one event .1
_COPY_SHINGLES = 12  # fewer prove nothing: a headline's words may match by chance
_TITLE_WORDS = 4
_NEW_MOST = 12
_CARRIES = 0.05  # points from which a word is given as a reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How like the seeds an entry is by its names and words."""

    nearest: Nearest | None
    covered: float  # the largest share of a seed's names and words that the entry has; more evidence never lowers it


_UNLIKE = Likeness(nearest=None, covered=0.0)


def match(topic: Topic, entry: Entry) -> Match:
    """Return why ``entry`` is on topic or why not. Pure: the same arguments give the same answer.

    A copy of a seed, or one of ``must_not``'s words, is never an alert; where ``must_any`` is set, an entry without
    any of its words is neither an alert nor stored.
    """
    if topic.profile is not None:
        return _match_documents(topic, topic.profile, entry)
    if not topic.prefilter.passes(entry.title, entry.text[:BODY]):
        return _nobody(entry.language)
    language = detect(f"{entry.title}. {entry.text[:_LANGUAGE_FROM]}", entry.language)
    evidence = gather(topic.book, topic.items, entry.title, entry.text, language)
    likeness = liken(topic, evidence)
    weighed = weigh(evidence, topic.shape, likeness=likeness.covered)
    return _decided(topic, entry, evidence, weighed, likeness, words=_words(evidence))


def _match_documents(topic: Topic, profile: Profile, entry: Entry) -> Match:
    """Return the match of a topic taught by documents; for entries far from them, names are not looked for."""
    language = detect(f"{entry.title}. {entry.text[:_LANGUAGE_FROM]}", entry.language)
    parts = split_entry(entry.title, entry.text[:BODY])
    text = f"{parts.lead} {parts.body}" if parts.body else parts.lead  # the lead's words are read again later
    found = profile.weigh(parts.title, text[:DECIDES], language)
    if found.score < min(topic.settings.store_at, topic.settings.alert_at):
        return Match(score=found.score, alert=False, store=False, parts=found.parts, against=found.against,
                     language=language)  # fmt: skip
    evidence = gather(topic.book, topic.items, entry.title, entry.text, language)
    against = weigh_against(evidence.against)
    weighed = Weighed(
        score=round(max(0.0, found.score + sum(part.points for part in against)), 4),
        parts=found.parts,
        against=(*found.against, *against),
        meets=True,
    )
    words = _weighty(found.parts, evidence, parts.title)
    return _decided(topic, entry, evidence, weighed, liken(topic, evidence), words=words)


def _weighty(parts: Iterable[Part], evidence: Evidence, title: str) -> tuple[WordHit, ...]:
    """Return the words that carry the score, those that carry most first, and none that is in a name found.

    The words that documents have in common say less: an entry in another language has none of them.
    """
    named = {word.fold for each in evidence.names for word in tokens(each.hit.form)}
    above = {word.fold for word in tokens(title)}
    said = [(part.names[0], fold(part.names[0]), part.points) for part in parts]
    return tuple(
        WordHit(word=word, form=form, where=Where.TITLE if word in above else Where.LEAD, weight=points, context="")
        for form, word, points in said
        if word not in named and points >= _CARRIES
    )


def _decided(
    topic: Topic, entry: Entry, evidence: Evidence, weighed: Weighed, likeness: Likeness, *, words: tuple[WordHit, ...]
) -> Match:
    """Return the match for a score, with copies, musts and what is new; ``words`` are what it rests on."""
    kept = weighed.score >= min(topic.settings.store_at, topic.settings.alert_at)  # for others nobody asks what is new
    known = copied(topic, entry.title, entry.text[:_COPY_FROM]) if kept else None
    allowed = not topic.settings.must_any or bool(evidence.musts)
    against = [
        *weighed.against,
        *(Part(kind=PartKind.FORBIDDEN, names=(word,), points=0.0) for word in evidence.must_nots),
    ]
    if not allowed:
        against.append(Part(kind=PartKind.WANTING, points=0.0))
    if known is not None:
        against.append(Part(kind=PartKind.COPY, names=(known,), points=0.0))
    wanted = allowed and not evidence.must_nots and known is None and weighed.meets
    return Match(
        score=weighed.score,
        alert=wanted and weighed.score >= topic.settings.alert_at,
        store=allowed and weighed.score >= topic.settings.store_at,
        names=tuple(named.hit for named in evidence.names),
        words=words,
        parts=weighed.parts,
        against=tuple(against),
        nearest=likeness.nearest,
        known=known,
        new=what_is_new(topic, evidence, f"{entry.title}. {entry.text[:_NEWS_FROM]}") if kept else (),
        language=evidence.language,
    )


@lru_cache(maxsize=256)
def _nobody(language: str | None) -> Match:
    """Return the answer for an entry that names nobody: most do not, and the answer is always the same."""
    return Match(score=0.0, alert=False, store=False, language=language)


def _words(evidence: Evidence) -> tuple[WordHit, ...]:
    return tuple(said.hit for said in (*evidence.themes, *evidence.keywords))


def headline(title: str, language: str | None) -> Entry:
    """Return a seed's headline as an entry, to see how the topic judges such entries; it is not a copy of the seed."""
    return Entry(
        key="0" * 32, keys=("0" * 32,), feed_id="headline", url=None, title=f"{title} …", text="", language=language,
        seen=datetime(1970, 1, 1, tzinfo=UTC),
    )  # fmt: skip


def liken(topic: Topic, evidence: Evidence) -> Likeness:
    """Return the nearest seed, and how much of a seed the entry has."""
    own = Counter(named.entity.id for named in evidence.names)
    own.update(said.hit.word for said in evidence.keywords)
    if not own:
        return _UNLIKE
    return Likeness(
        nearest=_nearest(topic.taught, own),
        covered=max((_covered(own, seed) for seed in topic.taught), default=0.0),
    )


def _nearest(seeds: Iterable[Taught], own: Counter[str]) -> Nearest | None:
    """Return the seed with the most similar names and keywords (cosine over the square roots of their counts)."""
    best: Nearest | None = None
    roots = {key: sqrt(count) for key, count in own.items()}
    for seed in seeds:
        shared = sum([root * seed.roots[key] for key, root in roots.items() if key in seed.roots])
        alike = round(shared / sqrt(own.total() * seed.total), 4) if shared else 0.0
        if alike > 0 and (best is None or alike > best.similarity):
            best = Nearest(seed=seed.slug, similarity=alike)
    return best


def _covered(own: Counter[str], seed: Taught) -> float:
    shared = own.keys() & seed.roots.keys()
    if len(shared) > 2:  # noqa: PLR2004 - a sum of two is the same in any order
        return sum(root for key, root in seed.roots.items() if key in shared) / seed.whole
    return sum(seed.roots[key] for key in shared) / seed.whole if shared else 0.0


def copied(topic: Topic, title: str, text: str) -> str | None:
    """Return the slug of the seed that an entry is a copy of, by its title or by its text."""
    if len(title.split()) >= _TITLE_WORDS and (slug := topic.baseline.titles.get(fold(title))) is not None:
        return slug
    if not topic.seeds:
        return None
    own = shingles(text)
    if len(own) < _COPY_SHINGLES or topic.shingles.isdisjoint(own):
        return None
    alike = [(similarity(own, seed.signature), seed.slug) for seed in topic.seeds]
    best, slug = max(alike, default=(0.0, ""))
    return slug if best >= _COPY else None


def what_is_new(topic: Topic, evidence: Evidence, text: str) -> tuple[str, ...]:
    """Return names, pairings, numbers and dates that no seed has, at most twelve: those in the title first."""
    known = topic.baseline
    shown: dict[str, str] = {}
    for named in evidence.names:
        if named.hit.where is not Where.BODY:
            shown.setdefault(named.entity.id, named.hit.name)
    new = [name for key, name in shown.items() if key not in known.names]
    sides = {named.entity.id: named.entity.side for named in evidence.names}
    for one, other in combinations(shown, 2):
        known_names = one in known.names and other in known.names
        pair = (min(one, other), max(one, other))
        if known_names and sides[one] != sides[other] and pair not in known.pairings:
            new.append(f"{shown[one]} + {shown[other]}")
    new += [figure for figure in figures(text) if figure not in known.figures]
    return tuple(dict.fromkeys(new))[:_NEW_MOST]
