"""Do the apps offer what can be used, where it can be used, in the user's language, and without asking each time?"""

from bot.chat.verbs.table import BY_NAME
from bot.chat.verbs.verb import Who
from tests.fakes.manual_clock import SkippingClock
from tests.fakes.telegram_commands import Commands, connected
from tests.fakes.telegram_server import Fault, TelegramServer

LAST = "setMyShortDescription"  # is set after the menus, in the last language last
LANGUAGES = ["", "ru", "be", "uk", "pl"]


async def offered(server: TelegramServer, clock: SkippingClock) -> None:
    """Connect until everything was offered."""
    before = len(server.called("getMyShortDescription"))
    async with connected(server, Commands().handle, clock, operators=["42"]):
        await server.wait_for(lambda: len(server.called("getMyShortDescription")) == before + len(LANGUAGES))
        if not before:
            await server.wait_for(lambda: len(server.called(LAST)) == len(LANGUAGES))


async def test_each_place_has_its_menu(server: TelegramServer, clock: SkippingClock) -> None:
    """Members of a group see what they may use, its admins more, operators everything."""
    await offered(server, clock)
    menu = server.profile.menu
    private, group, admins = menu("all_private_chats"), menu("all_group_chats"), menu("all_chat_administrators")
    assert private[:2] == ["start", "subscribe"]
    assert [BY_NAME[name].who for name in group] == [Who.EVERYONE] * len(group)
    assert {"latest", "why", "status", "help"} <= set(group) < set(private)
    assert {"start", "digest", "stop"} <= set(admins) - set(group)
    assert set(menu("chat 42")) >= set(private)
    assert not {name for name in private if BY_NAME[name].who is Who.OPERATORS}


async def test_menus_are_there_in_every_language(server: TelegramServer, clock: SkippingClock) -> None:
    """And so is what the apps say of the bot; every description is short enough for Telegram."""
    await offered(server, clock)
    assert sorted({language for _, language in server.profile.menus}) == sorted(LANGUAGES)
    assert sorted(language for name, language in server.profile.texts if name == "description") == sorted(LANGUAGES)
    commands = [command for menu in server.profile.menus.values() for command in menu]
    assert all(3 <= len(command["description"]) <= 256 for command in commands)


async def test_what_is_the_same_is_not_sent_again(server: TelegramServer, clock: SkippingClock) -> None:
    """Nor is what the owner wrote about the bot replaced by our words."""
    server.profile.texts["description", "ru"] = "the owner's own words"
    await offered(server, clock)
    menus = len(server.called("setMyCommands"))
    await offered(server, clock)
    assert len(server.called("setMyCommands")) == menus
    assert server.profile.texts["description", "ru"] == "the owner's own words"


async def test_menus_that_telegram_refuses_do_not_matter(server: TelegramServer, clock: SkippingClock) -> None:
    """They are a courtesy: the others are offered all the same."""
    server.fail_next("setMyCommands", Fault.bad_request("chat not found"))
    await offered(server, clock)
    assert server.profile.menu("all_private_chats") == []
    assert "latest" in server.profile.menu("all_group_chats")
