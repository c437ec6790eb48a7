"""How do I get the stories out of here? As a file for a spreadsheet, a program or a feed reader."""

from datetime import timedelta
from difflib import get_close_matches

from bot.chat.language import Words
from bot.chat.message import Action, Button, File, Message, Reply, Role, Section, Text
from bot.chat.rendering.alerts import answer
from bot.chat.rendering.lists import by_happening
from bot.chat.settings.times import told_length
from bot.chat.verbs.request import Request, refused
from bot.stories.export import FORMS, Exported, Form
from bot.stories.export import export as exported
from bot.stories.search.query import period

USUAL, LONGEST = "30d", timedelta(days=180)
MOST_BYTES = 8_000_000  # of one file: well below what platforms take, and a phone opens it
MOST_STORIES = 10_000  # of one file: reading them takes a second or two
_ENDINGS = {"rss": "xml"}


def export(request: Request) -> Reply:
    """Give the stored stories of a time as a file: "csv 30d"; a button has "csv.30d" in its value."""
    words = request.words
    typed = (request.command.value or "").replace(".", " ").split() or request.command.arguments.lower().split()
    example = request.typed(f"export csv {USUAL}")
    if not typed:
        return Reply(message=_offer(words), private=True)
    form, asked = FORMS.get(typed[0]), typed[1] if len(typed) > 1 else USUAL
    if form is None and period(typed[0]) is not None:
        form, asked = FORMS["csv"], typed[0]
    if form is None:
        return refused(_unknown_form(typed[0], request))
    length = period(asked)
    if length is None:
        return refused(
            words(
                "I don't know the period “{period}”. Use 1d, 7d, 30d … 180d, e.g. {example}",
                period=asked,
                example=example,
            )
        )
    if length > LONGEST:
        days = LONGEST.days
        return refused(
            words("“{period}” is too long. Use up to {days}d, e.g. {example}", period=asked, days=days, example=example)
        )
    since = request.now - length
    found = request.tx.stories.each_newest(MOST_STORIES, since=since, alert=False)
    stories = by_happening(story for story in found if story.happened > since)
    told = told_length(length, words)
    made = exported(form, stories, topic=request.service.topic, now=request.now, most=MOST_BYTES)
    return _file(made, form, asked, told, request)


def _file(made: Exported, form: Form, asked: str, told: str, request: Request) -> Reply:
    words = request.words
    if not made.stories:
        return Reply(message=answer(words("No stories in {period}.", period=told)), private=True)
    said = words.counted(
        made.stories, "{n} story from the last {period}.", "{n} stories from the last {period}.", period=told
    )
    if not made.complete or made.stories == MOST_STORIES:
        said += " " + words("More do not fit into one file: these are the newest. Ask for a shorter time to get all.")
    ending = _ENDINGS.get(form.name, form.name)
    name = f"seedwatch-{request.now:%Y-%m-%d}-{asked}.{ending}"
    file = File(name=name, data=made.data, media_type=form.media_type)
    message = Message(text=said, sections=(Section(Role.BODY, ((Text(said),),)),), file=file)
    return Reply(message=message, private=True)


def _offer(words: Words) -> Message:
    said = words("The stories of 30 days as a file. For which program?")
    hints = {
        "csv": words("For a spreadsheet"),
        "json": words("For a program"),
        "rss": words("For a feed reader"),
    }
    row = tuple(Button(form.upper(), Action.EXPORT, f"{form}.{USUAL}", hint=hint) for form, hint in hints.items())
    return Message(text=said, sections=(Section(Role.BODY, ((Text(said),),)),), buttons=(row,))


def _unknown_form(typed: str, request: Request) -> str:
    words = request.words
    near = get_close_matches(typed, FORMS, n=1)
    if near:
        meant = request.typed(f"export {near[0]} {USUAL}")
        return words("I can't write “{form}”. Did you mean {meant}?", form=typed, meant=meant)
    example = request.typed(f"export csv {USUAL}")
    return words("I can't write “{form}”. Use csv, json or rss, e.g. {example}", form=typed, example=example)
