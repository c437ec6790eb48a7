"""Can a chat say what becomes of which stories, typed, with buttons and in a dialogue, in its language?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.language import speak
from bot.chat.settings.choices import change
from bot.chat.settings.form import FormError, take_form
from bot.model import Handling, Rule, Send, Subscription
from bot.store.engine import Store
from bot.stories.search.index import search_words
from tests.chat.verbs.conftest import Ask, buttons, shown
from tests.samples import HERE, NOW, a_story, a_subscription

LOUD = Rule(name="sanctions", include=("sanctions",), how=Handling.LOUD)
NEVER = Rule(name="Play", include=("sport",), exclude=("doping",), how=Handling.NEVER)


@pytest.fixture(autouse=True)
def stories(store: Store) -> None:
    """A chat that gets everything, and two stories of the last days."""
    with store.begin() as tx:
        tx.channels.save(a_subscription())
        for number, title in enumerate(("Новый пакет санкций против банков", "Паром снова ходит"), 1):
            story = replace(a_story(number, names=(), words=(), summary="", title=title), language="ru", reports=())
            story = replace(story, opened=NOW - timedelta(days=1), updated=NOW - timedelta(days=1))
            tx.stories.save(story, words=search_words(story), terms=())


def here(store: Store) -> Subscription:
    with store.begin() as tx:
        subscription = tx.channels.at(HERE)
        assert subscription is not None
        return subscription


def test_named_filters_are_shown_with_what_each_would_have_found_and_then_saved(store: Store, ask: Ask) -> None:
    """Nothing changes until the button is used; the digest that one of them needs comes with it."""
    message = ask("/settings rules sanctions -> loud; everything else -> digest").message
    assert "“sanctions” → at once, with sound" in shown(message)
    assert "1 of 2 stories of the last 14 days" in shown(message)
    assert "everything else → in the digest only" in shown(message)
    assert here(store).rules == ()
    ask("set", value=buttons(message)["Save"].value)
    saved = here(store)
    assert (saved.rules, saved.send, saved.digest) == ((LOUD,), Send.DIGEST, "daily 08:00")


def test_subscribing_with_an_arrow_saves_at_once(store: Store, ask: Ask) -> None:
    """For who sees no buttons; the chat's own filter stays as it is, and a second one is added to the first."""
    ask("/subscribe minsk")
    ask("/subscribe sanctions → loud")
    told = shown(ask("/subscribe Play: sport, !doping → never").message)
    assert "“Play” → not at all" in told
    assert here(store).rules == (LOUD, NEVER)
    assert here(store).include == ("minsk",)


def test_each_filter_has_a_page_with_what_may_become_of_its_stories(store: Store, ask: Ask) -> None:
    """The button of a filter opens its page, a choice there changes this one only, and it can be removed."""
    ask("/subscribe sanctions → loud; Play: sport, !doping → never")
    page = ask("settings", value="rules").message
    opened = ask("settings", value=buttons(page)["“Play” → not at all"].value).message
    assert buttons(opened)["not at all"].chosen
    ask("set", value=buttons(opened)["at once, without sound"].value)
    assert here(store).rules == (LOUD, replace(NEVER, how=Handling.SILENT))
    ask("set", value=buttons(opened)["Remove this filter"].value)
    assert here(store).rules == (LOUD,)


def test_a_filter_is_removed_by_its_name(store: Store, ask: Ask) -> None:
    """And one that there is not leaves all as they were."""
    ask("/subscribe sanctions → loud; Play: sport → never")
    ask("/settings rules play off")
    assert [rule.name for rule in here(store).rules] == ["sanctions"]
    assert ask("/settings rules ferry off").refused
    assert [rule.name for rule in here(store).rules] == ["sanctions"]


def test_without_the_digest_its_stories_come_without_sound(store: Store, ask: Ask) -> None:
    """Nobody is left with nothing of what they asked for."""
    ask("/subscribe sanctions → digest")
    ask("/digest off")
    assert [rule.how for rule in here(store).rules] == [Handling.SILENT]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("sanctions → shouting", "loud, silent, digest, never"),
        ("sanctions → loud; sport", "does not say what becomes of these stories"),
        ("→ loud", "does not say what becomes of these stories"),
        ("everything else → never", "cannot hold for everything else"),
        ("; ".join(f"word{number} → loud" for number in range(11)), "up to 10"),
        ("!!! → loud", "no words"),
        ("since:3d → loud", "always about what is new"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_to_write(ask: Ask, store: Store, typed: str, says: str) -> None:
    """Nothing is saved of it, also where a part of it would be right."""
    reply = ask(f"/settings rules {typed}")
    assert says in shown(reply.message)
    assert here(store).rules == ()


def test_words_in_a_row_are_asked_about_with_all_that_was_typed(store: Store, ask: Ask) -> None:
    """Each way that they can be meant has a button, and what stood beside them is kept."""
    reply = ask("/subscribe new gas pipeline → loud; sport → never")
    chosen = buttons(reply.message)["new, gas, pipeline → loud; sport → never"]
    ask("set", value=chosen.value)
    assert [rule.include for rule in here(store).rules] == [("new", "gas", "pipeline"), ("sport",)]


def test_the_words_of_the_readers_language_are_understood() -> None:
    """And English ones too, whatever the language."""
    for language, typed in (
        ("ru", "санкции → громко; спорт → never; всё остальное → сводка"),
        ("pl", "sankcje → głośno; sport → nigdy; cała reszta → podsumowanie"),
    ):
        after = change(a_subscription(), "rules", typed, words=speak(language))
        assert [rule.how for rule in after.rules] == [Handling.LOUD, Handling.NEVER]
        assert after.send is Send.DIGEST


def test_a_dialogue_holds_the_whole_of_them(store: Store, ask: Ask) -> None:
    """What is no longer in its field is gone, an empty one ends them all, and a wrong one is said below it."""
    ask("/subscribe sanctions → loud; Play: sport, !doping → never")
    before, words = here(store), speak("en")
    after, changed = take_form(before, {"rules": "Play: sport, !doping → never"}, words, ())
    assert (after.rules, changed) == ((NEVER,), ["rules"])
    assert take_form(before, {"rules": ""}, words, ())[0].rules == ()
    with pytest.raises(FormError) as wrong:
        take_form(before, {"rules": "sanctions"}, words, ())
    assert "rules" in wrong.value.problems
