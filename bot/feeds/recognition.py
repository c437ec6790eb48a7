"""Is this item one that we know? All its signs are weighed together, and none decides alone. Pure."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from enum import Enum

from bot.feeds.identity import Marks, bare, marks_of, words_of
from bot.model import Entry, Unchanged

_DIGITS = re.compile(r"\d+")
# How much a sign speaks for or against two items being one. The weights were chosen so that no single sign
# outweighs two that speak against it, while a guid or an address together with one other sign does; see
# docs/decisions/identity.md.
_GUID, _OTHER_GUID = 3.0, -2.0
_ADDRESS, _OTHER_ADDRESS = 3.0, -2.0
_TITLE, _LIKE_TITLE, _OTHER_TITLE = 2.0, 1.0, -2.0
_DATE, _OTHER_HOUR, _OTHER_DAY = 2.5, -1.0, -3.0
_TEXT, _OTHER_TEXT = 2.0, -2.0
_NEVER = -9.0  # different guid and different words: two items, whatever else they share
_STABLE = 1.5  # the document's other guids still mean what they meant
_SAME_DAY = timedelta(hours=12)
_ALIKE = 0.5  # share of the words in the shorter title or text that the other one has too
_MOST = 0.5  # share of a document's items that come back under new signs: then it was generated anew
_SOME = 2
_NOTHING = Unchanged()


class Known(Enum):
    """Why an item is no new entry."""

    SAME = "same"  # nothing speaks against it, or the feed edited the item
    REPEATED = "repeated"  # the same title and text under another guid, address or date
    REGENERATED = "regenerated"  # most of the document came back under new signs
    SHARED = "shared"  # another feed has the same words at the same address


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a stored entry says; ``quiet``: nobody was told of it because its feed was new."""

    title: str
    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """An item with the entry that it is. ``marks`` are to be remembered where this entry has not had them before."""

    entry: Entry
    known_as: str  # key; "" where only its signs are known
    why: Known
    marks: Marks | None = None


def recognise(
    entries: Sequence[Entry],
    signs: Sequence[Marks],
    known: Sequence[Marks],
    wordings: Mapping[str, Wording],
    unchanged: Unchanged = _NOTHING,
) -> tuple[list[Entry], list[Recognised]]:
    """Return the new ones of a document's entries, and the others with what they are known as.

    ``signs`` are those of the entries, ``known`` the marks that share a guid, an address or a title with one of them;
    ``wordings`` holds what those entries say, by key.
    """
    if not known and not repeated(signs):
        return list(entries), []
    document = _Document(entries, signs, known, unchanged)
    seen = Shelf(known)
    words = dict(wordings)
    new: list[Entry] = []
    found: list[Recognised] = []
    for entry, mine in zip(reversed(entries), reversed(signs), strict=True):
        # From the end: repetitions within the document are recognised as its newest item.
        best = document.best(entry, mine, seen.near(mine), words)
        if best is None:
            new.append(entry)
            seen.add(mine)
            words[entry.key] = Wording(title=entry.title, text=entry.text)
        else:
            found.append(_recognised(entry, mine, *best))
    regenerated = document.regenerated(new, Shelf(known), wordings)
    found += [_recognised(entry, marks_of(entry), marks, Known.REGENERATED) for entry, marks in regenerated]
    gone = {entry.key for entry, _ in regenerated}
    return [entry for entry in reversed(new) if entry.key not in gone], found


def needed(signs: Collection[Marks], known: Sequence[Marks]) -> set[str]:
    """Return the keys of the known entries whose wording decides because their title or text differs."""
    if not known:
        return set()
    shelf = Shelf(known)
    return {
        each.entry
        for mine in signs
        for each in shelf.near(mine)
        if each.entry and (each.feed_id != mine.feed_id or each.title != mine.title or each.text != mine.text)
    }


def alike(one: str, other: str) -> bool:
    """Tell whether most words of the shorter of two titles or texts are in the longer one."""
    left, right = set(words_of(one)), set(words_of(other))
    return bool(left and right) and len(left & right) >= _ALIKE * min(len(left), len(right))


class Shelf:
    """Marks by their signs."""

    def __init__(self, known: Sequence[Marks]) -> None:
        self._marks: list[Marks] = []
        self._by_sign: dict[int, list[int]] = {}  # places in the list
        for marks in known:
            self.add(marks)

    def add(self, marks: Marks) -> None:
        """Add marks to the shelf."""
        for sign in _signs(marks):
            self._by_sign.setdefault(sign, []).append(len(self._marks))
        self._marks.append(marks)

    def near(self, mine: Marks) -> list[Marks]:
        """Return the marks that share a sign with these: first by guid, then by address and title."""
        places = dict.fromkeys(place for sign in _signs(mine) for place in self._by_sign.get(sign, ()))
        return [self._marks[place] for place in places]

    def near_any(self, signs: Iterable[Marks]) -> list[Marks]:
        """Return the marks that share a sign with any of these, in the order in which they were added."""
        if not self._marks:
            return []
        places = {place for mine in signs for sign in _signs(mine) for place in self._by_sign.get(sign, ())}
        return [self._marks[place] for place in sorted(places)]


def _signs(marks: Marks) -> list[int]:
    return [sign for sign in (bare(marks.guid), marks.address, marks.title) if sign is not None]


def repeated(signs: Iterable[Marks]) -> bool:
    """Tell whether two of these entries have a sign in common."""
    all_signs = [sign for mine in signs for sign in _signs(mine)]
    return len(set(all_signs)) < len(all_signs)


