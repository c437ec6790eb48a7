"""Does a headline say how things stand, and never more than the reports do?"""

from datetime import UTC, datetime, timedelta

import pytest

from bot.model import Report, Status, Story
from bot.stories.standing import stands
from bot.stories.wording.facts import facts_in, is_told
from bot.stories.wording.updates import news, told_by
from tests import samples

NOW = datetime(2031, 5, 6, 12, 0, tzinfo=UTC)


def a_report(number: int, title: str, *, language: str = "en", outlet: str = "", text: str = "") -> Report:
    return samples.a_report(
        key=f"k{number}",
        source=outlet or f"Outlet {number}",
        language=language,
        title=title,
        text=text,
        at=NOW + number * timedelta(hours=1),
    )


def a_story(*reports: Report) -> Story:
    first = reports[0]
    return Story(
        id="s",
        title=first.title,
        summary="",
        language=first.language,
        opened=NOW,
        updated=NOW,
        score=0.8,
        alert=True,
        reports=reports,
    )


@pytest.mark.parametrize(
    ("lead", "later", "language", "status"),
    [
        ("Nordland deploys missiles near Eskby", "Ministry denies Nordland deploys missiles", "en", Status.DENIED),
        ("Nordland deploys missiles near Eskby", "Нордланд опроверг размещение ракет", "ru", Status.DENIED),
        ("Nordland deploys missiles near Eskby", "Nordland dementuje rozmieszczenie rakiet", "pl", Status.DENIED),
        ("Nordland deploys missiles near Eskby", "Nordland does not deploy missiles, it says", "en", Status.DENIED),
        ("Nordland deploys missiles near Eskby", "Mayor denies that the port is for sale", "en", None),
        ("Nordland deploys missiles near Eskby", "Deployment of missiles in Eskby goes on", "en", None),
        ("Ferry firm runs out of fuel, dockers say", "Mayor denies ferry has run out of fuel", "en", Status.DENIED),
        ("Islanders hoard tar after leak rumour", "Office denies leak, no need to hoard tar", "en", Status.DENIED),
        ("Paper loan ledgers of Eskby stolen", "Eskby denies theft of paper loan ledgers", "en", Status.DENIED),
        ("Ledgers of Eskby bank stolen", "Eskby bank denies that ledgers were forged by staff", "en", None),
        ("Eskby port shut", "Mayor denies that Eskby port is for sale", "en", None),
        ("Ledgers of Eskby bank stolen", "Harbour office denies ferry has run out of fuel", "en", None),
        ("Nordland denies that missiles are deployed", "Army denies deployment of missiles", "en", None),
        ("Nordland denies that drill will be extended", "Drill may go on, channels write", "en", None),
        ("Nordland signs deal on ferries", "Signing of ferry deal postponed by Nordland", "en", Status.CALLED_OFF),
        ("Satellite launch moved to May 2032", "Запуск спутника перенесли на май 2032", "ru", None),
        ("Satellite launch set for May 2031", "Запуск спутника перенесли на май 2032", "ru", Status.CALLED_OFF),
        ("Launch of 14 satellites set for 2031", "Launch of 14 satellites postponed to 2032", "en", Status.CALLED_OFF),
        ("Summit of 14 opens on 3 June", "Summit of 3 June postponed", "en", Status.CALLED_OFF),
        ("Summit of 14 opens on 3 June", "Summit of 14 postponed to 20 June", "en", Status.CALLED_OFF),
        ("Summit of 14 opens on 20 June", "Summit postponed from 3 June to 20 June", "en", None),
        ("Summit of 14 opens on 20 June", "Gipfel der 14 auf den 20. Juni verschoben", "de", None),
        ("Summit of 14 opens on 20 June", "Gipfel der 14 am 20. Juni verschoben", "de", Status.CALLED_OFF),
        ("Nordland will sign ferry deal in May", "Nordland and Sudland talk of ferries", "en", Status.ANNOUNCED),
        ("Nordland will sign ferry deal in May", "Nordland signed ferry deal", "en", Status.HAPPENED),
        ("Nordland will sign ferry deal in May", "Нордланд подписал договор о паромах", "ru", Status.HAPPENED),
        ("Nordland will sign ferry deal in May", "Нордланд подпишет договор о паромах", "ru", Status.ANNOUNCED),
        ("Nordland may open a bridge in winter", "Мост откроют с 12 декабря", "ru", Status.ANNOUNCED),
        ("Nordland opens bridge on 20 May", "Nordland and Sudland talk of ferries", "en", None),
        ("Bridge of Nordland opens in May", "Nordland and Sudland talk of ferries", "en", None),
        ("Nordland counts 137 lorries at the bridge", "Nordland counts 131 lorries", "en", Status.DIFFERS),
        ("Nordland counts 137 lorries at the bridge", "Nordland counts 137 lorries again", "en", None),
        ("Nordland counts 137 lorries at the bridge", "Nordland counts 400 ships", "en", None),
        ("Army says 9 boats sank", "Army says 14 boats sank", "en", Status.DIFFERS),
        ("Army says 5 boats sank", "Army says 7 boats sank", "en", Status.DIFFERS),
        ("Army says 5 boats sank", "Army: 7 boats sank", "en", None),
        ("Ferry sails on 5 May again", "Ferry sails on 6 May again", "en", None),
        ("Gas costs 10.3 billion a year", "Gas costs 10 billion a year", "en", None),
        ("Nordland opens bridge for 14 cars", "Correction: bridge opens for 40 cars", "en", None),
    ],
)  # fmt: skip
def test_how_a_story_stands(lead: str, later: str, language: str, status: Status | None) -> None:
    """By what another outlet says of the very thing; a future is no past, and a denial of something else is none."""
    standing = stands(a_story(a_report(1, lead), a_report(2, later, language=language)))
    assert (standing.status if standing else None) is status


