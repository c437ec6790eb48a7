"""A shared topic is no shared event, and the next morning in other words it still is one event."""

# ruff: noqa: E501 - a row of a table is one line

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.cli.group import take
from bot.model import Hit, NameHit, Where
from bot.stories.grouping.contradiction import contradict
from bot.stories.grouping.likeness import compare, traits
from bot.stories.grouping.sketch import sketch
from bot.text.words import tokens
from tests.stories.conftest import MakeHit

SIDES = {"nordland": ("nordland", "нордланд"), "sudland": ("sudland", "судланд")}  # with how their forms begin
SEEDS = {"@nordland": 1.0, "@sudland": 1.0}
DAY, HOUR = 24 * 60, 60
Told = tuple[str, str, str, str, float]  # language, outlet, title, text, minutes


def _named(hit: Hit) -> Hit:
    """Return a hit with the sides that its title names."""
    names = tuple(
        NameHit(
            entity=side, name=side, kind="place", side=side, role=None, form=token.text, where=Where.TITLE, context=""
        )
        for token in tokens(hit.entry.title)
        for side, openings in SIDES.items()
        if token.fold.startswith(openings)
    )
    return replace(hit, match=replace(hit.match, names=names))


def _stories(make_hit: MakeHit, told: Sequence[Told]) -> list[list[int]]:
    """Return which of the entries are one story, when each comes by itself."""
    hits: list[Hit] = [
        _named(make_hit(f"k{number:02}", title, text, feed=outlet, language=language, minutes=minutes))
        for number, (language, outlet, title, text, minutes) in enumerate(told)
    ]
    story_of = take(([hit] for hit in sorted(hits, key=lambda hit: hit.entry.seen)), SEEDS)
    groups: dict[str, list[int]] = {}
    for number, hit in enumerate(hits):
        groups.setdefault(story_of[hit.entry.key], []).append(number)
    return list(groups.values())


def _apart(make_hit: MakeHit, told: Sequence[Told]) -> bool:
    return _stories(make_hit, told) == [[number] for number in range(len(told))]


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("en", ["Nordland and Sudland sign agreement on cod quotas", "Nordland and Sudland sign agreement on road tolls"]),
        ("en", ["Nordland and Sudland sign deal on patrol boats", "Nordland and Sudland sign deal on school exams"]),
        ("en", ["Sudland bans salmon from a farm in Eskby", "Sudland bans potatoes from a farm in Lundar"]),
        ("en", ["Nordland court jails editor Holt for libel", "Nordland court jails trader Berg for fraud"]),
        ("en", ["Nordland opens consulate in Vesthavn harbour", "Nordland opens hospital in Lundar valley"]),
        ("en", ["Minister of Nordland visits tractor works in Eskby", "Minister of Nordland visits barley fields in Lundar"]),
        ("de", ["Nordland und Sudland unterzeichnen Abkommen über Fischfang vor Eskby",
                "Nordland und Sudland unterzeichnen Abkommen über Lehrpläne für Schüler"]),
        ("pl", ["Nordland i Sudland podpisały umowę o połowach dorsza", "Nordland i Sudland podpisały umowę o opłatach drogowych"]),
        ("ru", ["Нордланд и Судланд подписали соглашение о вылове трески",
                "Нордланд и Судланд подписали соглашение о школьных дипломах"]),
        ("uk", ["Нордланд і Судланд підписали угоду про вилов тріски", "Нордланд і Судланд підписали угоду про шкільні дипломи"]),
    ],
)  # fmt: skip
def test_one_sentence_of_other_things_is_another_event(make_hit: MakeHit, language: str, titles: list[str]) -> None:
    """Same sides, same verb, same day; the object differs."""
    told = [(language, f"w{number}", title, "", number * 30.0) for number, title in enumerate(titles)]
    assert _apart(make_hit, told)


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("en", ["Exchange rate of the crown on 3 May", "Exchange rate of the crown on 4 May"]),
        ("en", ["Daily losses of the fleet, day 1371", "Daily losses of the fleet, day 1372"]),
        ("en", ["Letters from Eskby, part 2", "Letters from Eskby, part 3"]),
        ("en", ["Morning briefing from Nordland: Tuesday", "Morning briefing from Nordland: Wednesday"]),
        ("en", ["Weather in Eskby for 30 April", "Weather in Eskby for 1 May"]),
        ("de", ["Wechselkurs der Krone am 3. Mai", "Wechselkurs der Krone am 4. Mai"]),
        ("pl", ["Kurs korony na 3 maja", "Kurs korony na 4 maja"]),
        ("ru", ["Курс кроны на 3 мая", "Курс кроны на 4 мая"]),
        ("uk", ["Втрати флоту станом на 12 травня", "Втрати флоту станом на 13 травня"]),
        ("be", ["Курс кроны на 3 мая", "Курс кроны на 4 мая"]),
    ],
)
def test_the_next_one_of_a_series_is_another_event(make_hit: MakeHit, language: str, titles: list[str]) -> None:
    """The headline is the same but for a day or a number; the text is, too."""
    text = "The National Bank of Nordland set the official rate of the crown, as it does on each working day."
    told = [(language, "bank", title, text, number * DAY) for number, title in enumerate(titles)]
    assert _apart(make_hit, told)
    elsewhere = (language, "gazette", titles[0], "", 20.0)
    assert _stories(make_hit, [*told, elsewhere]) == [[0, 2], [1]]


