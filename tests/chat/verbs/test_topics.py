"""Where there are several topics: which one is a command about, and what does its answer say?"""

from dataclasses import replace

import pytest

from bot.chat.message import Action, Button, Command, Message, Reply
from bot.chat.topics import of_topic, tag, tagged, untagged
from bot.chat.verbs.request import Service
from bot.chat.verbs.table import handle
from bot.model import Scope, Send, Subscription
from bot.store.engine import Store
from bot.stories.search.index import search_words
from tests.chat.verbs.conftest import Ask, buttons, shown
from tests.samples import HERE, a_story

FIRST, FERRY = "Belarus–Russia relations", "Ferry treaty"


@pytest.fixture
def service(service: Service) -> Service:
    other = replace(service, key="ferry", id="ferry", topic=FERRY, alert_at=0.7)
    return replace(service, id="belarus", others=(other,))


@pytest.fixture
def stored(store: Store) -> None:
    """One story of each topic, which two outlets report."""
    with store.begin() as tx:
        for number, topic in ((1, "main"), (2, "ferry")):
            story = replace(a_story(number, sources=2), id=f"story-{topic}", topic=topic, title=f"News of {topic}")
            tx.stories.save(story, words=search_words(story), terms=())


def topics_of(store: Store) -> dict[str, Subscription]:
    with store.begin() as tx:
        return {each.topic: each for each in tx.channels.all_at(HERE) if each.active and each.paused is None}


def labels(reply: Reply) -> list[str]:
    return list(buttons(reply.message))


def test_a_new_chat_gets_the_first_topic_and_is_offered_the_others(store: Store, ask: Ask) -> None:
    """With one click it gets another one as well, with what it chose for itself before."""
    reply = ask("start", language="pl")
    assert set(topics_of(store)) == {"main"}
    assert "topic:ferry" in shown(reply.message)
    ask("settings quiet 22:00-07:00")
    added = ask("start", value=buttons(reply.message)[FERRY].value)
    assert FERRY in shown(added.message)
    found = topics_of(store)
    assert set(found) == {"main", "ferry"}
    assert (found["ferry"].quiet, found["ferry"].language) == ("22:00-07:00", "pl")
    assert FERRY not in labels(ask("start"))


def test_each_topic_has_its_own_choices_and_the_chat_its_own(store: Store, ask: Ask) -> None:
    """What is sent and filtered belongs to a topic; language, zone and quiet hours to the chat."""
    ask("subscribe")
    ask("subscribe topic:ferry harbour")
    ask("settings send important topic:ferry")
    ask("settings zone Europe/Kyiv topic:ferry")
    ask("digest daily 09:00")
    first, ferry = topics_of(store)["main"], topics_of(store)["ferry"]
    assert (first.send, ferry.send) == (Send.DIGEST, Send.IMPORTANT)
    assert (first.include, ferry.include) == ((), ("harbour",))
    assert (first.digest, ferry.digest) == ("daily 09:00", None)
    assert first.zone == ferry.zone == "Europe/Kyiv"


def test_stop_ends_all_and_with_a_topic_that_one(store: Store, ask: Ask) -> None:
    """Whoever wants nothing more gets nothing more, whatever it was about."""
    for line in ("subscribe", "subscribe topic:ferry", "stop topic:ferry"):
        said = ask(line)
    assert FERRY in shown(said.message)
    assert set(topics_of(store)) == {"main"}
    ask("subscribe topic:ferry")
    ask("stop")
    assert topics_of(store) == {}


def test_mute_is_of_the_whole_chat(store: Store, ask: Ask) -> None:
    """Rest is rest from all topics."""
    for line in ("subscribe", "subscribe topic:ferry", "mute 8h"):
        ask(line)
    assert all(each.muted_until is not None for each in topics_of(store).values())


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("verb", ["latest", "search news"])
def test_a_list_is_of_one_topic_and_leads_to_the_others(ask: Ask, verb: str) -> None:
    """It says which; its button gives the same of the other one."""
    reply = ask(verb)
    said = shown(reply.message)
    assert said.startswith(f"{FIRST} · ")
    assert reply.message.text.startswith(f"{FIRST}: ")
    assert ("News of main" in said, "News of ferry" in said) == (True, False)
    other = buttons(reply.message)[FERRY]
    turned = ask({"l": "latest", "n": "more"}[other.action.value], value=other.value)
    said = shown(turned.message)
    assert said.startswith(f"{FERRY} · ")
    assert ("News of main" in said, "News of ferry" in said) == (False, True)
    assert f"{FERRY} · " in shown(ask(f"{verb} topic:ferry").message)


