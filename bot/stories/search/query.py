"""What is searched for? A line as people type it, read into words, phrases and attributes of reports (pure)."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from bot.config.findings.codes import countries, languages
from bot.model import Ownership
from bot.text.words import tokens

KINDS = ("source", "country", "lang", "ownership")
"""Attributes of reports by which stories are found and subscriptions narrowed."""
LONGEST = 400  # characters of a query
_SINCE = "since"
_ALIASES = {"language": "lang", "sources": "source", "owner": "ownership"}
_OPENING, _CLOSING = '"“”«»„‟', '"“”«»‟'  # what keyboards make of the plain quotation mark, even the wrong way round
_MINUS = "-–—−‑"  # and of the minus sign
_PERIOD = re.compile(r"(\d{1,6})([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_LONGEST_PERIOD = timedelta(days=36500)
_MEANT = {"lang": {"ua": "uk", "by": "be", "cz": "cs"}, "country": {"UK": "GB", "EN": "GB"}}
_TOKEN = re.compile(
    rf"(?P<minus>(?<!\S)[{_MINUS}]+)?(?:[{_OPENING}](?P<phrase>[^{_CLOSING}]*)(?P<closed>[{_CLOSING}])|(?P<word>\S+))"
)
_UNFINISHED = re.compile(rf"(?<!\S)([{_MINUS}]?(?:{'|'.join((*KINDS, _SINCE, *_ALIASES))}):) +(?=\w)", re.IGNORECASE)
QUOTES = _OPENING + _CLOSING
"""Every sign that a phrase begins or ends with."""
_SIGNS = '"“”«»„‟.,:;!?()[]'  # meaningless around a word


class QueryError(ValueError):
    """A query that cannot be understood; ``text`` with ``values`` in its {places} says what to write instead.

    ``text`` is one of the bot's own sentences, to be translated once the reader is known.
    """

    def __init__(self, text: str, /, **values: object) -> None:
        super().__init__(text.format(**values))
        self.text = text
        self.values = values


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a story must have. Attributes are pairs of a kind (one of ``KINDS``) and its value.

    For each kind in ``having`` at least one report has one of its values. A story is left out by ``lacking`` where all
    its reports have the value: what others report as well stays.
    """

    words: tuple[str, ...] = ()  # each is there, in any of its forms
    phrases: tuple[str, ...] = ()  # the words of each follow each other
    without: tuple[str, ...] = ()  # none of these words is there,
    without_phrases: tuple[str, ...] = ()  # nor of these phrases
    having: tuple[tuple[str, str], ...] = ()
    lacking: tuple[tuple[str, str], ...] = ()
    since: datetime | None = None

    @property
    def empty(self) -> bool:
        """Say whether any story fits."""
        return self == Query()


def qualifier(word: str, sources: Collection[str] = ()) -> tuple[str, str] | None:
    """Return the kind and the value of "source:belta", "country:BY", "lang:ru", "ownership:state"; None: a plain word.

    ``sources`` are the ids of the sources that there are; without them any id is taken. Raises ``QueryError``.
    """
    kind, colon, value = (part.strip() for part in word.partition(":"))
    kind = _ALIASES.get(kind.casefold(), kind.casefold())
    if not colon or (kind not in KINDS and (not value or not kind.isalpha())):
        return None
    if kind not in KINDS:
        near = get_close_matches(kind, (*KINDS, _SINCE, *_ALIASES), n=1)
        if near:
            meant = f"{_ALIASES.get(near[0], near[0])}:{value}"
            raise QueryError("I don't know “{word}”. Did you mean {meant}?", word=f"{kind}:", meant=meant)
        raise QueryError(
            "I don't know “{word}”. Use source:, country:, lang:, ownership: or since:, or put the words in quotes.",
            word=f"{kind}:",
        )
    if not value:
        example = f"source:{min(sources)}" if kind == "source" and sources else _EXAMPLES[kind]
        raise QueryError("Something must follow “{word}”, e.g. {example}", word=f"{kind}:", example=example)
    return kind, _VALUES[kind](value, sources)


def period(text: str) -> timedelta | None:
    """Return the time that "30m", "8h", "7d" or "2w" names, or None if it is not written like that."""
    found = _PERIOD.fullmatch(text.strip().casefold())
    if found is None:
        return None
    length = timedelta(**{_UNITS[found[2]]: int(found[1])})
    return length if timedelta(0) < length <= _LONGEST_PERIOD else None


