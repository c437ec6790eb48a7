"""What may a chat choose, and what does each choice change? The same for buttons, typed words and forms (pure)."""

from collections.abc import Callable, Collection
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

from babel import Locale

from bot.chat.language import ENGLISH, SPOKEN, Words, mark
from bot.chat.settings.filters import filter_lines, read_filter
from bot.chat.settings.times import DAYS, parse_digest, parse_quiet
from bot.model import Send, Subscription

KEYS = ("send", "filter", "digest", "quiet", "breakthrough", "zone", "language", "preview", "broadcast")
"""What can be chosen, in the order in which it is shown."""
ALIASES = {"lang": "language", "timezone": "zone", "previews": "preview", "words": "filter", "subscribe": "filter"}
OFF, AUTO = "off", "auto"
DIGEST = "daily 08:00"
"""When a digest comes where nobody chose a time."""
SENDS = {
    Send.IMPORTANT: mark("Important only"),
    Send.EVERY: mark("Every story"),
    Send.DIGEST: mark("One digest a day"),
}
_YES, _NO = ("1", "on", "yes"), ("0", OFF, "no")


def change(
    subscription: Subscription, key: str, value: str, *, words: Words = ENGLISH, sources: Collection[str] = ()
) -> Subscription:
    """Return the subscription with one choice changed: ``("quiet", "23:00-07:00")``, ``("send", "important")``.

    ``key`` is one of ``KEYS`` or ``ALIASES``; "off" ends a digest and quiet hours, "all" a filter. ``sources`` are the
    ids that there are. Raises ValueError with a sentence in ``words`` that says what to write instead.
    """
    key = key_called(key, words)
    value = " ".join(value.split())
    if key == "filter":
        include, exclude = read_filter(value, words=words, sources=sources)
        return replace(subscription, include=include, exclude=exclude)
    return _CHANGES[key](subscription, value, words)


def key_called(name: str, words: Words = ENGLISH) -> str:
    """Return the key that somebody means. Raises ValueError."""
    key = ALIASES.get(name.casefold(), name.casefold())
    if key in KEYS:
        return key
    near = get_close_matches(key, (*KEYS, *ALIASES), n=1)
    if near:
        raise ValueError(words("There is no setting “{name}”. Did you mean {near}?", name=name, near=near[0]))
    raise ValueError(words("There is no setting “{name}”. Use one of: {keys}", name=name, keys=", ".join(KEYS)))


def in_force(subscription: Subscription, key: str, zone: str, words: Words) -> str:
    """Return one line that says what a chat has now, "Quiet hours: none"; ``zone`` holds where it chose none."""
    return _LINES[key](subscription, subscription.zone or zone, words)


def told_plan(digest: str, words: Words) -> str:
    """Return when a digest comes, in words: "daily, 08:00" or "weekly, Monday 08:00"."""
    plan = parse_digest(digest)
    at = f"{plan.at:%H:%M}"
    if plan.day is None:
        return words("daily, {time}", time=at)
    day = Locale.parse(words.language).days["stand-alone"]["wide"][plan.day]
    return words("weekly, {day} {time}", day=day, time=at)


def own_name(language: str) -> str:
    """Return what a language calls itself, with a capital: "Беларуская"."""
    return (Locale.parse(language).get_language_name(language) or language).capitalize()


def _send(subscription: Subscription, value: str, words: Words) -> Subscription:
    if value.casefold() not in {each.value for each in Send}:
        raise ValueError(words("“{value}” cannot be sent. Use important, every or digest", value=value))
    send = Send(value.casefold())
    digest = subscription.digest or (DIGEST if send is Send.DIGEST else None)
    return replace(subscription, send=send, digest=digest)


def _digest(subscription: Subscription, value: str, words: Words) -> Subscription:
    """Who got nothing but the digest gets alerts again when it ends: nobody is left with nothing by accident."""
    if value.casefold() == OFF:
        send = Send.EVERY if subscription.send is Send.DIGEST else subscription.send
        return replace(subscription, digest=None, send=send)
    try:
        plan = parse_digest(value.casefold(), words)
    except ValueError as error:
        raise ValueError(words("{problem}, e.g. {example}", problem=error, example=DIGEST)) from error
    when = "daily" if plan.day is None else f"weekly {DAYS[plan.day]}"
    return replace(subscription, digest=f"{when} {plan.at:%H:%M}")


def _quiet(subscription: Subscription, value: str, words: Words) -> Subscription:
    if value.casefold() == OFF:
        return replace(subscription, quiet=None)
    try:
        begin, end = parse_quiet(value, words)
    except ValueError as error:
        raise ValueError(words("{problem}, e.g. {example}", problem=error, example="23:00-07:00")) from error
    return replace(subscription, quiet=f"{begin:%H:%M}-{end:%H:%M}")


