"""What happened, and why was I told? The verbs that only read."""

import re
from dataclasses import replace

from bot.chat.asked import asked_story, language_of, no_story
from bot.chat.message import Action, Button, Command, Line, Message, Reply, Role, Section
from bot.chat.origin import copy_lines, origin, origin_lines
from bot.chat.render import answer, headline, vote_buttons
from bot.chat.service import Service, is_operator
from bot.chat.trace import story_lines, trace, verdict
from bot.store.transaction import Transaction
from bot.stories.view import in_language

_ADDRESS = re.compile(r"<?(https?://[^\s>|]+)[^\s]*", re.IGNORECASE)


def why(tx: Transaction, command: Command, service: Service) -> Reply:
    """Say why a story matched; of an address, why it was or was not sent."""
    address = _ADDRESS.search(command.words)
    if address is not None:
        return _why_entry(tx, address[1], service)
    story = asked_story(tx, command)
    if story is None:
        return no_story(command)
    story = in_language(story, language_of(tx, command, service))
    best = max(story.reports, key=lambda report: report.score, default=None)
    hit = tx.entries.find(key=best.key) if best else None
    lines: list[str | Line] = [(headline(story),)]
    if hit is not None:
        lines += service.explain(hit.match)
    if story.grouped:
        lines.append(f"Grouped   {story.grouped}")
    if story.reports:
        lines += origin_lines(story, origin(tx, story))
    head = f"Why this matched (score {story.score:.2f}; alerts start at {service.alert_at:.2f})"
    wrong = Button("Wrong story group", Action.SPLIT, story.short, hint="Show the reports, to take one out")
    buttons = (vote_buttons(story), (wrong,)) if is_operator(command, service) else (vote_buttons(story),)
    message = replace(answer(*lines, head=head), buttons=buttons)
    return Reply(message=message, share=True)


def sources(tx: Transaction, command: Command, service: Service) -> Reply:
    """List every report of a story."""
    story = asked_story(tx, command)
    if story is None:
        return no_story(command)
    story = in_language(story, language_of(tx, command, service))
    found = origin(tx, story)
    message = Message(
        text=f"Sources of: {story.title}",
        sections=(
            Section(Role.HEAD, ((headline(story, bold=True),),)),
            Section(Role.META, tuple(origin_lines(story, found))),
            Section(Role.SOURCES, copy_lines(story, found)),
        ),
        buttons=((Button("Why matched", Action.WHY, story.short, hint="Explain why this story matched"),),),
    )
    return Reply(message=message, share=True)


def _why_entry(tx: Transaction, address: str, service: Service) -> Reply:
    traced = trace(tx, address)
    if traced is None:
        return Reply(
            message=answer(
                "I have not seen this address in any feed.", "To score a text by hand: seedwatch explain TEXT"
            )
        )
    lines = [*service.explain(traced.hit.match), *story_lines(traced)]
    return Reply(message=answer(*lines, head=verdict(traced, service.alert_at)), share=True)