def test_a_headline_is_denied_by_a_denial_of_it() -> None:
    """Not by that of another report, nor by an earlier one; in another language any report may say what it says."""
    side, denial = (
        a_report(2, "Eskby pier too weak for ferry, paper writes"),
        "Owner denies Eskby pier too weak for ferry",
    )
    gaps, pier = "Ferry timetable of Eskby has gaps", "Причал Эскби слаб для парома"
    assert stands(a_story(a_report(1, gaps), side, a_report(3, denial))) is None
    assert (
        stands(a_story(a_report(4, "Pier of Eskby too weak, says harbour master"), side, a_report(3, denial))) is None
    )
    found = stands(a_story(a_report(1, pier, language="ru"), side, a_report(3, denial)))
    assert found is not None
    assert found.status is Status.DENIED


def test_an_outlet_takes_back_only_what_it_said_itself() -> None:
    """Its own older sentences are quoted no more; the other outlet's headline stands."""
    other, wrong = a_report(1, "Gas to cost 131 crowns"), a_report(2, "Gas to cost 137 crowns", outlet="Noon")
    right = a_report(3, "Correction: gas to cost 131 crowns, not 137", outlet="Noon")
    story = a_story(other, wrong, right)
    assert [each.text for each in news(story, {"k2", "k3"}, told_by(story, {"k2", "k3"}), language="en")] == [
        right.title
    ]
    standing = stands(a_story(wrong, right))
    assert standing is not None
    assert standing.status is Status.CORRECTED


@pytest.mark.parametrize(
    ("told", "language", "later", "other", "known"),
    [
        ("They set aside 3.5 million roubles.", "en", "Выделено 3,5 млн рублей.", "ru", True),
        ("They set aside 3.5 million roubles.", "en", "Выделено 3,6 млн рублей.", "ru", False),
        ("It begins on 12 October.", "en", "Начнётся 12 октября.", "ru", True),
        ("It was opened in Orsha today.", "en", "Его открыли сегодня в Орше.", "ru", True),
        ("It was opened in Vitebsk today.", "en", "Яго адкрылі сёння ў Віцебску.", "be", True),
        ("It was opened in Orsha today.", "en", "Otwarto go dzisiaj w Mińsku.", "pl", False),
        ("Fifteen wagons of wheat came.", "en", "Пришло 15 вагонов пшеницы.", "ru", True),
        ("Двадцать пять школ закрыты.", "ru", "Fünfundzwanzig Schulen sind zu.", "de", True),
        ("Zamknięto dwadzieścia sześć szkół.", "pl", "Закрыты 25 школ.", "ru", False),
        ("The share rose to 12 percent.", "en", "Доля выросла до 12%.", "ru", True),
        ("The plant has 1,200 megawatts.", "en", "Das Werk hat 1200 Megawatt.", "de", True),
    ],
)
def test_a_fact_is_one_in_every_language(told: str, language: str, later: str, other: str, known: bool) -> None:
    """Numbers, days and names meet, however they are written."""
    before = facts_in(told, language)
    facts = [fact for fact in facts_in(later, other) if fact[0] in "#d~"]
    assert all(is_told(fact, before) for fact in facts) is known
