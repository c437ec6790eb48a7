"""What does a story say now that its readers were not told? Always a sentence of one report, with its outlet."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model import FeedKind, Report, Status, Story
from bot.stories.outlets import outlet
from bot.stories.standing import LOUD_STATUSES, corrects, denies, stands
from bot.stories.wording.facts import Statement, all_facts, facts_in, first_facts, is_told, statements
from bot.text.plain import spaced

MOST = 3  # sentences of one message
_LENGTH = 240  # characters of a sentence
_FIRST = 2  # sentences in which a report puts its news; what follows is often background
_WEIGHT = {"#": 1.2, "@": 1.0, "~": 0.6, "d": 0.6}
_FULL_NAME = 1.0  # a name of several words is somebody's; a single word may be any place that outlets mention
_ALONE = 1.0  # a sentence is news from this weight on
_AROUND = timedelta(days=1)  # days this near to a report's own say when it happened, not what happened


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A sentence with its report, and the facts in it that were not told."""

    text: str
    report: Report
    facts: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()  # the same as written


def news(
    story: Story, keys: Collection[str], told: Collection[str], *, language: str | None, most: int = MOST
) -> list[News]:
    """Return what the reports ``keys`` say that is not among the ``told`` facts, in at most so many sentences.

    How the story stands comes first, if one of them changed that. A name or number counts where it stands in a
    title or among the first sentences; further down, where no other report of the story has it and the sentence speaks
    of something that was told. Sentences in ``language`` are preferred. Where something was told in another language,
    only numbers, days and known names are news: other names may be the same ones, translated.
    """
    brought = [report for report in story.reports if report.key in keys and not _is_taken_back(report, story)]
    known = set(told)
    found = _standing(story, keys, known) or _corrections(brought, known) or _denials(story, keys, brought, known)
    for each in found:
        known |= {*each.facts}
    deep = all_facts(report for report in story.reports if report.key not in keys)
    while len(found) < most:
        best = _best(brought, known, deep, language, again=bool(found))
        if best is None:
            break
        statement, fresh = best
        found.append(
            News(
                text=statement.text,
                report=statement.report,
                facts=fresh,
                forms=tuple(statement.facts[fact] for fact in fresh if statement.facts[fact]),
            )
        )
        known |= statement.facts.keys()
    return found


def latest(story: Story, *, language: str | None) -> list[News]:
    """Return the newest sentence that a changed story's headline and summary do not say; [] if there is none."""
    if story.changed is None:
        return []
    told = shown_facts(story)
    newest_first = sorted(story.reports, key=lambda each: (each.at, each.key), reverse=True)
    said = (news(story, {each.key}, told, language=language, most=1) for each in newest_first)
    return next(filter(None, said), [])


def told_by(story: Story, keys: Collection[str] = ()) -> frozenset[str]:
    """Return what a reader who saw the story before the reports ``keys`` knows, if nothing else is noted."""
    return first_facts(report for report in story.reports if report.key not in keys)


def shown_facts(story: Story, *, summary: bool = True) -> frozenset[str]:
    """Return what a message showing the story as it is says: its headline, how it stands, and its summary."""
    names = tuple(dict.fromkeys(name for report in story.reports for name in report.names))
    text = f"{story.title}\n{story.written or story.summary}" if summary else story.title
    facts = frozenset(facts_in(text, story.language, names))
    standing = stands(story)
    if standing is None:
        return facts
    said = facts_in(standing.said, standing.by.language, standing.by.names) if standing.by else {}
    return facts | {standing.fact, *said}


def news_facts(said: News) -> frozenset[str]:
    """Return everything that a sentence says, with how the story stands where it tells that."""
    return frozenset(said.facts) | frozenset(facts_in(said.text, said.report.language, said.report.names))


def news_since(story: Story, since: datetime) -> str:
    """Return what the reports after ``since`` tell a reader of the earlier ones, in a line of theirs; "" for nothing.

    The first official document, correction or denial is told by its title.
    """
    before = [report for report in story.reports if report.at <= since]
    brought = [report for report in story.reports if report.at > since]
    if not (before and brought):
        return ""
    brought.sort(key=lambda report: report.language != story.language)
    keys = {report.key for report in brought}
    for weighs in (_is_official, _corrects, denies):
        found = next((each for each in brought if weighs(each)), None)
        if found and found.title != story.title and not any(weighs(each) for each in before):
            return found.title
    lines = news(story, keys, told_by(story, keys), language=story.language, most=1)
    return next((each.text for each in lines if each.text != story.title), "")