@pytest.mark.usefixtures("stored")
def test_pages_stay_with_their_topic(store: Store, ask: Ask) -> None:
    """The button that goes on in a list of one topic goes on in that one."""
    with store.begin() as tx:
        for number in range(3, 10):
            story = replace(a_story(number), id=f"s{number}", topic="ferry", title=f"Ferry {number}")
            tx.stories.save(story, words=search_words(story), terms=())
    reply = ask("latest 3 topic:ferry")
    more = next(each for each in buttons(reply.message).values() if each.action.value == "n")
    page = shown(ask("more", value=more.value).message)
    assert page.startswith(f"{FERRY} · ")
    assert "News of main" not in page


@pytest.mark.usefixtures("stored")
def test_a_story_has_its_topic(store: Store, ask: Ask) -> None:
    """/why speaks of the bar of that topic, without being told which it is."""
    with store.begin() as tx:
        (story,) = tx.about("ferry").stories.newest(1)
    said = shown(ask(f"why {story.short}").message)
    assert said.startswith(f"{FERRY} · ")
    assert "alerts start at 0.70" in said


@pytest.mark.usefixtures("stored")
def test_two_topics_are_never_merged(store: Store, ask: Ask) -> None:
    """Each story has reports that its own topic judged."""
    with store.begin() as tx:
        (one,), (other,) = tx.stories.newest(1), tx.about("ferry").stories.newest(1)
    reply = ask(f"merge {one.short} {other.short}", user="1")
    assert reply.refused
    assert "two topics" in shown(reply.message)


def test_a_topic_that_is_not_there_is_named_with_those_that_are(ask: Ask) -> None:
    """The answer says what to type."""
    reply = ask("latest topic:ferries")
    assert reply.refused
    assert "“ferries”" in shown(reply.message)
    assert "(topic:ferry)" in shown(reply.message)


def test_an_answer_to_a_question_is_about_its_topic(store: Store, ask: Ask) -> None:
    """Words that follow "Other…" on a page of one topic change that one."""
    ask("subscribe")
    ask("subscribe topic:ferry")
    page = ask("settings digest topic:ferry")
    other = next(each for each in buttons(page.message).values() if untagged(each.value)[0] == "ask:digest")
    ask("settings", value=other.value)
    ask("said weekly sun 20:00")
    assert (topics_of(store)["main"].digest, topics_of(store)["ferry"].digest) == (None, "weekly sun 20:00")


def test_a_form_says_and_keeps_its_topic(store: Store, ask: Ask) -> None:
    """What is sent in it changes the topic that it named."""
    ask("subscribe topic:ferry")
    form = ask("form").message.form
    assert form is not None
    assert (form.fields[0].key, form.fields[0].value) == ("topic", "ferry")
    ask("subscribe topic:belarus")
    ask("form topic=ferry\ndigest=daily 10:00")
    assert (topics_of(store)["main"].digest, topics_of(store)["ferry"].digest) == (None, "daily 10:00")


def test_help_lists_the_topics(ask: Ask) -> None:
    """Whoever looks for them finds how they are typed."""
    assert "topic:ferry" in shown(ask("help").message)


def test_buttons_have_room_for_the_mark() -> None:
    """The longest value that a choice has, with its topic, is still what every platform carries."""
    button = Button("x", Action.SET, "zone=America/Los_Angeles")
    (found,) = buttons(tagged(Message(text="", sections=(), buttons=((button,),)), "ferry")).values()
    assert len(found.value) <= 40
    assert untagged(found.value) == ("zone=America/Los_Angeles", tag("ferry"))
    assert untagged("zone=UTC+3") == ("zone=UTC+3", "")


def test_with_one_topic_nothing_is_said_of_it(store: Store, service: Service) -> None:
    """A word that looks like a choice of topic is a word of the query."""
    alone = replace(service, others=())
    with store.begin() as tx:
        reply = handle(tx, Command(verb="start", target=HERE, title="Ana", scope=Scope.PRIVATE), alone)
    assert all("//" not in each.value for each in buttons(reply.message).values())
    assert "topic:" not in shown(reply.message)
    assert of_topic(Message(text="", sections=()), "x").sections == ()
