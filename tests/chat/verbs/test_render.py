"""Do messages say what a reader needs, and nothing twice?"""

from dataclasses import replace
from datetime import timedelta

from bot.chat.language import speak
from bot.chat.message import Action, Role, Text, plain
from bot.chat.rendering import alerts, digests, lists
from bot.chat.rendering.notices import lost
from bot.model import FeedKind, Reason, Scope, Status
from bot.stories.statistics.digest import Digest, Moving, digest
from bot.stories.statistics.silence import Quiet
from bot.stories.wording.updates import News
from tests.chat.verbs.conftest import shown
from tests.samples import NOW, a_report, a_story, an_alert


def test_an_alert_has_headline_summary_sources_and_reason() -> None:
    """Every part of the mock-up is there, in its own section."""
    message = alerts.alert(a_story(sources=3, short="8f3k"))
    roles = [section.role for section in message.sections]
    assert roles == [Role.HEAD, Role.BODY, Role.META, Role.WHY, Role.SOURCES]
    text = shown(message)
    assert "3 sources · 2 state, 1 independent" in text
    assert "The presidents signed a decree in Minsk. — Outlet 1\n" in text
    assert "Why: Lukashenko, Putin, “decree” · story 8f3k" in text
    assert "0.86" not in text
    assert message.text.startswith("New: Presidents sign decree (3 sources). Outlet 1, Outlet 2")


def test_a_headline_without_summary_has_no_empty_section() -> None:
    """Where the feed gave only a headline, nothing pretends to be more."""
    roles = [section.role for section in alerts.alert(a_story(summary="")).sections]
    assert Role.BODY not in roles


def test_many_sources_are_cut_and_counted() -> None:
    """The rest is behind the button, which says how many there are."""
    message = alerts.alert(a_story(sources=12))
    assert "and 4 more" in shown(message)
    assert message.buttons[0][1].label == "All 12 sources"


def test_an_edit_says_when_it_was_updated() -> None:
    """A reader sees that the message changed under his eyes; a new count alone is no news."""
    assert "Updated 21 Sep 2026 14:13 UTC" in shown(alerts.alert(a_story(changed=NOW), edited=True))
    assert "Corrected 21 Sep" in shown(alerts.alert(a_story(changed=NOW, corrected=True), edited=True))
    assert "Updated" not in shown(alerts.alert(a_story(), edited=True))
    assert "Updated" not in shown(alerts.alert(a_story(changed=NOW)))


def test_an_update_says_what_is_new_and_answers_the_first_message() -> None:
    """News of a known story is a reply; what must be heard is broadcast."""
    said = News(text="The text was published.", report=a_report(2))
    message = alerts.update(a_story(sources=2), an_alert(reason=Reason.LOUD), [said], reply_to="5")
    assert "New: The text was published. — Outlet 2" in shown(message)
    assert "Now 2 sources" in shown(message)
    assert message.reply_to == "5"
    assert message.broadcast


def test_an_update_does_not_say_its_headline_twice() -> None:
    """Where no sentence has the news, the source and the counts are what there is to say."""
    story = a_story(sources=2)
    told = an_alert(reason=Reason.LOUD, keys=(story.reports[1].key,))
    message = alerts.update(story, told, reply_to="5")
    assert shown(message).count(story.title) == 1
    assert "Outlet 2" in shown(message)
    assert message.text == f"Update: {story.title}"


def test_a_digest_lists_new_and_moving_stories() -> None:
    """New stories first, then those that grew; the counts are of all."""
    since = NOW - timedelta(hours=1)
    old = a_story(2, opened=NOW - timedelta(days=1), revision=2, sources=2, title="Exercise goes on")
    message = digests.digest("Topic", digest([a_story(1), old], since=since, now=NOW))
    text = shown(message)
    assert "1 new story since 13:13" in text
    assert text.index("New") < text.index("Presidents sign decree") < text.index("Still moving")
    assert "+2 reports since" in text
    assert "New since" not in text


