"""Do messages say what a reader needs, and nothing twice?"""

from datetime import timedelta

from bot.chat import render, roundup
from bot.chat.message import Role
from bot.model import Reason
from bot.stories.digest import Digest, Moving, digest
from tests.chat.commands.conftest import shown
from tests.samples import NOW, a_story, an_alert


def test_an_alert_has_headline_summary_sources_and_reason() -> None:
    """Every part of the mock-up is there, in its own section."""
    message = render.alert(a_story(sources=3, short="8f3k"))
    roles = [section.role for section in message.sections]
    assert roles == [Role.HEAD, Role.BODY, Role.META, Role.WHY, Role.SOURCES]
    text = shown(message)
    assert "3 sources · 2 state, 1 independent" in text
    assert "Why: Lukashenko, Putin, “decree” · like seed union-state · score 0.86 · story 8f3k" in text
    assert message.text.startswith("New: Presidents sign decree (3 sources, score 0.86). Outlet 1, Outlet 2")


def test_a_headline_without_summary_has_no_empty_section() -> None:
    """Where the feed gave only a headline, nothing pretends to be more."""
    roles = [section.role for section in render.alert(a_story(summary="")).sections]
    assert Role.BODY not in roles


def test_many_sources_are_cut_and_counted() -> None:
    """The rest is behind the button, which says how many there are."""
    message = render.alert(a_story(sources=12))
    assert "and 4 more" in shown(message)
    assert message.buttons[0][1].label == "All 12 sources"


def test_an_edit_says_when_it_was_updated() -> None:
    """A reader sees that the message changed under his eyes."""
    assert "updated" in shown(render.alert(a_story(), updated=NOW))


def test_an_update_says_what_is_new_and_answers_the_first_message() -> None:
    """News of a known story is a reply; what must be heard is broadcast."""
    loud = an_alert(reason=Reason.LOUD, new=("The text was published.",))
    message = render.update(a_story(sources=2), loud, reply_to="5")
    assert "New: The text was published." in shown(message)
    assert "Now 2 sources" in shown(message)
    assert message.reply_to == "5"
    assert message.broadcast


def test_an_update_does_not_say_its_headline_twice() -> None:
    """Where no sentence has the news, the source and the counts are what there is to say."""
    story = a_story(sources=2)
    message = render.update(story, an_alert(reason=Reason.LOUD), reply_to="5")
    assert shown(message).count(story.title) == 1
    assert "Outlet 2" in shown(message)
    assert message.text == f"Update: {story.title}"


def test_a_digest_lists_new_and_moving_stories() -> None:
    """New stories first, then those that grew; the counts are of all."""
    since = NOW - timedelta(hours=1)
    old = a_story(2, opened=NOW - timedelta(days=1), revision=2, sources=2, title="Exercise goes on")
    message = roundup.digest("Topic", digest([a_story(1), old], since=since, now=NOW))
    text = shown(message)
    assert "1 new story since" in text
    assert text.index("New") < text.index("Presidents sign decree") < text.index("Still moving")
    assert "+2 since" in text
    assert "New since" not in text


def test_a_moving_story_says_what_is_new_in_it() -> None:
    """A digest of a day says "yesterday", one of another period names the last digest."""
    moving = Moving(story=a_story(2), more=1, new="The wall will cost 40 million.")
    for days, since in ((1, "yesterday"), (7, "the last digest")):
        content = Digest(since=NOW - timedelta(days=days), until=NOW, moving=(moving,), moving_count=1)
        assert f"New since {since}: The wall will cost 40 million." in shown(roundup.digest("Topic", content))


def test_a_quiet_day_says_so() -> None:
    """An empty digest is an answer, too."""
    message = roundup.digest("Topic", digest([], since=NOW - timedelta(days=1), now=NOW))
    assert "Nothing new happened." in shown(message)
