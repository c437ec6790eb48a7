"""By which index terms is the story of an entry found again among all that are stored?"""

from functools import lru_cache
from itertools import combinations

from bot.model import Sketch
from bot.text.stems import cognate

MOST = 24  # per entry
_WORDS, _LEAD_WORDS, _NUMBERS, _COPIES, _PAIRS = 9, 4, 3, 3, 8


@lru_cache(maxsize=4096)
def terms(sketch: Sketch) -> tuple[str, ...]:
    """Return at most 24 terms, each selective: a story of the same event shares at least one, few others do.

    A kind of event or an entity alone is in too many stories, so these come in pairs; words come as their cognate, so
    that they are found from another language too; the smallest shingles find copies under other titles.
    """
    title = [each[1:].lstrip("!") for each in (*sketch.entities, *sketch.stems) if each.startswith("^")]
    lead = [each.lstrip("!") for each in sketch.stems if not each.startswith("^")]
    entities = [each for each in title if each.startswith("@")]
    kinds = [each for each in title if each.startswith("=")] or [each for each in lead if each.startswith("=")][:2]
    words = [each for each in title if each[:1] not in "@="]
    found = [cognate(word) or word for word in words[:_WORDS]]
    found += [each.lstrip("^") for each in sketch.numbers[:_NUMBERS]]
    pairs = [f"{kind}&{entity}" for kind in kinds for entity in entities]
    pairs += [f"{one}&{other}" for one, other in combinations(sorted(kinds), 2)]
    found += pairs[:_PAIRS]
    found += [f"+{each:x}" for each in sketch.shingles[:_COPIES]]
    found += [cognate(word) or word for word in lead if word[:1] != "="][:_LEAD_WORDS]
    if len(entities) > 1 and not kinds and not words:
        found += [f"{one}&{other}" for one, other in combinations(sorted(entities), 2)]
    return tuple(dict.fromkeys(found))[:MOST]
