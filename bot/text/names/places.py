"""Which countries and blocs does a text name, by whatever word: name, people, adjective, capital or seat of power?

"Iran", "Iranian", "иранский" and "Tehran" are all IR. The table is ``data/places.txt``; ``tools/make_places.py``
makes it. A language's part is read when first needed.
"""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice, pairwise
from typing import NamedTuple

from bot.text.names.forms import forms_of
from bot.text.words import Token, fold, stem, tokens

_SHORT = 4  # letters of a stem up to which a word is recognised only by its listed forms
_CAPITALS = 2  # capitalised words: with fewer the text may be written without capitals
NO_PLACE = "-"  # the code for what only looks like a place
_FLAG_A = 0x1F1E6  # the regional indicator A
_FIRST_FLAG = chr(_FLAG_A)
_GAPS = frozenset({" ", "-", "\u00a0", ".", ". "})


class Place(NamedTuple):
    """``tokens[start:end]`` name the country ``code``: ISO 3166's two letters, or EU, UN, NATO."""

    start: int
    end: int
    code: str


class _Form(NamedTuple):
    rest: tuple[str, ...]  # keys of the words after the first
    code: str
    capital: bool  # counts only with a capital
    capitals: bool  # counts only in capitals


def places(words: Sequence[Token], text: str, language: str | None, starts: Iterable[int] | None = None) -> list[Place]:
    """Return the countries that the ``words`` of ``text`` name, the longest name at each place.

    A name that contains a country's but means something else ("Paris agreement") is not a place. In a text written
    without capitals, none are required; but abbreviations then look like other words. ``starts``: the numbers of the
    words that begin a place, if known.
    """
    found: list[Place] = []
    end = 0
    small: bool | None = None
    for start in range(len(words)) if starts is None else starts:
        token = words[start]
        forms = _forms_of_word(token.fold, language)
        if start < end or (not forms and token.text[0] < _FIRST_FLAG):
            continue
        if small is None:
            small = lacks_capitals(each.text for each in words)
        best = (1, _flag(token.text))
        for form in forms:
            size = len(form.rest) + 1
            if (size, form.code) > best and _stands(form, words[start : start + size], text, language, small):
                best = (size, form.code)
        if best[1]:
            end = start + best[0]
            if best[1] != NO_PLACE:
                found.append(Place(start, end, best[1]))
    return found


class Alone(NamedTuple):
    """What a word says about places. ``code``: the country that it names by itself if capitals tell, "" for none."""

    code: str
    begins: bool  # names a country, at least in a text without capitals
    rests: tuple[tuple[str, ...], ...]  # the rests of longer names that it begins


_NOWHERE = Alone("", begins=False, rests=())  # shared by nearly all words


def alone(word: Token, language: str | None) -> Alone:
    """Return what a word says about places, whatever surrounds it."""
    forms = _forms_of_word(word.fold, language)
    if not forms and word.text[0] < _FIRST_FLAG:
        return _NOWHERE
    code = max((form.code for form in forms if not form.rest and _written(form, word)), default=_flag(word.text))
    return Alone(code, bool(forms), tuple({form.rest: None for form in forms if form.rest}))


def listed(word: Token, language: str | None) -> tuple[str, str]:
    """Return the keys by which a word is recognised within a longer name."""
    return _keys(word.fold, language)


def lacks_capitals(words: Iterable[str]) -> bool:
    """Return whether a text may be written without capitals: too few words have one."""
    return len(list(islice((word for word in words if word[0].isupper()), _CAPITALS))) < _CAPITALS


def places_of_bag(words: Iterable[str], language: str | None) -> set[str]:
    """Return the countries of a bag of words, whose order is unknown: all words of a name must be there."""
    bag = [token for word in words for token in tokens(word)]
    keys = {key for token in bag for key in _keys(token.fold, language)}
    return {
        form.code
        for token in bag
        for form in _forms_of_word(token.fold, language)
        if _written(form, token) and keys.issuperset(form.rest)
    } - {NO_PLACE}


def codes() -> frozenset[str]:
    """Return the code of every country and bloc that is known."""
    return frozenset(code for _, _, code in _rows()) - {NO_PLACE}


def _flag(word: str) -> str:
    """Return the country of a flag, which is written as two special letters."""
    return "".join(chr(ord(char) - _FLAG_A + ord("A")) for char in word) if word[0] >= _FIRST_FLAG else ""


def _stands(form: _Form, words: Sequence[Token], text: str, language: str | None, small: bool) -> bool:
    if not form.rest:
        return _written(form, words[0]) or (small and not form.capitals)
    return (
        len(words) == len(form.rest) + 1
        and (_written(form, words[0]) or (small and not form.capitals))
        and all(key in _keys(word.fold, language) for key, word in zip(form.rest, words[1:], strict=True))
        and all(text[one.end : other.start] in _GAPS for one, other in pairwise(words))
    )


def _written(form: _Form, token: Token) -> bool:
    return token.text.isupper() if form.capitals else not form.capital or token.text[0].isupper()


@lru_cache(maxsize=4096)
def _forms_of_word(word: str, language: str | None) -> tuple[_Form, ...]:
    """Return the names that a folded word may begin; most words begin none."""
    table = _table(language)
    return tuple(form for key in _keys(word, language) for form in table.get(key, ()))


def _keys(word: str, language: str | None) -> tuple[str, str]:
    """Return the keys under which a word may be listed: itself, after an equals sign, and its stem."""
    return "=" + word, stem(word, language)


@cache
def _table(language: str | None) -> dict[str, list[_Form]]:
    table: dict[str, list[_Form]] = {}
    for spoken, name, code in _rows():
        if spoken != language:
            continue
        parts = tokens(name)
        capitals = name.replace(".", "").isupper()
        rest = tuple(_key(token.text, language) for token in parts[1:])
        form = _Form(rest, code, capital=name[0].isupper(), capitals=capitals)
        first = parts[0].text
        for key in {"=" + fold(first)} if capitals else _listed(first, language):
            table.setdefault(key, []).append(form)
    return table


def _listed(word: str, language: str) -> set[str]:
    key = stem(fold(word), language)
    return {key} if len(key) > _SHORT else {"=" + form for form in forms_of(word, language)} | {"=" + fold(word)}


def _key(word: str, language: str) -> str:
    """Return the one key of a word within a name: its stem, or the word if the stem is too short to tell."""
    key = stem(fold(word), language)
    return key if len(key) > _SHORT else "=" + fold(word)


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    path = files("bot.text") / "data" / "places.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    rows = (line.split("\t") for line in lines)
    return tuple((language, name, code) for language, name, code in rows)
