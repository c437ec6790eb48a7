"""What is new in a story that a reader knew yesterday?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.model import FeedKind, Report, Sketch, Story
from bot.stories.wording.facts import facts_in, is_told
from bot.stories.wording.updates import news_since
from tests import samples

SINCE = datetime(2031, 5, 6, 8, 0, tzinfo=UTC)
KNOWN = "Harbour master Ole Lund shut the port of Eskby after the storm tore a gap of 90 metres into the wall."


def _report(key: str, title: str, text: str = "", *, hours: float = 1, language: str = "en") -> Report:
    return samples.a_report(
        key=key,
        source="Alpha",
        language=language,
        title=title,
        text=text,
        at=SINCE + timedelta(hours=hours),
    )


FIRST = _report("a", "Eskby port shut", KNOWN, hours=-3)


def _story(*reports: Report, names: tuple[str, ...] = ("Ole Lund",), entities: dict[str, str] | None = None) -> Story:
    entities = entities or {}
    return Story(
        id="a",
        title=reports[0].title,
        summary="",
        language="en",
        opened=reports[0].at,
        updated=reports[-1].at,
        score=0.7,
        alert=True,
        names=names,
        reports=reports,
        sketches=tuple(
            Sketch(
                key=each.key,
                at=each.at,
                feed_id=each.feed_id,
                language=each.language,
                title=each.title,
                entities=(entities.get(each.key, "@lund"),),
            )
            for each in reports
        ),
    )


def test_a_new_number_is_told_in_its_sentence() -> None:
    """Of two later sentences, the one with the title's number, which nobody had, is the news."""
    text = "The port is shut for a second day. Repairs to the wall will cost 40 million, the owner says."
    later = _report("b", "Eskby port: 40 million for repairs", text)
    assert news_since(_story(FIRST, later), SINCE) == "Repairs to the wall will cost 40 million, the owner says."


def test_a_new_name_is_told_unless_only_its_spelling_is_new() -> None:
    """The names file knows a person in each language; who was named is no news in another alphabet."""
    later = _report("b", "Insurer comes to Eskby", "Insurer Mia Holm looked at the gap on Tuesday morning.")
    later = replace(later, names=(("Mia Holm", "@holm"),))
    assert news_since(_story(FIRST, later), SINCE) == "Insurer Mia Holm looked at the gap on Tuesday morning."
    russian = _report("r", "Порт закрыт", "Страховщик Миа Хольм приехала в порт утром.", hours=-2, language="ru")
    known = replace(russian, names=(("Миа Хольм", "@holm"),))
    assert news_since(_story(FIRST, known, later), SINCE) == ""


def test_the_same_from_another_outlet_is_nothing_new() -> None:
    """Nor is a story without later reports, or one of which nothing earlier is left."""
    again = _report("b", "Eskby: port stays shut", "The port of Eskby is shut: a gap of 90 metres is in the wall.")
    assert news_since(_story(FIRST, again), SINCE) == ""
    assert news_since(_story(FIRST), SINCE) == ""
    assert news_since(_story(again), SINCE) == ""


def test_documents_corrections_and_denials_come_first() -> None:
    """They are told by their titles, before any number, and once: a second denial is none."""
    number = _report("b", "Eskby: 40 million", "Repairs to the wall will cost 40 million, the owner says.")
    denial = _report("c", "Mayor denies that Eskby port is for sale", hours=2)
    document = replace(_report("d", "Decree on the port of Eskby", hours=3), kind=FeedKind.PRIMARY)
    correction = _report("e", "Correction: Eskby port shut for a week", hours=4)
    assert news_since(_story(FIRST, number, denial), SINCE) == denial.title
    assert news_since(_story(FIRST, number, denial, document), SINCE) == document.title
    assert news_since(_story(FIRST, number, correction), SINCE) == correction.title
    earlier = _report("f", "Owner denies sale of the port", hours=-1)
    assert news_since(_story(FIRST, earlier, denial), SINCE) == ""


def test_a_headline_is_not_repeated_under_itself() -> None:
    """The line that the story shows above says nothing new below."""
    denial = _report("c", "Mayor denies that Eskby port is for sale")
    story = replace(_story(FIRST, denial), title=denial.title)
    assert news_since(story, SINCE) == ""


def test_a_name_that_is_known_in_two_alphabets_is_told_once() -> None:
    """A topic made of documents knows a place by the name that each alphabet has for it."""
    told = facts_in("Northport signs with Southport", "en", [("Southport", "@southport")])
    assert is_told("@саутпорт", told)
    assert not is_told("@вестпорт", told)
