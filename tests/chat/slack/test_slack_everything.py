"""Every message that the program can produce, in every language, with a hostile feed: Slack takes each of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.language import speak
from bot.chat.message import Action, Button, Command, Message, Reply
from bot.chat.rendering import alerts, lists
from bot.chat.slack.blocks import views
from bot.chat.slack.blocks.attachments import drawn
from bot.chat.slack.buttons import address
from bot.chat.slack.intake import Asked
from bot.chat.slack.markup import to_markup
from bot.chat.verbs.request import Service
from bot.chat.verbs.table import VERBS, handle
from bot.model import Reason, Scope, Target
from bot.store.engine import Store
from bot.text.languages import SPOKEN
from tests.chat.verbs.conftest import service as plain_service
from tests.fakes.slack_rules import problems, view_problems
from tests.samples import NOW, a_report, a_story, a_subscription, an_alert

C1 = Target(platform="slack", chat="C1")
EVIL = "<!channel> *A* & _b_ :bomb: \u202e\u200f <https://a.example|x> " + "long " * 80
TYPED = (
    "", "8f3k", "zz9", "10", "900", "new", "30d", "180d minsk", "yesterday", "csv 30d", "json", "rss 7d", "daily 08:00",
    "daily 25:00", "off", "8h", "quiet", "zone Europe/Minsk", "zone Nowhere", "sanctions, !sport", "since:7d <x> &",
    "send=digest\nquiet=22:00-06:00", "send=never", EVIL,
)  # fmt: skip
service = plain_service

SILENT = {"left", "moved", "closed", "reopened"}  # told by Telegram, and never answered
ENDING = {"unsubscribe", "merge", "stop"}  # after these there is less to ask for


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A channel that is subscribed, and more stories than a page shows, with words that mean something to Slack."""
    with Store(f"sqlite:///{tmp_path}/test.db") as opened:
        with opened.begin() as tx:
            tx.channels.save(
                a_subscription(target=C1, title="quay", scope=Scope.GROUP, manager="U1", quiet="22:00-07:00")
            )
            for number in range(30):
                at = NOW - timedelta(hours=7 * number)
                reports = tuple(
                    a_report(100 * number + each, title=EVIL, source=EVIL[:60], text=EVIL * 5, at=at)
                    for each in range(12)
                )
                story = a_story(number + 1, title=f"{EVIL} {number}", summary=EVIL, opened=at, updated=at)
                story = replace(story, reports=reports, names=(EVIL[:40], "Minsk"), words=(EVIL[:30],))
                tx.stories.save(story, words="minsk x", terms=())
        yield opened


def check(message: Message) -> None:
    """Hold a message, its chart and its form against Slack's limits, as a message, as the Home and in a dialogue."""
    chart = drawn(message.chart) if message.chart else None
    parts = to_markup(message, chart=chart)
    assert parts
    for part in parts:
        assert problems(part.arguments()) == [], message
    asked = Asked(command=Command(verb="x", target=C1))
    words = speak(None)
    shown = [views.home(to_markup(message)), views.shown(to_markup(message), words)]
    shown += [views.question(message, asked, words)] if message.asks else []
    shown += [views.form(message.form, asked)] if message.form else []
    for view in shown:
        assert view_problems(view) == []


def messages(reply: Reply) -> list[Message]:
    return [reply.message, *reply.more, *([reply.announce] if reply.announce else [])]


def every_button(message: Message) -> list[Button]:
    return [
        button for row in message.buttons for button in row if not address(button) and button.action is not Action.SHARE
    ]


@pytest.mark.parametrize("language", SPOKEN)
def test_every_answer_and_what_its_buttons_lead_to(store: Store, service: Service, language: str) -> None:
    """Each verb with everything that people type, right or wrong, and then each button, two deep."""
    service = replace(service, operators=frozenset({("slack", "U1")}), problems=(EVIL,))
    seen: set[tuple[str, str]] = set()
    checked = 0

    def give(verb: str, words: str = "", value: str | None = None, *, deep: int) -> None:
        nonlocal checked
        if (verb, value or words) in seen:
            return
        seen.add((verb, value or words))
        command = Command(
            verb=verb, arguments=words, value=value, prefix="/watch ", target=C1, title="quay", scope=Scope.GROUP
        )
        command = replace(command, user="U1", user_name="ana", language=language, told=True, threads=True)
        with store.begin() as tx:
            reply = handle(tx, command, service)
        for message in messages(reply):
            check(message)
            checked += 1
            for button in every_button(message) if deep else ():
                give(button.action.name.lower(), value=button.value or None, deep=deep - 1)

    for verb in [each.name for each in VERBS if each.name not in SILENT | ENDING]:
        for words in TYPED:
            give(verb, words, deep=2)
    assert checked > 400


@pytest.mark.parametrize("sources", [1, 2, 12, 60])
@pytest.mark.parametrize("language", SPOKEN)
def test_every_alert(sources: int, language: str) -> None:
    """A story's message as new, edited and as part of another; its updates; the list that a flood becomes."""
    words = speak(language)
    story = replace(a_story(sources=sources), title=EVIL, summary=EVIL * 20, revision=7)
    alert = an_alert(reason=Reason.LOUD, new=(EVIL,), keys=(story.reports[0].key,))
    produced = [
        alerts.alert(story, words=words),
        alerts.alert(replace(story, changed=NOW, corrected=True), words=words, edited=True),
        alerts.update(story, alert, reply_to="1.2", words=words),
        alerts.joined(story, words=words),
        lists.several([replace(story, short=f"s{n}") for n in range(60)], words=words),
    ]
    for message in produced:
        check(message)
        assert message.text
