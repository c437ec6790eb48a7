"""Do /latest and /search find what was asked for, page by page, and say something useful where there is nothing?"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.chat.message import Action, Reply
from bot.chat.verbs.request import Service
from bot.model import Ownership
from bot.store.engine import Store
from bot.stories.search.index import search_words
from bot.text.words import fold
from tests.chat.verbs.conftest import Ask, Type, shown
from tests.samples import NOW, a_report, a_story, a_subscription


def put(store: Store, number: int, title: str = "", **fields: Any) -> None:
    """Store a story that is as many hours old as its number says."""
    title = title or f"Decree number {number} signed in Minsk"
    report = a_report(number, title=title, ownership=fields.pop("ownership", Ownership.STATE))
    at = fields.pop("at", NOW - timedelta(hours=number))
    story = a_story(number, title=title, summary="", opened=at, updated=at, reports=(report,), **fields)
    with store.begin() as tx:
        tx.stories.save(story, words=search_words(story), terms=())


def buttons(reply: Reply) -> dict[str, str]:
    return {button.label: button.value for row in reply.message.buttons for button in row}


def numbers(reply: Reply) -> list[int]:
    titles = [line for line in shown(reply.message).splitlines() if "Decree number" in line]
    return [int(title.split("Decree number ")[1].split()[0]) for title in titles]


@pytest.fixture
def twelve(store: Store) -> None:
    for number in range(1, 13):
        put(store, number)


@pytest.mark.usefixtures("twelve")
def test_a_list_is_paged_in_place(ask: Ask) -> None:
    """Further pages take the place of the one before, in both directions, numbered on."""
    first = ask("latest")
    assert (numbers(first), first.edits, first.share) == ([1, 2, 3, 4, 5], False, True)
    assert "1. Decree number 1" in shown(first.message)
    assert "1 source · 21 Sep 2026 13:13 UTC · score 0.86 · " in shown(first.message)
    second = ask("more", value=buttons(first)["Show 5 more"])
    assert (numbers(second), second.edits) == ([6, 7, 8, 9, 10], True)
    assert second.message.text == "Newest stories, 6 to 10"
    third = ask("more", value=buttons(second)["Older"])
    assert (numbers(third), list(buttons(third))) == ([11, 12], ["Newer"])
    assert numbers(ask("more", value=buttons(third)["Newer"])) == [6, 7, 8, 9, 10]
    assert numbers(ask("more", value=buttons(second)["Newer"])) == [1, 2, 3, 4, 5]


@pytest.mark.usefixtures("twelve")
def test_the_button_knows_the_count_and_the_words(ask: Ask) -> None:
    """The question stands in the database, since it does not fit into a button."""
    first = ask("/latest 2 “decree number” -9")
    assert numbers(first) == [1, 2]
    second = ask("more", value=buttons(first)["Show 2 more"])
    assert (numbers(second), second.edits) == ([3, 4], True)
    assert all(len(value) <= 40 and value.isascii() for value in buttons(second).values())


def test_an_unknown_list_says_what_to_do(ask: Ask) -> None:
    """A button of a list that was forgotten, or a value that nobody made."""
    for value in ("abcdefghij.5", "x", "", "abcdefghij.-1"):
        reply = ask("more", value=value)
        assert reply.refused
        assert "Ask again: /latest" in reply.message.text


def test_only_new_leaves_out_what_was_there_before(store: Store, ask: Ask) -> None:
    """The button is there where some of the list was seen before, and means the time before this list."""
    with store.begin() as tx:
        channel = tx.channels.save(a_subscription())
        tx.channels.looked(channel.channel_id, NOW - timedelta(hours=2, minutes=30))
    for number in (1, 2, 3, 4):
        put(store, number)
    reply = ask("latest")
    assert numbers(reply) == [1, 2, 3, 4]
    only = ask("latest", value=buttons(reply)["Only new"])
    assert (numbers(only), only.edits) == ([1, 2], True)
    assert "Only new" not in buttons(only)
    again = ask("latest")
    assert ask("latest", value=buttons(again)["Only new"]).message.text == "Nothing new since you last asked."


def test_new_can_be_paged_though_it_was_asked_for(store: Store, ask: Ask) -> None:
    """The next page is about the same time, although asking has moved it."""
    with store.begin() as tx:
        channel = tx.channels.save(a_subscription())
        tx.channels.looked(channel.channel_id, NOW - timedelta(hours=3, minutes=30))
    for number in range(1, 6):
        put(store, number)
    first = ask("/latest 2 new")
    assert numbers(first) == [1, 2]
    assert numbers(ask("more", value=buttons(first)["Show 2 more"])) == [3]


def test_a_button_elsewhere_can_carry_words_or_a_question(store: Store, ask: Ask) -> None:
    """A digest's button shows its stories without taking the digest away."""
    put(store, 1)
    put(store, 2)
    with store.begin() as tx:
        question = tx.questions.ask("latest", f"14 new.{(NOW - timedelta(minutes=90)).timestamp():.0f}", NOW)
    reply = ask("latest", value=question)
    assert (numbers(reply), reply.edits) == ([1], False)
    assert numbers(ask("latest", value="")) == [1, 2]


