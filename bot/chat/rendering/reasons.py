"""Why did an entry match? A match in lines for people: the same for /why and ``seedwatch explain``."""

import re
from collections.abc import Iterable
from enum import Enum

from bot.chat.language import Words, mark
from bot.chat.message import Line, Piece, Text
from bot.model import Bond, BondKind, Match, Part
from bot.topic.reason import shown_names

_IN_MINUTES = 120  # longer times are told in hours
_CONTEXTS = 3  # places in the text that are shown


class _Row(Enum):
    NAMES = mark("Names")
    WORDS = mark("Words")
    LIKE = mark("Like")
    AGAINST = mark("Against")


# How ``bot.topic.score`` and ``bot.topic.match`` label the parts of a score, and what is said of them to people.
_LABELS: tuple[tuple[str, _Row, str], ...] = (
    (r"leaders of all sides in the title", _Row.NAMES, mark("leaders of all sides in the title")),
    (r"(?P<name>.+) in the (?:title|lead|body)", _Row.NAMES, "{name}"),
    (r"(?P<name>.+) joins the sides", _Row.NAMES, mark("{name} joins the sides")),
    (r"(?P<name>.+) together", _Row.NAMES, mark("{name} together")),
    (r"in one sentence", _Row.NAMES, mark("in one sentence")),
    (r"“(?P<quoted>.+)” stands for (?P<side>.+)", _Row.WORDS, mark("{quoted} (stands for {side})")),
    (r"(?:seed word |[^“]+: )“(?P<quoted>.+)”", _Row.WORDS, "{quoted}"),
    (r"like a seed", _Row.LIKE, mark("seed {seed}")),
    (r"must not: (?P<quoted>.+)", _Row.AGAINST, mark("{quoted} must not be there")),
    (r"has none of the must_any words", _Row.AGAINST, mark("none of the words of which one must be there")),
    (r"a copy of the seed (?P<name>.+)", _Row.AGAINST, mark("a copy of the seed {name}")),
)


def row(label: str, *pieces: Piece) -> Line:
    """Return "Label     pieces", so that lines of this kind stand under each other."""
    return (Text(f"{label:<9} "), *pieces)


def reason_lines(match: Match, words: Words) -> list[Line]:
    """Return names, words and likeness with their points, what speaks against it, what is new and where it stands."""
    said: dict[_Row, dict[str, None]] = {each: {} for each in _Row}
    for part in match.parts:
        found, text = _told(part, match, words)
        said[found][text] = None
    for part in match.against:
        said[_Row.AGAINST][_told(part, match, words)[1]] = None
    _mention(said[_Row.NAMES], shown_names(match.names))
    _mention(said[_Row.WORDS], [words.quoted(word.form) for word in match.words])
    if match.nearest is not None and not said[_Row.LIKE]:
        said[_Row.LIKE][words("seed {seed}", seed=match.nearest.seed)] = None
    lines = [
        row(words(each.value), Text(" · ".join(texts) or words("none")))
        for each, texts in said.items()
        if texts or each is not _Row.LIKE
    ]
    if match.new:
        lines.append(row(words("New"), Text(" · ".join(match.new))))
    ordered = sorted(match.names, key=lambda hit: hit.where.rank)
    contexts = list(dict.fromkeys(hit.context for hit in ordered))[:_CONTEXTS]
    lines += [row(words("In text"), Text(f"«{context}»", foreign=True)) for context in contexts]
    return lines


def bond_words(bond: Bond | str, words: Words) -> str:
    """Return why reports are one story, in a sentence; what an earlier version wrote of it stays as it is."""
    if isinstance(bond, str):
        return bond
    if bond.kind is BondKind.ALONE:
        return words("nothing of the last days is like it")
    if bond.kind is BondKind.TAKEN_OUT:
        return words("{source} was taken out by an operator", source=bond.source)
    if bond.kind is BondKind.APART:
        return words("taken out of story {id} by an operator", id=bond.story)
    if bond.kind is BondKind.PUT_IN:
        return words("story {id} was put into it by an operator", id=bond.story)
    said = [_alike(bond, words), _time_between(bond.minutes, words)]
    if bond.shared:
        said.append(words("both have {words}", words=", ".join(map(words.quoted, bond.shared))))
    said += [words("it shows that story {id} tells of the same event", id=part) for part in bond.parts]
    return ", ".join(said)


def _alike(bond: Bond, words: Words) -> str:
    if bond.kind is BondKind.COPY:
        return words("{share} of the text is the same", share=f"{bond.likeness:.0%}")
    if bond.languages:
        one, other = bond.languages
        return words("{score} alike across {one} and {other}", score=f"{bond.likeness:.2f}", one=one, other=other)
    return words("{score} alike", score=f"{bond.likeness:.2f}")


def _time_between(minutes: int, words: Words) -> str:
    if minutes < 1:
        return words("at the same time")
    if minutes < _IN_MINUTES:
        return words.counted(minutes, "{n} minute apart", "{n} minutes apart")
    return words.counted(round(minutes / 60), "{n} hour apart", "{n} hours apart")


def _told(part: Part, match: Match, words: Words) -> tuple[_Row, str]:
    seed = match.nearest.seed if match.nearest else ""
    for pattern, found, text in _LABELS:
        if labelled := re.fullmatch(pattern, part.label):
            given = labelled.groupdict()
            if "quoted" in given:
                given["quoted"] = words.quoted(given["quoted"])
            named = words(text, **{"seed": seed, **given})
            return found, _with_points(named, part)
    return _Row.WORDS, _with_points(part.label, part)


def _with_points(text: str, part: Part) -> str:
    return f"{text} {part.points:+.2f}".replace("-0.", "−0.") if part.points else text


def _mention(said: dict[str, None], forms: Iterable[str]) -> None:
    """Add what was found and gave no points of its own."""
    for form in forms:
        if not any(text.casefold().startswith(form.casefold()) for text in said):
            said[form] = None
