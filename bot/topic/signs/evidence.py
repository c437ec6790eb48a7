"""What in this entry speaks for or against the topic, and where is it? Found once, judged elsewhere."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.config.seeds.corpus import Entity
from bot.config.seeds.names import Theme
from bot.model import NameHit, Where, WordHit
from bot.text.article import split_entry
from bot.text.names.given_names import agree, differ
from bot.text.names.places import lacks_capitals
from bot.text.names.spellings import unlisted
from bot.text.words import cut, written
from bot.topic.signs.phrasebook import Found, Phrase, Phrasebook, longest

BODY = 20_000  # characters of an entry's text that are read: later ones never decide
_FLAG = "\U0001f1e6-\U0001f1ff"
# A closing mark and what begins the next word: a letter, a digit or a flag.
_AFTER_CLOSING = re.compile(rf"[.!?…\n](?:[^\w{_FLAG}]|_|[{_FLAG}](?![{_FLAG}]))*+([^\W_]|[{_FLAG}])")
LEADER = "leader"  # role of a person who stands for a side
CAPITAL = "capital"  # role of a place that stands for a side
_CONTEXT = 60  # characters shown on each side of a name


class Sort(StrEnum):
    """What a phrase of the book stands for."""

    NAME = "name"
    THEME = "theme"
    AGAINST = "against"
    WEAK = "weak"
    KEYWORD = "keyword"
    MUST = "must"
    MUST_NOT = "must_not"

    __hash__ = str.__hash__  # looked up for each phrase; the hash of an Enum is slow


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """The owner of phrases in the book. ``weight`` is that of a keyword, 0..1; ``group`` belongs to a must set."""

    sort: Sort
    id: str
    entity: Entity | None = None
    theme: Theme | None = None
    trap: bool = False
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name in the entry. ``weak``: only an ornament; ``sentence`` is numbered within its part of the entry."""

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


def gather(book: Phrasebook, items: Sequence[Item], title: str, text: str, language: str | None) -> Evidence:
    """Return what the phrases of ``book`` find in an entry; ``items`` are their owners."""
    parts = split_entry(title, text[:BODY])
    names = _Names(items)
    said: dict[Sort, list[Said]] = {}
    for where, part in ((Where.TITLE, parts.title), (Where.LEAD, parts.lead), (Where.BODY, parts.body)):
        found: dict[Sort, list[Found]] = {}
        for each in book.find(part, language):
            found.setdefault(items[each.phrase.owner].sort, []).append(each)
        weak = found.pop(Sort.WEAK, [])
        if found_names := found.pop(Sort.NAME, None):
            names.add(found_names, weak, part, where)
        for sort, phrases in found.items():
            said.setdefault(sort, []).extend(_said(items, each, part, where) for each in _longest_of_each(phrases))
    return Evidence(
        names=names.own(),
        themes=tuple(said.get(Sort.THEME, ())),
        against=tuple(said.get(Sort.AGAINST, ())),
        keywords=tuple(said.get(Sort.KEYWORD, ())),
        musts=frozenset(each.item.id for each in said.get(Sort.MUST, ())),
        must_nots=tuple(dict.fromkeys(each.hit.word for each in said.get(Sort.MUST_NOT, ()))),
        live=parts.live,
        language=language,
    )


class _Names:
    """Collects the names of an entry, part by part."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items
        self._names: list[Named] = []
        self._namesakes: set[str] = set()  # entities whose name means somebody else somewhere in the entry
        self._themselves: set[str] = set()  # entities named with their own given name

    def own(self) -> tuple[Named, ...]:
        """Return the names that mean the entities we watch."""
        others = self._namesakes - self._themselves
        return tuple(named for named in self._names if not _is_namesake(named.entity, others))

    def add(self, found: Sequence[Found], weak: Sequence[Found], text: str, where: Where) -> None:
        """Add what was found in a part; ``weak`` are the phrases in which a name is an ornament."""
        chosen = longest(found, lambda each: not self._items[each.phrase.owner].trap)
        ornaments = {word.start for each in weak for word in each.words}
        borders = _sentences(text)
        has_nouns = any(_is_small(each) for each in chosen) and not lacks_capitals(written(text))
        for each in chosen:
            item = self._items[each.phrase.owner]
            if item.trap or item.entity is None:
                self._namesakes.add(item.id)
                continue
            if has_nouns and _is_small(each) and text[each.start - 1 : each.start] != "#":
                continue  # a common noun: путина, the fishing season
            if (given := _given_name(each, text)) is not None:
                own = item.entity.name.split()[0]
                if item.entity.role != LEADER and differ(given, own):
                    self._namesakes.add(item.id)
                    continue
                if agree(given, own):
                    self._themselves.add(item.id)
            self._names.append(
                Named(
                    hit=_name_hit(item.entity, each, text, where),
                    entity=item.entity,
                    weak=not ornaments.isdisjoint(word.start for word in each.words),
                    sentence=bisect_right(borders, each.start),
                )
            )


def _is_small(found: Found) -> bool:
    """Whether a surname is in lower case: in a text that uses capitals, it is another word."""
    return found.phrase.person and found.words[0].text[0].islower() and found.phrase.text[:1].isupper()


def _given_name(found: Found, text: str) -> str | None:
    """Return the given name with a surname: the first of its words, or the word with a capital right before it."""
    if not found.phrase.person:
        return None
    if len(found.words) > 1:
        return found.words[0].fold
    end = found.start - 1
    piece = text[text.rfind(" ", 0, end) + 1 : end] if text[end : found.start] == " " else ""
    before = cut(piece)[-1:]
    return before[0].fold if before and before[0].end == len(piece) and before[0].text[0].isupper() else None


def _is_namesake(entity: Entity, namesakes: set[str]) -> bool:
    """Whether a bare name means the namesake, too: within one entry a name keeps its sense.

    This holds for people, and for a capital after which an agreement is called. Heads of state stay themselves: their
    children and wives are in the news with them. (Gale, Church and Yarowsky, "One sense per discourse", 1992.)
    """
    return entity.id in namesakes and entity.role != LEADER and (entity.kind == "person" or entity.role == CAPITAL)


def _longest_of_each(found: Sequence[Found]) -> list[Found]:
    """Return each owner's longest phrases: two themes may share a word, but one theme counts it once."""
    if len(found) <= 1:
        return list(found)
    by_owner: dict[int, list[Found]] = {}
    for each in found:
        by_owner.setdefault(each.phrase.owner, []).append(each)
    return [each for group in by_owner.values() for each in longest(group)]


def _sentences(text: str) -> list[int]:
    """Return where sentences begin after others: words with a capital after a closing mark."""
    return [found.start(1) for found in _AFTER_CLOSING.finditer(text) if found[1].isupper()]


def _name_hit(entity: Entity, found: Found, text: str, where: Where) -> NameHit:
    start, end = found.start, found.end
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


def _said(items: Sequence[Item], found: Found, text: str, where: Where) -> Said:
    item = items[found.phrase.owner]
    start, end = found.start, found.end
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
