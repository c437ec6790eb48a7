"""What do the settings look like? Pages of one message that edits itself (pure)."""

from dataclasses import dataclass, replace

from bot.chat.language import Words
from bot.chat.message import Action, Button, Message, Role, Section, Text
from bot.chat.settings.choices import BY_KEY, SETTINGS
from bot.chat.settings.setting import MAIN, Part, Setting
from bot.model import Subscription

ASK = "ask:"
"""Before a key: the page that asks for words."""
PART = "."
"""Between the key of a setting and the number of one of its parts: the page "rules.2"."""
PAGES = tuple(setting.key for setting in SETTINGS if setting.has_page)
"""Settings that have a page of their own."""
_ROW = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a page is about and who looks at it. ``threads``: updates go into threads there."""

    subscription: Subscription
    zone: str  # where the chat chose none
    prefix: str  # how a verb is typed
    threads: bool
    words: Words

    def says(self, setting: Setting) -> str:
        """Return the line that says what is in force."""
        return setting.say(self._with_zone, self.words)

    def typed(self, setting: Setting) -> str:
        """Return what is in force, as it would be typed."""
        return setting.typed(self._with_zone)

    def parts(self, setting: Setting) -> tuple[Part, ...]:
        """Return what a setting consists of here."""
        return () if setting.parts is None else setting.parts(self.subscription, self.words)

    def has(self, setting: Setting) -> bool:
        """Say whether a setting means anything here."""
        return setting.applies(self.subscription, self.threads)

    @property
    def _with_zone(self) -> Subscription:
        return replace(self.subscription, zone=self.subscription.zone or self.zone)


def page(name: str, shown: Shown) -> Message:
    """Return a page: the main one, or that of one setting; a setting without a page is shown where its button is."""
    key, _, number = name.partition(PART)
    setting = BY_KEY.get(key)
    parts = shown.parts(setting) if setting is not None else ()
    if setting is not None and number.isdecimal() and 1 <= int(number) <= len(parts):
        return _page_of_part(setting, int(number), parts[int(number) - 1], shown)
    if setting is not None and setting.switch is not None:
        return page(setting.switch.page, shown)
    if setting is not None:
        return _page_of(setting, shown)
    buttons = [Button(shown.words(BY_KEY[key].title), Action.SETTINGS, key) for key in PAGES]
    return _with_rows((*_summary(shown), or_type("quiet", shown.prefix, shown.words)), buttons + _switches(MAIN, shown))


def read_only(shown: Shown, note: str) -> Message:
    """Return the settings for somebody who cannot change them, and why not."""
    return _with_rows((*_summary(shown), "", note), [])


def question(key: str, shown: Shown, problem: str = "") -> Message:
    """Return the message that asks for a setting in words; ``problem`` is what was wrong with the last answer."""
    asked = shown.words(BY_KEY[key].ask, example=BY_KEY[key].example_for(shown.words))
    lines = (*((problem,) if problem else ()), asked, or_type(key, shown.prefix, shown.words))
    body = Section(Role.BODY, tuple((Text(line),) for line in lines))
    return Message(text=lines[0], sections=(body,), asks=True)


def or_type(key: str, prefix: str, words: Words) -> str:
    """Return how a setting is typed, for whoever sees no buttons or likes none."""
    return words("Or type {command}", command=f"{prefix}settings {key} {BY_KEY[key].example_for(words)}")


def can_ask(key: str) -> bool:
    """Say whether a setting can be given in words of one's own."""
    return key in BY_KEY and bool(BY_KEY[key].ask)


def _summary(shown: Shown) -> tuple[str, ...]:
    words, title = shown.words, shown.subscription.title
    head = words("Settings of “{chat}”", chat=title) if title else words("Settings of this chat")
    return (head, *(shown.says(setting) for setting in SETTINGS if shown.has(setting)))


def _page_of(setting: Setting, shown: Shown) -> Message:
    words, chosen = shown.words, shown.typed(setting)
    buttons = [
        Button(label, Action.SET, f"{setting.key}={value}", chosen=value == chosen)
        for value, label in setting.choices(shown.zone, words).items()
    ]
    lines = [shown.says(each) for each in (setting, *_beside(setting.key)) if shown.has(each)]
    buttons += [
        Button(part.label, Action.SETTINGS, f"{setting.key}{PART}{number}")
        for number, part in enumerate(shown.parts(setting), 1)
    ]
    buttons += _switches(setting.key, shown)
    if setting.ask:
        buttons.append(
            Button(words("Other…") if setting.parts is None else words("Add…"), Action.SETTINGS, ASK + setting.key)
        )
    buttons.append(Button(words("Back"), Action.SETTINGS, MAIN))
    return _with_rows((words(setting.title), *lines, or_type(setting.key, shown.prefix, words)), buttons)


def _page_of_part(setting: Setting, number: int, part: Part, shown: Shown) -> Message:
    buttons = [
        Button(label, Action.SET, f"{setting.key}={number}={value}", chosen=value == part.chosen)
        for value, label in part.choices.items()
    ]
    buttons.append(Button(shown.words("Back"), Action.SETTINGS, setting.key))
    return _with_rows((shown.words(setting.title), *part.said), buttons)


def _beside(name: str) -> list[Setting]:
    """Return the settings whose button is on this page."""
    return [each for each in SETTINGS if each.switch is not None and each.switch.page == name]


def _switches(name: str, shown: Shown) -> list[Button]:
    buttons = []
    for setting in filter(shown.has, _beside(name)):
        is_on = shown.typed(setting) == "1"
        if setting.switch is not None:
            label = setting.switch.turn_off if is_on else setting.switch.turn_on
            buttons.append(Button(shown.words(label), Action.SET, f"{setting.key}={int(not is_on)}"))
    return buttons


def _with_rows(lines: tuple[str, ...], buttons: list[Button]) -> Message:
    head, *rest = lines
    sections = (
        Section(Role.HEAD, ((Text(head, bold=True),),)),
        Section(Role.BODY, tuple((Text(line),) for line in rest)),
    )
    rows = tuple(tuple(buttons[start : start + _ROW]) for start in range(0, len(buttons), _ROW))
    return Message(text=f"{head}. {rest[0]}", sections=sections, buttons=rows)