class _Document:
    """What a document as a whole says about the signs in it."""

    def __init__(
        self, entries: Sequence[Entry], signs: Sequence[Marks], known: Sequence[Marks], unchanged: Unchanged
    ) -> None:
        dates = [*unchanged.dates, *(entry.published for entry in entries if entry.published is not None)]
        self._times = Counter(dates)
        commonest = max(self._times.values(), default=0)
        # A feed that gives all its items the same time dates its document, not them.
        self._dated = len(dates) < _SOME + 1 or commonest <= _MOST * len(dates)
        self._size = len(entries) + unchanged.size
        titles = {bare(marks.guid): marks.title for marks in known if marks.guid and marks.title}
        kept = [
            titles[sign] == mine.title for mine in signs if (sign := bare(mine.guid)) is not None and sign in titles
        ]
        self._stable = _STABLE if kept.count(True) + unchanged.guids >= _SOME and kept.count(False) <= 1 else 0.0

    def best(
        self, entry: Entry, mine: Marks, near: Sequence[Marks], words: Mapping[str, Wording]
    ) -> tuple[Marks, Known] | None:
        """Return the known marks that fit best, and why; None where none fits."""
        fits = [(self._fit(entry, mine, each, words.get(each.entry)), each) for each in near]
        good = [(fit, each) for fit, each in fits if fit > 0]
        if not good:
            return None
        _, marks = max(good, key=lambda each: (each[1].feed_id == mine.feed_id, each[0]))
        if marks.feed_id not in {mine.feed_id, ""}:
            return marks, Known.SHARED
        moved = _differs(bare(marks.guid), bare(mine.guid)) or _differs(marks.address, mine.address)
        return marks, Known.REPEATED if moved and marks.title == mine.title else Known.SAME

    def regenerated(
        self, new: Sequence[Entry], shelf: Shelf, words: Mapping[str, Wording]
    ) -> list[tuple[Entry, Marks]]:
        """Return the seemingly new entries that are known after all, where most of the document only got new signs."""
        back: list[tuple[Entry, Marks]] = []
        for entry in new:
            mine = marks_of(entry)
            for each in shelf.near(mine):
                if (
                    each.feed_id == mine.feed_id
                    and each.title == mine.title
                    and _samewords_of(entry, mine, each, words)
                ):
                    back.append((entry, each))
                    break
        return back if len(back) >= max(_SOME, _MOST * self._size) else []

    def _fit(self, entry: Entry, mine: Marks, other: Marks, words: Wording | None) -> float:
        if other.feed_id not in {mine.feed_id, ""}:
            return _shared(entry, mine, other, words)
        fit = _guids(mine, other, self._stable)
        if mine.address and other.address:
            fit += _ADDRESS if mine.address == other.address else _OTHER_ADDRESS
        if other.title:
            fit += _titles(entry, mine, other, words)
        apart = abs(mine.published - other.published) if mine.published and other.published else None
        if apart is not None and self._dated:
            fit += self._same_time(mine) if not apart else _OTHER_HOUR if apart < _SAME_DAY else _OTHER_DAY
        texts = _texts(entry, mine, other, words, another_day=apart is not None and apart >= _SAME_DAY)
        renamed = mine.title != other.title and texts <= 0
        return _NEVER if renamed and _guids(mine, other, 0.0) < 0 else fit + texts

    def _same_time(self, mine: Marks) -> float:
        """A day without an hour, or a time that several items share, belongs to none of them."""
        at = mine.published
        return 0.0 if at is None or self._times[at] > 1 or at.time() == time() else _DATE


def _recognised(entry: Entry, mine: Marks, other: Marks, why: Known) -> Recognised:
    had = (bare(mine.guid), mine.address, mine.title) == (bare(other.guid), other.address, other.title)
    keep = None if had and mine.published == other.published else marks_of(entry, other.entry)
    return Recognised(entry=entry, known_as=other.entry, why=why, marks=keep)


def _guids(mine: Marks, other: Marks, stable: float) -> float:
    if not (mine.guid and other.guid):
        return 0.0
    if bare(mine.guid) == bare(other.guid):
        return _GUID + (0.0 if mine.guid & 1 else stable)
    # If the guid is the address, a different address says it all.
    return 0.0 if mine.guid & other.guid & 1 else _OTHER_GUID


def _titles(entry: Entry, mine: Marks, other: Marks, words: Wording | None) -> float:
    if mine.title == other.title:
        return _TITLE
    mended = words is not None and alike(entry.title, words.title) and _numbers(entry.title) == _numbers(words.title)
    return _LIKE_TITLE if mended else _OTHER_TITLE


def _texts(entry: Entry, mine: Marks, other: Marks, words: Wording | None, *, another_day: bool) -> float:
    if not (mine.text and other.text):
        return 0.0
    if mine.text == other.text:
        return _TEXT
    if words is None or not alike(entry.text, words.text):
        return _OTHER_TEXT
    if _numbers(entry.text) == _numbers(words.text):
        return _TEXT
    # The same sentence with other numbers: on the same day an edit, a day later the next issue of a series.
    return _OTHER_TEXT if another_day else 0.0


def _shared(entry: Entry, mine: Marks, other: Marks, words: Wording | None) -> float:
    """Another feed's entry is this one if title and text agree and its readers were told of it."""
    if mine.address is None or mine.address != other.address or words is None or words.quiet:
        return 0.0
    same_title = words_of(entry.title) == words_of(words.title)
    same_text = mine.text == other.text or alike(entry.text, words.text)
    return 1.0 if same_title and same_text else 0.0


def _samewords_of(entry: Entry, mine: Marks, other: Marks, words: Mapping[str, Wording]) -> bool:
    if mine.text and other.text:
        stored = words.get(other.entry)
        return mine.text == other.text or (stored is not None and alike(entry.text, stored.text))
    return mine.address is not None and mine.address == other.address


def _numbers(text: str) -> list[str]:
    return sorted(_DIGITS.findall(text))


def _differs(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and one != other
