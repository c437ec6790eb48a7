"""When does an outlet that edits its title take something back?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import Bond, BondKind, Change, Feed, Hit, Reason, Story, Subscription, Target
from bot.stories.grouping.growth import grow
from bot.stories.grouping.revision import correction, recount, revise
from bot.stories.grouping.sketch import sketch
from bot.stories.route import route
from tests.stories.conftest import START, MakeHit

TAKEN_BACK = [
    ("en", "Mayor will attend the opening of the bridge", "Mayor will not attend the opening of the bridge"),
    ("en", "Mayor confirms talks on the new bridge", "Mayor denies talks on the new bridge"),
    ("en", "Mayor opens the new bridge", "Correction: deputy mayor opens the new bridge"),
    ("de", "Bürgermeister kommt zur Eröffnung der Brücke", "Bürgermeister kommt nicht zur Eröffnung der Brücke"),
    ("de", "Bürgermeister eröffnet Brücke", "Berichtigung: Stellvertreter eröffnet Brücke"),
    ("pl", "Burmistrz przyjedzie na otwarcie mostu", "Burmistrz nie przyjedzie na otwarcie mostu"),
    ("pl", "Burmistrz otworzył most", "Sprostowanie: zastępca burmistrza otworzył most"),
    ("ru", "Мэр приедет на открытие моста", "Мэр не приедет на открытие моста"),
    ("ru", "Мэр подтвердил переговоры о мосте", "Мэр опроверг переговоры о мосте"),
    ("ru", "Мэр открыл мост", "Уточнение: мост открыл заместитель мэра"),
    ("uk", "Мер приїде на відкриття мосту", "Мер не приїде на відкриття мосту"),
    ("uk", "Мер відкрив міст", "Виправлено: міст відкрив заступник мера"),
    ("be", "Мэр прыедзе на адкрыццё моста", "Мэр не прыедзе на адкрыццё моста"),
    ("be", "Мэр адкрыў мост", "Удакладненне: мост адкрыў намеснік мэра"),
]
RECOUNTED = [
    ("en", "Ferry company sells 14 ships to Malta", "Ferry company sells 40 ships to Malta"),
    ("de", "Reederei verkauft 14 Schiffe nach Malta", "Reederei verkauft 40 Schiffe nach Malta"),
    ("pl", "Armator sprzedaje 14 statków na Maltę", "Armator sprzedaje 40 statków na Maltę"),
    ("ru", "Пароходство продаёт 14 судов на Мальту", "Пароходство продаёт 40 судов на Мальту"),
    ("uk", "Пароплавство продає 14 суден на Мальту", "Пароплавство продає 40 суден на Мальту"),
    ("be", "Параходства прадае 14 суднаў на Мальту", "Параходства прадае 40 суднаў на Мальту"),
    ("en", "Ferry accident: 3 hurt", "Ferry accident: 5 hurt"),
    ("de", "Fährunglück: 3 Verletzte", "Fährunglück: 5 Verletzte"),
    ("ru", "Авария парома: 3 пострадавших", "Авария парома: 5 пострадавших"),
    ("pl", "Wypadek promu: straty 1,5 mln złotych", "Wypadek promu: straty 2,5 mln złotych"),
]
ONLY_REWORDED = [
    ("en", "Mayor opens the new brigde", "Mayor opens the new bridge"),
    ("en", "Mayor opens bridge", "Mayor opens bridge over the river — photos"),
    ("en", "Ferry accident: what is known", "Ferry accident: 14 injured"),
    ("en", "Storm at sea, updated 14:30", "Storm at sea, updated 15:45"),
    ("en", "Two ships collide off Malta", "Captain of the Northern speaks of fog, 40 passengers safe"),
    ("en", "Company sells 1.5 million tickets", "Company sells 1,500,000 tickets"),
    ("de", "Bürgermeister eröffnet neue Brücke", "Neue Brücke vom Bürgermeister eröffnet"),
    ("pl", "Burmistrz otworzył most", "Burmistrz otworzył nowy most na rzece"),
    ("ru", "Мэр не приедет на открытие моста", "На открытие моста мэр не приедет"),
    ("uk", "Мер відкрив міст", "Мер відкрив новий міст через річку"),
    ("be", "Мэр адкрыў мост", "Мэр адкрыў новы мост праз раку"),
]


@pytest.mark.parametrize(("language", "before", "after"), TAKEN_BACK)
def test_what_takes_something_back(language: str, before: str, after: str) -> None:
    """A negation, the opposite, or a word that says so, in six languages."""
    assert correction(before, after, language)


@pytest.mark.parametrize(("language", "before", "after"), RECOUNTED)
def test_another_number_takes_nothing_back(language: str, before: str, after: str) -> None:
    """What is counted rises with what is known; a mistaken number is mended without an alarm too."""
    assert correction(before, after, language) is None
    assert recount(before, after, language)


@pytest.mark.parametrize(("language", "before", "after"), ONLY_REWORDED)
def test_what_only_says_it_in_another_way(language: str, before: str, after: str) -> None:
    """A typo, a longer title, a number added, a clock time, another angle: nobody is alarmed."""
    assert correction(before, after, language) is None
    assert not recount(before, after, language)


@pytest.fixture
def told(make_hit: MakeHit, feeds: dict[str, Feed]) -> tuple[Story, Hit, Hit]:
    """Return a story of two reports, with the hit whose title is its headline first."""
    first = make_hit("a", "Mayor opens bridge for 14 cars", "The mayor came at noon and cut the ribbon.", score=0.8)
    second = make_hit("b", "Bridge opened by the mayor", feed="beta", minutes=9)
    hits = [first, second]
    change = grow(
        None,
        hits,
        [sketch(hit) for hit in hits],
        feeds,
        now=START + timedelta(minutes=10),
        why=Bond(kind=BondKind.ALONE),
    )
    return change.story, first, second


def edited(hit: Hit, **fields: str) -> Hit:
    return replace(hit, entry=replace(hit.entry, **fields))  # type: ignore[arg-type] # titles and texts are str


def test_a_correction_is_told(told: tuple[Story, Hit, Hit]) -> None:
    """Headline, report, sketch and time follow; the reason names the outlet."""
    story, first, _ = told
    now = START + timedelta(hours=2)
    after = edited(first, title="Mayor does not open bridge for 14 cars")
    change = revise(story, after, before=first.entry.title, living=False, quiet=False, now=now)
    assert change is not None
    assert (change.change, change.quiet, change.keys) == (Change.CORRECTED, False, ("a",))
    assert change.why.startswith("Alpha corrects itself: ")
    assert (change.story.title, change.story.updated, change.story.revision) == (after.entry.title, now, 2)
    assert [report.title for report in change.story.reports] == [after.entry.title, "Bridge opened by the mayor"]
    assert sketch(after) in change.story.sketches
    assert sketch(first) not in change.story.sketches


def test_another_number_is_news_and_no_alarm(told: tuple[Story, Hit, Hit]) -> None:
    """A rising count is told as new facts are: edit and silent reply, with the number as it is written."""
    story, first, _ = told
    now = START + timedelta(hours=2)
    after = edited(first, title="Mayor opens bridge for 40 cars")
    change = revise(story, after, before=first.entry.title, living=False, quiet=False, now=now)
    assert change is not None
    assert (change.change, change.quiet, change.new) == (Change.NEW_FACTS, False, ("40",))
    assert (change.story.title, change.story.updated, change.story.new) == (after.entry.title, now, ("40",))
    assert change.why == "Alpha has a new number: 40"
    subscription = Subscription(
        channel_id=1, target=Target(platform="telegram", chat="7"), title="Ana", since=START - timedelta(days=1)
    )
    edit, reply = route(change, [subscription], {1}, now=now)
    assert (edit.reason, reply.reason, reply.silent) == (Reason.EDIT, Reason.UPDATE, True)
    assert reply.new == (after.entry.title,)


def test_a_number_that_others_had_already_is_no_news(
    told: tuple[Story, Hit, Hit], make_hit: MakeHit, feeds: dict[str, Feed]
) -> None:
    """An outlet that only catches up gets its headline mended, and nobody a reply."""
    story, first, _ = told
    other = make_hit("c", "Bridge opened for 40 cars", feed="beta", minutes=12)
    story = grow(
        story, [other], [*story.sketches, sketch(other)], feeds, now=START, why=Bond(kind=BondKind.ALONE)
    ).story
    after = edited(first, title="Mayor opens bridge for 40 cars")
    change = revise(story, after, before=first.entry.title, living=False, quiet=False, now=START)
    assert change is not None
    assert (change.change, change.quiet, change.new) == (Change.GREW, False, ())


def test_another_headline_edits_the_message_and_another_text_tells_nobody(told: tuple[Story, Hit, Hit]) -> None:
    """Only what people see is brought up to date; the story keeps its age."""
    story, first, second = told
    now = START + timedelta(hours=2)
    title = revise(
        story,
        edited(first, title="Mayor opens the bridge for 14 cars"),
        before=first.entry.title,
        living=False,
        quiet=False,
        now=now,
    )
    text = revise(
        story,
        edited(first, text="The mayor came at one and cut the red ribbon."),
        before=first.entry.title,
        living=False,
        quiet=False,
        now=now,
    )
    hidden = revise(
        story,
        edited(second, title="Bridge was opened by the mayor"),
        before=second.entry.title,
        living=False,
        quiet=False,
        now=now,
    )
    assert title is not None
    assert text is not None
    assert hidden is not None
    assert [each.change for each in (title, text, hidden)] == [Change.GREW] * 3
    assert [each.quiet for each in (title, text, hidden)] == [False, True, True]
    assert title.story.updated == story.updated
    assert "cut the red ribbon" in text.story.summary
    assert hidden.story.title == story.title


def test_a_title_that_changes_all_day_corrects_nothing(told: tuple[Story, Hit, Hit]) -> None:
    """The running count of a live report is an edit, not an alarm."""
    story, first, _ = told
    after = edited(first, title="Mayor opens bridge for 40 cars")
    change = revise(story, after, before=first.entry.title, living=True, quiet=False, now=START)
    assert change is not None
    assert (change.change, change.quiet) == (Change.GREW, False)


def test_an_edit_that_makes_it_an_alert_is_not_quiet(make_hit: MakeHit, feeds: dict[str, Feed]) -> None:
    """What was only kept is told once its text says enough."""
    kept = make_hit("a", "Mayor opens bridge", score=0.5, alert=False)
    story = grow(None, [kept], [sketch(kept)], feeds, now=START, why=Bond(kind=BondKind.ALONE)).story
    now_enough = replace(kept, match=replace(kept.match, score=0.7, alert=True))
    change = revise(story, now_enough, before=kept.entry.title, living=False, quiet=False, now=START)
    assert change is not None
    assert (change.story.alert, change.story.score, change.quiet) == (True, 0.7, False)


def test_a_report_that_is_not_in_the_story_changes_nothing(told: tuple[Story, Hit, Hit], make_hit: MakeHit) -> None:
    """Stories keep only so many reports."""
    story, _, _ = told
    assert revise(story, make_hit("z", "Else"), before="", living=False, quiet=False, now=START) is None
