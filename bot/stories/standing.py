"""How does a story stand: announced, happened, denied, corrected, called off, or told with other numbers? (pure)"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.model import Report, Status, Story
from bot.stories.outlets import outlet
from bot.stories.wording.facts import is_told, statements
from bot.text.language import is_common
from bot.text.languages import LANGUAGES, any_of
from bot.text.meanings.event_kinds import kinds_at, negated
from bot.text.numbers import WEAK, counting, is_rounded, numbers_in, same_time, times_in
from bot.text.words import key_of, tokens

_CORRECTION = re.compile(rf"(?<!\w)(?:{any_of('corrections')})", re.IGNORECASE)
LOUD_STATUSES = frozenset({Status.DENIED, Status.CALLED_OFF})
_DENIES, _CONFIRMS, _CALLS_OFF, _PUTS_OFF = "deny", "confirm", "cancel", "postpone"
_TITLE = 500  # characters; texts are asked of edits alone, and not remembered
_SHARE, _TELLING = 0.75, 4  # a title about a headline has this share of its words of this many letters
_DENIED = 0.75  # a title denies another one that has this share of what it denies
_BEFORE = 3  # words before a time among which a word for "to" may be: "to the 3rd of", "на начало мая"
_FACTOR = 2.0  # two numbers further apart than this count different things


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A status with the report that says so, and its words; ``numbers`` are those that differ, as written."""

    status: Status
    by: Report | None = None
    said: str = ""
    numbers: tuple[str, ...] = ()
    turned: bool = False  # it was announced before

    @property
    def fact(self) -> str:
        """The status as a fact that a chat may have been told."""
        return f"s{self.status.value}" + "".join(f" {each}" for each in sorted(self.numbers))


def stands(story: Story) -> Standing | None:
    """Return how a story stands by its reports; None if there is nothing to add to its headline.

    The last report that denies it, takes it back, calls it off or confirms it decides. A headline that says so
    itself needs no mark.
    """
    return _stands(story.title, story.reports)


@lru_cache(maxsize=64)  # asked several times of a story that changes
def _stands(title: str, reports: tuple[Report, ...]) -> Standing | None:
    lead = next((report for report in reports if report.title == title), None)
    if lead is None:
        return None
    headline = _kinds(lead.title, lead.language)
    if any(_names_new_time(report, lead) for report in reports):
        headline |= {_PUTS_OFF}
    found: Standing | None = None
    for report in reports:
        if report.key == lead.key or report.at < lead.at:
            continue
        found = _said_by(report, lead, headline, found)
        if _DENIES not in headline and denies(report):
            denied = (lead,) if report.language == lead.language else reports
            if any(_denied_by(report, each) for each in denied):
                found = Standing(status=Status.DENIED, by=report, said=report.title)
    if found is None and not corrects(lead.title):
        found = _differing(reports)
    return found or _announced(reports, lead)


def corrects(said: str) -> bool:
    """Say whether an outlet takes something back in a title, or in a text."""
    return _corrects(said) if len(said) <= _TITLE else _corrects.__wrapped__(said)


@lru_cache(maxsize=8192)  # asked of all reports of a story with each new one
def _corrects(title: str) -> bool:
    return _CORRECTION.search(title) is not None


def takes_back(before: str, after: str) -> bool:
    """Say whether a title, or a text, takes something back that an earlier one did not."""
    return corrects(after) and not corrects(before)


def denies(report: Report) -> bool:
    """Say whether a report's title tells of a denial."""
    return _DENIES in _kinds(report.title, report.language)