@pytest.mark.parametrize(
    ("language", "title", "texts"),
    [
        (
            "en",
            "Telephone call of the king with the president of Sudland",
            ("They spoke of cod.", "They agreed on gas."),
        ),
        ("en", "Press review", ("Papers write of the strike.", "Papers write of the budget.")),
        ("en", "Meeting of the council of ministers", ("It passed the fishing act.", "It heard the bishop of Lundar.")),
        (
            "en",
            "Statement of the foreign ministry of Nordland",
            ("On visas for sailors.", "On the arrest in Vesthavn."),
        ),
        ("de", "Telefonat des Königs mit dem Präsidenten von Sudland", ("Es ging um Kabeljau.", "Es ging um Erdgas.")),
        ("de", "Presseschau", ("Thema ist der Streik.", "Thema ist der Haushalt.")),
        ("pl", "Rozmowa telefoniczna króla z prezydentem Sudlandu", ("Mówili o dorszu.", "Uzgodnili ceny gazu.")),
        ("ru", "Телефонный разговор короля с президентом Судланда", ("Речь шла о треске.", "Договорились о газе.")),
        ("uk", "Телефонна розмова короля з президентом Судланду", ("Йшлося про тріску.", "Домовилися про газ.")),
        ("be", "Тэлефонная размова караля з прэзідэнтам Судланда", ("Гаварылі пра траску.", "Дамовіліся пра газ.")),
    ],
)
def test_an_outlets_recurring_headline_is_another_event(
    make_hit: MakeHit, language: str, title: str, texts: tuple[str, str]
) -> None:
    """An office writes the same headline each time; another address, another text."""
    told = [(language, "office", title, text, number * DAY) for number, text in enumerate(texts)]
    assert _apart(make_hit, told)


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("en", ["Nordland bombers patrol over Sudland", "Sudland and Nordland recognise visas", "Nordland buys Sudland chips"]),
        ("en", ["Sudland sends ambassador to Nordland", "Nordland lowers duty on Sudland furniture", "Sudland tests radar"]),
        ("en", ["Nordland lends Sudland ships", "Sudland teachers learn in Nordland", "Nordland beef reaches Sudland"]),
        ("de", ["Nordland liefert Sudland Hubschrauber", "Sudland schickt Botschafter nach Nordland", "Nordland kauft Milch"]),
        ("de", ["Sudland baut Reaktor mit Nordland", "Nordland erkennt Diplome aus Sudland an", "Nordland senkt Möbelzoll"]),
        ("pl", ["Nordland kupuje chipy w Sudlandzie", "Sudland wysyła ambasadora do Nordlandu", "Nordland znosi roaming"]),
        ("ru", ["Нордланд снизил пошлины на мебель Судланда", "Судланд направил посла в Нордланд", "Нордланд покупает чипы"]),
        ("ru", ["Судланд и Нордланд отменяют роуминг", "Нордланд построит в Судланде мост", "Судланд закупит вертолёты"]),
        ("uk", ["Нордланд купує чипи Судланду", "Судланд направив посла до Нордланду", "Нордланд скасовує роумінг"]),
        ("be", ["Нордланд купляе чыпы Судланда", "Судланд накіраваў пасла ў Нордланд", "Нордланд адмяняе роўмінг"]),
    ],
)  # fmt: skip
def test_what_shares_the_sides_only_is_another_event(make_hit: MakeHit, language: str, titles: list[str]) -> None:
    """Every entry on the topic has its sides: they are no evidence."""
    told = [(language, f"o{number}", title, "", number * HOUR) for number, title in enumerate(titles)]
    assert _apart(make_hit, told)


