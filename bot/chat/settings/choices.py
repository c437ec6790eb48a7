"""What may a chat choose? Each setting once: a new one is a description here and a field of the subscription (pure)."""

from collections.abc import Collection
from dataclasses import replace
from difflib import get_close_matches

from babel import Locale

from bot.chat.language import ENGLISH, Words, mark
from bot.chat.settings.filters import EVERYTHING, filter_lines, read_filter, typed_filter
from bot.chat.settings.rules import read_named, rule_parts, say_rules, typed_rules
from bot.chat.settings.sends import (
    DIGESTS,
    REPORT,
    REPORTS,
    SENDS,
    read_digest,
    read_report,
    read_send,
    say_digest,
    say_report,
    typed_report,
)
from bot.chat.settings.setting import AUTO, OFF, Given, Setting, switch
from bot.chat.settings.times import WEEKLY, parse_quiet, told_plan, told_weekly
from bot.chat.settings.zones import OFFERED, told_zone, zone_called
from bot.model import Send, Subscription
from bot.text.languages import SPOKEN

_QUIET = ("22:00-07:00", "23:00-07:00", "00:00-08:00")


def _filter(subscription: Subscription, given: Given) -> Subscription:
    include, exclude = read_filter(given.value, words=given.words, sources=given.sources)
    return replace(subscription, include=include, exclude=exclude)


def _say_filter(subscription: Subscription, words: Words) -> str:
    lines = filter_lines(subscription.include, subscription.exclude, words)
    return words("Filter: {filter}", filter=" ".join(lines)) if lines else words("Filter: none")


def _quiet(subscription: Subscription, given: Given) -> Subscription:
    if given.value.casefold() == OFF:
        return replace(subscription, quiet=None)
    try:
        begin, end = parse_quiet(given.value, given.words)
    except ValueError as error:
        raise ValueError(given.words("{problem}, e.g. {example}", problem=error, example=_QUIET[1])) from error
    return replace(subscription, quiet=f"{begin:%H:%M}-{end:%H:%M}")


def _say_quiet(subscription: Subscription, words: Words) -> str:
    if subscription.quiet is None:
        return words("Quiet hours: none")
    return words(
        "Quiet hours: {hours} ({zone})",
        hours=subscription.quiet.replace("-", "–"),
        zone=told_zone(subscription.zone or ""),
    )


def _zone(subscription: Subscription, given: Given) -> Subscription:
    return replace(subscription, zone=None if given.value.casefold() == AUTO else zone_called(given.value, given.words))


def _language(subscription: Subscription, given: Given) -> Subscription:
    value = given.value.casefold()
    if value == AUTO:
        return replace(subscription, language=None)
    names = {name.casefold(): code for code in SPOKEN for name in (code, own_name(code), _english_name(code))}
    if value not in names:
        known = ", ".join(f"{code} ({own_name(code)})" for code in SPOKEN)
        raise ValueError(given.words("I don't speak “{value}”. Use one of: {known}", value=given.value, known=known))
    return replace(subscription, language=names[value])


def _say_language(subscription: Subscription, words: Words) -> str:
    if subscription.language is None:
        return words("Language: as in your app")
    return words("Language: {language}", language=own_name(subscription.language))


def own_name(language: str) -> str:
    """Return what a language calls itself, with a capital: "Беларуская"."""
    return (Locale.parse(language).get_language_name(language) or language).capitalize()


def _english_name(language: str) -> str:
    return Locale.parse(language).get_language_name("en") or language


