"""Does /stats answer with a chart whose numbers stand in the words, too?"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from bot.chat.console.lines import to_bars
from bot.chat.message import Action, Chart, Command, Reply
from bot.chat.rendering.charts import WIDTH, png
from bot.chat.verbs.request import Service
from bot.chat.verbs.table import handle
from bot.model import Ownership, Scope
from bot.store.engine import Store
from bot.stories.search.index import search_words
from tests.chat.verbs.conftest import shown
from tests.samples import HERE, NOW, a_report, a_story

Ask = Callable[..., Reply]


@pytest.fixture
def ask(store: Store, service: Service) -> Ask:
    def asked(words: str = "", **fields: Any) -> Reply:
        given: dict[str, Any] = {"verb": "stats", "arguments": words, "target": HERE}
        with store.begin() as tx:
            return handle(tx, Command(**(given | fields)), service)

    return asked


def put(store: Store, number: int, days_ago: int = 0, **fields: Any) -> None:
    story = a_story(number, opened=NOW - timedelta(days=days_ago), **fields)
    with store.begin() as tx:
        tx.stories.save(story, words=search_words(story), terms=())


def fill(store: Store) -> None:
    """Two stories today, one yesterday, one three weeks ago."""
    put(store, 1, title="A dam breaks", sources=3, names=("Minsk",))
    put(store, 2, names=("Minsk", "Putin"), reports=(a_report(2),))
    put(store, 3, 1)
    put(store, 4, 20, names=("Putin",))


def test_the_words_repeat_what_the_picture_shows(store: Store, ask: Ask) -> None:
    """Who cannot see the picture misses no number."""
    fill(store)
    reply = ask()
    text = shown(reply.message)
    assert "3 stories in 14 days" in text
    assert "Peak: 21 Sep" in text
    assert "2 — A dam breaks" in text
    assert "67%" in text
    assert "Minsk 2 · Putin 2 · Lukashenko 1" in text
    chart = chart_of(reply)
    assert chart.owners == (Ownership.STATE, Ownership.INDEPENDENT)
    assert chart.bars[-2:] == ((1, 0), (1, 1))
    assert all(f"{top.name} {top.count}" in chart.described for top in chart.tops)


def test_what_nobody_was_told_of_is_counted_apart(store: Store, ask: Ask) -> None:
    """The chart counts what was alerted, and how much more is kept is said, also where nothing is drawn."""
    put(store, 5, alert=False, names=("Gomel",))
    assert "1 more story was kept without a message: /search finds it." in shown(ask().message)
    fill(store)
    text = shown(ask().message)
    assert "3 stories in 14 days" in text
    assert "1 more story was kept" in text
    assert "Gomel" not in text


def test_names_that_the_topic_is_called_by_say_nothing(store: Store, service: Service) -> None:
    """They are in every story, and stand above no other name."""
    fill(store)
    with store.begin() as tx:
        knows = replace(service, own_names=frozenset({"Minsk"}))
        message = handle(tx, Command(verb="stats", target=HERE), knows).message
    assert "Minsk" not in shown(message)
    assert "Putin 2" in shown(message)


def test_a_period_and_a_name_narrow_it(store: Store, ask: Ask) -> None:
    """Words after the period are searched for like anywhere else."""
    fill(store)
    assert "4 stories in 30 days" in shown(ask("30d").message)
    assert "3 stories in 30 days" in shown(ask("30d putin").message)
    assert "2 stories in 14 days" in shown(ask("путина").message)
    assert len(chart_of(ask("2w putin")).bars) == 14


@pytest.mark.parametrize("words", ["5d", "181d", "0w", "9999d"])
def test_a_period_that_cannot_be_drawn_is_explained(ask: Ask, words: str) -> None:
    """The answer says what can be asked for."""
    reply = ask(words)
    assert reply.refused
    assert f"“{words}”" in shown(reply.message)
    assert "/stats 7d" in shown(reply.message)


def test_nothing_found_says_what_to_write_instead(store: Store, ask: Ask) -> None:
    """ "yesterday" is taken for a name, so the answer explains periods."""
    assert "No stories in 7 days yet." in shown(ask("7d").message)
    fill(store)
    assert "Periods are 7d, 14d, 30d" in shown(ask("yesterday").message)


def test_the_buttons_ask_the_same_of_other_periods(store: Store, ask: Ask) -> None:
    """A name stays when the period is changed, also one that no button can hold; the answer replaces the picture."""
    fill(store)
    name = "Лукашенко и ещё кое-что очень длинное"
    put(store, 9, title=name, language="ru", summary="")
    row = ask(f"14d {name}").message.buttons[0]
    assert [(each.label, each.chosen) for each in row[:3]] == [("7d", False), ("14d", True), ("30d", False)]
    assert all(each.value.isascii() and len(each.value) <= 24 for each in row)
    again = ask("", value=row[2].value)
    assert again.edits
    assert "1 story in 30 days" in shown(again.message)
    assert (row[3].action, row[3].value) == (Action.EXPORT, "csv.14d")


def test_the_chart_speaks_the_chats_language(store: Store, service: Service) -> None:
    """Days are named as people there name them."""
    fill(store)
    with store.begin() as tx:
        reply = handle(tx, Command(verb="stats", target=HERE, language="pl", scope=Scope.PRIVATE), service)
    assert chart_of(reply).labels[-1] == "21 wrz"


def test_the_picture_is_one_that_a_phone_can_show(store: Store, ask: Ask) -> None:
    """It is a PNG, as wide as Telegram shows it, small enough to load on the road, and the same every time."""
    fill(store)
    chart = chart_of(ask("180d"))
    data = png(chart)
    with Image.open(BytesIO(data)) as image:
        assert (image.format, image.width) == ("PNG", WIDTH)
        assert len(image.getcolors(256) or ()) > 3
    assert len(data) < 200_000
    assert png(chart) == data


def test_a_headline_that_the_font_cannot_write_is_left_to_the_caption(store: Store, ask: Ask) -> None:
    """Boxes instead of letters help nobody; the caption has the headline in any script."""
    put(store, 1, title="卢卡申科访问莫斯科", language="zh")
    put(store, 2, title="卢卡申科访问莫斯科", language="zh")
    reply = ask()
    assert "卢卡申科" in shown(reply.message)
    blank = chart_of(reply)
    assert png(blank)


def test_a_terminal_draws_with_letters(store: Store, ask: Ask) -> None:
    """Each bar is a line; a letter stands for whoever reported first."""
    fill(store)
    lines = to_bars(chart_of(ask()), width=60)
    assert lines[1].endswith("s state, i independent")
    assert any(line.endswith("si 2") for line in lines)
    assert max(map(len, lines)) <= 60


def chart_of(reply: Reply) -> Chart:
    assert reply.message.chart is not None
    return reply.message.chart
