"""What in this entry speaks for or against the topic, and where does it stand? Found once, judged elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bot.config.seeds.corpus import Entity
from bot.config.seeds.names import Theme
from bot.model import NameHit, Where, WordHit
from bot.text.article import split_entry
from bot.text.names.given_names import agree, differ
from bot.text.names.spellings import unlisted
from bot.text.words import Token, tokens
from bot.topic.signs.phrasebook import Found, Phrase, Phrasebook, longest
from bot.topic.signs.prefilter import Prefilter

BODY = 20_000  # characters of an entry's text that are read: what comes later never decides
_CAPITALS = 2  # words with a capital: fewer, and the text may be written without any
_CLOSING = frozenset(".!?…\n")
LEADER = "leader"  # role of a person who stands for a side
CAPITAL = "capital"  # role of a place that stands for a side
_CONTEXT = 60  # characters shown on each side of a name


class Sort(Enum):
    """What a phrase of the book stands for."""

    NAME = "name"
    THEME = "theme"
    AGAINST = "against"
    WEAK = "weak"
    KEYWORD = "keyword"
    MUST = "must"
    MUST_NOT = "must_not"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """The owner of phrases in the book. ``weight`` is that of a keyword, 0..1; ``group`` that of a must set."""

    sort: Sort
    id: str
    entity: Entity | None = None
    theme: Theme | None = None
    trap: bool = False
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name in the entry. ``weak``: only an ornament there; ``sentence`` counts within its part of the entry."""

    hit: NameHit
    entity: Entity
    weak: bool
    sentence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A theme's or keyword's phrase in the entry."""

    hit: WordHit
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything that was found, in the order of the text."""

    names: tuple[Named, ...]
    themes: tuple[Said, ...]
    against: tuple[Said, ...]
    keywords: tuple[Said, ...]
    musts: frozenset[str]
    must_nots: tuple[str, ...]
    live: bool
    language: str | None


def gather(
    book: Phrasebook,
    items: Sequence[Item],
    title: str,
    text: str,
    language: str | None,
    *,
    look: Prefilter | None = None,
) -> Evidence:
    """Return what the phrases of ``book`` find in an entry; ``items`` are their owners.

    ``look`` knows what every phrase needs; a part without any of it is not cut into words.
    """
    parts = split_entry(title, text[:BODY])
    names: list[Named] = []
    namesakes: set[str] = set()  # entities whose name means another one somewhere in the entry
    themselves: set[str] = set()  # entities named with their own given name
    said: dict[Sort, list[Said]] = {sort: [] for sort in Sort}
    for where, part in ((Where.TITLE, parts.title), (Where.LEAD, parts.lead), (Where.BODY, parts.body)):
        words = tokens(part) if look is None or look.may_stand(part) else []
        if not words:
            continue
        found: dict[Sort, list[Found]] = {sort: [] for sort in Sort}
        for each in book.find(words, part, language):
            found[items[each.phrase.owner].sort].append(each)
        ornaments = {index for each in found[Sort.WEAK] for index in range(each.start, each.end)}
        borders = _sentences(part, words)
        capitals = sum(token.text[0].isupper() for token in words) >= _CAPITALS
        for each in longest(found[Sort.NAME], lambda each: not items[each.phrase.owner].trap):
            item = items[each.phrase.owner]
            if item.trap or item.entity is None:
                namesakes.add(item.id)
                continue
            if _common_noun(each, words, part, has_capitals=capitals):
                continue
            given = _given_name(each, words, part)
            if given is not None and item.entity.role != LEADER and differ(given, item.entity.name.split()[0]):
                namesakes.add(item.id)
                continue
            if given is not None and agree(given, item.entity.name.split()[0]):
                themselves.add(item.id)
            hit = _name_hit(item.entity, each, words, part, where)
            weak = not ornaments.isdisjoint(range(each.start, each.end))
            names.append(Named(hit=hit, entity=item.entity, weak=weak, sentence=borders[each.start]))
        for sort in (Sort.THEME, Sort.AGAINST, Sort.KEYWORD, Sort.MUST, Sort.MUST_NOT):
            said[sort] += [_said(items, each, words, part, where) for each in _longest_of_each(found[sort])]
    return Evidence(
        names=tuple(named for named in names if not _is_namesake(named.entity, namesakes - themselves)),
        themes=tuple(said[Sort.THEME]),
        against=tuple(said[Sort.AGAINST]),
        keywords=tuple(said[Sort.KEYWORD]),
        musts=frozenset(each.item.id for each in said[Sort.MUST]),
        must_nots=tuple(dict.fromkeys(each.hit.word for each in said[Sort.MUST_NOT])),
        live=parts.live,
        language=language,
    )