def test_a_moving_story_says_what_is_new_in_it() -> None:
    """A digest of a day says "yesterday", one of another period names the last digest."""
    moving = Moving(story=a_story(2), more=1, new="The wall will cost 40 million.")
    for days, since in ((1, "yesterday"), (7, "the last digest")):
        content = Digest(since=NOW - timedelta(days=days), until=NOW, moving=(moving,), moving_count=1)
        assert f"New since {since}: The wall will cost 40 million." in shown(digests.digest("Topic", content))


def test_what_is_new_stands_with_its_outlet() -> None:
    """A sentence of a report is told as its own, in a digest too."""
    said = "The wall will cost 40 million."
    story = a_story(2, reports=(a_report(1), a_report(2, text=said)))
    content = Digest(since=NOW - timedelta(days=1), until=NOW, moving=(Moving(story=story, more=1, new=said),))
    assert f"New since yesterday: {said} — Outlet 2" in shown(digests.digest("Topic", content))


def test_a_quiet_day_says_so() -> None:
    """An empty digest is an answer, too."""
    message = digests.digest("Topic", digest([], since=NOW - timedelta(days=1), now=NOW))
    assert "Nothing new happened." in shown(message)


def test_what_found_no_room_is_counted_behind_the_list() -> None:
    """Not behind the names of the day, which are about all stories."""
    stories = [a_story(number, updated=NOW, opened=NOW, names=("Orsha",)) for number in range(1, 15)]
    quiet = (Quiet(name="Radio", since=NOW, failing=True),)
    content = replace(digest(stories, since=NOW - timedelta(hours=8), now=NOW), quiet=quiet)
    said = shown(digests.digest("Topic", content))
    last, more, usual = (said.index(part) for part in ("10.", "and 4 more", "Quiet: 1 of"))
    assert last < more < usual


def test_an_update_counts_what_came_and_opens_the_document() -> None:
    """Readers see how far the news got, and the official text is one tap away."""
    official = a_report(
        5, kind=FeedKind.PRIMARY, source="Presidency", title="The decree", url="https://p.example.org/d"
    )
    story = a_story(reports=(*(a_report(number) for number in range(1, 5)), official), short="8f3k")
    message = alerts.update(story, an_alert(reason=Reason.LOUD, keys=(official.key,)), reply_to="5")
    text = shown(message)
    assert "Official document · The decree — Presidency" in text
    assert "Now 5 sources (was 4) · story 8f3k" in text
    ((document, every, mute),) = message.buttons
    assert (document.label, document.url) == ("Open document", "https://p.example.org/d")
    assert every.label == "All 5 sources"
    assert mute.action is Action.MUTE_STORY


def test_a_correction_says_that_it_is_one() -> None:
    """What was taken back must not read like one more piece of news."""
    story = a_story(short="8f3k", corrected=True)
    told = an_alert(reason=Reason.LOUD, new=("It was 131, not 137.",))
    message = alerts.update(story, told, reply_to="5")
    assert shown(message).startswith("Corrected · ")
    assert message.text.startswith("Corrected: ")
    assert shown(alerts.update(story, an_alert(reason=Reason.UPDATE), reply_to="5")).startswith("Update · ")


def test_an_update_says_its_headline_once() -> None:
    """A correction that became the headline is no line below it; who may not know its word reads that it is one."""
    said = "Correction: gas to cost 131 crowns"
    report = a_report(2, title=said, source="Noon")
    story = a_story(
        title=said, reports=(a_report(1, title="Gas to cost 137 crowns"), report), corrected=True, language="en"
    )
    update = an_alert(reason=Reason.LOUD, keys=(report.key,))
    message = alerts.update(story, update, (News(text=said, report=report),), reply_to="5")
    assert shown(message).startswith(f"Update · {said}\nNoon · ")
    assert message.text == f"Update: {said}"
    polish = speak("pl")
    message = alerts.update(story, update, (News(text=said, report=report),), words=polish, reply_to="5")
    assert shown(message).startswith(f"{polish('Corrected')} · {said}\nNoon · ")


