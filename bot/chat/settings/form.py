"""What does a dialogue with all settings say, and what was changed in one that was sent? (pure)"""

from collections.abc import Collection, Iterator, Mapping

from bot.chat.language import Words
from bot.chat.message import Field, Form, Message, Role, Section, Text
from bot.chat.settings.choices import SETTINGS
from bot.chat.settings.filters import EVERYTHING
from bot.chat.settings.setting import AUTO, OFF, Given, Setting
from bot.chat.settings.times import told_rhythm
from bot.model import Subscription


class FormError(ValueError):
    """What is wrong with a form that was sent: ``problems`` has a sentence for each field that cannot be taken."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = problems


def form_message(
    subscription: Subscription,
    words: Words,
    *,
    given: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
) -> Message:
    """Return a message that is the form; its words are for a platform that cannot show it after all.

    ``given`` holds what was filled in the last time, and ``problems`` why that was not taken, by the fields' keys.
    """
    wrong = problems or {}
    problem = "\n".join(f"{words(setting.title)}: {wrong[setting.key]}" for setting in SETTINGS if setting.key in wrong)
    text = problem or words("Settings")
    fields = tuple(
        _field(setting, (given or {}).get(setting.key, _filled(setting, subscription)), words, wrong.get(setting.key))
        for setting in SETTINGS
        if setting.in_forms
    )
    shown = Form(title=words("Settings"), fields=fields, send=words("Save"), close=words("Cancel"), problem=problem)
    return Message(text=text, sections=(Section(Role.BODY, ((Text(text),),)),), form=shown)


def take_form(
    before: Subscription, given: Mapping[str, str], words: Words, sources: Collection[str]
) -> tuple[Subscription, list[str]]:
    """Return the subscription as the form has it, and the keys of what was changed; nothing or all of it is taken.

    Raises ``FormError`` with a sentence for each field that holds what it cannot hold.
    """
    after, changed = before, []
    problems: dict[str, str] = {}
    for setting in SETTINGS:
        value = given.get(setting.key, "").strip() or setting.empty
        if setting.plans is not None and value.partition(" ")[0] == OFF:
            value = OFF  # whatever its clock shows
        if setting.key not in given or value == _filled(setting, before):
            continue
        try:
            after = setting.read(after, Given(value=" ".join(value.split()), words=words, sources=sources, whole=True))
        except ValueError as error:
            problems[setting.key] = str(error)
        changed.append(setting.key)
    if problems:
        raise FormError(problems)
    return after, changed


def _choices(setting: Setting, words: Words) -> Iterator[tuple[str, str]]:
    """Yield values and labels. Platforms with dialogues do not tell us the app's language, so it cannot be followed."""
    for value, label in setting.choices("", words).items():
        yield value, words("As the bot's own") if value == AUTO else label


def _filled(setting: Setting, subscription: Subscription) -> str:
    """Return what is in force, as the field of a setting has it."""
    value = setting.typed(subscription)
    if setting.plans is None or value == OFF or value.rpartition(" ")[0] in setting.plans:
        return value
    return f"weekly {value}"


def _field(setting: Setting, value: str, words: Words, problem: str | None) -> Field:
    """A field holds one of the choices where they are all there is, else words."""
    closed = setting.switch is None and not setting.ask
    choices = tuple(_choices(setting, words)) if closed else ()
    if setting.plans is not None:
        choices = (
            (OFF, setting.choices("", words)[OFF]),
            *((plan, told_rhythm(plan, words)) for plan in setting.plans),
        )
    return Field(
        key=setting.key,
        label=words(setting.title),
        value="" if value == EVERYTHING else value,
        choices=choices,
        switch=setting.switch is not None,
        hint=words(setting.hint) if setting.hint and not setting.ends and setting.plans is None else "",
        ends=(words(setting.ends[0]), words(setting.ends[1])) if setting.ends else None,
        clock="" if setting.plans is None else words(setting.clock),
        problem=problem or "",
    )
