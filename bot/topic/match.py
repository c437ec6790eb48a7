"""Is this entry about the topic, and does it add to what is known? One decision, with every reason for it."""

from datetime import UTC, datetime
from functools import lru_cache

from bot.model import Entry, Match, Part, PartKind, WordHit
from bot.text.article import split_entry
from bot.text.language import detect
from bot.topic.novelty import Likeness, copied, liken, what_is_new
from bot.topic.score import Weighed, weigh, weigh_against
from bot.topic.signs.evidence import BODY, Evidence, gather
from bot.topic.topic import Topic
from bot.topic.weights.profile import Profile

_LANGUAGE_FROM = 500  # characters from which the language is detected
_COPY_FROM = 4000  # characters from which a copy is recognised
DECIDES = 600  # characters after the headline by which a topic of documents is recognised
_NEWS_FROM = 1500  # characters in which numbers and dates are the news, not the background


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
    evidence = gather(topic.book, topic.items, entry.title, entry.text, language, look=topic.any_phrase)
    likeness = liken(topic, evidence)
    return _decided(topic, entry, evidence, weigh(evidence, topic.shape, likeness=likeness.covered), likeness)


def _match_documents(topic: Topic, profile: Profile, entry: Entry) -> Match:
    """Return the match of a topic taught by documents; for entries far from them, names are not looked for."""
    language = detect(f"{entry.title}. {entry.text[:_LANGUAGE_FROM]}", entry.language)
    parts = split_entry(entry.title, entry.text[:BODY])
    text = f"{parts.lead} {parts.body}" if parts.body else parts.lead  # the lead's words are read again later
    found = profile.weigh(parts.title, text[:DECIDES], language)
    if found.score < min(topic.settings.store_at, topic.settings.alert_at):
        return Match(score=found.score, alert=False, store=False, parts=found.parts, against=found.against,
                     language=language)  # fmt: skip
    evidence = gather(topic.book, topic.items, entry.title, entry.text, language, look=topic.any_phrase)
    against = weigh_against(evidence.against)
    weighed = Weighed(
        score=round(max(0.0, found.score + sum(part.points for part in against)), 4),
        parts=found.parts,
        against=(*found.against, *against),
        meets=True,
    )
    return _decided(topic, entry, evidence, weighed, liken(topic, evidence))


def _decided(topic: Topic, entry: Entry, evidence: Evidence, weighed: Weighed, likeness: Likeness) -> Match:
    """Return the match for a score, with copies, musts and what is new."""
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
        words=_words(evidence),
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