def test_nothing_found_says_where_to_look_on(store: Store, type_in: Type) -> None:
    """/latest looks back 30 days, /search at everything."""
    put(store, 1, "Potash port waits", at=NOW - timedelta(days=40))
    said = type_in("/latest potash")
    assert said == "No stories about “potash” in 30 days. Try /search potash since:180d"
    assert "Potash port waits" in type_in("/search potash since:180d")
    assert type_in("/latest").startswith("No stories in 30 days")
    assert "Try it without since:" in type_in("/search potash since:7d")
    assert type_in("/search “port potash”").startswith("No stories with “port potash”. Try the words without quotes")
    assert "Try fewer of them" in type_in("/search potash lorry")
    assert "Try another spelling" in type_in("/search lorry")
    assert "without the part that has a colon" in type_in("/search potash lang:be")


def test_search_finds_what_nobody_was_told_of(store: Store, type_in: Type) -> None:
    """Stories below the limit of alerts are stored for this; /latest leaves them out."""
    put(store, 1, alert=False, score=0.41)
    assert "No stories" in type_in("/latest decree")
    found = type_in("/search decree")
    assert "score 0.41" in found
    assert "1 story with “decree”" in found


@pytest.mark.usefixtures("twelve")
def test_search_is_paged(ask: Ask) -> None:
    """The same buttons as those of /latest."""
    first = ask("/search minsk decrees")
    assert first.message.text == "Stories with “minsk decrees”, 1 to 5"
    second = ask("more", value=buttons(first)["Show 5 more"])
    assert second.message.text == "Stories with “minsk decrees”, 6 to 10"
    assert numbers(second) == [6, 7, 8, 9, 10]


def test_attributes_narrow(store: Store, type_in: Type) -> None:
    """Who reports a story can be asked for, in /latest too."""
    put(store, 1, "One thing")
    put(store, 2, "Other thing", ownership=Ownership.INDEPENDENT)
    for verb in ("latest", "search"):
        said = type_in(f"/{verb} ownership:independent")
        assert "Other thing" in said
        assert "One thing" not in said


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("/search", "What should I search for? E.g. /search relations"),
        ("/search —", "What should I search for?"),
        ("/search owner:stat", "Did you mean ownership:state?"),
        ("/search source:on", "Did you mean source:one?"),
        ("/search “minsk", "is not closed"),
        ("/search https://one.example.org/1", "To ask about an address: /why https://one.example.org/1"),
        ("/latest 5 6", "Two numbers: “5” and “6”. Give one, e.g. /latest 10"),
        ("/latest 0", "“0” is too few. Use 1 to 20, e.g. /latest 10"),
        ("/latest 21 x", "“21” is too many. Use 1 to 20, e.g. /latest 10"),
        ("/latest since:never", "I don't know the period “never”"),
    ],
)
def test_wrong_use(type_in: Type, line: str, answer: str) -> None:
    """Each says what to write instead."""
    assert answer in type_in(line)


def test_a_number_in_quotes_is_a_word(store: Store, type_in: Type) -> None:
    """Otherwise nobody could look for "article 5"."""
    put(store, 1, "Article 5 is discussed")
    put(store, 2, "Article is discussed")
    assert "1 newest story" in type_in("/latest “article 5”")


def test_actions_of_lists_have_verbs(ask: Ask) -> None:
    """A click is carried out by the verb that is named like its action."""
    assert "I don't know" not in ask(Action.MORE.name.lower()).message.text


def test_a_search_crosses_languages_as_filters_do(store: Store, ask: Ask, service: Service) -> None:
    """A word finds what other languages say for it, and a name in every form; a phrase is as written."""
    put(store, 1, "Новый пакет санкций против банков", language="ru")
    put(store, 2, "Sankcje obejmą kolejne firmy", language="pl")
    put(store, 3, "Ferry line reopens after repair")
    put(store, 4, "Tsikhanouskaya meets ministers", names=("Sviatlana Tsikhanouskaya",))
    text = shown(ask("search sanctions").message)
    assert "санкций" in text
    assert "Sankcje" in text
    assert "Ferry" not in text
    assert "No stories" in shown(ask("search “sanctions”").message)
    knows = replace(service, names={fold("Тихановская"): "Sviatlana Tsikhanouskaya"})
    assert "meets ministers" in shown(ask("search Тихановская", of=knows).message)


def test_a_word_that_only_begins_like_another_is_not_found(store: Store, ask: Ask) -> None:
    """What the index holds for a meaning is looked at again in the story: газ is not in газета."""
    put(store, 1, "Старая газета снова выходит", language="ru")
    put(store, 2, "Цена на газ растёт", language="ru")
    text = shown(ask("search gas").message)
    assert "Цена на газ" in text
    assert "газета" not in text
