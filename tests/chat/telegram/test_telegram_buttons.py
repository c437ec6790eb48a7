"""Do buttons work where they are shown, and for months?"""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.message import Action, Button
from bot.chat.telegram.buttons import Key, Place, callback_data, keys

LINKS = {Action.ADD_GROUP, Action.ADD_CHANNEL, Action.PRIVATE, Action.SHARE}
CLICKS = [action for action in Action if action not in LINKS]
HERE = Place(username="SeedwatchBot")
CHANNEL = Place(username="SeedwatchBot", channel=True)
VALUES = st.text(string.ascii_letters + string.digits + "_.:=,/+ -", max_size=40)


def key(button: Button, place: Place = HERE) -> Key | None:
    return next((found for row in keys(((button,),), place) for found in row), None)


@given(action=st.sampled_from(CLICKS), value=VALUES, chat=st.integers(-(2**52), -1) | st.none())
def test_what_a_button_sends_always_fits(action: Action, value: str, chat: int | None) -> None:
    """64 bytes, with the longest value and with a channel's id; so no button is left out."""
    button = Button("x", action, value)
    found = key(button, Place(about=str(chat) if chat else None))
    assert found == Key("x", data=callback_data(button, str(chat) if chat else None))
    assert len(str(found.data).encode()) <= 64 if found else False


def test_what_does_not_fit_is_left_out() -> None:
    """Telegram would refuse the whole message."""
    assert key(Button("x", Action.SET, "y" * 70)) is None


def test_the_choice_in_force_is_marked() -> None:
    """By a sign, since Telegram has no state for a button."""
    assert key(Button("30d", Action.STATS, "30d", chosen=True)) == Key("✓ 30d", data="c:30d")


@pytest.mark.parametrize(
    ("button", "url"),
    [
        (Button("Open", Action.WHY, url="https://a.example/x?y=1"), "https://a.example/x?y=1"),
        (Button("Add", Action.ADD_GROUP), "https://t.me/SeedwatchBot?startgroup"),
        (
            Button("Add", Action.ADD_CHANNEL),
            "https://t.me/SeedwatchBot?startchannel&admin=post_messages+edit_messages",
        ),
        (Button("Open", Action.PRIVATE), "https://t.me/SeedwatchBot"),
        (Button("Open", Action.PRIVATE, "latest"), "https://t.me/SeedwatchBot?start=latest"),
    ],
)
def test_some_buttons_open_an_address(button: Button, url: str) -> None:
    """One from outside, or a dialogue of the app itself."""
    assert key(button) == Key(button.label, url=url)


@pytest.mark.parametrize("action", [Action.ADD_GROUP, Action.ADD_CHANNEL, Action.PRIVATE])
def test_links_to_us_wait_until_our_name_is_known(action: Action) -> None:
    """Nothing is shown rather than a link to nobody."""
    assert key(Button("x", action), Place()) is None
    assert key(Button("x", Action.SOURCES, "8f3k"), Place(channel=True)) is None


def test_an_address_that_does_things_is_no_button() -> None:
    """Documents come from feeds, and so do their addresses."""
    assert key(Button("Open", Action.WHY, url="javascript:alert(1)")) is None


@pytest.mark.parametrize(
    ("button", "start"),
    [
        (Button("All 5 sources", Action.SOURCES, "8f3k"), "sources_8f3k"),
        (Button("Why", Action.WHY, "8f3k"), "why_8f3k"),
        (Button("All", Action.LATEST), "latest"),
    ],
)
def test_a_channels_reader_is_led_to_a_private_chat(button: Button, start: str) -> None:
    """An answer in the channel would be for everybody."""
    assert key(button, CHANNEL) == Key(button.label, url=f"https://t.me/SeedwatchBot?start={start}")


@pytest.mark.parametrize("action", [Action.UP, Action.DOWN, Action.MUTE_STORY, Action.SPLIT, Action.SET])
def test_a_channels_readers_change_nothing(action: Action) -> None:
    """They are guests there."""
    assert key(Button("x", action, "8f3k"), CHANNEL) is None
