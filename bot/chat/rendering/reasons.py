"""Why did an entry match? A match in lines for people: the same for /why and ``seedwatch explain``."""

from collections.abc import Iterable
from enum import Enum
from functools import reduce

from bot.chat.language import ENGLISH, Words, mark
from bot.chat.message import Line, Piece, Text
from bot.model import Bond, BondKind, Match, NameHit, Part, PartKind, Story
from bot.stories.importance import Ground, grounds

_IN_MINUTES = 120  # longer times are told in hours
_CONTEXTS = 3  # places in the text that are shown
_NAMES_MOST = 5  # of a decision in one line
_WORDS_MOST = 2


class _Row(Enum):
    NAMES = mark("Names")
    WORDS = mark("Words")
    LIKE = mark("Like")
    AGAINST = mark("Against")


# Each kind of part: its row, what is said of it to people with its names, and whether the first name is a quotation.
_SAID: dict[PartKind, tuple[_Row, str, tuple[str, ...]]] = {
    PartKind.NAME: (_Row.NAMES, "{name}", ("name",)),
    PartKind.JOINT: (_Row.NAMES, mark("{name} joins the sides"), ("name",)),
    PartKind.SENTENCE: (_Row.NAMES, mark("in one sentence"), ()),
    PartKind.LEADERS: (_Row.NAMES, mark("leaders of all sides in the title"), ()),
    PartKind.IMPLIED: (_Row.WORDS, mark("{quoted} (stands for {side})"), ("quoted", "side")),
    PartKind.THEME: (_Row.WORDS, "{quoted}", ("quoted",)),
    PartKind.KEYWORD: (_Row.WORDS, "{quoted}", ("quoted",)),
    PartKind.NARROWER: (_Row.WORDS, "{quoted} ({name})", ("quoted", "name")),
    PartKind.LIKENESS: (_Row.LIKE, mark("seed {seed}"), ("seed",)),
    PartKind.FORBIDDEN: (_Row.AGAINST, mark("{quoted} must not be there"), ("quoted",)),
    PartKind.WANTING: (_Row.AGAINST, mark("none of the words of which one must be there"), ()),
    PartKind.MISSING: (_Row.AGAINST, mark("{name} is missing"), ("name",)),
    PartKind.COPY: (_Row.AGAINST, mark("a copy of the seed {name}"), ("name",)),
}


def row(label: str, *pieces: Piece) -> Line:
    """Return "Label: pieces": no columns, which some platforms tear and all screen readers read out."""
    return (Text(f"{label}: ", bold=True), *pieces)


def reason_lines(match: Match, words: Words) -> list[Line]:
    """Return names, words and likeness with their points, what speaks against it, what is new and where it stands."""
    said: dict[_Row, dict[str, None]] = {each: {} for each in _Row}
    for part in match.parts:
        found, text = _told(part, match, words)
        said[found][text] = None
    for part in match.against:
        said[_Row.AGAINST][_told(part, match, words)[1]] = None
    _mention(said[_Row.NAMES], map(words.name, shown_names(match.names)))
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
    if bond.kind is BondKind.PARTED:
        return words("was part of story {id}, until later reports showed another event", id=bond.story)
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


def why_line(match: Match, words: Words = ENGLISH, *, alert_at: float | None = None) -> str:
    """Return the decision in one sentence, e.g. ``Lukashenko, Putin, “military base” · score 0.86``."""
    ordered = sorted(match.words, key=lambda word: (word.where.rank, -word.weight))
    forms = list(dict.fromkeys(words.quoted(word.form) for word in ordered))[:_WORDS_MOST]
    said = [*map(words.name, shown_names(match.names)[:_NAMES_MOST]), *forms]
    nothing = words("like the seeds") if match.store else words("no name of the topic")
    said = [", ".join(said) or nothing, words("score {score}", score=f"{match.score:.2f}")]
    if not match.alert:
        said.append(words("no alert: {reason}", reason=reason) if (reason := _reason(match, words, alert_at))
                    else words("no alert"))  # fmt: skip
    return " · ".join(said)


def _reason(match: Match, words: Words, alert_at: float | None) -> str:
    """Return what kept an entry from being an alert; "" where that is not known."""
    if match.known is not None:
        return words("a copy of the seed {name}", name=match.known)
    if alert_at is None:
        return ""
    if match.score < alert_at:
        return words("below {score}", score=f"{alert_at:.2f}")
    barring = next((part for part in match.against if not part.points), None)
    return _worded(barring, match, words)[1] if barring else words("a side of the topic is missing")


def shown_names(names: Iterable[NameHit]) -> list[str]:
    """Return the names as people are shown them, each once, those in the title first."""
    ordered = sorted(names, key=lambda hit: hit.where.rank)
    return list(dict.fromkeys(hit.name for hit in ordered))


def _told(part: Part, match: Match, words: Words) -> tuple[_Row, str]:
    found, text = _worded(part, match, words)
    return found, _with_points(text, part)


def _worded(part: Part, match: Match, words: Words) -> tuple[_Row, str]:
    if part.kind is PartKind.OLD:
        return _Row.WORDS, part.label
    if part.kind is PartKind.MEETING:
        names = reduce(lambda one, other: words("{one} and {other}", one=one, other=other), map(words.name, part.names))
        return _Row.NAMES, words("{name} together", name=names)
    found, text, places = _SAID[part.kind]
    said = part.names
    if part.kind is PartKind.LIKENESS and match.nearest:
        said = (match.nearest.seed,)
    given = dict(zip(places, said, strict=False))
    given |= {place: words.name(given[place]) for place in ("name", "side") if place in given}
    if "quoted" in given:
        given["quoted"] = words.quoted(given["quoted"])
    return found, words(text, **given)


def _with_points(text: str, part: Part) -> str:
    return f"{text} {part.points:+.2f}".replace("-0.", "−0.") if part.points else text


def _mention(said: dict[str, None], forms: Iterable[str]) -> None:
    """Add what was found but gave no points of its own."""
    for form in forms:
        if not any(text.casefold().startswith(form.casefold()) for text in said):
            said[form] = None


_GROUNDS = {
    Ground.FAST: mark("quickly taken up"),
    Ground.OFFICIAL: mark("official document"),
    Ground.STATE: mark("something changes"),
    Ground.TAKEN_BACK: mark("denied, called off or corrected"),
}


def importance_words(story: Story, words: Words) -> str:
    """Return "importance 2.6: 4 outlets, official document", without what says only that it is on topic."""
    said = []
    for each in grounds(story):
        if each.ground is Ground.OUTLETS:
            said.append(words.counted(each.count, "{n} independent outlet", "{n} independent outlets"))
        elif each.ground is Ground.NOVEL:
            said.append(words.counted(each.count, "{n} new name or figure", "{n} new names or figures"))
        elif each.ground in _GROUNDS:
            said.append(words(_GROUNDS[each.ground]))
    figure = words("importance {figure}", figure=f"{story.importance:.1f}")
    return f"{figure}: {', '.join(said)}" if said else figure
