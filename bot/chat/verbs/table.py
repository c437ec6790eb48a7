"""What does each command do? One table of verbs for every platform; none of them is known here by name."""

import re
from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches

from bot.chat.language import ENGLISH, Words, mark
from bot.chat.message import Command, Line, Reply, Text
from bot.chat.rendering.alerts import answer
from bot.chat.settings.choices import SETTINGS
from bot.chat.verbs import membership, mute, regroup, search, settings, start, subscribe, vote, why
from bot.chat.verbs.access import allow, only_admins, refusal
from bot.chat.verbs.export import export
from bot.chat.verbs.home import home
from bot.chat.verbs.request import Request, Service, examples, refused
from bot.chat.verbs.settings import form
from bot.chat.verbs.start import linked
from bot.chat.verbs.stats import stats
from bot.chat.verbs.status import reload, status
from bot.chat.verbs.topic import topic
from bot.chat.verbs.topics import directed, listed, shown
from bot.chat.verbs.verb import Typed, Verb, Who
from bot.store.transaction import Transaction

_ADDRESS = re.compile(r"https?://\S", re.IGNORECASE)
_GREETINGS = frozenset(
    {
        *("hello", "hi", "hey", "good morning", "good evening", "good day", "?"),
        *("hallo", "guten tag", "moin", "servus"),
        *("привет", "здравствуйте", "здравствуй", "добрый день", "добрый вечер", "доброе утро"),
        *("прывітанне", "вітаю", "добры дзень", "добры вечар"),
        *("привіт", "вітаю", "добрий день", "добрий вечір", "доброго дня"),
        *("cześć", "czesc", "hej", "witam", "dzień dobry", "dobry wieczór"),
    }
)


def handle(tx: Transaction, command: Command, service: Service) -> Reply:
    """Carry out one command in its own transaction and return the answer."""
    command = linked(command)
    about = directed(Request(tx=tx, command=command, service=service))
    request = Request(tx=tx, command=command, service=service) if isinstance(about, Reply) else about
    words = request.words
    verb = BY_NAME.get(command.verb)
    kept_out = refusal(request)
    if kept_out is not None and (not command.told or command.verb == "joined"):
        return kept_out
    if verb is None or (verb.who is Who.PLATFORM and not command.told):
        return _unknown(request)
    if verb.who is Who.OPERATORS and not request.from_operator:
        return refused(words("Only the bot's operators can do this."))
    if verb.who is Who.ADMINS and not command.admin:
        return replace(only_admins(words, verb.denied), passing=command.value is not None)
    if verb.changes and command.once and not tx.inbox.first(command.once, service.now):
        return Reply(message=answer(words("This was done before.")), repeated=True)
    if isinstance(about, Reply):
        return replace(about, language=words.language)
    return replace(shown(verb.do(request), request), language=words.language)


def only_reads(command: Command) -> bool:
    """Say whether a command takes long and changes nothing, so that nobody who writes has to wait for it."""
    verb = BY_NAME.get(command.verb)
    return verb is not None and verb.reads


def help_lines(request: Request) -> tuple[Line | str, ...]:
    """Return what /help says, to operators a little more; of one verb, where it is asked about one."""
    words = request.words
    asked = BY_NAME.get(request.command.arguments.strip().lstrip("/").lower())
    told = {Who.EVERYONE, Who.ADMINS, *((Who.OPERATORS, Who.BUTTONS) if request.from_operator else ())}
    one = asked is not None and bool(asked.usage) and asked.who in told
    such = examples(request.service)
    lines = [
        (request.typed(f"{verb.name} {_typed(arguments, words, such)}").rstrip(), words(what, **such))
        for verb in ((asked,) if asked and one else VERBS)
        if verb.who in told
        for arguments, what in (*verb.usage, *(verb.detail if one else ()))
    ]
    told_lines: list[Line | str] = [(Text(typed, code=True), Text(f" — {what}")) for typed, what in lines]
    if one:
        return tuple(told_lines)
    head = words.counted(
        len(request.service.feeds),
        "I watch {n} source for {topic} and tell you when something new happens.",
        "I watch {n} sources for {topic} and tell you when something new happens.",
        topic=words.name(request.service.topic),
    )
    topics = (words("Any command can name a topic: {topics}", topics=listed(request.topics, words)),)
    return (head, *topics * bool(request.topics), "", *told_lines)