def _said_by(report: Report, lead: Report, headline: frozenset[str], before: Standing | None) -> Standing | None:
    """Return how things stand after one more report."""
    kinds = _kinds(report.title, report.language)
    about = _is_about(report, lead)
    if takes_back(lead.title, report.title) and outlet(report) == outlet(lead):  # others only take back their own
        return Standing(status=Status.CORRECTED, by=report, said=report.title)
    if not about:
        return before
    if _DENIES in kinds - headline or _negates(report, headline):
        return Standing(status=Status.DENIED, by=report, said=report.title)
    if (kinds - headline) & {_CALLS_OFF, _PUTS_OFF}:
        return Standing(status=Status.CALLED_OFF, by=report, said=report.title)
    if before is not None and before.status in LOUD_STATUSES and _CONFIRMS in kinds:
        return Standing(status=Status.HAPPENED, by=report, said=report.title, turned=True)
    return before


def _names_new_time(report: Report, lead: Report) -> bool:
    """Whether the headline has the new time of what a report says is postponed: then it says so, too.

    The new time follows a word for "to"; the day on which nothing happens does not.
    """
    tables = LANGUAGES.get(report.language or "")
    if tables is None or not tables.until or _PUTS_OFF not in _kinds(report.title, report.language):
        return False
    until = set(tables.until.split())
    new = [
        time
        for time, start in times_in(report.title)
        if until.intersection(token.fold for token in tokens(report.title[:start])[-_BEFORE:])
    ]
    return any(same_time(time, other) for time in new for other, _ in times_in(lead.title))


@lru_cache(maxsize=4096)  # asked of all reports of a story with each new one
def _is_about(report: Report, lead: Report) -> bool:
    """Whether a title is about the very thing in the headline, not only about the same people.

    That is the headline's kind of event; if it names none, most of its words, or in another language its names.
    """
    kinds = {kind for kind in _kinds(lead.title, lead.language) if kind[0] != "@"}
    if kinds:
        return bool(kinds & _any_kinds(report.title, report.language))
    if report.language == lead.language:
        if denies(report):
            return False  # whoever denies something of somebody repeats more words than those of what is denied
        telling = {key for key in _keys(lead) if len(key) >= _TELLING}
        return len(telling & _keys(report)) >= _SHARE * len(telling)
    facts, others = (statements(each)[0].facts for each in (lead, report))
    return sum(is_told(fact, others) for fact in facts if fact[0] in "@&#") > 1


def _denied_by(report: Report, other: Report) -> bool:
    """Whether a denial is of another report: that has most of the words behind the denying one in its title."""
    if report.language != other.language or other.at > report.at or denies(other):
        return False
    denied = _behind_denial(report.title, report.language)
    return len(denied) > 1 and len(denied & _keys(other)) >= _DENIED * len(denied)


@lru_cache(maxsize=4096)
def _behind_denial(text: str, language: str | None) -> frozenset[str]:
    """The keys of the telling words behind the one that denies; none if none does."""
    folds = [token.fold for token in tokens(text)]
    at = next((at for at, kinds in enumerate(kinds_at(folds, language)) if _DENIES in kinds), len(folds))
    return frozenset(key_of(fold, language) for fold in folds[at + 1 :] if not is_common(fold, language))


def _keys(report: Report) -> set[str]:
    return {key_of(token.fold, report.language) for token in tokens(report.title)}


@lru_cache(maxsize=4096)
def _any_kinds(text: str, language: str | None) -> frozenset[str]:
    return frozenset(kind for kinds in kinds_at([token.fold for token in tokens(text)], language) for kind in kinds)


def _negates(report: Report, headline: frozenset[str]) -> bool:
    """Whether a title negates, wherever it names it, what the headline says happened."""
    return not headline.isdisjoint(_denied(report.title, report.language))


@lru_cache(maxsize=4096)
def _denied(text: str, language: str | None) -> frozenset[str]:
    """The kinds of event that a text negates wherever it names them."""
    named = _any_kinds(text, language) - _kinds(text, language)
    return frozenset(kind for kind in named if kind[0] != "@")


@lru_cache(maxsize=4096)
def _kinds(text: str, language: str | None) -> frozenset[str]:
    """The kinds of event that a text names and does not negate."""
    folds = [token.fold for token in tokens(text)]
    pairs = zip(kinds_at(folds, language), negated(folds, language), strict=True)
    return frozenset(kind for kinds, is_negated in pairs if not is_negated for kind in kinds)