def _zone(subscription: Subscription, value: str, words: Words) -> Subscription:
    wanted = value.casefold().replace(" ", "_")
    if wanted == AUTO:
        return replace(subscription, zone=None)
    zones = _zones()
    cities = [name for folded, name in zones.items() if folded.rpartition("/")[2] == wanted]
    if wanted in zones:
        return replace(subscription, zone=zones[wanted])
    if len(cities) == 1:
        return replace(subscription, zone=cities[0])
    by_city = {name.rpartition("/")[2]: name for name in zones}
    near = cities[:1] or [
        by_city.get(name, name) for name in get_close_matches(wanted, (*zones, *by_city), n=1, cutoff=0.7)
    ]
    if near:
        meant = zones.get(near[0], near[0])
        raise ValueError(words("I don't know the time zone “{value}”. Did you mean {meant}?", value=value, meant=meant))
    raise ValueError(
        words("I don't know the time zone “{value}”. Use a continent and a city, e.g. Europe/Minsk", value=value)
    )


def _language(subscription: Subscription, value: str, words: Words) -> Subscription:
    if value.casefold() == AUTO:
        return replace(subscription, language=None)
    names = {name.casefold(): code for code in SPOKEN for name in (code, own_name(code), _english_name(code))}
    if value.casefold() not in names:
        known = ", ".join(f"{code} ({own_name(code)})" for code in SPOKEN)
        raise ValueError(words("I don't speak “{value}”. Use one of: {known}", value=value, known=known))
    return replace(subscription, language=names[value.casefold()])


def _is_on(value: str, words: Words) -> bool:
    if value.casefold() not in {*_YES, *_NO}:
        raise ValueError(words("“{value}” is neither on nor off. Use on or off", value=value))
    return value.casefold() in _YES


def _preview(subscription: Subscription, value: str, words: Words) -> Subscription:
    return replace(subscription, preview=_is_on(value, words))


def _breakthrough(subscription: Subscription, value: str, words: Words) -> Subscription:
    return replace(subscription, breakthrough=_is_on(value, words))


def _broadcast(subscription: Subscription, value: str, words: Words) -> Subscription:
    return replace(subscription, broadcast=_is_on(value, words))


_CHANGES: dict[str, Callable[[Subscription, str, Words], Subscription]] = {
    "send": _send,
    "digest": _digest,
    "quiet": _quiet,
    "breakthrough": _breakthrough,
    "zone": _zone,
    "language": _language,
    "preview": _preview,
    "broadcast": _broadcast,
}


def _told_quiet(subscription: Subscription, zone: str, words: Words) -> str:
    if subscription.quiet is None:
        return words("Quiet hours: none")
    return words("Quiet hours: {hours} ({zone})", hours=subscription.quiet.replace("-", "–"), zone=zone)


def _told_filter(subscription: Subscription, _: str, words: Words) -> str:
    lines = filter_lines(subscription.include, subscription.exclude, words)
    return words("Filter: {filter}", filter=" ".join(lines)) if lines else words("Filter: none")


def _told_digest(subscription: Subscription, zone: str, words: Words) -> str:
    if subscription.digest is None:
        return words("Digest: none")
    return words("Digest: {plan} ({zone})", plan=told_plan(subscription.digest, words), zone=zone)


def _told_language(subscription: Subscription, _: str, words: Words) -> str:
    if subscription.language is None:
        return words("Language: as in your app")
    return words("Language: {language}", language=own_name(subscription.language))


_LINES: dict[str, Callable[[Subscription, str, Words], str]] = {
    "send": lambda subscription, _, words: words("What to send: {what}", what=words(SENDS[subscription.send])),
    "filter": _told_filter,
    "digest": _told_digest,
    "quiet": _told_quiet,
    "breakthrough": lambda subscription, _, words: (
        words("Official texts, denials and corrections: also in quiet hours")
        if subscription.breakthrough
        else words("Official texts, denials and corrections: after quiet hours")
    ),
    "zone": lambda _, zone, words: words("Time zone: {zone}", zone=zone),
    "language": _told_language,
    "preview": lambda subscription, _, words: (
        words("Link previews: on") if subscription.preview else words("Link previews: off")
    ),
    "broadcast": lambda subscription, _, words: (
        words("Important updates: in the thread and in the channel")
        if subscription.broadcast
        else words("Important updates: in the thread only")
    ),
}


def _english_name(language: str) -> str:
    return Locale.parse(language).get_language_name("en") or language


@cache
def _zones() -> dict[str, str]:
    """Return the IANA names by what they are in small letters."""
    return {name.casefold(): name for name in available_timezones()}