def test_an_alert_has_the_buttons_of_its_place() -> None:
    """Who reads alone or in a group can ask, vote and mute; in a channel there is nobody to answer."""
    story = a_story(sources=5, short="8f3k")
    rows = [[button.label for button in row if not button.rare] for row in alerts.alert(story).buttons]
    assert rows == [["Why matched", "All 5 sources"], ["👍 Relevant", "👎 Not relevant"]]
    rows = [[button.label for button in row] for row in alerts.alert(story, scope=Scope.CHANNEL).buttons]
    assert rows == [["All 5 sources"]]
    update = alerts.update(story, an_alert(reason=Reason.LOUD), scope=Scope.CHANNEL, reply_to="5")
    assert [[button.label for button in row] for row in update.buttons] == [["All 5 sources"]]


def test_sources_come_with_who_is_behind_them() -> None:
    """Ownership, country and time stand beside each outlet; state media stand out."""
    message = alerts.alert(a_story(sources=2))
    (section,) = [section for section in message.sections if section.role is Role.SOURCES]
    assert [plain(line) for line in section.lines] == [
        "Sources",
        "· Outlet 1 — state, BY, 21 Sep 2026 14:14 UTC",
        "· Outlet 2 — independent, BY, 21 Sep 2026 14:15 UTC",
    ]
    assert any(isinstance(piece, Text) and piece.bold and piece.text == "state" for piece in section.lines[1])


def test_a_single_outlet_is_not_counted_twice() -> None:
    """Beside "1 source" stands who is behind it, in the reader's language; corrections are behind the reasons."""
    assert "1 source · state · " in shown(alerts.alert(a_story(sources=1)))
    assert "1 источник · государственный · " in shown(alerts.alert(a_story(sources=1), words=speak("ru")))
    labels = [button.label for row in alerts.alert(a_story()).buttons for button in row]
    assert "Wrong story group" not in labels


def test_a_digest_has_a_sentence_of_each_story_in_the_readers_language() -> None:
    """With the outlet that wrote it; to readers of another language it would say nothing, and a long one too much."""
    sentence = "The presidents signed a decree in Minsk."
    content = digest([a_story(1, updated=NOW)], since=NOW - timedelta(hours=8), now=NOW)
    assert f"{sentence} — Outlet 1" in shown(digests.digest("Topic", content))
    assert sentence not in shown(digests.digest("Topic", content, words=speak("uk")))
    long = f"The presidents signed {'a decree and ' * 30}a decree in Minsk."
    story = a_story(1, updated=NOW, summary=long, reports=(a_report(1, text=long),))
    content = digest([story], since=NOW - timedelta(hours=8), now=NOW)
    assert long not in shown(digests.digest("Topic", content))


def test_a_digest_says_nothing_of_names_that_the_topic_is_called_by() -> None:
    """They are in every story."""
    content = digest([a_story(1), a_story(2)], since=NOW - timedelta(hours=8), now=NOW)
    text = shown(digests.digest("Topic", content, own_names={"Putin"}))
    assert "Most mentioned: Lukashenko 2" in text
    assert "Putin" not in text


def test_a_name_in_one_story_is_not_mentioned_most() -> None:
    """Of a quiet day nothing is said of names."""
    content = digest([a_story(1)], since=NOW - timedelta(hours=8), now=NOW)
    assert "Most mentioned" not in shown(digests.digest("Topic", content))


def test_a_list_counts_a_single_outlet_once_too() -> None:
    """One outlet is "state", of several it is said how many are."""
    assert "1 source (state)" in shown(lists.several([a_story(1, sources=1)]))
    assert "2 sources (1 state)" in shown(lists.several([a_story(1, sources=2)]))