def parse(text: str, *, now: datetime, zone: str = "UTC", sources: Collection[str] = ()) -> Query:
    """Read a query: words, "exact phrase", -without, source:belta, country:BY, lang:ru, ownership:state, since:7d.

    ``zone`` (IANA) says when a day given as since:2026-01-31 begins. Raises ``QueryError``.
    """
    if len(text) > LONGEST:
        raise QueryError("That is too long to search for. Use up to {most} letters.", most=LONGEST)
    found: dict[str, list[str]] = {name: [] for name in ("words", "phrases", "without", "without_phrases")}
    having: list[tuple[str, str]] = []
    lacking: list[tuple[str, str]] = []
    since: datetime | None = None
    for token in _TOKEN.finditer(_UNFINISHED.sub(r"\1", text)):
        minus, phrase, word = bool(token["minus"]), token["phrase"], token["word"]
        if phrase is not None:
            found["without_phrases" if minus else "phrases"] += [phrase.strip()] if tokens(phrase) else []
            continue
        if word[0] in _OPENING[:1] + "“«„" and len(word) > 1:
            raise QueryError("The quote at {word} is not closed. Write e.g. “exact phrase”.", word=word)
        kind, _, value = word.partition(":")
        if kind.casefold() == _SINCE and not minus:
            since = _since(value, now, zone)
            continue
        attribute = qualifier(word, sources)
        if attribute is not None:
            (lacking if minus else having).append(attribute)
        elif tokens(word):
            found["without" if minus else "words"].append(word.strip(_SIGNS))
    return Query(
        **{name: tuple(dict.fromkeys(each)) for name, each in found.items()},
        having=tuple(dict.fromkeys(having)),
        lacking=tuple(dict.fromkeys(lacking)),
        since=since,
    )


def _since(value: str, now: datetime, zone: str) -> datetime:
    length = period(value)
    if length is not None:
        return now - length
    try:
        start = datetime.combine(date.fromisoformat(value), time(), ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, OverflowError):  # east of Greenwich, the very first day begins before time does
        raise QueryError(
            "I don't know the period “{value}”. Use 30m, 8h, 7d, 2w or a day, e.g. since:7d or since:{day}",
            value=value,
            day=f"{now:%Y-%m-%d}",
        ) from None
    if start > now:
        raise QueryError("{day} is in the future. Use a day that has begun, e.g. since:7d", day=value)
    return start


def _source(value: str, sources: Collection[str]) -> str:
    found = value.casefold()
    if not sources or found in sources:
        return found
    near = get_close_matches(found, sorted(sources), n=1)
    if near:
        raise QueryError("There is no source “{value}”. Did you mean source:{near}?", value=value, near=near[0])
    some = ", ".join(sorted(sources)[:_NAMED])
    raise QueryError("There is no source “{value}”. Sources are, e.g., {some}", value=value, some=some)


def _ownership(value: str, _: Collection[str]) -> str:
    allowed = [each.value for each in Ownership]
    found = value.casefold()
    if found in allowed:
        return found
    near = get_close_matches(found, allowed, n=1)
    if near:
        raise QueryError("“{value}” is no kind of owner. Did you mean ownership:{near}?", value=value, near=near[0])
    raise QueryError("“{value}” is no kind of owner. Use one of: {allowed}", value=value, allowed=", ".join(allowed))


def _country(value: str, _: Collection[str]) -> str:
    found = value.upper()
    if found in countries():
        return found
    names = {name.casefold(): code for code, name in countries().items()}
    near = _MEANT["country"].get(found) or names.get(next(iter(get_close_matches(value.casefold(), names, n=1)), ""))
    if near:
        raise QueryError("“{value}” is no country code. Did you mean country:{near}?", value=value, near=near)
    raise QueryError("“{value}” is no country code. Use two letters, e.g. country:BY", value=value)


def _language(value: str, _: Collection[str]) -> str:
    found = value.casefold()
    if found in languages():
        return found
    near = _MEANT["lang"].get(found)
    if near:
        raise QueryError("“{value}” is no language code. Did you mean lang:{near}?", value=value, near=near)
    raise QueryError("“{value}” is no language code. Use two letters, e.g. lang:ru", value=value)


_NAMED = 5  # sources that an error names
_VALUES = {"source": _source, "country": _country, "lang": _language, "ownership": _ownership}
_EXAMPLES = {"source": "source:belta", "country": "country:BY", "lang": "lang:ru", "ownership": "ownership:state"}