SETTINGS = (
    Setting(
        key="send",
        title=mark("What to send"),
        read=read_send,
        say=lambda subscription, words: words("What to send: {what}", what=words(SENDS[subscription.send])),
        typed=lambda subscription: subscription.send.value,
        choices=lambda _, words: {send.value: words(label) for send, label in SENDS.items()},
        example=Send.IMPORTANT.value,
        empty=Send.EVERY.value,
    ),
    Setting(
        key="filter",
        aliases=("words", "subscribe"),
        title=mark("Filter"),
        read=_filter,
        say=_say_filter,
        typed=typed_filter,
        choices=lambda _, words: {EVERYTHING: words("Every story")},
        example=mark("sanctions, !sport, ownership:independent"),
        ask=mark("Which stories? Write words with commas between them, e.g. {example}"),
        hint=mark("Words with commas, ! before what you do not want; empty: every story"),
        empty=EVERYTHING,
    ),
    Setting(
        key="rules",
        aliases=("rule", "filters"),
        title=mark("Named filters"),
        read=read_named,
        say=say_rules,
        typed=typed_rules,
        choices=lambda _, words: {OFF: words("No named filters")},
        example=mark("Energy: gas, oil → loud; sport → never"),
        ask=mark(
            "Which stories shall be told how? Write after an arrow: loud, silent, digest or never, e.g. {example}"
        ),
        hint=mark("sanctions → loud; sport → never; everything else → digest. The first that fits decides"),
        parts=rule_parts,
    ),
    Setting(
        key="digest",
        title=mark("Digest"),
        read=read_digest,
        say=say_digest,
        typed=lambda subscription: subscription.digest or OFF,
        choices=lambda _, words: {OFF: words("No digest"), **{plan: told_plan(plan, words) for plan in DIGESTS}},
        example="weekly sun 20:00",
        ask=mark("When should the digest come? Write e.g. {example}"),
        plans=("daily", *WEEKLY),
        clock=mark("Time of the digest"),
    ),
    Setting(
        key="report",
        aliases=("weekly",),
        title=mark("Weekly report"),
        read=read_report,
        say=say_report,
        typed=typed_report,
        choices=lambda _, words: {OFF: words("No report"), **{each: told_weekly(each, words) for each in REPORTS}},
        example=REPORT,
        ask=mark("When should the report of the week come? Write e.g. {example}"),
        plans=WEEKLY,
        clock=mark("Time of the weekly report"),
    ),
    Setting(
        key="quiet",
        title=mark("Quiet hours"),
        read=_quiet,
        say=_say_quiet,
        typed=lambda subscription: subscription.quiet or OFF,
        choices=lambda _, words: {OFF: words("No quiet hours"), **{each: each.replace("-", "–") for each in _QUIET}},
        example="22:30-06:30",
        ask=mark("When are your quiet hours? Write e.g. {example}"),
        hint=mark("23:00-07:00, or off"),
        ends=(mark("Quiet hours begin"), mark("Quiet hours end")),
    ),
    switch(
        "breakthrough",
        title=mark("Official texts, denials and corrections also in quiet hours"),
        labels=(mark("Let important updates through"), mark("Hold important updates too")),
        said=(
            mark("Official texts, denials and corrections: also in quiet hours"),
            mark("Official texts, denials and corrections: after quiet hours"),
        ),
        page="quiet",
        applies=lambda subscription, _: subscription.quiet is not None,
    ),
    Setting(
        key="zone",
        aliases=("timezone",),
        title=mark("Time zone"),
        read=_zone,
        say=lambda subscription, words: words("Time zone: {zone}", zone=told_zone(subscription.zone or "")),
        typed=lambda subscription: told_zone(subscription.zone or AUTO),
        choices=lambda house, _: {told_zone(zone): told_zone(zone) for zone in (house, *OFFERED)},
        example="Asia/Yerevan",
        ask=mark("Which time zone? Write a city or an offset, e.g. {example}"),
        hint=mark("A city, e.g. Minsk, or an offset, e.g. UTC+3; auto: as the bot's own"),
        empty=AUTO,
    ),
    Setting(
        key="language",
        aliases=("lang",),
        title=mark("Language"),
        read=_language,
        say=_say_language,
        typed=lambda subscription: subscription.language or AUTO,
        choices=lambda _, words: {AUTO: words("As in your app"), **{code: own_name(code) for code in SPOKEN}},
        example="{language}",
        empty=AUTO,
    ),
    switch(
        "condensed",
        aliases=("short",),
        title=mark("Alerts of one line"),
        labels=(mark("Alerts of one line"), mark("Whole alerts")),
        said=(mark("Alerts: one line each"), mark("Alerts: whole")),
        page="send",
    ),
    switch(
        "silences",
        title=mark("Notices where only state or only independent media have a story"),
        labels=(mark("Say which side is silent"), mark("Do not say which side is silent")),
        said=(mark("Notices of a silent side: on"), mark("Notices of a silent side: off")),
        page="send",
    ),
    switch(
        "edits",
        title=mark("Notices of headlines and figures that were changed without a word"),
        labels=(mark("Say what outlets change"), mark("Do not say what outlets change")),
        said=(mark("Notices of unannounced edits: on"), mark("Notices of unannounced edits: off")),
        page="send",
    ),
    switch(
        "translate",
        title=mark("Foreign headlines also in the language of this chat, where somebody translates them"),
        labels=(mark("Translate foreign headlines"), mark("Do not translate headlines")),
        said=(mark("Translated headlines: on"), mark("Translated headlines: off")),
        page="language",
    ),
    switch(
        "preview",
        aliases=("previews",),
        title=mark("Link previews"),
        labels=(mark("Turn link previews on"), mark("Turn link previews off")),
        said=(mark("Link previews: on"), mark("Link previews: off")),
        in_forms=False,  # platforms with dialogues show no previews of ours
    ),
    switch(
        "broadcast",
        title=mark("Important updates also in the channel, not only in the thread"),
        labels=(mark("Important updates to the channel too"), mark("Important updates in the thread only")),
        said=(
            mark("Important updates: in the thread and in the channel"),
            mark("Important updates: in the thread only"),
        ),
        applies=lambda _, threads: threads,
    ),
)
"""In the order in which they are shown."""
BY_KEY = {setting.key: setting for setting in SETTINGS}
_BY_NAME = {name: setting for setting in SETTINGS for name in (setting.key, *setting.aliases)}


def change(
    subscription: Subscription, key: str, value: str, *, words: Words = ENGLISH, sources: Collection[str] = ()
) -> Subscription:
    """Return the subscription with one choice changed: ``("quiet", "23:00-07:00")``, ``("send", "important")``.

    ``key`` is a setting's or an alias; "off" ends a digest and quiet hours, "all" a filter. ``sources`` are the ids
    that there are. Raises ValueError with a sentence in ``words`` that says what to write instead.
    """
    setting = setting_called(key, words)
    return setting.read(subscription, Given(value=" ".join(value.split()), words=words, sources=sources))


def setting_called(name: str, words: Words = ENGLISH) -> Setting:
    """Return the setting that somebody means. Raises ValueError."""
    setting = _BY_NAME.get(name.casefold())
    if setting is not None:
        return setting
    near = get_close_matches(name.casefold(), _BY_NAME, n=1)
    if near:
        raise ValueError(words("There is no setting “{name}”. Did you mean {near}?", name=name, near=near[0]))
    raise ValueError(words("There is no setting “{name}”. Use one of: {keys}", name=name, keys=", ".join(BY_KEY)))


def in_force(subscription: Subscription, key: str, zone: str, words: Words) -> str:
    """Return one line that says what a chat has now, "Quiet hours: none"; ``zone`` holds where it chose none."""
    return BY_KEY[key].say(replace(subscription, zone=told_zone(subscription.zone or "") or zone), words)