@pytest.mark.parametrize(
    ("other", "title"),
    [
        ("de", "Fähre Solveig läuft vor Eskby auf Grund, 310 Passagiere gerettet"),
        ("pl", "Prom Solveig osiadł na mieliźnie koło Eskby, uratowano 310 pasażerów"),
        ("ru", "Паром «Сольвейг» сел на мель у Эскбю, спасены 310 пассажиров"),
        ("uk", "Пором «Сольвейг» сів на мілину біля Ескбю, врятовано 310 пасажирів"),
        ("en", "310 passengers rescued after ferry Solveig runs aground near Eskby"),
    ],
)
def test_the_same_event_on_the_next_morning_joins(make_hit: MakeHit, other: str, title: str) -> None:
    """Another outlet tells it twelve hours later, in other words or another language, with no names that we know."""
    told: list[Told] = [
        ("en", "alpha", "Ferry Solveig runs aground off Eskby, 310 passengers saved", "", 0.0),
        (other, "beta", title, "", 12.0 * HOUR),
    ]
    assert _stories(make_hit, told) == [[0, 1]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fjord Games lift ban on Sudland rowers", "Fjord Games allow rowers of Sudland back"),
        ("Fjord Games drop ban on rowers from Sudland", "Rowers from Sudland allowed at Fjord Games"),
    ],
)
def test_who_lifts_a_ban_allows(make_hit: MakeHit, one: str, other: str) -> None:
    """Opposite words are no opposite facts where a headline takes its own word back."""
    assert _stories(make_hit, [("en", "alpha", one, "", 0.0), ("en", "beta", other, "", 20.0)]) == [[0, 1]]


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("en", ["Nordland activist Bergstad sentenced to eight years in jail", "Nordland dissident Olaf Bergstad sentenced to eight years"]),
        ("en", ["Governor Holt admits he may seek a third term in office", "Governor Holt jokes he may seek a third term"]),
        ("de", ["Läuferin Bergstad bekommt humanitäres Visum in Sudland", "Sprinterin Bergstad erhält von Sudland humanitäres Visum"]),
        ("uk", ["Губернатор Хольт припустив, що може йти на третій термін губернаторства", "Губернатор Хольт пожартував, що може йти на третій термін"]),
    ],
)  # fmt: skip
def test_one_sentence_in_other_words_is_one_event(make_hit: MakeHit, language: str, titles: list[str]) -> None:
    """One headline says more than the other, which has nothing else in that place."""
    told = [(language, f"w{number}", title, "", number * 30.0) for number, title in enumerate(titles)]
    assert _stories(make_hit, told) == [[0, 1]]


@pytest.mark.parametrize(
    ("stated", "contradicts"),
    [
        ("Admiral warns that fleet joins the war if one soldier in Eskby is attacked", False),
        ("Holt says he will send troops to Lundar soon", True),
    ],
)
def test_a_negation_parts_headlines_that_are_alike(make_hit: MakeHit, stated: str, *, contradicts: bool) -> None:
    """What one of two unlike headlines negates may be the other half of the same speech."""
    denied = "Holt says he will not send troops to Lundar unless Eskby is attacked"
    one, other = (traits(sketch(make_hit(title[:5], title))) for title in (denied, stated))
    assert bool(contradict(one, other)) is contradicts


