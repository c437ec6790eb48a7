"""How does a story read in another language? With the headline and summary of its own reports in that language."""

from dataclasses import replace

from bot.model import Story
from bot.stories.standing import stands
from bot.stories.wording.summary import summarise
from bot.text.language import detect


def in_language(story: Story, language: str | None) -> Story:
    """Return the story as a reader of ``language`` sees it: unchanged where no report is in it.

    The headline is that of the first report in the language, so that it stays while the story grows. Where these
    reports gave only headlines the summary stays as it is: one in a foreign language says more than none. What a
    language model wrote is shown to readers of the language that it was asked for.
    """
    if language is None:
        return story
    if story.written and detect(story.written, language) != language:
        story = replace(story, written="")
    if story.language == language:
        return story
    reports = [report for report in story.reports if report.language == language]
    if not reports:
        return story
    read = replace(
        story,
        title=reports[0].title,
        summary=summarise(reports, story.names, language=language) or story.summary,
        language=language,
    )
    standing = stands(read)  # the headline may be the denial itself
    return replace(read, status=standing.status if standing else None)
