"""What does a story teach once an admin confirms it? A seed with a name of its own, and the facts that it adds."""

from collections import Counter
from collections.abc import Sequence

from bot.config.seeds.corpus import Seed
from bot.model import Story
from bot.text.copies import SEED_SIZE
from bot.text.numbers import figures
from bot.text.words import fold, tokens
from bot.topic.signs.evidence import Item
from bot.topic.signs.phrasebook import Phrasebook
from bot.topic.topic import learn

_LONGEST = 48
_LATIN = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "i", "к": "k",
        "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh",
        "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
        "і": "i", "ї": "i", "є": "e", "ў": "u", "'": "",
    }
)  # fmt: skip


def slug_of(title: str) -> str:
    """Return a title as ``lower-case-latin-words``, cut at a word; "seed" for a title without any such word."""
    words = [token.fold.translate(_LATIN) for token in tokens(fold(title))]
    slug = ""
    for word in words:
        if not word.isascii() or not word.isalnum():
            continue
        longer = f"{slug}-{word}".strip("-")
        if len(longer) > _LONGEST:
            break
        slug = longer
    return slug or "seed"


_KEYWORDS, _FIGURES = 30, 60  # the keywords of one article; the numbers of a dozen reports


def seed_of(story: Story, book: Phrasebook, items: tuple[Item, ...]) -> Seed:
    """Return the seed made from a story, learnt from each of its reports as from an article.

    Its only sentence from a report is the story's title: facts are for a person to fill in. Entities and numbers come
    from all reports, keywords from those in the story's language, since a seed has only one. The signature is that of
    all reports together, so that a copy of any of them is recognised. ``book`` and ``items`` are those of the names.
    """
    learnt = [_learn(title=each.title, text=each.text, language=each.language, book=book, items=items)
              for each in story.reports]  # fmt: skip
    told = [f"{each.title}. {each.text}" for each in story.reports]
    numbers = dict.fromkeys(figure for text in told for figure in figures(text))
    own = [seed for seed in learnt if seed.language == story.language] or learnt
    return Seed(
        slug=f"{story.opened:%Y-%m-%d}-{slug_of(story.title)}",
        title=story.title,
        origin=origin(story.short),
        language=story.language,
        date=story.opened.date(),
        entities=_sum([seed.entities for seed in learnt]),
        keywords=_sum([seed.keywords for seed in own], most=_KEYWORDS),
        figures=tuple(numbers)[:_FIGURES],
        # The smallest hashes of a union are the smallest among those of its parts.
        signature=tuple(sorted({each for seed in learnt for each in seed.signature})[:SEED_SIZE]),
    )


def origin(short: str) -> str:
    """Return the origin by which a story's card is found again."""
    return f"story {short}"


def _learn(*, title: str, text: str, language: str | None, book: Phrasebook, items: tuple[Item, ...]) -> Seed:
    return learn(Seed(slug="", title=title, language=language, text=f"{title}\n{text}"), book, items)


def _sum(counts: Sequence[dict[str, int]], *, most: int | None = None) -> dict[str, int]:
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    ranked = sorted(total.items(), key=lambda row: (-row[1], row[0]))
    return dict(ranked[:most])
