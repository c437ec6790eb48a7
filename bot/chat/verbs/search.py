"""Which stories are there? The newest ones, and those with certain words; buttons page through both."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.chat.language import Words
from bot.chat.message import Action, Button, Reply
from bot.chat.rendering.alerts import answer
from bot.chat.rendering.lists import Page, by_happening, page, page_message
from bot.chat.verbs.request import Request, examples, refused
from bot.chat.verbs.sources import feed_table
from bot.model import Story
from bot.stories.search.index import query_terms, says
from bot.stories.search.query import QUOTES, Query, QueryError, parse
from bot.stories.wording.translation import in_language

FEW, MANY = 5, 20  # stories that /latest shows: by default, at the most
LOOK_BACK = timedelta(days=30)  # of /latest
_LOOKED_AT = 2000  # stories that a search for a phrase reads, so that the cost is bounded
_SINCE = re.compile(r"new\.(\d{1,11})")  # "new", told to a button: since this time (Unix)
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What /latest was asked for. ``text`` is the query as typed, without the count."""

    count: int
    text: str
    query: Query
    new: bool
    since: datetime | None = None  # of "new" on a button


def latest(request: Request) -> Reply:
    """Show the newest stories: "[count] [words]", or "new" for what came since it was last asked here.

    A button has such words in its value, or the id of a question with them; "new.1790000000" is since that time (Unix).
    """
    if request.command.value:
        asked = request.tx.questions.asked_of("latest", request.command.value)
        only_new = _SINCE.fullmatch(request.command.value) is not None
        return replace(_latest(request.asking(arguments=asked or request.command.value)), edits=only_new)
    channel = request.channel
    before = request.tx.channels.looked(channel.channel_id, request.now) if channel else None
    return _latest(request, before=before)


def search(request: Request) -> Reply:
    """Show stored stories with these words, newest first, also those that nobody was told of."""
    return _search(request, 0)


def more(request: Request) -> Reply:
    """Turn a list into another page of it: the button's value is "<question>.<number of the first story>"."""
    name, _, offset = (request.command.value or request.command.arguments).partition(".")
    asked = request.tx.questions.asked(name)
    words = request.words
    if asked is None or asked[0] not in _PAGES or not (offset.isascii() and offset.isdecimal()):
        text = words("This list is too old to go on with. Ask again: {example}", example=request.typed("latest"))
        return refused(text)
    verb, typed = asked
    again = request.asking(verb=verb, arguments=typed, value=None)
    reply = _PAGES[verb](again, min(int(offset[:6]), _LOOKED_AT))
    return replace(reply, edits=not reply.refused)


def _latest(request: Request, offset: int = 0, *, before: datetime | None = None) -> Reply:
    words = request.words
    try:
        asked = _read(request)
    except QueryError as error:
        return refused(words(error.text, **error.values))
    since = asked.since or (before if asked.new else None) or asked.query.since or request.now - LOOK_BACK
    shown = _page(
        request,
        replace(asked.query, since=since),
        offset,
        asked.count,
        alert=True,
    )
    if not shown.stories:
        return Reply(message=answer(_no_latest(asked, request)))
    typed = f"{asked.count} new.{since.timestamp():.0f}" if asked.new else f"{asked.count} {asked.text}".strip()
    question = request.tx.questions.ask("latest", typed, request.now)
    count = len(shown.stories)
    if offset:
        head = words("Newest stories, {first} to {last}", first=offset + 1, last=offset + count)
    else:
        head = words.counted(count, "{n} newest story", "{n} newest stories")
    others: tuple[Button, ...] = ()
    if before is not None and not asked.new and not offset and any(story.happened <= before for story in shown.stories):
        hint = words("Show only what came since you asked before")
        others = (Button(words("Only new"), Action.LATEST, f"new.{before.timestamp():.0f}", hint=hint),)
    message = page_message(shown, head, question, words, *others)
    return Reply(message=message, share=True)


def _search(request: Request, offset: int) -> Reply:
    words = request.words
    typed = " ".join((request.command.arguments or request.command.value or "").split())
    if _ADDRESS.search(typed):
        example = request.typed(f"why {typed}")
        return refused(words("To ask about an address: {example}", example=example))
    try:
        query = _parse(request, typed)
    except QueryError as error:
        return refused(words(error.text, **error.values))
    if query.empty:
        return _what(request)
    named = typed.strip(QUOTES) if typed[0] in QUOTES and len(query.phrases) == 1 and not query.words else typed
    shown = _page(request, query, offset, FEW, alert=False)
    if not shown.stories:
        return Reply(message=answer(_nothing_found(named, query, words)), edits=bool(offset))
    question = request.tx.questions.ask("search", typed, request.now)
    if offset or shown.more:
        last = offset + len(shown.stories)
        head = words("Stories with “{query}”, {first} to {last}", query=named, first=offset + 1, last=last)
    else:
        head = words.counted(len(shown.stories), "{n} story with “{query}”", "{n} stories with “{query}”", query=named)
    return Reply(message=page_message(shown, head, question, words), share=True)


