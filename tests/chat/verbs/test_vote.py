"""Can people say whether a story was worth it, once each, and is it counted?"""

import pytest

from bot.chat.message import Action, Command
from bot.chat.rendering.alerts import alert
from bot.chat.verbs.request import Service
from bot.chat.verbs.table import handle
from bot.model import Scope
from bot.store.engine import Store
from bot.stories.search.index import search_words
from tests.chat.verbs.conftest import Type
from tests.samples import HERE, NOW, a_story, an_alert


@pytest.fixture
def short(store: Store) -> str:
    story = a_story()
    with store.begin() as tx:
        return tx.stories.save(story, words=search_words(story), terms=()).short


def votes(store: Store) -> list[tuple[int, int]]:
    with store.begin() as tx:
        return [(up, down) for _, up, down in tx.votes.since(NOW)]


def test_a_vote_is_noted_and_may_be_changed(store: Store, type_in: Type, short: str) -> None:
    """One vote of each user; the later one counts."""
    assert type_in("up", value=short, user="1") == "Noted: relevant. Thank you."
    assert type_in("up", value=short, user="1") == "You said so before: relevant."
    assert votes(store) == [(1, 0)]
    assert type_in("down", value=short, user="1") == "Changed: not relevant. Thank you."
    assert votes(store) == [(0, 1)]
    assert type_in("down", value=short, user="2") == "Noted: not relevant. Thank you."
    assert votes(store) == [(0, 2)]


def test_a_vote_is_typed_or_answers_an_alert(store: Store, type_in: Type, short: str) -> None:
    """Where there are no buttons, the verb with the id or a reply does the same."""
    type_in("/start")
    with store.begin() as tx:
        tx.alerts.queue([an_alert()])
        tx.outbox.claim(1, NOW, most=1)
        tx.alerts.sent([an_alert().id], "77", NOW)
    assert "relevant" in type_in(f"/up {short}", user="1")
    assert "not relevant" in type_in("/down", user="2", reply_story="77")
    assert votes(store) == [(1, 1)]


def test_members_of_a_group_may_vote(store: Store, type_in: Type, short: str) -> None:
    """It changes nothing of what the group gets."""
    assert "Noted" in type_in("up", value=short, user="5", admin=False, scope=Scope.GROUP)


def test_nobody_in_particular_has_one_vote_for_the_chat(store: Store, type_in: Type, short: str) -> None:
    """A platform that hides who clicked does not let one person vote for many."""
    type_in("up", value=short, user="")
    type_in("up", value=short, user="")
    assert votes(store) == [(1, 0)]


@pytest.mark.parametrize(("line", "answer"), [("/up zz9", "I can't find story “zz9”"), ("/down", "Which story?")])
def test_a_vote_on_nothing_says_how_to_vote(store: Store, type_in: Type, line: str, answer: str) -> None:
    """No error without a way on, and nothing is counted."""
    said = type_in(line)
    assert answer in said
    assert f"Reply to an alert with {line.split(maxsplit=1)[0]}" in said
    assert votes(store) == []


def test_alerts_have_vote_buttons_whose_hints_are_words() -> None:
    """A screen reader reads the hint; an emoji in it would be noise."""
    row = alert(a_story(short="8f3k")).buttons[1][:2]
    assert [(each.label, each.action, each.value) for each in row] == [
        ("👍 Relevant", Action.UP, "8f3k"),
        ("👎 Not relevant", Action.DOWN, "8f3k"),
    ]
    assert all(each.hint.isascii() and each.hint for each in row)


def test_no_user_id_is_stored(store: Store, type_in: Type, short: str) -> None:
    """What is in the table tells people apart and names nobody."""
    type_in("up", value=short, user="123456789")
    with store.begin() as tx:
        rows = tx.votes._connection.exec_driver_sql("SELECT * FROM votes").all()
    assert "123456789" not in str(rows)


def test_why_asks_for_a_vote(store: Store, short: str, service: Service) -> None:
    """Whoever reads the reasons has an opinion."""
    with store.begin() as tx:
        reply = handle(tx, Command(verb="why", arguments=short, target=HERE), service)
    assert [button.action for button in reply.message.buttons[0]] == [Action.UP, Action.DOWN, Action.MUTE_STORY]
