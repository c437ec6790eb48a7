"""What buttons become: Slack's own votes, a menu for what is rare, links; and which action a click on each is."""

from dataclasses import replace

import pytest

from bot.chat.message import Action, Button, Message, Reply
from bot.chat.slack.buttons import pressed, rows
from bot.chat.slack.markup import to_markup
from bot.model import Target
from tests.chat.slack.conftest import Connect, Handler, says
from tests.fakes.slack_rules import problems
from tests.fakes.slack_server import SlackServer

C1 = Target(platform="slack", chat="C1")
VOTES = (Button("👍 Relevant", Action.UP, "8f3k", hint="Worth it"), Button("👎 Not relevant", Action.DOWN, "8f3k"))
ALERT = replace(
    says("A new ferry"),
    story="8f3k",
    revision=3,
    buttons=(
        (Button("Why matched", Action.WHY, "8f3k"), Button("All 2 sources", Action.SOURCES, "8f3k")),
        (
            *VOTES,
            Button("Mute story", Action.MUTE_STORY, "8f3k"),
            Button("Wrong story group", Action.SPLIT, "8f3k", rare=True),
            Button("Copy as text", Action.COPY, "8f3k", rare=True),
        ),
    ),
)


def valid(message: Message) -> None:
    for part in to_markup(message):
        assert problems(part.arguments()) == []


def test_an_alert_has_two_buttons_a_menu_and_votes() -> None:
    """The rows of the design: what is pressed often in sight, the rest in the menu, votes as Slack's own element."""
    valid(ALERT)
    *_, actions, votes = to_markup(ALERT)[0].blocks
    assert [element["type"] for element in actions["elements"]] == ["button", "button", "overflow"]
    options = actions["elements"][2]["options"]
    assert [option["value"] for option in options] == ["mute_story:8f3k", "split:8f3k", "copy:8f3k"]
    (vote,) = votes["elements"]
    assert vote["positive_button"] == {
        "text": {"type": "plain_text", "text": "Relevant"},
        "value": "up:8f3k",
        "accessibility_label": "Worth it",
    }
    assert vote["negative_button"]["value"] == "down:8f3k"
    assert (actions["block_id"], votes["block_id"]) == ("8f3k:act:3", "8f3k:feedback:3")


def test_every_element_says_its_action_when_pressed() -> None:
    """What a click carries names the action and the value that the button had."""
    (_, actions), (_, votes) = rows(ALERT)
    why, _, menu = actions["elements"]
    (vote,) = votes["elements"]
    clicks = [
        pressed(why),
        *(pressed({**menu, "selected_option": option}) for option in menu["options"]),
        *(pressed({**vote, "value": vote[side]["value"]}) for side in ("positive_button", "negative_button")),
    ]
    assert clicks == [
        (Action.WHY, "8f3k"),
        (Action.MUTE_STORY, "8f3k"),
        (Action.SPLIT, "8f3k"),
        (Action.COPY, "8f3k"),
        (Action.UP, "8f3k"),
        (Action.DOWN, "8f3k"),
    ]


@pytest.mark.parametrize("element", [{}, {"action_id": "link"}, {"action_id": "menu"}, {"action_id": "mute:2"}])
def test_what_is_none_of_ours_is_no_action(element: dict[str, str]) -> None:
    """A link, a menu without a choice, a button of another version."""
    assert pressed(element) is None


def test_one_vote_alone_is_a_button() -> None:
    """Slack's element has two sides."""
    ((name, block),) = rows(replace(ALERT, buttons=((VOTES[0],),)))
    assert (name, block["elements"][0]["type"]) == ("act", "button")


def test_a_choice_in_force_is_marked_in_words_and_colour() -> None:
    """Colour alone says nothing to many."""
    message = replace(says("x"), buttons=((Button("14d", Action.STATS, "14d", chosen=True),),))
    valid(message)
    (element,) = rows(message)[0][1]["elements"]
    assert (element["text"]["text"], element["style"]) == ("14d ✓", "primary")


def test_links_open_web_addresses_only() -> None:
    """A person's private chat is a link too; what Slack has no dialogue for, or is no web address, is left out."""
    message = replace(
        says("x"),
        buttons=(
            (
                Button("Document", Action.SOURCES, "8f3k", url="https://law.example/7?a=1&b=<2>"),
                Button("Ask", Action.PRIVATE, "T1.U9"),
            ),
            (
                Button("Trap", Action.SOURCES, url="javascript:alert(1)"),
                Button("Group", Action.ADD_GROUP),
                Button("Chat", Action.PRIVATE),
            ),
        ),
    )
    valid(message)
    ((_, block),) = rows(message)
    assert [element["url"] for element in block["elements"]] == [
        "https://law.example/7?a=1&b=%3C2%3E",
        "https://slack.com/app_redirect?channel=U9",
    ]
    assert all("value" not in element for element in block["elements"])


async def test_menu_and_votes_reach_the_handler(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """Through Bolt, as the payloads of these elements are."""
    async with connected() as slack:
        await slack.messenger.send(C1, ALERT)
        (alert,) = server.messages("C1")
        for name in ("mute_story", "copy", "up", "down", "why"):
            await server.click(alert, name)
        await server.wait_for(lambda: len(server.ephemerals("C1")) == 5)
    assert [(command.verb, command.value) for command in handler.commands] == [
        (name, "8f3k") for name in ("mute_story", "copy", "up", "down", "why")
    ]
    assert len({command.once for command in handler.commands}) == 5
    assert server.refused == []


async def test_an_answer_may_take_the_place_of_its_button(
    server: SlackServer, connected: Connect, handler: Handler
) -> None:
    """The next page of a list is the same message, and what belongs to it follows below."""
    handler.replies["more"] = Reply(message=says("Page 2"), more=(says("An example"),), edits=True)
    handler.replies["latest"] = Reply(
        message=replace(says("Page 1"), buttons=((Button("Show 5 more", Action.MORE, "q1.5"),),))
    )
    async with connected():
        await server.command("/latest")
        await server.wait_for(lambda: server.ephemerals("C1"))
        await server.click(server.ephemerals("C1")[0], "more")
        await server.wait_for(lambda: len(server.ephemerals("C1")) == 2)
    first, below = server.ephemerals("C1")
    assert (first.words, first.edits, below.words) == ("Page 2", 1, "An example")
    assert handler.commands[1].value == "q1.5"


async def test_why_did_this_match(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """The menu of a message asks about its story; in a thread about the story that the thread belongs to."""
    async with connected() as slack:
        sent = await slack.messenger.send(C1, ALERT)
        await slack.messenger.send(C1, replace(ALERT, reply_to=sent.id))
        for shown in server.messages("C1"):
            await server.shortcut(shown, "why")
        await server.shortcut(server.messages("C1")[0], "of_another_app")
        await server.wait_for(lambda: len(server.ephemerals("C1")) == 2)
    assert [(command.verb, command.reply_story) for command in handler.commands] == [("why", sent.id)] * 2
