"""How are a story's headline and sentences shown, so that they stay true? Marked as it stands, each with its outlet."""

from bot.chat.language import ENGLISH, Words, mark
from bot.chat.message import Line, Link, Piece, Text
from bot.chat.rendering.gists import gist_line
from bot.model import Report, Status, Story
from bot.stories.standing import LOUD_STATUSES, Standing, stands
from bot.stories.wording.translation import translation
from bot.text.sentences import split

_MARKS = {
    Status.DENIED: mark("Denied: {title}"),
    Status.CORRECTED: mark("Corrected: {title}"),
    Status.CALLED_OFF: mark("Called off: {title}"),
    Status.HAPPENED: mark("Has happened: {title}"),
    Status.DIFFERS: mark("Numbers differ ({numbers}): {title}"),
}


def titled(story: Story, words: Words = ENGLISH) -> str:
    """Return the headline with what must be said beside it, so that nobody takes it for true where it may not be."""
    standing = _standing(story)
    if standing is None or standing.status not in _MARKS:
        return story.title
    numbers = " / ".join(standing.numbers)
    return words(_MARKS[standing.status], title=story.title, numbers=numbers)


def headline(story: Story, words: Words = ENGLISH, *, bold: bool = False) -> Piece:
    """Return the marked headline, as a link to the report that it is taken from where that has an address."""
    title = titled(story, words)
    lead = next((report for report in story.reports if report.title == story.title), None)
    lead = lead or (story.reports[0] if story.reports else None)
    if lead is None or lead.url is None:
        return Text(title, bold=bold, foreign=True)
    return Link(title, lead.url, bold=bold)


def foreign_lines(story: Story, words: Words = ENGLISH, *, translate: bool) -> tuple[Line, ...]:
    """Return the lines below a headline that is not in the reader's language; none for one that is.

    They are a machine's translation, marked as such, where one is asked for (``translate``); else what can be said of
    the headline without one.
    """
    text = translation(story, words.language) if translate else ""
    if text:
        return ((Text(text, italic=True, foreign=True), Text(" — " + words("machine translation"))),)
    said = gist_line(story, words)
    return ((Text(said, italic=True),),) if said else ()


def standing_lines(story: Story) -> list[Line]:
    """Return who denies, takes back or calls off what the headline says, in their own words; none for other stories."""
    standing = _standing(story)
    if standing is None or standing.by is None or standing.by.title == story.title:
        return []
    if standing.status in LOUD_STATUSES or standing.status in {Status.CORRECTED, Status.DIFFERS}:
        return [attributed(standing.said, standing.by)]
    return []


def summary_lines(story: Story) -> list[Line]:
    """Return the summary, each sentence with the outlet that wrote it; one name for sentences that one outlet wrote."""
    found: list[tuple[str, Report | None]] = []
    for sentence in split(story.written or story.summary):
        report = author(story, sentence)
        if found and found[-1][1] == report:
            found[-1] = (f"{found[-1][0]} {sentence}", report)
        else:
            found.append((sentence, report))
    return [attributed(text, report) if report else (Text(text, foreign=True),) for text, report in found]


def author(story: Story, sentence: str) -> Report | None:
    """Return the first report that has a sentence word for word; None for one that nobody wrote."""
    return next(
        (each for each in story.reports if sentence in _spaced(each.text) or sentence in _spaced(each.title)), None
    )


def attributed(text: str, report: Report) -> Line:
    """Return a sentence followed by its outlet."""
    outlet: Piece = Link(report.source, report.url) if report.url else Text(report.source, foreign=True)
    return (Text(text, foreign=True), Text(" — "), outlet)


def _standing(story: Story) -> Standing | None:
    if story.status is None:
        return None
    standing = stands(story)
    return standing if standing is not None and standing.status is story.status else Standing(status=story.status)


def _spaced(text: str) -> str:
    return " ".join(text.split())
