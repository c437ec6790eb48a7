"""What is one setting of a chat? How it is typed, told, chosen with a button and filled into a form (pure)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from bot.chat.language import ENGLISH, Words
from bot.model import Subscription

OFF, AUTO = "off", "auto"
MAIN = "main"
"""The page that shows every setting."""
_YES, _NO = ("1", "on", "yes"), ("0", OFF, "no")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A value as somebody gave it, with single spaces, and who reads what is said of it.

    ``sources``: ids of the feeds that there are. ``whole``: it takes the place of all that there was (a form).
    """

    value: str
    words: Words = ENGLISH
    sources: Collection[str] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """What makes a setting on or off: one button, on the page of another setting or on the main one."""

    turn_on: str  # what the button says, marked
    turn_off: str
    page: str = MAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of several things that a setting consists of; what is chosen of it is "2=value"."""

    label: str
    said: tuple[str, ...]
    chosen: str
    choices: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Everything that is particular to one setting; typed words, buttons, forms and help are made from it.

    ``title``, ``ask`` and ``hint`` were marked. ``read`` raises ValueError with a sentence that says what to write
    instead. ``say`` and ``typed`` are given a subscription that has a time zone.
    """

    key: str
    aliases: tuple[str, ...] = ()
    title: str
    read: Callable[[Subscription, Given], Subscription]
    say: Callable[[Subscription, Words], str]  # one line: what is in force
    typed: Callable[[Subscription], str]  # the same, as it would be typed
    choices: Callable[[str, Words], dict[str, str]] = lambda _zone, _words: {}
    """Values that a button carries, by which labels, where the house has this time zone."""
    example: str  # marked where it has words; may hold {language}: the reader's
    ask: str = ""  # asks for words of one's own, with an {example}; without, the choices are all there is
    hint: str = ""  # what may be written, below the field of a form
    empty: str = OFF  # what an empty field means
    switch: Switch | None = None
    applies: Callable[[Subscription, bool], bool] = lambda _subscription, _threads: True
    """Whether it means anything, to this subscription, where updates go into threads or do not."""
    in_forms: bool = True
    ends: tuple[str, str] | None = None  # of a span of time: what its beginning and its end are called, marked
    plans: tuple[str, ...] | None = None  # how often it may come, "daily" or "weekly mon", where it has a time besides
    clock: str = ""  # what that time is called, marked
    parts: Callable[[Subscription, Words], tuple[Part, ...]] | None = None
    """What it consists of, where each part has a page of its own."""

    def example_for(self, words: Words) -> str:
        """Return what to write, for whoever reads these words: of languages, their own."""
        return words(self.example, language=words.language)

    @property
    def has_page(self) -> bool:
        """Whether it has a page of its own."""
        return self.switch is None


def switch(
    key: str,
    *,
    title: str,
    labels: tuple[str, str],
    said: tuple[str, str],
    page: str = MAIN,
    aliases: tuple[str, ...] = (),
    applies: Callable[[Subscription, bool], bool] = lambda _subscription, _threads: True,
    in_forms: bool = True,
) -> Setting:
    """Return a setting that is on or off: the field ``key`` of a subscription.

    ``labels`` of its button, to turn it on and off; ``said``: its line while it is on and while it is off. All marked.
    """

    def read(subscription: Subscription, given: Given) -> Subscription:
        changed: dict[str, bool] = {key: _is_on(given)}
        return replace(subscription, **changed)  # type: ignore[arg-type]  # the field is named by the setting

    return Setting(
        key=key,
        aliases=aliases,
        title=title,
        read=read,
        say=lambda subscription, words: words(said[0] if getattr(subscription, key) else said[1]),
        typed=lambda subscription: "1" if getattr(subscription, key) else "0",
        example="on",
        switch=Switch(turn_on=labels[0], turn_off=labels[1], page=page),
        applies=applies,
        in_forms=in_forms,
    )


def _is_on(given: Given) -> bool:
    value = given.value.casefold()
    if value not in {*_YES, *_NO}:
        raise ValueError(given.words("“{value}” is neither on nor off. Use on or off", value=given.value))
    return value in _YES
