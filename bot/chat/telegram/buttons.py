"""What does a button do on Telegram? It sends us a short code, or opens an address."""

from dataclasses import dataclass
from typing import NamedTuple

from bot.chat.message import Action, Button
from bot.chat.telegram.inline import is_web_address, safe

MOST_BYTES = 64
"""Of what a button sends back (Bot API, ``callback_data``)."""
_LINK = "https://t.me/"
_RIGHTS = "post_messages+edit_messages"  # what an alert in a channel takes: to be sent, and later brought up to date
# What a reader of a channel may ask for. A click there would be answered in front of everybody, so it leads to us.
_IN_CHANNELS = {Action.WHY, Action.SOURCES, Action.LATEST}


class Key(NamedTuple):
    """A button as Telegram has it: with ``data`` that comes back to us, or with a ``url`` that the app opens."""

    label: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where buttons are going to be seen.

    ``username`` is our own, without "@": links to ourselves need it. ``about`` is the id of the chat that an answer is
    about, where that is not the chat it is sent to: every click on it says so.
    """

    username: str | None = None
    channel: bool = False
    about: str | None = None


def keys(rows: tuple[tuple[Button, ...], ...], place: Place) -> tuple[tuple[Key, ...], ...]:
    """Return the rows without what cannot work there, and without rows that are then empty."""
    shown = (tuple(key for button in row if (key := _key(button, place))) for row in rows)
    return tuple(row for row in shown if row)


def callback_data(button: Button, about: str | None = None) -> str:
    """Return what a button sends back: "w:8f3k", or "w:8f3k@-1001234" where it is about another chat."""
    return f"{button.action.value}:{button.value}" + (f"@{about}" if about else "")


def _key(button: Button, place: Place) -> Key | None:
    label = safe(f"✓ {button.label}" if button.chosen else button.label)
    if button.url is not None:
        return Key(label, url=button.url) if is_web_address(button.url) else None
    if button.action is Action.SHARE or button.rare:  # the whole chat sees an answer anyway; there are no menus
        return None
    if place.channel or button.action in {Action.ADD_GROUP, Action.ADD_CHANNEL, Action.PRIVATE}:
        url = _deep_link(button, place.username)
        return Key(label, url=url) if url else None
    data = callback_data(button, place.about)
    return Key(label, data=data) if len(data.encode()) <= MOST_BYTES else None


def _deep_link(button: Button, username: str | None) -> str | None:
    """Return a link into a dialogue of the app (core.telegram.org/api/links), or None where there is none."""
    if username is None:
        return None
    bot = f"{_LINK}{username}"
    if button.action is Action.ADD_GROUP:
        return f"{bot}?startgroup"
    if button.action is Action.ADD_CHANNEL:
        return f"{bot}?startchannel&admin={_RIGHTS}"
    if button.action is Action.PRIVATE:
        return f"{bot}?start={button.value}" if button.value else bot
    if button.action in _IN_CHANNELS:
        words = [button.action.name.lower(), button.value]
        return f"{bot}?start={'_'.join(word for word in words if word)}"
    return None