@pytest.mark.parametrize(
    ("other", "title", "joins"),
    [
        ("ru", "Нордланд и Судланд договорились провести совет {}", ("4 декабря", "11 декабря")),
        ("pl", "Nordland i Sudland zapowiadają posiedzenie na {}", ("4 grudnia", "11 grudnia")),
        ("de", "Nordland und Sudland kündigen Treffen für {} an", ("4. Dezember", "11. Dezember")),
    ],
)
def test_the_day_that_is_named_tells_one_event(
    make_hit: MakeHit, other: str, title: str, joins: tuple[str, str]
) -> None:
    """What is announced for a day is one event in other words and languages; for another day it is another one."""
    told = ("en", "one", "Nordland and Sudland to hold a session on 4 December", "", 0)
    same, another = (_apart(make_hit, [told, (other, "two", title.format(day), "", 60)]) for day in joins)
    assert (same, another) == (False, True)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("ru", "Запуск спутника Нордланда перенесли на весну"),
        ("uk", "Запуск супутника Нордланду перенесли на весну"),
        ("pl", "Start satelity Nordland przełożony na wiosnę"),
    ],
)
def test_a_launch_that_is_put_off_is_one_event(make_hit: MakeHit, language: str, title: str) -> None:
    """In each language a launch begins something, so none of two headlines contradicts the other."""
    told = ("en", "one", "Launch of Nordland satellite delayed until spring", "", 0)
    assert not _apart(make_hit, [told, (language, "two", title, "", 60)])


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("ru", "Орлан и Теск встретятся в Вару в пятницу"),
        ("uk", "Орлан і Теск зустрінуться у Вару в п'ятницю"),
        ("pl", "Orlan i Tesk spotkają się w piątek w Varu"),
    ],
)
def test_a_short_name_is_known_in_another_alphabet(make_hit: MakeHit, language: str, title: str) -> None:
    """Three consonants and less are as much of a name as more of them are, if its vowels agree."""
    told = [("en", "one", "Orlan and Tesk to meet in Varu on Friday", "", 0.0), (language, "two", title, "", 30.0)]
    assert _stories(make_hit, told) == [[0, 1]]


@pytest.mark.parametrize(
    ("one", "other", "like"),
    [
        (
            "Ferry sinks off Eskby, 14 passengers rescued",
            ("pl", "Prom zatonął koło Lundaru, uratowano {} pasażerów"),
            14,
        ),
        ("Court jails 14 fishermen in Eskby", ("de", "Gericht verurteilt {} Fischer in Lundar zu Haft"), 15),
        ("Bird flu outbreak at farm: 14 hens culled", ("ru", "Вспышка птичьего гриппа на ферме: уничтожат {} кур"), 14),
    ],
)
def test_other_numbers_are_another_event_in_another_language_too(
    make_hit: MakeHit, one: str, other: tuple[str, str], like: int
) -> None:
    """The same number is not, nor is one near to it on the same day in another outlet: one thing is counted twice."""
    language, title = other
    assert _apart(make_hit, [("en", "one", one, "", 0.0), (language, "two", title.format(63), "", 30.0)])
    told = [("en", "one", one, "", 0.0), (language, "two", title.format(like), "", 30.0)]
    assert _stories(make_hit, told) == [[0, 1]]
    in_text = [("en", "one", one, "Of 63 who were there, some had been seen before.", 0.0), *told[1:]]
    assert _stories(make_hit, [in_text[0], (language, "two", title.format(63), "", 30.0)]) == [[0, 1]]


def test_names_alone_are_no_words_of_one_meaning(make_hit: MakeHit) -> None:
    """Of the words in two titles only those that a dictionary links count beside the names of the topic."""
    kept = traits(sketch(_named(make_hit("a", "Nordland: Kurvo goes on alone", language="en"))))
    same = traits(sketch(_named(make_hit("b", "Нордланд: Курво отказался от переговоров", language="ru"))))
    meant = traits(sketch(_named(make_hit("c", "Нордланд: Курво остался один без урожая", language="ru"))))
    assert compare(kept, same).titles > 0
    assert compare(kept, same).named == 0.0
    assert compare(kept, meant).named > 0