def test_a_digest_tells_days_as_its_readers_count_them() -> None:
    """The date is that of the chat's zone and in its language; the last night is "yesterday" only there."""
    late = NOW.replace(hour=23)
    content = digest([a_story(1, updated=late, opened=late)], since=late - timedelta(hours=8), now=late)
    assert shown(digests.digest("Topic", content)).startswith("Topic · Monday, 21 September\n1 new story since 15:13")
    text = shown(digests.digest("Topic", content, zone="Asia/Tokyo", words=speak("pl")))
    assert text.startswith("Topic · wtorek, 22 września")
    week = digest([], since=NOW - timedelta(days=7), now=NOW)
    assert "0 new stories since Mon, 14 Sep 14:13" in shown(digests.digest("Topic", week))


def test_a_digest_leads_further() -> None:
    """Chart, all stories and a file are one tap away; in a channel nobody would get the answer."""
    content = digest([a_story(1)], since=NOW - timedelta(days=7), now=NOW)
    (row,) = digests.digest("Topic", content, question="abcd").buttons
    assert [(button.label, button.action, button.value) for button in row] == [
        ("Chart", Action.STATS, "7d"),
        ("All 1", Action.LATEST, "abcd"),
        ("CSV", Action.EXPORT, "csv.7d"),
    ]
    assert digests.digest("Topic", content, scope=Scope.CHANNEL).buttons == ()


def test_a_long_night_is_cut_and_counted() -> None:
    """However much happened, it is one list that can be read, and a way to the rest."""
    message = lists.caught_up([lists.Missed(story=a_story(number)) for number in range(lists.SHOWN + 3)])
    text = shown(message)
    assert text.startswith(f"While you were quiet: {lists.SHOWN + 3} stories\n1. ")
    assert "and 3 more" in text
    assert [button.action for row in message.buttons for button in row] == [Action.LATEST]


def test_who_set_a_chat_up_learns_what_happened_to_it() -> None:
    """The notice names the chat, what the platform said, and how to go on."""
    assert shown(lost("Desk", "Forbidden: bot was kicked from the group chat")) == (
        "I can no longer post in “Desk”: Forbidden: bot was kicked from the group chat\n"
        "Your settings are kept; add me again and alerts go on."
    )


def test_a_denied_headline_is_marked_wherever_it_is_shown() -> None:
    """Message, reply, list and notification; who denies it says so in his own words."""
    reports = (a_report(1), a_report(2, title="Kremlin denies that presidents sign decree"))
    story = a_story(reports=reports, status=Status.DENIED, short="8f3k")
    first = alerts.alert(story)
    assert first.text.startswith("New: Denied: Presidents sign decree")
    assert shown(first).startswith(
        "Denied: Presidents sign decree\nKremlin denies that presidents sign decree — Outlet 2"
    )
    assert "Update · Denied: Presidents" in shown(alerts.update(story, an_alert(reason=Reason.LOUD), reply_to="5"))
    assert "1. Denied: Presidents sign decree" in shown(lists.several([story]))
    assert "1. Denied: Presidents" in shown(
        digests.digest("T", digest([story], since=NOW - timedelta(days=1), now=NOW))
    )


def test_two_feeds_of_an_outlet_are_one_source() -> None:
    """An edition in another language is no second voice."""
    reports = [a_report(1, source="БелТА"), a_report(2, source="BelTA (English)"), a_report(3, source="TASS")]
    assert "2 sources" in shown(alerts.alert(a_story(reports=tuple(reports))))


def test_sentences_of_two_outlets_stand_apart() -> None:
    """Each line ends with the one who wrote it."""
    reports = (a_report(1), a_report(2, text="The decree is secret."))
    story = a_story(reports=reports, summary="The presidents signed a decree in Minsk. The decree is secret.")
    assert "in Minsk. — Outlet 1\nThe decree is secret. — Outlet 2\n" in shown(alerts.alert(story))
