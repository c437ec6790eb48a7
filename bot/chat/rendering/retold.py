"""How is a failure told in the reader's language? Other rooms report it in English sentences, translated here.

What fails far from any reader (a fetch, a platform's refusal, a feed that is silent) is written down and logged as one
English sentence. These sentences stand here with holes for what differs; what fits none of them stays as it is.
"""

import re
from datetime import timedelta
from functools import cache

from bot.chat.language import ENGLISH, Words, mark
from bot.chat.settings.times import told_length

_SENTENCES = (
    # of bot/feeds
    mark("{host} says that the feed is gone for good (HTTP {status})"),
    mark("{host} wants a browser to pass a Cloudflare challenge (HTTP {status})"),
    mark("{host} wants a login (HTTP {status})"),
    mark("{host} wants to be paid (HTTP {status})"),
    mark("{host} refuses us (HTTP {status})"),
    mark("{host} has no feed at this address (HTTP {status})"),
    mark("{host} does not give the formats that we accept (HTTP {status})"),
    mark("{host} says that we ask too often (HTTP {status})"),
    mark("{host} may not show this for legal reasons (HTTP {status})"),
    mark("{host} is overloaded or under repair (HTTP {status})"),
    mark("{host} gave an answer that is no feed (HTTP {status})"),
    mark("{host} failed (HTTP {status})"),
    mark("{host} did not answer completely within {seconds} s"),
    mark("{host} shows a certificate that we do not accept: {reason}"),
    mark("{host} cannot be reached: {reason}"),
    mark("{host} cannot agree with us on a TLS connection"),
    mark("{host} cannot be found: the name does not resolve"),
    mark("{host} broke off in the middle of its answer"),
    mark("{host} closed the connection without an answer"),
    mark("{host} gave an answer that is no proper HTTP"),
    mark("{host} has an address that cannot be used"),
    mark("{host} broke off the connection"),
    mark("{host} asked all its visitors to wait; {seconds} s are left"),
    mark("the answer is empty"),
    mark("the answer is a web page, not a feed; its title is {title}"),
    mark("the answer is a web page, not a feed"),
    mark("the answer is no feed; it begins with {beginning}"),
    mark("reading the document took longer than {seconds} s"),
    # of platforms: why a chat is paused
    mark("the topic was closed"),
    mark("its topic is not watched any more"),
    mark("Forbidden: bot was blocked by the user"),
    mark("Forbidden: bot was kicked from the {kind} chat"),
    mark("the channel does not exist any more, or the bot cannot see it ({code})"),
    mark("the bot is not in this channel; type /invite @Seedwatch there ({code})"),
    mark("the channel is archived ({code})"),
    mark("the workspace does not let the bot post here ({code})"),
    # of bot/work/upkeep: what operators are told
    mark("Over: {what}"),
    mark("{source} is gone, says its server (410); it is looked at once a week"),
    mark("{source} has brought nothing new for {days} days"),
    mark("{source} moved for good; write {address} in sources.yaml"),
    mark(
        "{late} of {all} feeds are looked at half as often as they should be, or less; "
        "more workers or a longer  every  would help"
    ),
    mark("a message waits to be sent for more than {time}"),
    mark("{source} has not answered for {time}: {error}"),
    mark("A newer configuration was refused; the last good one stays."),
    mark("The configuration can be used again and is in force."),
    mark("Nothing can be stored now, so no feed is read and nothing is sent: {trouble}."),
    mark("The database can be used again. Everything goes on; nothing was lost."),
)
_NESTED = ("error", "what")  # holes that have a sentence of this kind in them
_LENGTH = re.compile(r"(\d+) (day|hour|minute)s?")
_HOLE = re.compile(r"\\\{(\w+)\\\}")


def retold(sentence: str, words: Words = ENGLISH) -> str:
    """Return a sentence about what went wrong in the reader's language; as it is where nobody translated it."""
    if words.language == ENGLISH.language:
        return sentence
    for english, pattern in _patterns():
        found = pattern.fullmatch(sentence)
        if found is not None:
            return words(english, **{hole: _inside(hole, text, words) for hole, text in found.groupdict().items()})
    return sentence


def _hole(found: re.Match[str]) -> str:
    """A host is one word; otherwise a sentence within another would be taken for part of it."""
    return rf"(?P<{found[1]}>{'[^ ]+' if found[1] == 'host' else '.+?'})"


def _inside(hole: str, text: str, words: Words) -> str:
    """Return what stands in a hole: a sentence of this kind, a length of time, or what is the same everywhere."""
    if hole in _NESTED:
        return retold(text, words)
    length = _LENGTH.fullmatch(text) if hole == "time" else None
    return text if length is None else told_length(timedelta(**{f"{length[2]}s": int(length[1])}), words)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((each, re.compile(_HOLE.sub(_hole, re.escape(each)), re.DOTALL)) for each in _SENTENCES)