def _is_official(report: Report) -> bool:
    return report.kind is FeedKind.PRIMARY


def _corrects(report: Report) -> bool:
    return corrects(report.title)


def _standing(story: Story, keys: Collection[str], told: Collection[str]) -> list[News]:
    """What one of these reports made of the story: denied, called off, or happened after it was announced."""
    standing = stands(story)
    if standing is None or standing.by is None or standing.by.key not in keys or standing.fact in told:
        return []
    if not (standing.status in LOUD_STATUSES or standing.status is Status.CORRECTED or standing.turned):
        return []
    said = next((each for each in statements(standing.by) if each.text == spaced(standing.said)), None)
    facts = (standing.fact, *(said.facts if said else ()))
    return [News(text=standing.said, report=standing.by, facts=facts)]


def _corrections(brought: Sequence[Report], told: Collection[str]) -> list[News]:
    """What an outlet takes back of its own report, in its words."""
    correcting = next((report for report in brought if _corrects(report)), None)
    if correcting is None or f"s{correcting.key}" in told:
        return []
    facts = (f"s{correcting.key}", *statements(correcting)[0].facts)
    return [News(text=correcting.title, report=correcting, facts=facts)]


def _denials(story: Story, keys: Collection[str], brought: Sequence[Report], told: Collection[str]) -> list[News]:
    """The first denial in a story, in its words, even if it denies something else than the headline."""
    denying = next((report for report in brought if denies(report)), None)
    if (
        denying is None
        or f"s{denying.key}" in told
        or any(denies(each) for each in story.reports if each.key not in keys)
    ):
        return []
    facts = (f"s{denying.key}", *statements(denying)[0].facts)
    return [News(text=denying.title, report=denying, facts=facts)]


def _is_taken_back(report: Report, story: Story) -> bool:
    """Whether the outlet itself corrected a report later: its sentences are no longer quoted."""
    return any(
        each.at >= report.at and each.key != report.key and _corrects(each) and outlet(each) == outlet(report)
        for each in story.reports
    )


def _best(
    brought: Sequence[Report], told: Collection[str], deep: Collection[str], language: str | None, *, again: bool
) -> tuple[Statement, tuple[str, ...]] | None:
    """The sentence with most news; ``again``: following another one, to which names alone add nothing."""
    best: tuple[tuple[bool, float, bool, int], Statement, tuple[str, ...]] | None = None
    for report in brought:
        for each in statements(report):
            if len(each.text) > _LENGTH:
                continue
            fresh = _fresh(each, told, deep)
            weight = _weigh(fresh)
            if weight < _ALONE or (again and all(fact[0] == "~" for fact in fresh)):
                continue
            rank = (report.language == language, weight, each.place > 0, -each.place)
            if best is None or rank > best[0]:
                best = (rank, each, fresh)
    return None if best is None else (best[1], best[2])


def _weigh(fresh: Collection[str]) -> float:
    """Several single names weigh no more than one: outlets mention many."""
    single = max((_WEIGHT["~"] for fact in fresh if fact[0] == "~" and " " not in fact), default=0.0)
    full = sum(_FULL_NAME for fact in fresh if fact[0] == "~" and " " in fact)
    return single + full + sum(_WEIGHT[fact[0]] for fact in fresh if fact[0] != "~")


def _fresh(said: Statement, told: Collection[str], deep: Collection[str]) -> tuple[str, ...]:
    """The facts of a sentence that are news."""
    report = said.report
    # What was told in another language may be the same name, translated: "Calm Sky" is «Спокойное небо».
    read = {fact for fact in told if fact[0] == "l"} <= {f"l{report.language}"}
    fresh = [fact for fact in said.facts if fact[0] in _WEIGHT and not is_told(fact, told)]
    fresh = [fact for fact in fresh if fact[0] != "d" or not _is_near(fact, report.at)]
    # A known name comes with its sound, which is not a second fact.
    fresh = [fact for fact in fresh if fact[0] != "~" or said.facts[fact]]
    if not read:
        fresh = [fact for fact in fresh if fact[0] != "~"]
    if said.place <= _FIRST:
        return tuple(fresh)
    fresh = [fact for fact in fresh if not is_told(fact, deep)]
    about_it = any(fact[0] in "@~#" and is_told(fact, told) for fact in said.facts)
    return tuple(fresh) if about_it and any(fact[0] in "#@" for fact in fresh) else ()


def _is_near(day: str, at: datetime) -> bool:
    return day[1:] in {(at + shift * _AROUND).strftime("%m-%d") for shift in (-1, 0, 1)}
