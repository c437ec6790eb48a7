"""What is the topic, ready for matching? Seeds, names and settings compiled once, at start and on reload."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import sqrt

from bot.config import MatchSettings
from bot.config.seeds.corpus import Corpus, Entity, Seed
from bot.config.seeds.names import Theme
from bot.text.article import page_date, strip_page
from bot.text.copies import SEED_SIZE, shingles
from bot.text.language import detect, function_words
from bot.text.languages import LANGUAGES
from bot.text.names.forms import men_of
from bot.text.numbers import figures
from bot.text.words import fold
from bot.topic.signs.evidence import Item, Sort, phrases_of
from bot.topic.signs.keywords import count_keywords
from bot.topic.signs.phrasebook import Phrase, Phrasebook, longest
from bot.topic.signs.prefilter import Prefilter
from bot.topic.weights.profile import Profile
from bot.topic.weights.teaching import profile_of

_TITLE = 300
_KEYWORDS_MOST = 150  # from all seeds together, the weightiest first
_ALWAYS = 0.6  # share of the seeds that must name a side for the topic to need it


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The topic's shape."""

    sides: tuple[str, ...]  # all of them must meet; () if the topic has no sides
    context: frozenset[str]  # one of these alone is worth storing
    weak: tuple[str, ...] = ()  # phrases in which a name is only an ornament
    themes: tuple[Theme, ...] = ()
    against: tuple[Theme, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What the seeds already know. Pairings are pairs of entity ids, sorted."""

    names: frozenset[str]
    pairings: frozenset[tuple[str, str]]
    figures: frozenset[str]
    titles: dict[str, str]  # folded title -> slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """The names and keywords of a seed, each with its count's square root; the sums of the roots and of the counts."""

    slug: str
    roots: Mapping[str, float]
    whole: float
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """The compiled topic; immutable in use."""

    settings: MatchSettings
    shape: Shape = field(repr=False)
    seeds: tuple[Seed, ...] = field(repr=False)  # all with entities, keywords and signature
    taught: tuple[Taught, ...] = field(repr=False)  # what each seed says most often
    shingles: frozenset[int] = field(repr=False)  # of all seeds: an entry with none of them is no copy
    baseline: Baseline = field(repr=False)
    book: Phrasebook = field(repr=False)
    items: tuple[Item, ...] = field(repr=False)
    prefilter: Prefilter = field(repr=False)  # for the names without which an entry is put aside
    profile: Profile | None = field(default=None, repr=False)  # of a topic taught by documents


def compile_topic(settings: MatchSettings, corpus: Corpus) -> Topic:
    """Return the topic described by ``corpus`` and ``settings``."""
    name_items, name_phrases = _names(corpus.entities)
    seeds = corpus.seeds
    if any(seed.text is not None for seed in seeds):  # cards have nothing to learn from
        names = Phrasebook(name_phrases)
        seeds = tuple(learn(seed, names, name_items) for seed in seeds)
    sides = {entity.id: entity.side for entity in corpus.entities}
    shape = read_shape(
        corpus, [frozenset(side for name in seed.entities if (side := sides.get(name))) for seed in seeds]
    )
    items, phrases = list(name_items), list(name_phrases)
    for sort, themes in ((Sort.THEME, shape.themes), (Sort.AGAINST, shape.against)):
        for theme in themes:
            phrases += [Phrase(owner=len(items), text=text, language=language) for language, text in theme.phrases]
            items.append(Item(sort=sort, id=theme.id, theme=theme))
    phrases += [Phrase(owner=len(items), text=text) for text in shape.weak]
    items.append(Item(sort=Sort.WEAK, id="ornament"))
    for word, language, weight in _seed_words(seeds):
        phrases.append(Phrase(owner=len(items), text=word, language=language))
        items.append(Item(sort=Sort.KEYWORD, id=word, weight=weight))
    _add_musts(settings, items, phrases)
    book = Phrasebook(phrases)
    return Topic(
        settings=settings,
        shape=shape,
        seeds=seeds,
        taught=tuple(_taught(seed) for seed in seeds),
        shingles=frozenset[int]().union(*(seed.signature for seed in seeds)),
        baseline=_baseline(seeds),
        book=book,
        items=tuple(items),
        prefilter=Prefilter(
            (opening for phrase, opening in book.take_openings() if _opens(items[phrase.owner], shape)), book.lists
        ),
        profile=profile_of(corpus) if corpus.names.concepts else None,
    )


def _add_musts(settings: MatchSettings, items: list[Item], phrases: list[Phrase]) -> None:
    for number, group in enumerate(settings.must_any):
        phrases += [phrase for text in group for phrase in _any_language(len(items), text)]
        items.append(Item(sort=Sort.MUST, id=str(number)))
    for text in settings.must_not:
        phrases += _any_language(len(items), text)
        items.append(Item(sort=Sort.MUST_NOT, id=text))


def learn(seed: Seed, book: Phrasebook, items: tuple[Item, ...]) -> Seed:
    """Return a seed with what is counted from its text: entities, keywords, language, signature.

    A card, which has no text, is returned unchanged. ``book`` and ``items`` are those of the names.
    """
    if seed.text is None:
        return seed
    text = strip_page(seed.text)
    title = strip_page(seed.title) or next((line for line in text.split("\n") if line), seed.title)
    language = seed.language or detect(text)
    entities: Counter[str] = Counter()
    named: set[str] = set()
    for found in longest(book.find(text, language), lambda each: not items[each.phrase.owner].trap):
        if not items[found.phrase.owner].trap:
            entities[items[found.phrase.owner].id] += 1
        named.update(word.fold for word in found.words)
    return replace(
        seed,
        title=title[:_TITLE],
        date=seed.date or page_date(seed.text),
        language=language,
        entities=dict(entities.most_common()),
        keywords=count_keywords(text, language, names=named),
        signature=shingles(text, SEED_SIZE),
    )


def names_book(corpus: Corpus) -> tuple[Phrasebook, tuple[Item, ...]]:
    """Return the phrasebook of names alone, as ``learn`` needs it."""
    items, phrases = _names(corpus.entities)
    return Phrasebook(phrases), items


def _names(entities: tuple[Entity, ...]) -> tuple[tuple[Item, ...], list[Phrase]]:
    items: list[Item] = []
    phrases: list[Phrase] = []
    for entity in entities:
        phrases += phrases_of(len(items), entity)
        items.append(Item(sort=Sort.NAME, id=entity.id, entity=entity, trap=entity.kind == "trap"))
        traps = [*entity.traps, *(men_of(entity.name, entity.aliases) if entity.kind == "person" else ())]
        if traps:
            phrases += [Phrase(owner=len(items), text=text) for text in traps]
            items.append(Item(sort=Sort.NAME, id=entity.id, trap=True))
    return tuple(items), phrases


def _any_language(owner: int, text: str) -> list[Phrase]:
    return [Phrase(owner=owner, text=text, language=language, anywhere=True) for language in
            ("*", *LANGUAGES)]  # fmt: skip


def _opens(item: Item, shape: Shape) -> bool:
    """Whether such phrases are among those without which an entry can be put aside at once."""
    if item.sort is Sort.NAME:
        return not item.trap
    return not shape.sides and item.sort in {Sort.THEME, Sort.KEYWORD}


def _seed_words(seeds: tuple[Seed, ...]) -> list[tuple[str, str, float]]:
    """Return the seeds' keywords with their language and weight: more seeds, more uses, more weight.

    How common a word is in its language is left out of the weight. Measured with wordfreq 3.1.1 (Zipf scale z, weight
    times 7 - z or 6 - z): on the development entries F1 fell from .963 to .960 and average precision stayed at .992, on
    the made-up entries of the tests nothing changed. A dependency of 68 MB is not worth that.
    """
    totals: Counter[tuple[str, str]] = Counter()
    for seed in seeds:
        for word, count in seed.keywords.items():
            if fold(word) in function_words():  # a card is written once and may be older than the list
                continue
            totals[word, seed.language or "*"] += min(count, 5) + 2 * word.count(" ")
    most = max(totals.values(), default=1)
    rows = sorted(totals.items(), key=lambda row: (-row[1], row[0]))[:_KEYWORDS_MOST]
    return [(word, language, count / most) for (word, language), count in rows]


def _taught(seed: Seed) -> Taught:
    counts = {**seed.entities, **seed.keywords}
    roots = {key: sqrt(count) for key, count in counts.items()}
    return Taught(slug=seed.slug, roots=roots, whole=sum(roots.values()), total=sum(counts.values()))


def _baseline(seeds: tuple[Seed, ...]) -> Baseline:
    told = [" ".join((seed.title, *seed.facts, seed.text or "")) for seed in seeds]
    return Baseline(
        names=frozenset(name for seed in seeds for name in seed.entities),
        pairings=frozenset(
            (one, other) for seed in seeds for one in seed.entities for other in seed.entities if one < other
        ),
        figures=frozenset(figure for text in told for figure in figures(text)).union(*(seed.figures for seed in seeds)),
        titles={fold(seed.title): seed.slug for seed in seeds},
    )


def read_shape(corpus: Corpus, sides_of_seeds: Iterable[frozenset[str]]) -> Shape:
    """Return the shape that the corpus asks for; ``sides_of_seeds`` has the sides named in each seed."""
    topic = corpus.names.topic
    if corpus.names.concepts:  # documents decide then, and no sides have to meet
        return Shape(sides=(), context=frozenset(), against=corpus.names.against)
    known = {entity.side for entity in corpus.entities if entity.side}
    sides = topic.sides or _derived(known, list(sides_of_seeds))
    return Shape(
        sides=sides,
        context=frozenset(topic.context or sides),
        weak=topic.weak,
        themes=corpus.names.themes,
        against=corpus.names.against,
    )


def _derived(known: set[str], seeds: list[frozenset[str]]) -> tuple[str, ...]:
    if not seeds:
        return tuple(sorted(known))
    counts = Counter(side for sides in seeds for side in sides)
    return tuple(sorted(side for side in known if counts[side] >= _ALWAYS * len(seeds)))
