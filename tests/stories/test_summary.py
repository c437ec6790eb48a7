"""Summaries are quotations: chosen, never made up, never the title again."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.model import Report
from bot.stories.wording.summary import summarise
from tests import samples

AT = datetime(2031, 5, 6, tzinfo=UTC)
LEAD = "The port of Eskby reopened on Monday after eleven weeks of repairs to the sea wall."
SECOND = "About 340 dockers returned to work in the morning."
THIRD = "The storm of January had torn a gap of ninety metres into the wall."


def _report(text: str, *, title: str = "Eskby port open again", language: str = "en", minutes: int = 0) -> Report:
    return samples.a_report(
        key=f"{title}{minutes}",
        source="Alpha",
        language=language,
        title=title,
        text=text,
        at=AT + timedelta(minutes=minutes),
    )


def test_the_beginning_is_the_summary() -> None:
    """A short lead leaves room for the second sentence, and both come in the order of the text."""
    assert summarise([_report(f"{LEAD} {SECOND} {THIRD}")], (), language=None) == f"{LEAD} {SECOND}"


def test_a_limit_is_kept() -> None:
    """What does not fit is left out whole; where nothing fits there is no summary."""
    assert summarise([_report(f"{LEAD} {SECOND}")], (), language=None, limit=100) == LEAD
    assert summarise([_report(LEAD)], (), language=None, limit=20) == ""


def test_only_a_headline_has_no_summary() -> None:
    """An empty text, or one that only repeats the title, honestly gives nothing."""
    assert summarise([_report("")], (), language=None) == ""
    assert summarise([_report("Eskby port is open again.")], (), language=None) == ""


def test_captions_datelines_and_tails_are_no_sentences() -> None:
    """Lines without a stop, agency datelines and "Continue reading" never reach a reader."""
    text = f"Dockers at the gate of Eskby port in the rain on Monday\n{LEAD} Continue reading..."
    assert summarise([_report(text)], (), language=None) == LEAD


def test_the_wanted_language_is_used_where_a_report_has_it() -> None:
    """A German report gives the sentence for a German reader, the first report for all others."""
    german = "Der Hafen von Eskby ist am Montag nach elf Wochen Arbeit am Deich wieder geöffnet worden."
    reports = [_report(LEAD), _report(german, title="Hafen offen", language="de", minutes=5)]
    assert summarise(reports, (), language="de") == german
    assert summarise(reports, (), language="pl") == LEAD


def test_a_second_outlet_does_not_say_the_same_twice() -> None:
    """Two reports with one lead give that sentence once."""
    reports = [_report(LEAD), _report(f"{LEAD} {SECOND}", title="Work at Eskby resumes", minutes=9)]
    assert summarise(reports, (), language=None).count("eleven weeks") == 1


def test_names_of_the_story_draw_the_first_sentence() -> None:
    """Of two sentences at like places, the one that names whom the story is about comes first."""
    other = _report("Harbour master Ole Lund opened the gate by hand at six.", title="Gate", minutes=3)
    reports = [_report(LEAD), other]
    assert summarise(reports, (), language=None).startswith(LEAD)
    assert summarise(reports, ("Ole Lund",), language=None).startswith("Harbour master Ole Lund")


def test_a_sentence_from_further_down_is_no_second_one() -> None:
    """The third sentence says "He" of somebody in the second: if that is too long, the first stays alone."""
    second = "Harbour master Ole Lund opened the gate, " + "and a band played, " * 20 + "at six."
    text = f"{LEAD} {second} He said that the wall would hold for a century."
    assert summarise([_report(text)], (), language=None) == LEAD


def test_sentences_of_two_outlets_never_follow_each_other() -> None:
    """Whoever reads two sentences under one name must find both where that name leads."""
    other = _report("All 340 dockers were back at work in the morning.", title="Work at Eskby resumes", minutes=9)
    assert summarise([_report(LEAD), other], (), language=None) == LEAD


def test_speech_does_not_follow_the_news() -> None:
    """A second sentence that is speech, or a piece of one, is left out; a name in quotation marks is none."""
    for speech in (
        "“We are glad to be back here,” the harbour master said.",
        "– We are glad to be back here, the harbour master said.",
        "The harbour master said: “We are glad to be back. The wall will hold.”",
        "'It's good to be back. The wall will hold,' the harbour master said.",
    ):
        assert summarise([_report(f"{LEAD} {speech}")], (), language=None) == LEAD
    named = "“Ole Lund”, the tug, was the first ship to leave."
    assert summarise([_report(f"{LEAD} {named}")], (), language=None) == f"{LEAD} {named}"


def test_the_same_in_other_words_is_not_said_twice() -> None:
    """Many outlets repeat their standfirst as the first sentence, and each other's news."""
    again = "Eskby's port has reopened after eleven weeks of repairs to its sea wall, the harbour master said."
    assert summarise([_report(f"{LEAD} {again}")], (), language=None) == LEAD
    assert summarise([_report(LEAD), _report(again, title="Work resumes", minutes=9)], (), language=None) == LEAD


@given(st.lists(st.text(alphabet="ab .!?\n«»AЯя1", max_size=120), max_size=4))
def test_every_sentence_is_a_quotation(texts: list[str]) -> None:
    """Whatever the texts are, a summary keeps its limit and consists of words in the order of one of them."""
    reports = [_report(text, minutes=minute) for minute, text in enumerate(texts)]
    summary = summarise(reports, (), language=None, limit=80)
    assert len(summary) <= 80
    said = " ".join(" ".join(text.split()) for text in texts)
    assert all(word in said for word in summary.split())
