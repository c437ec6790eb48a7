"""Does the built-in topic hold on news that it was not made from? Figures with floors, and each kind of trap alone."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from bot.model import Entry
from bot.topic.match import match
from bot.topic.topic import Topic

MakeEntry = Callable[..., Entry]
ROWS = [
    row for group in yaml.safe_load((Path(__file__).parent / "fresh.yaml").read_text("utf-8")) for row in group["rows"]
]


class Judged(NamedTuple):
    """An entry's label with what the topic says of it."""

    label: int
    score: float
    alert: bool


@pytest.fixture(scope="module")
def judged(built_in: Topic, make_entry: MakeEntry) -> list[Judged]:
    found = [(label, match(built_in, make_entry(title, text, language))) for label, language, title, text in ROWS]
    return [Judged(label, each.score, each.alert) for label, each in found]


def f1(rows: list[Judged]) -> float:
    right = sum(row.alert and row.label == 2 for row in rows)
    return 2 * right / (sum(row.alert for row in rows) + sum(row.label == 2 for row in rows))


def average_precision(rows: list[Judged]) -> float:
    ranked = sorted(rows, key=lambda row: -row.score)
    places = [place for place, row in enumerate(ranked, 1) if row.label == 2]
    return sum(number / place for number, place in enumerate(places, 1)) / len(places)


def test_the_set_is_large_and_mixed() -> None:
    """At least 150 entries in six languages, with enough of each label to say something."""
    assert len(ROWS) >= 150
    assert len({title for _, _, title, _ in ROWS}) == len(ROWS)
    for language in ("en", "de", "pl", "ru", "be", "uk"):
        assert sum(row[1] == language for row in ROWS) >= 15
    for label in (0, 1, 2):
        assert sum(row[0] == label for row in ROWS) >= 25


def test_on_topic_is_told_from_off_topic(judged: list[Judged]) -> None:
    """Alerts against entries that are a nuisance."""
    rows = [row for row in judged if row.label != 1]
    assert f1(rows) >= 0.93
    assert average_precision(rows) >= 0.97


def test_on_topic_is_told_from_all_others(judged: list[Judged]) -> None:
    """Alerts against everything else, entries on the border included."""
    assert f1(judged) >= 0.85
    assert average_precision(judged) >= 0.90


@pytest.mark.parametrize("language", ["en", "de", "pl", "ru", "be", "uk"])
def test_no_language_falls_behind(judged: list[Judged], language: str) -> None:
    """What is on topic is found in each language."""
    own = [row for row, (_, spoken, *_) in zip(judged, ROWS, strict=True) if spoken == language and row.label == 2]
    assert sum(row.alert for row in own) >= 0.85 * len(own)


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        ("ru", "В Могилеве и Пскове закрыли мосты на ремонт", ""),
        ("be", "У Віцебску і Смаленску выпаў снег", ""),
        ("en", "Power cuts in Hrodna and Kaliningrad after the storm", ""),
        ("pl", "Grodno i Kaliningrad bez prądu", "Wichura zerwała linie."),
        ("uk", "У Бресті та Пскові пройшли дощі", ""),
        ("de", "Stau bei Brest-Litowsk und Smolensk", ""),
    ],
)
def test_towns_alone_are_no_relation(
    built_in: Topic, make_entry: MakeEntry, language: str, title: str, text: str
) -> None:
    """Two towns of both sides in one headline are weather or traffic; with talk of trade they are more."""
    found = match(built_in, make_entry(title, text, language))
    assert {"belarus", "russia"} <= {name.side for name in found.names}
    assert not found.alert, found.parts


def test_towns_count_with_what_is_done_there(built_in: Topic, make_entry: MakeEntry) -> None:
    """A town stands for its side where a theme or a better name of the other side is there."""
    assert match(built_in, make_entry("В Гомеле и Брянске подписали соглашение о поставках", language="ru")).alert
    assert match(built_in, make_entry("Российский дрон упал под Гомелем", language="ru")).alert


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "News roundup: Venezuela, Belarus, Gaza"),
        ("en", "The week in review: Belarus, budgets and a flood"),
        ("ru", "Главные темы недели: Беларусь и наводнение"),
        ("ru", "Итоги дня: выборы в Беларуси"),
        ("be", "Галоўныя навіны дня: Беларусь і свет"),
        ("uk", "Головне за добу: Білорусь, повінь"),
        ("pl", "Najważniejsze wydarzenia tygodnia: Białoruś i powódź"),
        ("de", "Tagesrückblick: Belarus, Rente, Hochwasser"),
    ],
)
def test_round_ups_are_read_like_live_blogs(built_in: Topic, make_entry: MakeEntry, language: str, title: str) -> None:
    """In a list of many things, two names on two of its lines do not meet."""
    others = {
        "en": "Russia struck Kharkiv", "de": "Russland griff Charkiw an", "pl": "Rosja ostrzelała Charków",
        "ru": "Россия обстреляла Харьков", "be": "Расія абстраляла Харкаў", "uk": "Росія обстріляла Харків",
    }  # fmt: skip
    found = match(built_in, make_entry(title, f"{others[language]}. +++", language))
    assert "russia" in {name.entity for name in found.names}
    assert not found.alert, found.parts
