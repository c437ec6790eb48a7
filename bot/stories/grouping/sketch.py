"""What must grouping remember of an entry, and by which terms is a story found again?

A feature is a short string whose first letter says what it is: ``@`` an entity of the names file or a country, ``=``
a kind of event, ``#`` a number, ``/`` a day that is not the report's own (``/12-04``), otherwise it is a word under its
root, followed by the kinds of event and the things that it names: ``clos=close``, ``airport=+airport``. In a
sketch, ``^`` marks what the title has and ``!`` what is negated there: ``^!=ban`` is "not banned" in a
title.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import combinations
from urllib.parse import urlsplit

from bot.model import Hit, Sketch, Where
from bot.text.article import split_entry
from bot.text.copies import shingles
from bot.text.language import is_common
from bot.text.meanings.concepts import meanings_at
from bot.text.meanings.event_kinds import kinds_at, negated
from bot.text.meanings.roots import PIVOT, root, translations
from bot.text.numbers import figures, numbers_in
from bot.text.words import Token, cognate, romanise, tokens

MOST = 24  # per entry
_WORDS, _LEAD_WORDS, _NUMBERS, _COPIES, _PAIRS = 9, 4, 3, 3, 8


@lru_cache(maxsize=8192)
def terms(sketch: Sketch) -> tuple[str, ...]:
    """Return at most 24 terms, each selective: a story of the same event shares at least one, and few others do.

    A kind of event or an entity alone is in too many stories, so these come in pairs; words come as their cognate, and
    those of the title also as that of what they are in English, so that they are found from another language too; the
    smallest shingles find copies under other titles.
    """
    title = [each[1:].lstrip("!") for each in (*sketch.entities, *sketch.stems) if each.startswith("^")]
    lead = [each.lstrip("!") for each in sketch.stems if not each.startswith("^")]
    entities = [each for each in title if each.startswith("@")]
    kinds = [each for each in title if each.startswith("=")] or [each for each in lead if each.startswith("=")][:2]
    words = [word for each in title if each[:1] not in "@=" and (word := each.partition("=")[0])]
    found = [crossing(word) for word in words[:_WORDS]]
    found += [each.lstrip("^") for each in sketch.numbers[:_NUMBERS]]
    pairs = [f"{kind}&{entity}" for kind in kinds for entity in entities]
    pairs += [f"{one}&{other}" for one, other in combinations(sorted(kinds), 2)]
    found += pairs[:_PAIRS]
    found += [f"+{each:x}" for each in sketch.shingles[:_COPIES]]
    found += [crossing(word) for each in lead if (word := each.partition("=")[0])][:_LEAD_WORDS]
    english = (translations(word, sketch.language, PIVOT) for word in words[:_WORDS])
    found += [crossing(surest) for (surest, _), *_ in filter(None, english)]
    if len(entities) > 1 and not kinds and not words:
        found += [f"{one}&{other}" for one, other in combinations(sorted(entities), 2)]
    return tuple(dict.fromkeys(found))[:MOST]


@lru_cache(maxsize=65536)
def crossing(word: str) -> str:
    """Return what of a word survives between languages: its consonants, or a short word but for closing vowels.

    Names are short as often as not: Baku is Баку, and Orban is Орбан. What is shorter than three letters is unchanged.
    """
    latin = romanise(word)
    bare = latin.rstrip("aeiou")
    return cognate(latin) or (bare if len(bare) >= _SHORTEST else word)


LEAD = 60  # words of the text that say what the entry is about; what follows is background
_SHORTEST = 3  # letters of the shortest telling word
_PORTRAIT = "=profile"
_A_DAY = re.compile(r"(?:\d{4}-)?\d\d-\d\d")
_KEPT = 60  # words and kinds of event kept
_SHARED = frozenset({"ac", "co", "com", "edu", "gov", "net", "org"})  # before a country's label: many outlets are below
_SIGNED = re.compile(r" [-–—|] ([^-–—|]{2,40})$")  # a title with its outlet


@lru_cache(maxsize=256)  # a hit is looked up by its terms and then grouped
def sketch(hit: Hit) -> Sketch:
    """Return what grouping needs to know of a hit.

    ``entities``, ``numbers`` and ``stems`` are features as the module describes, those of the title first; among the
    stems, kinds of event come before words, and long words, which are rarer, before short ones.
    """
    entry = hit.entry
    language = hit.match.language or entry.language
    parts = split_entry(entry.title, entry.text)
    title, lead = tokens(parts.title), tokens(parts.lead)[:LEAD]
    names = [name for name in hit.match.names if name.kind != "trap"]
    forms = frozenset(token.fold for name in names for token in tokens(name.form))
    titled = {f"@{name.entity}" for name in names if name.where is Where.TITLE}
    at = entry.published or entry.seen
    return Sketch(
        key=entry.key,
        at=at,
        feed_id=entry.feed_id,
        language=language,
        title=entry.title,
        entities=_title_first(titled, [f"@{name.entity}" for name in names]),
        numbers=_title_first(_numbers(parts.title, at), _numbers(parts.lead[: lead[-1].end] if lead else "", at)),
        stems=_title_first(_stems(title, forms, language), _stems(lead, forms, language))[:_KEPT],
        shingles=shingles(f"{entry.title}\n{entry.text}"),
        site=_site(entry.url or ""),
    )


def one_outlet(one: Sketch, other: Sketch) -> bool:
    """Return whether one outlet wrote two entries: those of a feed, unless it carries what several outlets wrote.

    Then its links lead to different sites, or each title ends with an outlet's name.
    """
    if one.feed_id != other.feed_id or (one.site and other.site and one.site != other.site):
        return False
    names = [found[1].casefold() for each in (one, other) if (found := _SIGNED.search(each.title))]
    return len(set(names)) < 2  # noqa: PLR2004 - a title may end with a name of something else


def _site(url: str) -> str:
    """Return what the hosts of one outlet end with: "eskby.example", "eskby.co.uk"; "" if an address has none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # a bracket that is not closed
        return ""
    labels = host.split(".")
    return ".".join(labels[-3 if _SHARED.intersection(labels[-2:-1]) else -2 :])