_PAGES = {"latest": _latest, "search": _search, "sources": feed_table}


def _read(request: Request) -> _Asked:
    """Read the words of /latest. Raises ``QueryError``."""
    since = _SINCE.search(request.command.arguments)
    text = _SINCE.sub("new", request.command.arguments)
    query = _parse(request, text)
    numbers = [word for word in query.words if word.isdecimal()]
    count = _count(numbers, example=request.typed("latest 10"))
    rest = tuple(word for word in query.words if word not in numbers)
    query = replace(query, words=rest)
    new = [word.casefold() for word in rest] == ["new"] and query == Query(words=rest)
    shown = re.sub(rf"(?<!\S){numbers[0]}(?!\S)", "", text, count=1) if numbers else text
    return _Asked(
        count=count,
        text="" if new else " ".join(shown.split()),
        query=Query() if new else query,
        new=new,
        since=datetime.fromtimestamp(int(since[1]), UTC) if new and since else None,
    )


def _count(numbers: list[str], *, example: str) -> int:
    if not numbers:
        return FEW
    number, *others = numbers
    if others:
        raise QueryError(
            "Two numbers: “{one}” and “{other}”. Give one, e.g. {example}", one=number, other=others[0], example=example
        )
    if not number.strip("0"):
        raise QueryError(
            "“{number}” is too few. Use 1 to {most}, e.g. {example}", number=number, most=MANY, example=example
        )
    if len(number) > len(str(MANY)) or int(number) > MANY:
        raise QueryError(
            "“{number}” is too many. Use 1 to {most}, e.g. {example}", number=number, most=MANY, example=example
        )
    return int(number)


def _parse(request: Request, text: str) -> Query:
    return parse(text, now=request.now, zone=request.zone, sources=request.service.feeds)


def _page(request: Request, query: Query, offset: int, size: int, *, alert: bool) -> Page:
    service = request.service
    terms = query_terms(query, service.names)
    found = request.tx.stories.each_newest(
        _LOOKED_AT, stems=terms.stems, without=terms.without, since=query.since, alert=alert
    )
    fitting = (story for story in found if says(story, query, service.names) and _is_since(story, query.since))
    shown = page(by_happening(fitting), offset=offset, size=size)
    return replace(shown, stories=tuple(in_language(story, request.language) for story in shown.stories))


def _is_since(story: Story, since: datetime | None) -> bool:
    return since is None or story.happened > since


def _no_latest(asked: _Asked, request: Request) -> str:
    words = request.words
    if asked.new:
        return words("Nothing new since you last asked.")
    if not asked.text:
        return words.counted(LOOK_BACK.days, "No stories in {n} day.", "No stories in {n} days.")
    if asked.query.since is not None:
        example = request.typed(f"search {asked.text}")
        return words("No stories about “{query}”. Try {example}", query=asked.text, example=example)
    return words(
        "No stories about “{query}” in {days} days. Try {example}",
        query=asked.text,
        days=LOOK_BACK.days,
        example=request.typed(f"search {asked.text} since:180d"),
    )


def _nothing_found(named: str, query: Query, words: Words) -> str:
    said = words("No stories with “{query}”.", query=named)
    if query.since is not None:
        return f"{said} " + words("Try it without since:, for all stored stories.")
    if query.phrases:
        return f"{said} " + words("Try the words without quotes: then they need not follow each other.")
    if len(query.words) > 1:
        return f"{said} " + words("All words must be in the story. Try fewer of them.")
    if query.having or query.lacking:
        return f"{said} " + words("Try it without the part that has a colon.")
    return f"{said} " + words("Try another spelling, or the word in the language of the sources.")


def _what(request: Request) -> Reply:
    words, such = request.words, examples(request.service)
    return refused(
        words("What should I search for? E.g. {example}", example=request.typed(f"search {such['name']}")),
        words(
            "Also: “exact phrase”, -without, source:{source}, country:{country}, lang:{lang}, "
            "ownership:state, since:7d",
            **such,
        ),
    )
