"""Does a reader get a story in their own language, where one of its reports has it?"""

from dataclasses import replace

from bot.stories.wording.translation import in_language
from tests.samples import a_report, a_story

GERMAN = a_report(
    2,
    language="de",
    title="Präsidenten unterzeichnen Erlass",
    text="Die Präsidenten haben am Montag in Minsk einen gemeinsamen Erlass unterzeichnet.",
)
LATER = a_report(3, language="de", title="Erlass über Verteidigung", text="", score=0.99)
STORY = a_story(reports=(a_report(1), GERMAN, LATER))


def test_headline_and_summary_are_those_of_reports_in_the_language() -> None:
    """The first report in the language gives the headline, however much better a later one scored."""
    seen = in_language(STORY, "de")
    assert (seen.title, seen.summary, seen.language) == (GERMAN.title, GERMAN.text, "de")
    assert replace(seen, title=STORY.title, summary=STORY.summary, language="en") == STORY


def test_a_story_without_such_a_report_is_shown_as_it_is() -> None:
    """So is one that has the language already, and one for a reader without a language."""
    for language in ("pl", "en", None):
        assert in_language(STORY, language) == STORY


def test_a_headline_alone_keeps_the_summary() -> None:
    """A summary in another language says more than none."""
    seen = in_language(a_story(reports=(a_report(1), LATER)), "de")
    assert (seen.title, seen.summary) == (LATER.title, STORY.summary)


def test_what_a_model_wrote_is_for_readers_of_its_language() -> None:
    """The English words of a model are not put under a German headline, nor taken from an English one."""
    story = replace(STORY, written="The two presidents have signed a decree on air defence in Minsk on Monday.")
    assert in_language(story, "de").written == ""
    assert in_language(story, "en").written == story.written
