"""What becomes of which stories? Named filters as people type them, and as they are told to them (pure)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.chat.language import Words, mark
from bot.chat.settings.filters import UnclearError, filter_lines, read_filter, typed_filter
from bot.chat.settings.sends import DIGEST, read_send
from bot.chat.settings.setting import OFF, Given, Part
from bot.model import Handling, Rule, Send, Subscription

MOST, LONGEST = 10, 40  # named filters of a chat, and letters of a name
ARROW = "→"
EXAMPLE = mark("sanctions → loud")
REST = mark("everything else")
"""What stands for the stories that no named filter finds."""
TYPED = {
    Handling.LOUD: mark("loud"),
    Handling.SILENT: mark("silent"),
    Handling.DIGEST: mark("digest"),
    Handling.NEVER: mark("never"),
}
"""The word that is typed, in English or in the reader's language."""
SAID = {
    Handling.LOUD: mark("at once, with sound"),
    Handling.SILENT: mark("at once, without sound"),
    Handling.DIGEST: mark("in the digest only"),
    Handling.NEVER: mark("not at all"),
}
_REST_SAID = {
    Send.IMPORTANT: mark("at once, if it is important"),
    Send.EVERY: SAID[Handling.LOUD],
    Send.DIGEST: SAID[Handling.DIGEST],
}
_REST = frozenset({"everything else", "else", "rest", "the rest", "*"})
_FOR_THE_REST = {
    Handling.LOUD.value: Send.EVERY.value,
    Handling.DIGEST.value: Send.DIGEST.value,
    Send.IMPORTANT.value: Send.IMPORTANT.value,
}
_ARROWS = r"(?:→|⇒|[=–—-]+>)"
_PART = re.compile(rf"\s*(?P<which>[^→⇒]*?)\s*{_ARROWS}\s*(?P<how>[^\s;,]+)\s*(?:[;,]|$|(?=\S))")
_NAMED = re.compile(rf"(?P<name>[^:,]{{1,{LONGEST}}}):\s+(?P<filter>.+)")  # "source:belta" has no space there
_DROP = re.compile(r"(?P<name>.+?)\s+(?:off|×)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What was typed: named filters, and what is sent of everything else ("": as before)."""

    rules: tuple[Rule, ...] = ()
    rest: str = ""  # value of ``Send``


def is_rule(text: str) -> bool:
    """Say whether somebody wrote a filter with what becomes of its stories: "sanctions → loud"."""
    return re.search(_ARROWS, text) is not None


def read_rules(given: Given) -> Rules:
    """Read "sanctions → loud; Energy: gas, oil, !sport → digest; everything else → never".

    Raises ValueError with a sentence for whoever typed it, and ``UnclearError`` as ``read_filter`` does.
    """
    rules: dict[str, Rule] = {}
    rest = ""
    for which, how in _parts(given):
        if which.casefold() in _REST or which.casefold() == given.words(REST).casefold():
            rest = _of_the_rest(how, given)
            continue
        try:
            rule = _rule(which, how, given)
        except UnclearError as unclear:
            ways = tuple(given.value.replace(which, way, 1) for way in unclear.ways)
            raise UnclearError(str(unclear), ways) from unclear
        rules[rule.name.casefold()] = rule
    return Rules(rules=tuple(rules.values()), rest=rest)


def with_rules(subscription: Subscription, given: Given) -> tuple[Subscription, str]:
    """Return the subscription with named filters as given, and what is to be sent of everything else ("": as before).

    Words add filters, or change those of the same name; "sanctions off" takes one away, "2=digest" (of a button) says
    what becomes of the stories of the second, "off" takes all of them away. A form has the ``whole`` of them.
    """
    value = given.value
    if value.casefold() == OFF:
        return replace(subscription, rules=()), ""
    if not is_rule(value) and not given.whole:
        return _without_or_changed(subscription, given), ""
    read = read_rules(given)
    kept = {} if given.whole else {rule.name.casefold(): rule for rule in subscription.rules}
    rules = tuple((kept | {rule.name.casefold(): rule for rule in read.rules}).values())
    if len(rules) > MOST:
        raise ValueError(given.words("That is too much. A chat has up to {most} named filters.", most=MOST))
    return replace(subscription, rules=rules), read.rest


def _without_or_changed(subscription: Subscription, given: Given) -> Subscription:
    rules = list(subscription.rules)
    number, _, how = given.value.partition("=")
    if number.isdecimal() and how and 1 <= int(number) <= len(rules):
        rule = rules.pop(int(number) - 1)
        if how != OFF:
            rules.insert(int(number) - 1, replace(rule, how=_how(how, given)))
        return replace(subscription, rules=tuple(rules))
    named = _DROP.fullmatch(given.value)
    name = named["name"].casefold() if named else None
    kept = tuple(rule for rule in rules if rule.name.casefold() != name)
    if named is None or len(kept) == len(rules):
        example = given.words(EXAMPLE)
        raise ValueError(
            given.words("Write which stories, an arrow and what becomes of them, e.g. {example}", example=example)
        )
    return replace(subscription, rules=kept)


def _parts(given: Given) -> Iterator[tuple[str, str]]:
    """Yield what stands before and after each arrow."""
    at = 0
    while at < len(given.value.rstrip(" ;,")):
        part = _PART.match(given.value, at)
        if part is None or not part["which"]:
            wrong = given.value[at:].strip()
            raise ValueError(
                given.words(
                    "“{what}” does not say what becomes of these stories. Write e.g. {example}",
                    what=wrong[:LONGEST],
                    example=given.words(EXAMPLE),
                )
            )
        yield part["which"], part["how"]
        at = part.end()


def _rule(which: str, how: str, given: Given) -> Rule:
    named = _NAMED.fullmatch(which)
    name, text = (named["name"], named["filter"]) if named else (which, which)
    include, exclude = read_filter(text, words=given.words, sources=given.sources)
    return Rule(name=_short(name), include=include, exclude=exclude, how=_how(how, given))


def _short(name: str) -> str:
    name = name.strip(' "«»„“”')
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip(" ,") + "…"


def _how(word: str, given: Given) -> Handling:
    for how, typed in TYPED.items():
        if word.casefold() in {how.value, given.words(typed).casefold()}:
            return how
    raise ValueError(
        given.words(
            "“{word}” is nothing that can become of a story. Use {known}",
            word=word,
            known=", ".join(given.words(typed) for typed in TYPED.values()),
        )
    )


def _of_the_rest(word: str, given: Given) -> str:
    known = {given.words(typed).casefold(): how.value for how, typed in TYPED.items()}
    value = known.get(word.casefold(), word.casefold())
    if value in _FOR_THE_REST:
        return _FOR_THE_REST[value]
    known_words = (given.words(TYPED[Handling.LOUD]), Send.IMPORTANT.value, given.words(TYPED[Handling.DIGEST]))
    raise ValueError(
        given.words("“{word}” cannot hold for everything else. Use {known}", word=word, known=", ".join(known_words))
    )


def typed_rules(subscription: Subscription) -> str:
    """Return a chat's named filters as they would be typed, one after the other."""
    return "; ".join(map(typed_rule, subscription.rules)) or OFF


def typed_rule(rule: Rule) -> str:
    """Return one named filter as it would be typed: "Energy: gas, oil → digest"."""
    text = typed_filter(rule)
    named = "" if text == rule.name else f"{rule.name}: "
    return f"{named}{text} {ARROW} {rule.how.value}"


def rule_lines(rules: Sequence[Rule], words: Words) -> tuple[str, ...]:
    """Return one line for each named filter: "“sanctions” → at once, with sound"."""
    return tuple(f"{words.quoted(rule.name)} {ARROW} {words(SAID[rule.how])}" for rule in rules)


def read_named(subscription: Subscription, given: Given) -> Subscription:
    """Read named filters, and what is sent of everything else; what shall go into a digest needs one."""
    after, rest = with_rules(subscription, given)
    if rest:
        after = read_send(after, replace(given, value=rest))
    needs_one = any(rule.how is Handling.DIGEST for rule in after.rules)
    return replace(after, digest=after.digest or DIGEST) if needs_one else after


def say_rules(subscription: Subscription, words: Words) -> str:
    """Return the named filters, and what becomes of everything else, in a line."""
    if not subscription.rules:
        return words("Named filters: none")
    told = "; ".join([*rule_lines(subscription.rules, words), rest_line(subscription, words)])
    return words("Named filters: {filters}", filters=told)


def rest_line(subscription: Subscription, words: Words) -> str:
    """Return what becomes of the stories that no named filter finds: "everything else → in the digest only"."""
    return f"{words(REST)} {ARROW} {words(_REST_SAID[subscription.send])}"


def rule_parts(subscription: Subscription, words: Words) -> tuple[Part, ...]:
    """Return the page of each named filter."""
    return tuple(
        Part(
            label=line,
            said=(*filter_lines(rule.include, rule.exclude, words), line, typed_rule(rule)),
            chosen=rule.how.value,
            choices={how.value: words(SAID[how]) for how in TYPED} | {OFF: words("Remove this filter")},
        )
        for rule, line in zip(subscription.rules, rule_lines(subscription.rules, words), strict=True)
    )
