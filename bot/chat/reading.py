"""What happened, and why was I told? The verbs that only read."""

import re
from dataclasses import replace
from datetime import timedelta

from bot.chat.asked import asked_story, language_of, no_story
from bot.chat.message import Action, Button, Command, Line, Message, Reply, Role, Section
from bot.chat.origin import copy_lines, origin, origin_lines
from bot.chat.render import answer, headline, listing, vote_buttons
from bot.chat.service import Service, is_operator
from bot.chat.trace import story_lines, trace, verdict
from bot.store.transaction import Transaction
from bot.stories.view import in_language

FEW, MANY = 5, 20  # stories that /latest shows: by default, at the most
_LOOK_BACK = timedelta(days=30)
_ADDRESS = re.compile(r"<?(https?://[^\s>|]+)[^\s]*", re.IGNORECASE)


def latest(tx: Transaction, command: Command, service: Service) -> Reply:
    """Show the newest stories: "[count] [words]", or "new" for what came since it was last asked here."""
    words = command.words.split()
    count = FEW
    numbers = [word for word in words if word.isdecimal()]
    if numbers:
        example = f"e.g. {command.prefix}latest 10"
        number = numbers[0]
        if len(numbers) > 1:
            return _wrong(f"Two numbers: “{numbers[0]}” and “{numbers[1]}”. Give one, {example}")
        if len(number) > len(str(MANY)) or not 1 <= int(number) <= MANY:
            problem = "is too few" if number.strip("0") == "" else "is too many"
            return _wrong(f"“{number}” {problem}. Use 1 to {MANY}, {example}")
        count = int(number)
        words.remove(number)
    channel = tx.channels.at(command.target)
    before = tx.channels.looked(channel.channel_id, service.now) if channel else None
    if [word.lower() for word in words] == ["new"]:
        stories = tx.stories.newest(count, since=before)
        empty = "Nothing new since you last asked."
    else:
        query = " ".join(words)
        stories = tx.stories.newest(count, stems=service.stems(query), since=service.now - _LOOK_BACK)
        empty = f"No stories about “{query}” in 30 days." if query else "No stories in 30 days."
    if not stories:
        return Reply(message=answer(empty))
    language = language_of(tx, command, service)
    stories = [in_language(story, language) for story in stories]
    head = "1 newest story" if len(stories) == 1 else f"{len(stories)} newest stories"
    return Reply(message=listing(head, stories), share=True)


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


def _wrong(text: str) -> Reply:
    return Reply(message=answer(text), refused=True)