def _typed(arguments: str, words: Words, such: Mapping[str, str]) -> str:
    return arguments.format(**such) if isinstance(arguments, Typed) else words(arguments)


def _help(request: Request) -> Reply:
    return Reply(message=answer(*help_lines(request)))


def said(request: Request) -> Reply:
    """Take what somebody says in a private chat without a command: an answer, an address, a greeting."""
    text = request.command.arguments.strip()
    if settings.is_asked(request):
        return settings.answered(request)
    if _ADDRESS.search(text):
        return why.why(request)
    if text.strip("!.?, ").casefold() in _GREETINGS:
        return _help(request.asking(arguments=""))
    verb, _, rest = text.partition(" ")
    return _unknown(request.asking(verb=verb.casefold(), arguments=rest))


def _unknown(request: Request) -> Reply:
    words, asked = request.words, request.command.verb
    known = [verb.name for verb in VERBS if verb.who in {Who.EVERYONE, Who.ADMINS} and verb.menu]
    near = get_close_matches(asked, known, n=1)
    text = words("I don't know “{verb}”.", verb=asked)
    if near:
        text += " " + words("Did you mean {verb}?", verb=request.typed(near[0]))
    text += " " + words("All commands: {help}", help=request.typed("help"))
    return refused(text)


VERBS = (
    Verb(
        name="start",
        do=start.start,
        who=Who.ADMINS,
        menu=mark("Subscribe and set up"),
        changes=True,
    ),
    Verb(
        name="subscribe",
        do=subscribe.subscribe,
        who=Who.ADMINS,
        aliases=("sub",),
        usage=(
            (mark("[words]"), mark("alerts here, e.g. {name}, !sport, source:{source}, ownership:independent")),
            (Typed("all"), mark("every story, whatever its words")),
        ),
        menu=mark("Get alerts here: all, or only about some words"),
        changes=True,
    ),
    Verb(
        name="latest",
        do=search.latest,
        usage=(
            (mark("[count] [words]"), mark("newest stories, 5 if you give no number (most: 20)")),
            (Typed("new"), mark("only what came since you last asked")),
        ),
        menu=mark("Newest stories, e.g. /latest 10"),
    ),
    Verb(
        name="search",
        do=search.search,
        usage=(
            (mark("words"), mark("older stories, also “exact phrase” and -without")),
            (
                Typed("source:{source}"),
                mark("only from there; also country:{country}, lang:{lang}, ownership:state, since:7d"),
            ),
        ),
        menu=mark("Find older stories, with any words"),
    ),
    Verb(
        name="why",
        do=why.why,
        usage=((mark("story"), mark("why a story matched, or why an address did not. Or reply to the alert")),),
        menu=mark("Why a story matched: reply to it with /why"),
    ),
    Verb(
        name="stats",
        do=stats,
        usage=((mark("[period] [name]"), mark("chart, e.g. 30d {name} (7d to 180d)")),),
        menu=mark("Chart of the last 14 days, e.g. /stats 30d"),
    ),
    Verb(
        name="digest",
        do=subscribe.digest,
        who=Who.ADMINS,
        usage=((Typed("daily 08:00"), mark("one summary a day (weekly mon 08:00 · off)")),),
        menu=mark("One summary instead of many alerts, e.g. /digest daily 08:00"),
        changes=True,
    ),
    Verb(
        name="mute",
        do=mute.mute,
        who=Who.ADMINS,
        usage=((Typed("8h"), mark("pause alerts here (30m to 7d · off)")),),
        menu=mark("Pause alerts, e.g. /mute 8h"),
        denied=mute.ONLY_ADMINS,
        changes=True,
    ),
    Verb(
        name="settings",
        do=settings.settings,
        usage=(("", mark("what to send, quiet hours, language, previews")),),
        detail=tuple((Typed(f"{each.key} {each.example_for(ENGLISH)}"), each.title) for each in SETTINGS),
        menu=mark("What to send, quiet hours, language, previews"),
        changes=True,
    ),
    Verb(
        name="export",
        do=export,
        usage=((Typed("csv 30d"), mark("file for download (csv, json, rss)")),),
        menu=mark("Download stories as CSV, JSON or RSS"),
        reads=True,
    ),
    Verb(
        name="status",
        do=status,
        usage=(("", mark("is everything working?")),),
        menu=mark("Is everything working?"),
    ),
    Verb(
        name="unsubscribe",
        do=subscribe.stop,
        who=Who.ADMINS,
        aliases=("stop", "unsub"),
        usage=(("", mark("unsubscribe (also stop)")),),
        menu=mark("Stop alerts here (also /stop)"),
        changes=True,
    ),
    Verb(
        name="split",
        do=regroup.split,
        who=Who.OPERATORS,
        usage=((mark("story source"), mark("take a source's report out of a story; without a source: its reports")),),
        changes=True,
    ),
    Verb(
        name="merge",
        do=regroup.merge,
        who=Who.OPERATORS,
        usage=((mark("story story"), mark("put the second story into the first")),),
        changes=True,
    ),
    Verb(
        name="sources",
        do=why.sources,
        who=Who.BUTTONS,
        usage=((mark("[story]"), mark("how each source is doing, or who reports a story")),),
    ),
    Verb(
        name="reload",
        do=reload,
        who=Who.OPERATORS,
        usage=(("", mark("read the configuration anew")),),
    ),
    Verb(
        name="topic",
        do=topic,
        who=Who.OPERATORS,
        usage=(("", mark("words that the topic does not know yet, one by one")),),
        menu=mark("What should the topic know?"),
        changes=True,
    ),
    Verb(name="copy", do=why.copy, who=Who.BUTTONS),
    Verb(name="compare", do=why.compare, who=Who.BUTTONS),
    Verb(name="more", do=search.more, who=Who.BUTTONS),
    Verb(name="up", do=vote.up, who=Who.BUTTONS, changes=True),
    Verb(name="down", do=vote.down, who=Who.BUTTONS, changes=True),
    Verb(name="send", do=start.send, who=Who.ADMINS, changes=True),
    Verb(name="set", do=settings.choose, who=Who.ADMINS, changes=True),
    Verb(name="mute_story", do=mute.mute_story, who=Who.ADMINS, denied=mute.ONLY_ADMINS, changes=True),
    Verb(name="said", do=said, who=Who.BUTTONS, changes=True),
    Verb(name="answered", do=settings.answered, who=Who.BUTTONS, changes=True),
    Verb(
        name="allow",
        do=allow,
        who=Who.OPERATORS,
        usage=(
            ("", mark("invite one chat")),
            (mark("[off] telegram:123"), mark("let a chat in by its id, or out")),
        ),
        menu=mark("Invite a chat, or let one in or out"),
        changes=True,
    ),
    Verb(name="home", do=home, who=Who.PLATFORM),
    Verb(name="form", do=form, who=Who.ADMINS, changes=True),
    Verb(name="joined", do=start.joined, who=Who.PLATFORM, changes=True),
    Verb(name="left", do=membership.left, who=Who.PLATFORM, changes=True),
    Verb(name="moved", do=membership.moved, who=Who.PLATFORM, changes=True),
    Verb(name="closed", do=membership.closed, who=Who.PLATFORM, changes=True),
    Verb(name="reopened", do=membership.reopened, who=Who.PLATFORM, changes=True),
    Verb(name="help", do=_help, usage=((mark("[command]"), mark("this list")),), menu=mark("How this bot works")),
)
"""In the order in which help and menus show them."""
BY_NAME = {name: verb for verb in VERBS for name in (verb.name, *verb.aliases)}