def _common_noun(found: Found, words: Sequence[Token], text: str, *, has_capitals: bool) -> bool:
    """Whether a surname is written small in a text that does use capitals (путина, the fishing season)."""
    first = words[found.start]
    if not found.phrase.person or not has_capitals or not found.phrase.text[:1].isupper():
        return False
    return first.text[0].islower() and text[first.start - 1 : first.start] != "#"


def _given_name(found: Found, words: Sequence[Token], text: str) -> str | None:
    """Return the given name with a surname: the first of its words, or the word with a capital right before it."""
    if not found.phrase.person:
        return None
    if found.end - found.start > 1:
        return words[found.start].fold
    before = words[found.start - 1] if found.start else None
    if before is None or not before.text[0].isupper() or text[before.end : words[found.start].start] != " ":
        return None
    return before.fold


def _is_namesake(entity: Entity, namesakes: set[str]) -> bool:
    """Whether a bare name, too, means the namesake: within one entry a name keeps its sense.

    So it is with people, and with a capital in whose name an agreement is known. Heads of state stay themselves: their
    children and wives are in the news with them. (Gale, Church and Yarowsky, "One sense per discourse", 1992.)
    """
    return entity.id in namesakes and entity.role != LEADER and (entity.kind == "person" or entity.role == CAPITAL)


def _longest_of_each(found: Sequence[Found]) -> list[Found]:
    """Return the longest phrases of every owner: two themes may share a word, one theme counts it once."""
    by_owner: dict[int, list[Found]] = {}
    for each in found:
        by_owner.setdefault(each.phrase.owner, []).append(each)
    return [each for group in by_owner.values() for each in longest(group)]


def _sentences(text: str, words: Sequence[Token]) -> list[int]:
    """Return for each word the number of its sentence, counted by closing marks before a capital."""
    number, result, end = 0, [], 0
    for token in words:
        gap = text[end : token.start]
        if gap != " " and not _CLOSING.isdisjoint(gap) and token.text[0].isupper():
            number += 1
        result.append(number)
        end = token.end
    return result


def _name_hit(entity: Entity, found: Found, words: Sequence[Token], text: str, where: Where) -> NameHit:
    start, end = words[found.start].start, words[found.end - 1].end
    return NameHit(
        entity=entity.id,
        name=entity.name,
        kind=entity.kind,
        side=entity.side,
        role=entity.role,
        form=text[start:end],
        where=where,
        context=_around(text, start, end),
    )


def _said(items: Sequence[Item], found: Found, words: Sequence[Token], text: str, where: Where) -> Said:
    item = items[found.phrase.owner]
    start, end = words[found.start].start, words[found.end - 1].end
    hit = WordHit(
        word=item.id if item.theme is None else found.phrase.text,
        form=text[start:end],
        where=where,
        weight=item.weight,
        context=_around(text, start, end),
    )
    return Said(hit=hit, item=item)


def _around(text: str, start: int, end: int) -> str:
    """Return a phrase with the words around it, cut at spaces."""
    left, right = max(0, start - _CONTEXT), min(len(text), end + _CONTEXT)
    if left and (space := text.find(" ", left, start)) >= 0:
        left = space + 1
    if right < len(text) and (space := text.rfind(" ", end, right)) >= 0:
        right = space
    return ("…" if left else "") + text[left:right].strip() + ("…" if right < len(text) else "")


def phrases_of(index: int, entity: Entity) -> list[Phrase]:
    """Return the phrases by which an entity is found, listed or spelled by rule; ``index`` is its owner."""
    person = entity.kind == "person"
    return [
        Phrase(owner=index, text=form, language=language, person=person, anywhere=form[:1].isupper())
        for language, form in (*entity.aliases, *unlisted(entity.kind, entity.aliases))
    ]
