"""Do an outlet's own words (datelines, footers, suffixes) and the weather stay out of what an entry is about?"""

from collections.abc import Callable

import pytest

from bot.model import Entry
from bot.topic.match import match
from bot.topic.topic import Topic

MakeEntry = Callable[..., Entry]

DATELINES = [
    ("ru", "В Бресте подорожал хлеб", "Москва. 3 марта. INTERFAX.RU - Хлеб в Бресте подорожал на 5%."),
    ("ru", "В Витебске закрыли мост", "МОСКВА. 3 МАРТА. ИНТЕРФАКС - В Витебске закрыли мост, сообщили власти."),
    ("ru", "В Витебске закрыли мост на ремонт", "Москва. 3 марта 2026 г. ИНТЕРФАКС. Мост закроют до лета."),
    ("ru", "Газпром открыл офис в Шанхае", "3 марта, Минск /Корр. БЕЛТА/. Офис открыли во вторник."),
    ("ru", "Российский банк вышел на рынок Индии", "3 марта 2026, Минск /БЕЛТА/. Банк открыл два филиала."),
    ("be", "Расійскі банк выйшаў на рынак Індыі", "3 сакавіка, Мінск /Кар. БЕЛТА/. Банк адкрыў два філіялы."),
    ("en", "Gazprom opens an office in Shanghai", "3 March, Minsk /BelTA/. The office opened on Tuesday."),
    ("en", "Gazprom opens an office in Shanghai", "Minsk. March 3. BelTA - The office opened on Tuesday."),
    ("en", "Bread is dearer in Brest", "MOSCOW. March 3. Interfax - Bread in Brest costs 5% more, Belstat said."),
    ("uk", "Хліб у Бресті подорожчав", "Москва. 3 березня. УНН. Хліб у Бресті подорожчав на 5%."),
    ("ru", "В Гомеле нашли клад", "Москва, 3 марта 2026, 12:30 — REGNUM. Клад нашли рабочие."),
]
FRESH_DATELINES = [
    ("ru", "Завод в Гродно сменил директора", "МОСКВА, 5 мая. /ТАСС/. Завод в Гродно возглавил инженер."),
    ("ru", "Банк из Казани выпустил облигации", "Минск, 5 мая. Sputnik. Банк из Казани выпустил облигации."),
    (
        "en",
        "Tractor plant in Gomel lays off workers",
        "MOSCOW, May 5 (Reuters) - The tractor plant in Gomel lays off 90 men.",
    ),
    (
        "en",
        "Tatarstan floods close schools",
        "MINSK (AP) — Floods closed 14 schools in Tatarstan, Russian officials said.",
    ),
    ("de", "Gasleck in Nowosibirsk", "Minsk (dpa) - In Nowosibirsk hat ein Gasleck den Verkehr lahmgelegt."),
    ("de", "Lukaschenko entlässt Landwirtschaftsminister", "Moskau (AFP) – Lukaschenko hat den Minister entlassen."),
    ("pl", "Białoruska prokuratura żąda 12 lat dla blogera", "Moskwa (PAP) - Białoruska prokuratura żąda 12 lat."),
    ("uk", "У Бресті закрили рекламну агенцію", "Москва, 5 травня (Інтерфакс). У Бресті закрили агенцію."),
    ("be", "У Краснаярску згарэў склад", "Мінск, 5 траўня (БелаПАН). У Краснаярску згарэў склад шын."),
    (
        "en",
        "Omsk refinery shut for repairs",
        "May 5, MINSK - The refinery in Omsk is shut until June, Russia's Gazprom Neft said.",
    ),
]
HEADLINE = "Putin opens a factory in Kazan"
FOOTERS = [
    ("en", HEADLINE, f"The plant makes buses. The post {HEADLINE} first appeared on Minsk Herald."),
    ("en", HEADLINE, f"The plant makes buses. {HEADLINE} was originally published at Belarus Today."),
    ("en", HEADLINE, "The plant makes buses. Source: Belarus News."),
    ("de", "Putin eröffnet ein Werk in Kasan", ("Dort entstehen Busse. Der Beitrag Putin eröffnet ein Werk in Kasan"
     " erschien zuerst auf Belarus Heute.")),
    ("de", "Putin eröffnet ein Werk in Kasan", "Dort entstehen Busse. Quelle: Minsker Zeitung"),
    ("pl", "Putin otworzył fabrykę w Kazaniu", ("Będą autobusy. Wpis Putin otworzył fabrykę w Kazaniu pojawił się"
     " najpierw w Głos Białorusi.")),
    ("pl", "Putin otworzył fabrykę w Kazaniu", "Powstają tam autobusy. Źródło: Kurier Białoruski"),
    ("ru", "Путин открыл завод в Казани", ("Там делают автобусы. Запись Путин открыл завод в Казани впервые появилась"
     " Вести Минска.")),
    ("ru", "Путин открыл завод в Казани", "Там делают автобусы. Источник: Новости Беларуси"),
    ("uk", "Путін відкрив завод у Казані", ("Там роблять автобуси. Допис Путін відкрив завод у Казані з'явився"
     " на Новини Білорусі.")),
    ("be", "Пуцін адкрыў завод у Казані", ("Там робяць аўтобусы. Допіс Пуцін адкрыў завод у Казані ўпершыню з'явіўся на"
     " Навіны Беларусі.")),
    ("ru", "Путин открыл завод в Казани - Беларусь сегодня", ""),
    ("ru", "Путин открыл завод в Казани — Новости Беларуси", ""),
    ("en", "Putin opens a factory in Kazan - The Minsk Times", ""),
    ("en", "Putin opens a factory in Kazan | Belarus Digest", ""),
    ("pl", "Putin otworzył fabrykę w Kazaniu - Kurier Białoruski", ""),
]  # fmt: skip
FRESH_FOOTERS = [
    ("en", HEADLINE, "The plant makes buses. Follow Belarus Watch on Telegram."),
    ("en", HEADLINE, "The plant makes buses. Read the full article on Minsk Daily."),
    ("en", HEADLINE, "The plant makes buses. © 2031 Belarus Observer. All rights reserved."),
    ("de", "Putin eröffnet ein Werk in Kasan", "Dort entstehen Busse. Mehr dazu lesen Sie in der Minsker Post."),
    ("ru", "Путин открыл завод в Казани", "Там делают автобусы. Подписывайтесь на канал «Минск-Новости» в Telegram."),
    ("ru", "Путин открыл завод в Казани", "Там делают автобусы. Читать далее на сайте Белорусская газета"),
    ("ru", "Путин открыл завод в Казани | Минская правда", ""),
    ("pl", "Putin otworzył fabrykę w Kazaniu", "Powstają tam autobusy. Artykuł pochodzi z serwisu Białoruś Dziś."),
    ("uk", "Путін відкрив завод у Казані – Білоруські новини", ""),
    ("be", "Пуцін адкрыў завод у Казані", "Там робяць аўтобусы. Крыніца: Беларускія навіны"),
]
WEATHER = [
    ("en", "Weather: snow in Minsk and Moscow this weekend", ""),
    ("en", "Heat wave hits Moscow and Minsk", ""),
    ("ru", "Погода в Минске и Москве на выходные", ""),
    ("ru", "Сильный снегопад накроет Минск и Москву", ""),
    ("ru", "Морозы до -25: что ждет Минск и Москву", ""),
    ("be", "Надвор'е ў Мінску і Маскве: да -20", ""),
    ("uk", "Погода в Мінську та Москві на тиждень", ""),
    ("pl", "Upały w Moskwie i Mińsku. Prognoza pogody na weekend", ""),
    ("de", "Hitzewelle in Moskau und Minsk", ""),
    ("de", "Das Wetter in Minsk und Moskau", ""),
]
MEANT = [
    ("ru", "Россия построит в Беларуси завод - Лукашенко", ""),
    ("ru", "Путин прибудет в Минск — Песков", ""),
    ("en", "Russia will build a plant in Belarus - Lukashenko", ""),
    ("ru", "Лукашенко и Путин обсудили газ", "Минск. 3 марта. ИНТЕРФАКС - Лукашенко и Путин обсудили цену на газ."),
    (
        "en",
        "Putin and Lukashenko meet in Minsk",
        "Putin and Lukashenko meet in Minsk. They speak of gas. More on Monday.",
    ),
    ("en", "Russia gives Belarus a loan - today", ""),
]


@pytest.mark.parametrize(
    ("language", "title", "text"), [*DATELINES, *FRESH_DATELINES, *FOOTERS, *FRESH_FOOTERS, *WEATHER]
)
def test_an_outlets_own_words_are_no_side(
    built_in: Topic, make_entry: MakeEntry, language: str, title: str, text: str
) -> None:
    """What only stands around the news, and the weather in two capitals, is no relation of two countries."""
    found = match(built_in, make_entry(title, text, language))
    assert not found.alert, found.parts


@pytest.mark.parametrize(("language", "title", "text"), MEANT)
def test_what_is_said_there_still_counts(
    built_in: Topic, make_entry: MakeEntry, language: str, title: str, text: str
) -> None:
    """Who is quoted behind a dash, and what follows a dateline, belongs to the news."""
    found = match(built_in, make_entry(title, text, language))
    assert found.alert, found.against