def features(sketch: Sketch) -> set[str]:
    """Return what can be counted of an entry: its features without marks, and words without their kinds of event."""
    bare = (each.lstrip("^!") for each in (*sketch.entities, *sketch.numbers, *sketch.stems))
    return {each if each.startswith("=") else each.partition("=")[0] for each in bare}


def _title_first(title: Iterable[str], rest: Iterable[str]) -> tuple[str, ...]:
    marked = sorted(set(title), key=_telling)
    return (*(f"^{each}" for each in marked), *sorted(set(rest).difference(marked), key=_telling))


def _telling(feature: str) -> tuple[bool, int, str]:
    """Order: kinds of event, then the longer word before the shorter."""
    return (not {"=", "@"}.intersection(feature[:2]), -len(feature.partition("=")[0]), feature)


def _numbers(text: str, at: datetime) -> list[str]:
    """Numbers, and days not near the report's own: any report speaks of yesterday."""
    near = {f"{at + timedelta(days=days):%m-%d}" for days in (-1, 0, 1)}
    days = {each[-5:] for each in figures(text) if _A_DAY.fullmatch(each)} - near
    return [*(f"#{number}" for number, _ in numbers_in(text)), *(f"/{day}" for day in days)]


def _stems(words: Sequence[Token], forms: frozenset[str], language: str | None) -> list[str]:
    """The kinds of event and the other telling words in a stretch of text, with negations marked."""
    folds = [word.fold for word in words]
    found = []
    facts = zip(folds, kinds_at(folds, language), meanings_at(folds, language), negated(folds, language), strict=True)
    for at, (fold, kinds, meant, is_negated) in enumerate(facts):
        if fold in forms:
            continue
        sign = "!" if is_negated else ""
        things = "".join(sorted({f"=+{each.concept}" for each in meant})) if meant else ""
        if not kinds:
            if not fold.isdigit() and not is_common(fold, language) and len(word := root(fold, language)) >= _SHORTEST:
                found.append(sign + word + things)
            continue
        countries = [kind for kind in kinds if kind.startswith("@")]
        named = sorted(f"={kind}" for kind in kinds if not kind.startswith("@"))
        if _PORTRAIT in named and at and words[at].start - words[at - 1].end == 1:
            named.remove(_PORTRAIT)  # "the blogger who was jailed": no clause begins here
        found += countries + [sign + kind for kind in named]
        word = root(fold, language)
        if not countries and (named or (len(word) >= _SHORTEST and not is_common(fold, language))):
            found.append(f"{sign}{word}{''.join(named)}{things}")
    return found
