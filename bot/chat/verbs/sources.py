"""How is each feed doing? The table of what is polled, for the bot's operators."""

from datetime import datetime, timedelta
from enum import IntEnum

from bot.chat.language import HOLE, Words, fill
from bot.chat.message import Action, Button, Line, Message, Moment, Piece, Reply, Role, Section, Text, Time
from bot.chat.rendering.retold import retold
from bot.chat.verbs.request import Request, refused
from bot.model import Cursor, Feed
from bot.store.transaction import Transaction

SHOWN = 15  # feeds of one page
PACE = timedelta(days=14)  # over which entries a day are averaged


class State(IntEnum):
    """How a feed is doing; what needs attention comes first."""

    FAILING = 0
    GONE = 1
    WAITING = 2
    FINE = 3


def state_of(cursor: Cursor | None) -> State:
    """Return how a feed with this cursor is doing; None: it was never polled."""
    if cursor is None:
        return State.WAITING
    if cursor.stopped:
        return State.GONE
    return State.FAILING if cursor.failures else State.FINE


def mostly_failing(request: Request) -> bool:
    """Say whether most feeds cannot be read: then nobody should be told that all is well."""
    cursors = request.tx.feeds.all()
    states = [state_of(cursors.get(each)) for each in request.feeds]
    bad = sum(state in {State.FAILING, State.GONE} for state in states)
    return 2 * bad > len(states)


def feed_table(request: Request, offset: int = 0) -> Reply:
    """List the feeds from the given one on, those that fail first; refused where no operator asks."""
    words = request.words
    if not request.from_operator:
        text = words(
            "Only the bot's operators can list all sources. Of one story: reply to its alert with {example}",
            example=request.typed("sources"),
        )
        return refused(text)
    cursors = request.tx.feeds.all()
    feeds = sorted(request.feeds.values(), key=lambda feed: (state_of(cursors.get(feed.id)), feed.id))
    shown = feeds[offset : offset + SHOWN]
    fine = sum(state_of(cursors.get(feed.id)) >= State.WAITING for feed in feeds)
    days = _days(request.tx, request.now)
    counts = {feed: count for feed, (count, _, _) in request.tx.past.paces(request.now - PACE).items()}
    head = words("{fine} of {all} sources fine", fine=fine, all=len(feeds))
    lines = tuple(_line(feed, cursors.get(feed.id), counts.get(feed.id, 0) / days, words) for feed in shown)
    question = request.tx.questions.ask("sources", "", request.now)
    buttons = []
    if offset:
        buttons.append(Button(words("Back"), Action.MORE, f"{question}.{max(offset - SHOWN, 0)}"))
    if offset + SHOWN < len(feeds):
        buttons.append(Button(words("Next"), Action.MORE, f"{question}.{offset + SHOWN}"))
    sections = (Section(Role.HEAD, ((Text(head, bold=True),),)), Section(Role.BODY, lines))
    return Reply(message=Message(text=head, sections=sections, buttons=(tuple(buttons),) if buttons else ()))


def failing_line(feed: Feed, cursor: Cursor, words: Words) -> Line:
    """Return since when a feed has been failing, why, and when it is tried again."""
    since = fill(words("since {time}", time=HOLE), Time(cursor.failing_since or cursor.due, Moment.DATE_TIME))
    again = fill(words("next try {time}", time=HOLE), Time(cursor.due, Moment.TIME))
    return (Text(feed.id, code=True), Text("  "), *since, Text(f" · {retold(cursor.error or '', words)} · "), *again)


def _line(feed: Feed, cursor: Cursor | None, a_day: float, words: Words) -> Line:
    state = state_of(cursor)
    if cursor is None:
        return (Text("· "), Text(feed.id, code=True), Text("  " + words("not polled yet")))
    if state is State.FAILING:
        return (Text("· "), *failing_line(feed, cursor, words))
    pieces: list[Piece] = [Text("· "), Text(feed.id, code=True), Text("  ")]
    if state is State.GONE:
        pieces.append(Text(words("gone for good, by its own word") + " · "))
    if cursor.polled is not None:
        pieces += [*fill(words("answered {time}", time=HOLE), Time(cursor.polled)), Text(" · ")]
    pieces.append(Text(words("{number} a day", number=f"{a_day:.1f}" if 0 < a_day < 1 else f"{a_day:.0f}") + " · "))
    return (*pieces, *fill(words("next {time}", time=HOLE), Time(cursor.due, Moment.TIME)))


def _days(tx: Transaction, now: datetime) -> float:
    """Return over how many days entries are averaged: fewer where we began later."""
    begun = tx.past.begun() or now
    return max(min((now - begun) / timedelta(days=1), PACE.days), 1)
