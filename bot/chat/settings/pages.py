"""What do the settings look like? Pages of one message that edits itself (pure)."""

from dataclasses import dataclass

from bot.chat.language import SPOKEN, Words, mark
from bot.chat.message import Action, Button, Message, Role, Section, Text
from bot.chat.settings.choices import AUTO, KEYS, OFF, SENDS, in_force, own_name, told_plan
from bot.model import Subscription

MAIN = "main"
ASK = "ask:"
"""Before a key: the page that asks for words."""
PAGES = {
    "send": mark("What to send"),
    "filter": mark("Filter"),
    "digest": mark("Digest"),
    "quiet": mark("Quiet hours"),
    "zone": mark("Time zone"),
    "language": mark("Language"),
}
"""Settings that have a page of their own, and what it is called."""
SWITCHES = {
    "preview": (mark("Turn link previews on"), mark("Turn link previews off")),
    "broadcast": (mark("Important updates to the channel too"), mark("Important updates in the thread only")),
}
"""Settings that are a button of the main page: what it says while they are off, while they are on."""
ZONES = (
    "Europe/London",
    "Europe/Berlin",
    "Europe/Warsaw",
    "Europe/Vilnius",
    "Europe/Kyiv",
    "Europe/Minsk",
    "Europe/Moscow",
    "Asia/Tbilisi",
    "Asia/Almaty",
    "America/New_York",
    "America/Los_Angeles",
    "UTC",
)
_QUIET = ("22:00-07:00", "23:00-07:00", "00:00-08:00")
_DIGESTS = ("daily 08:00", "daily 18:00", "weekly mon 08:00", "weekly fri 17:00")
_WIRE = {"language": "lang"}  # as the button has it
_ROW = 2
_ASKED = {
    "filter": mark("Which stories? Write words with commas between them, e.g. {example}"),
    "digest": mark("When should the digest come? Write e.g. {example}"),
    "quiet": mark("When are your quiet hours? Write e.g. {example}"),
    "zone": mark("Which time zone? Write a continent and a city, e.g. {example}"),
}
_EXAMPLES = {
    "filter": "sanctions, !sport, ownership:independent",
    "digest": "weekly sun 20:00",
    "quiet": "22:30-06:30",
    "zone": "Asia/Yerevan",
    "send": "important",
    "language": SPOKEN[1],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a page is about and who looks at it. ``threads``: updates go into threads there."""

    subscription: Subscription
    zone: str  # where the chat chose none
    prefix: str  # how a verb is typed
    threads: bool
    words: Words


def page(name: str, shown: Shown) -> Message:
    """Return a page: the main one, or that of one setting; a setting without a page is shown on the main one."""
    if name in PAGES:
        return _setting(name, shown)
    return _with_rows((*_summary(shown), or_type("quiet", shown.prefix, shown.words)), _main_buttons(shown))


def read_only(shown: Shown, note: str) -> Message:
    """Return the settings for somebody who cannot change them, and why not."""
    return _with_rows((*_summary(shown), "", note), ())


def question(key: str, shown: Shown, problem: str = "") -> Message:
    """Return the message that asks for a setting in words; ``problem`` is what was wrong with the last answer."""
    asked = shown.words(_ASKED[key], example=_EXAMPLES[key])
    lines = (*((problem,) if problem else ()), asked, or_type(key, shown.prefix, shown.words))
    body = Section(Role.BODY, tuple((Text(line),) for line in lines))
    return Message(text=lines[0], sections=(body,), asks=True)


def or_type(key: str, prefix: str, words: Words) -> str:
    """Return how a setting is typed, for who sees no buttons or likes none."""
    return words("Or type {command}", command=f"{prefix}settings {key} {_EXAMPLES[key]}")


def can_ask(key: str) -> bool:
    """Say whether a setting can be given in words of one's own."""
    return key in _ASKED


def _summary(shown: Shown) -> tuple[str, ...]:
    words, title = shown.words, shown.subscription.title
    head = words("Settings of “{chat}”", chat=title) if title else words("Settings of this chat")
    keys = [key for key in KEYS if shown.threads or key != "broadcast"]
    if shown.subscription.quiet is None:
        keys.remove("breakthrough")
    return (head, *(in_force(shown.subscription, key, shown.zone, words) for key in keys))


def _main_buttons(shown: Shown) -> list[Button]:
    buttons = [Button(shown.words(label), Action.SETTINGS, key) for key, label in PAGES.items()]
    for key, (turn_on, turn_off) in SWITCHES.items():
        if key == "broadcast" and not shown.threads:
            continue
        is_on = getattr(shown.subscription, key)
        buttons.append(Button(shown.words(turn_off if is_on else turn_on), Action.SET, f"{key}={int(not is_on)}"))
    return buttons


def _setting(key: str, shown: Shown) -> Message:
    words, chosen = shown.words, _in_force_value(key, shown)
    buttons = [
        Button(label, Action.SET, f"{_WIRE.get(key, key)}={value}", chosen=value == chosen)
        for value, label in _choices(key, shown).items()
    ]
    lines = [in_force(shown.subscription, key, shown.zone, words)]
    if key == "quiet" and shown.subscription.quiet is not None:
        lines.append(in_force(shown.subscription, "breakthrough", shown.zone, words))
        through = shown.subscription.breakthrough
        label = words("Hold important updates too") if through else words("Let important updates through")
        buttons.append(Button(label, Action.SET, f"breakthrough={int(not through)}"))
    if can_ask(key):
        buttons.append(Button(words("Other…"), Action.SETTINGS, ASK + key))
    buttons.append(Button(words("Back"), Action.SETTINGS, MAIN))
    lines.append(or_type(key, shown.prefix, words))
    return _with_rows((words(PAGES[key]), *lines), buttons)


def _choices(key: str, shown: Shown) -> dict[str, str]:
    """Return by its value what can be chosen with one button, and the button's label."""
    words = shown.words
    match key:
        case "send":
            return {send.value: words(label) for send, label in SENDS.items()}
        case "filter":
            return {"all": words("Every story")}
        case "digest":
            return {OFF: words("No digest"), **{plan: told_plan(plan, words) for plan in _DIGESTS}}
        case "quiet":
            return {OFF: words("No quiet hours"), **{hours: hours.replace("-", "–") for hours in _QUIET}}
        case "zone":
            return {zone: zone for zone in dict.fromkeys((shown.zone, *ZONES))}
        case _:
            return {AUTO: words("As in your app"), **{language: own_name(language) for language in SPOKEN}}


def _in_force_value(key: str, shown: Shown) -> str:
    subscription = shown.subscription
    match key:
        case "send":
            return subscription.send.value
        case "filter":
            return "" if subscription.include or subscription.exclude else "all"
        case "digest":
            return subscription.digest or OFF
        case "quiet":
            return subscription.quiet or OFF
        case "zone":
            return subscription.zone or shown.zone
        case _:
            return subscription.language or AUTO


def _with_rows(lines: tuple[str, ...], buttons: list[Button] | tuple[()]) -> Message:
    head, *rest = lines
    sections = (
        Section(Role.HEAD, ((Text(head, bold=True),),)),
        Section(Role.BODY, tuple((Text(line),) for line in rest)),
    )
    rows = tuple(tuple(buttons[start : start + _ROW]) for start in range(0, len(buttons), _ROW))
    return Message(text=f"{head}. {rest[0]}", sections=sections, buttons=rows)
