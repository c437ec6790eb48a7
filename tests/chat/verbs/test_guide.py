"""Do the commands of the guides to the chats work as they stand there?"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.verbs.request import Service
from bot.chat.verbs.table import BY_NAME
from bot.store.engine import Store
from tests.chat.verbs.conftest import Ask, a_feed, shown
from tests.samples import a_report, a_story

DOCS = Path(__file__).parents[3] / "docs"
GUIDE = (DOCS / "chat.md").read_text("utf-8")
_OF_PROSE = re.compile(r"`/(?:watch )?([a-z]+)((?: [^`]*)?)`")
_NOT_OURS = {"slack", "readyz", "healthz", "metrics", "invite", "watch"}  # addresses, and a command of Slack itself
# What the answer to a line of the guide must say, by how the line begins; the others must not be refused.
SAID = {
    "/settings send important": "important",
    "/subscribe sanctions": "sanctions",
    "/subscribe ownership:independent": "ownership:independent",
    "/settings rules": "loud",
    "/digest daily 08:00": "08:00",
    "/settings report mon 09:00": "09:00",
    "/mute 8h": "22:13",
    "/settings quiet": "23:00",
    "/settings zone": "Minsk",
    "/stop": "/start",
}


def typed() -> Iterator[str]:
    """Give the lines of the guide's examples, with the example that a remark adds."""
    for line in re.findall(r"^    (/.*)$", GUIDE, re.MULTILINE):
        command, _, remark = line.partition("  #")
        yield command.strip()
        yield from (more.strip() for more in re.findall(r"(/[a-z]+ [^;:,]+)(?::(?!//)|;|$)", remark))


def prepared(store: Store, ask: Ask, service: Service) -> Service:
    """Let a chat and the story of the guide be there."""
    with store.begin() as tx:
        story = replace(a_story(), reports=(a_report(1),))
        saved = tx.stories.save(story, words="sanctions gas lukashenko", terms=())
    ask("/start")
    return replace(service, feeds={**service.feeds, "belta": replace(a_feed("belta"))}, topic=f"{saved.short}")


def test_every_line_of_the_guide_is_answered(store: Store, ask: Ask, service: Service) -> None:
    """In its order, by the chat that types it; none is refused, and what it sets is what the answer says."""
    now = prepared(store, ask, service)
    short = now.topic
    lines = list(typed())
    assert len(lines) > 15
    for line in lines:
        reply = ask(line.replace("8f3k", short), of=replace(now, topic="Belarus"))
        assert not reply.refused, f"{line}: {shown(reply.message)}"
        said = next((words for begin, words in SAID.items() if line.startswith(begin)), "")
        assert said in shown(reply.message), f"{line}: {shown(reply.message)}"


@pytest.mark.parametrize("guide", ["chat.md", "slack.md", "operations.md", "tutorial.md", "privacy.md"])
def test_every_command_that_a_guide_names_is_one(guide: str) -> None:
    """In running text as well, with Slack's word before it."""
    named = {found for found, _ in _OF_PROSE.findall((DOCS / guide).read_text("utf-8"))} - _NOT_OURS
    assert named <= BY_NAME.keys()