def _announced(reports: Sequence[Report], lead: Report) -> Standing | None:
    """A headline about the future, and whether a later report says that it came to pass."""
    kinds = {kind for kind in _kinds(lead.title, lead.language) if kind[0] != "@"}
    if not _speaks_of_future(lead) or kinds & {_DENIES, _CALLS_OFF, _PUTS_OFF}:
        return None
    done = next((each for each in reports if each.at > lead.at and kinds & _past_kinds(each)), None)
    if done is None:
        return Standing(status=Status.ANNOUNCED, by=lead, said=lead.title)
    return Standing(status=Status.HAPPENED, by=done, said=done.title, turned=True)


def _speaks_of_future(report: Report) -> bool:
    return _says(report, "future")


def _past_kinds(report: Report) -> set[str]:
    """The kinds of event of a title that its verbs put into the past; none if the language does not show it."""
    if _says(report, "future"):
        return set()
    folds = [token.fold for token in tokens(report.title)]
    pairs = zip(folds, kinds_at(folds, report.language), negated(folds, report.language), strict=True)
    return {kind for fold, kinds, no in pairs if not no and _is_past(fold, report.language) for kind in kinds}


def _is_past(fold: str, language: str | None) -> bool:
    tables = LANGUAGES.get(language or "")
    return tables is not None and bool(tables.past) and fold.endswith(tuple(tables.past.split()))


def _says(report: Report, what: str) -> bool:
    tables = LANGUAGES.get(report.language or "")
    patterns = getattr(tables, what) if tables else ()
    return bool(patterns) and bool(re.search(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", report.title, re.IGNORECASE))


def _differing(reports: Sequence[Report]) -> Standing | None:
    """Two outlets whose titles count the same thing and give other numbers."""
    counted: dict[tuple[str | None, str], dict[str, tuple[str, str, Report]]] = {}
    for report in reports:
        for value, written, unit in _counts(report):
            counted.setdefault((report.language, unit), {})[outlet(report)] = (value, written, report)
    for by_outlet in counted.values():
        values = list(by_outlet.values())
        for value, written, report in reversed(values):
            other = next((each for each in values if _disagree(each[0], value) and each[2].at <= report.at), None)
            if other is not None and other[2].key != report.key:
                numbers = (other[1], written)
                return Standing(status=Status.DIFFERS, by=report, said=report.title, numbers=numbers)
    return None


@lru_cache(maxsize=4096)
def _counts(report: Report) -> list[tuple[str, str, str]]:
    """The numbers of a title with what they count: the stem of the word after them."""
    found = _handfuls(report.title, report.language)
    for value, written in numbers_in(report.title):
        behind = report.title.partition(written)[2]
        following = next((token for token in tokens(behind)), None)
        unit = "%" if value.endswith("%") else key_of(following.fold, report.language) if following else ""
        if unit:
            found.append((value, written, unit))
    return found


def _handfuls(title: str, language: str | None) -> list[tuple[str, str, str]]:
    """The small numbers of a title: up to twelve, they count the same thing only where all other words are the same."""
    words = tokens(title)
    folds = [word.fold for word in words]
    dated = [*counting(folds, language), False]
    return [
        (word.fold, word.text, " ".join((*folds[:at], "#", *folds[at + 1 :])))
        for at, word in enumerate(words[:-1])
        if word.fold.isdecimal() and title[word.end] == " " and not dated[at + 1] and int(word.fold) <= _FACTOR * WEAK
    ]


def _disagree(one: str, other: str) -> bool:
    if one == other or is_rounded(one, other) or is_rounded(other, one):
        return False
    left, right = (float(each.rstrip("%")) for each in (one, other))
    return min(left, right) > 0 and max(left, right) <= _FACTOR * min(left, right)
