"""What does a story say now that it did not say at a given time?"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.model import FeedKind, Report, Story
from bot.stories.grouping.growth import CORRECTION, denies
from bot.stories.wording.summary import new_line
from bot.text.numbers import is_rounded, numbers_in
from bot.text.sentences import split
from bot.text.words import keys_of


def news_since(story: Story, since: datetime) -> str:
    """Return what the reports after ``since`` tell a reader of the earlier ones, in a line of theirs; "" for nothing.

    The first official document, correction or denial is told by its title. Otherwise it is the sentence with the most
    names and numbers that no earlier report has, as in updates. Reports in the story's language are asked first.
    """
    before = [report for report in story.reports if report.at <= since]
    brought = [report for report in story.reports if report.at > since]
    if not (before and brought):
        return ""
    brought.sort(key=lambda report: report.language != story.language)
    for weighs in (_is_official, _corrects, denies):
        found = next((each for each in brought if weighs(each)), None)
        if found and found.title != story.title and not any(weighs(each) for each in before):
            return found.title
    items = [*_fresh_names(story, before), *_fresh_numbers(brought, before)]
    line = new_line(brought, before, new=items, language=story.language)
    return "" if line == story.title else line


def _is_official(report: Report) -> bool:
    return report.kind is FeedKind.PRIMARY


def _corrects(report: Report) -> bool:
    return CORRECTION.search(report.title) is not None


def _fresh_names(story: Story, before: Sequence[Report]) -> list[str]:
    """The names that no earlier report has in any form, where the sketches know one that is new in any language."""
    earlier = {report.key for report in before}
    had = {each for old in story.sketches if old.key in earlier for each in old.entities}
    if all(each in had for sketch in story.sketches for each in sketch.entities):
        return []
    words = [(set(keys_of(f"{each.title}\n{each.text}", each.language)), each.language) for each in before]
    return [name for name in story.names if not any(said.issuperset(keys_of(name, lang)) for said, lang in words)]


def _fresh_numbers(brought: Iterable[Report], before: Iterable[Report]) -> list[str]:
    """The numbers of titles and first sentences, as written, that no earlier report has, however it rounds them."""
    said = {value for each in before for value, _ in numbers_in(f"{each.title}\n{each.text}")}
    return [
        written
        for each in brought
        for value, written in numbers_in("\n".join([each.title, *split(each.text)[:1]]))
        if value not in said and not any(is_rounded(value, old) for old in said)
    ]
