"""Forty situations of other feeds, with other signs and in other languages: which item is new, and which is known?

They were written before any of them was tried.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.feeds.formats.document import Item
from bot.store.engine import Store
from tests.feeds.conftest import NOW
from tests.feeds.test_recognition import Reader

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OIL = "Raffineria di Sannazzaro: fumo nero, chiuse le scuole fino a mercoledì."
TRAM = "A tram left the rails at Plaza Nueva; nobody was hurt, the line is shut until noon."
LEVY = "Парламент принял сбор с круизных судов, он составит двадцать евро с пассажира."
ROOF = "Dach hali sportowej w Ełku zapadło się pod śniegiem, nikogo nie było w środku."


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    with Store(f"sqlite:///{tmp_path}/test.db") as store:
        yield Reader(store=store)


def an(title: str, **fields: Any) -> Item:
    return Item(title=title, **fields)


def at(days: float) -> datetime:
    return NOW - 5 * DAY + days * DAY


PAGE = "https://gov.example/avvisi.html"
SAME_LINK = [
    (an("Avviso: acqua non potabile a Pavia", url=PAGE, guid="17", published=at(0)),
     an("Avviso: strada chiusa a Lodi", url=PAGE, guid="18", published=at(1))),
    (an("Warnung vor Glatteis in Ulm", url=PAGE, guid=PAGE, published=at(0), texts=(OIL,)),
     an("Bombenfund in Aalen", url=PAGE, guid=PAGE, published=at(1), texts=(ROOF,))),
    (an("Council minutes are out", url="https://gov.example/#minutes"),
     an("Ferry tender is out", url="https://gov.example/#tender")),
    (an("Свет отключат на улице Гоголя", url="https://gov.example/", guid="https://gov.example/", texts=(LEVY,)),
     an("Набережную закроют на ремонт", url="https://gov.example/", guid="https://gov.example/", texts=(TRAM,))),
    (an("Notice", url=PAGE, guid="a1", published=at(0), texts=(TRAM,)),
     an("Notice", url=PAGE, guid="a2", published=at(2), texts=(ROOF,))),
    (an("Sejsmolodzy: wstrząs w Lubinie", url=PAGE, published=at(0)),
     an("Sejsmolodzy: wstrząs w Rudnej", url=PAGE, published=at(0) + HOUR)),
    (an("Warning no. 12 of the harbour master", url=PAGE), an("Warning no. 13 of the harbour master", url=PAGE)),
    (an("Tram off the rails", url="https://gov.example/item?id=7", texts=(TRAM,)),
     an("Roof comes down", url="https://gov.example/item?id=8", texts=(ROOF,))),
    (an("Raffineria, fumo nero", url="https://gov.example/a", guid="feed", texts=(OIL,), published=at(0)),
     an("Tram fermo in centro", url="https://gov.example/b", guid="feed", texts=(TRAM,), published=at(1))),
    (an("Абвестка: рамонт моста", url=PAGE, guid="0", published=at(0)),
     an("Абвестка: вада без хлору", url=PAGE, guid="0", published=at(1))),
]  # fmt: skip
Z = "https://z.example/"
UNDATED = [
    (an("Presseschau", url=Z + "1", guid="1", texts=(OIL,)),
     an("Presseschau", url=Z + "2", guid="2", texts=(ROOF,))),
    (an("Обзор дня", url=Z + "o/1", texts=(LEVY,)), an("Обзор дня", url=Z + "o/2", texts=(TRAM,))),
    (an("Poranny przegląd", guid="p-1", texts=(ROOF,)), an("Poranny przegląd", guid="p-2", texts=(OIL,))),
    (an("☀️ Buongiorno", url=Z + "b1", guid="b1"), an("☀️ Buongiorno", url=Z + "b2", guid="b2")),
    (an("The week in pictures", url=Z + "w/31", guid="w31"),
     an("The week in pictures", url=Z + "w/32", guid="w32")),
    (an("Navina dnia", url=Z + "n?d=1", guid="n1", texts=("Subscribe to our letter. " + TRAM,)),
     an("Navina dnia", url=Z + "n?d=2", guid="n2", texts=("Subscribe to our letter. " + ROOF,))),
    (an("Курс", url=Z + "k1", texts=("Евро стоит 101 рубль 20 копеек.",)),
     an("Курс", url=Z + "k2", texts=("Евро стоит 102 рубля 40 копеек.",))),
    (an("Live", url=Z + "live/a", guid="la", texts=(TRAM,)),
     an("Live", url=Z + "live/b", guid="lb", texts=(LEVY,))),
    (an("Letters to the editor", url=Z + "l/1", texts=("",)),
     an("Letters to the editor", url=Z + "l/2", texts=("",))),
    (an("Дайджест", url=None, guid=None, texts=(LEVY,)), an("Дайджест", url=None, guid=None, texts=(ROOF,))),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), [*SAME_LINK, *UNDATED])
def test_a_new_item_is_new(reader: Reader, first: Item, second: Item) -> None:
    """A page that all notices link to, a guid for all, an undated title of each day: none makes a new item known."""
    assert reader.read(first) == [first.title]
    reader.now += DAY
    assert reader.read(second, first) == [second.title]
    assert reader.read(second, first) == []


WHERE = "https://paper.example/tram"
LISTS = [
    (an("Links for Thursday: trams, again", url=WHERE, guid="hn1"), an("Tram leaves the rails", url=WHERE,
      texts=(TRAM,))),
    (an("Смешно, но грустно", url=WHERE, guid="post-8", texts=("Вот так у нас ездят.",)),
     an("Трамвай сошёл с рельсов", url=WHERE, texts=(TRAM,))),
    (an("[Discussion] Is light rail dead?", url=WHERE + "?utm_source=r", guid="t3"),
     an("Tram leaves the rails", url=WHERE, texts=(TRAM,))),
    (an("Lesetipp", url=WHERE, texts=("Mehr dazu hier.",), published=at(1)),
     an("Straßenbahn entgleist", url=WHERE, texts=(TRAM,), published=at(0))),
    (an("Gorąca dyskusja o tramwajach", url=WHERE.replace("https", "http"), guid="wykop"),
     an("Tramwaj wypadł z szyn", url=WHERE, guid=WHERE, texts=(TRAM,))),
    (an("paper.example/tram", url=WHERE, guid="bot-1"), an("Tram leaves the rails", url=WHERE, texts=(TRAM,))),
    (an("Three things to know today", url=WHERE, texts=("Oil, roofs, trams.",), guid="n7"),
     an("Tram leaves the rails", url=WHERE, guid="p-9", texts=(TRAM,), published=at(0))),
    (an("12 comments", url=WHERE, guid="c", published=at(2)), an("Tram leaves the rails", url=WHERE,
      published=at(0))),
    (an("Чытаць абавязкова", url=WHERE + "/", guid="x"), an("Трамвай сышоў з рэек", url=WHERE, texts=(TRAM,))),
    (an("RT @paper: wow", url=WHERE, guid="t", texts=("RT wow",)), an("Tram leaves the rails", url=WHERE,
      texts=(TRAM,))),
]  # fmt: skip


@pytest.mark.parametrize(("theirs", "ours"), LISTS)
def test_a_link_to_an_article_does_not_take_it_away(reader: Reader, theirs: Item, ours: Item) -> None:
    """Words of its own at an outlet's address: a list, a post, a discussion. The outlet's own item is told."""
    assert reader.read(theirs, feed="links") == [theirs.title]
    assert reader.read(ours, feed="paper") == [ours.title]
    assert reader.read(ours, feed="paper") == []
    assert reader.read(theirs, feed="links") == []


P = "https://paper.example/"
POST = P + "?p=500"
EDITED = [
    (an("Tram leaves rails", url=P + "tram-leaves-rails", guid=POST, texts=(TRAM,)),
     an("Line shut after accident at Plaza Nueva", url=P + "line-shut", guid=POST, texts=(TRAM,))),
    (an("Дах упал", url=P + "dah", guid="tag:paper.example,2026:88", published=at(0)),
     an("Крыша спортзала рухнула под снегом", url=P + "krysha", guid="tag:paper.example,2026:88", published=at(0))),
    (an("Rauch über der Raffinerie", url=P + "rauch", guid="urn:uuid:77aa", texts=(OIL,), published=at(0)),
     an("Schulen nach Brand in Raffinerie zu", url=P + "schulen", guid="urn:uuid:77aa",
      texts=(OIL + " Mehr.",), published=at(0))),
    (an("Sbor z pasażerów", url=P + "2026/05/sbor", guid="n-41", published=at(1)),
     an("Opłata od pasażerów przyjęta", url=P + "2026/05/oplata", guid="n-41", published=at(1))),
    (an("Levy passed", url=P + "levy", guid="41@paper", texts=(LEVY,)),
     an("Cruise levy passed after long night", url="https://m.paper.example/cruise-levy", guid="41@paper",
      texts=(LEVY,))),
    (an("Roof", url=P + "roof", guid="r9", published=at(0)),
     an("Sports hall roof collapses, Ełk mayor on site", url=P + "roof-collapse", guid="r9", published=at(0))),
    (an("Fumo nero", url=P + "it/1", guid="it1", texts=(OIL,), published=at(0)),
     an("Sannazzaro, scuole chiuse", url=P + "it/scuole", guid="it1", texts=(OIL,), published=at(0) + 2 * HOUR)),
    (an("Трамвай: подробности", url=P + "t1", guid="9001-abc", texts=(TRAM,)),
     an("Движение трамваев возобновили", url=P + "t1-upd", guid="9001-abc", texts=(TRAM + " Линию открыли.",))),
    (an("Збор прыняты", url="http://paper.example/z", guid="http://paper.example/z", texts=(LEVY,)),
     an("Збор з суднаў прыняты", url="https://www.paper.example/z", guid="https://www.paper.example/z",
      texts=(LEVY,))),
    (an("Tram in ditch", url=P + "x1", guid="0f3", texts=(TRAM,), published=at(0)),
     an("CORRECTED: Tram off rails, not in ditch", url=P + "x1-corrected", guid="0f3", texts=(TRAM,),
      published=at(0))),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), EDITED)
def test_an_editor_changes_headline_and_address(reader: Reader, first: Item, second: Item) -> None:
    """The guid stays, and the entry with it."""
    rest = [an(f"Something else, part {number}", url=f"{P}{number}", guid=number) for number in "abc"]
    assert first.title in reader.read(first, *rest)
    assert reader.read(second, *rest) == []
    assert reader.read(second, *rest) == []
