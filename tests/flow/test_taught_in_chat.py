"""An operator says in a chat which words belong to a topic: from near misses to the names file, in force at once."""

import errno
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.chat.message import Command
from bot.cli import cli
from bot.config.sources import changes
from bot.model import Target
from tests.fakes.telegram_server import ANA
from tests.flow.world import World, world
from tests.topic.test_ev_recalls import DOCUMENTS

OPERATORS = (("telegram", str(ANA.id)), ("slack", "U1"))
HERE = Target(platform="telegram", chat=str(ANA.id))
NEAR = [f"Recall of {count} cars with {word} modules" for word in ("Gigabatt", "Voltarix") for count in (4, 5, 6, 7)]
LINE = "  - {id: gigabatt, words: {en: [Gigabatt]}}"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """As ``init`` makes them of two documents."""
    (tmp_path / "documents").mkdir()
    for name, text in DOCUMENTS.items():
        (tmp_path / "documents" / name).write_text(text, encoding="utf-8")
    made = ["init", str(tmp_path / "t"), "--topic", "EV battery recalls", "--seeds", str(tmp_path / "documents")]
    answer = CliRunner().invoke(cli, made)
    assert answer.exit_code == 0, answer.output
    return tmp_path / "t" / "seeds"


def taught(here: World, seeds: Path) -> None:
    """Let a world have the topic as its only one, and operators."""
    here.topic, here.seeds, here.operators = "{name: EV battery recalls}", seeds, OPERATORS


def publish(here: World) -> None:
    for title in NEAR[:7]:  # one more of the first word, so that it comes first
        here.publish(title)


async def test_words_are_offered_one_by_one_on_telegram(tmp_path: Path, seeds: Path) -> None:
    """One is taken, with its line in the file and in force at once; one is not, and is not asked about again."""
    before = (seeds / "names.yaml").read_text("utf-8")
    async with world(tmp_path, with_telegram=True) as here:
        telegram = here.telegram
        assert telegram is not None
        taught(here, seeds)
        await here.prime()
        publish(here)
        async with here.process() as work:
            await here.look(work)
            old = work.current.watch.topic
            telegram.say(ANA.id, "/topic")
            await telegram.wait_for(lambda: telegram.messages(ANA.id))
            asked = telegram.messages(ANA.id)[-1]
            assert "4 entries that nearly were alerts have “Gigabatt”" in asked.text
            assert NEAR[0] in asked.text
            yes, _ = asked.button_data
            telegram.click(ANA.id, asked.id, yes)
            await telegram.wait_for(lambda: telegram.messages(ANA.id)[-1].edits == 1)
            told = telegram.messages(ANA.id)[-1]
            assert "“Gigabatt” belongs to the topic and is written in names.yaml" in told.text
            assert "Of the last 7 entries, 4 would be alerts now, 0 before." in told.text
            assert "“Voltarix”" in told.text
            assert work.current.watch.topic is not old
            _, no = told.button_data
            telegram.click(ANA.id, asked.id, no)
            await telegram.wait_for(lambda: telegram.messages(ANA.id)[-1].edits == 2)
            assert "No word is common" in telegram.messages(ANA.id)[-1].text
            again = await work.handle(Command(verb="topic", target=HERE, user=str(ANA.id)))
            assert "No word is common" in again.message.text
    after = (seeds / "names.yaml").read_text("utf-8")
    assert [line for line in after.splitlines() if line not in before.splitlines()] == [LINE]


async def test_a_topic_is_named_where_there_are_several_on_slack(tmp_path: Path, seeds: Path) -> None:
    """The message says its topic and its buttons keep to it."""
    async with world(tmp_path, with_slack=True) as here:
        slack = here.slack
        assert slack is not None
        here.operators = OPERATORS
        here.more = f"topics:\n  - {{id: ev, name: EV battery recalls, seeds: {seeds}}}\n"
        await here.prime()
        publish(here)
        async with here.process() as work:
            await here.look(work)
            await slack.command("/watch", "topic topic:ev")
            await slack.wait_for(lambda: slack.ephemerals("C1"))
            asked = slack.ephemerals("C1")[-1]
            assert "EV battery recalls · " in asked.words
            assert "“Gigabatt”" in asked.words
            await slack.click(asked, "topic")
            await slack.wait_for(lambda: "“Voltarix”" in slack.ephemerals("C1")[-1].words)
            assert "belongs to the topic" in slack.ephemerals("C1")[-1].words
        assert slack.refused == []
    assert LINE in (seeds / "names.yaml").read_text("utf-8").splitlines()


async def test_where_nothing_can_be_written_the_line_is_said(
    tmp_path: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mount that is read-only: the operator adds it where the file comes from. A word that is there is told."""

    def read_only(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    async with world(tmp_path) as here:
        taught(here, seeds)
        await here.prime()
        publish(here)
        async with here.process() as work:
            await here.look(work)
            command = Command(verb="topic", target=HERE, user=str(ANA.id))
            offered = await work.handle(command)
            yes = offered.message.buttons[0][0].value
            clicked = Command(verb="topic", target=HERE, user=str(ANA.id), value=yes)
            with monkeypatch.context() as patched:
                patched.setattr(changes, "replace_file", read_only)
                refused = await work.handle(clicked)
            assert refused.refused
            assert "names.yaml cannot be written here: Read-only file system" in refused.message.text
            assert LINE.strip() in str(refused.message.sections)
            assert not (await work.handle(clicked)).refused
            twice = await work.handle(clicked)
            assert twice.refused
            assert "there is a concept 'gigabatt' already" in twice.message.text


async def test_nobody_else_teaches_and_old_questions_are_asked_anew(tmp_path: Path, seeds: Path) -> None:
    """Who is no operator is refused; a button whose question was forgotten says how to ask again."""
    async with world(tmp_path) as here:
        taught(here, seeds)
        async with here.process() as work:
            stranger = await work.handle(Command(verb="topic", target=HERE, user="7"))
            assert "operators" in stranger.message.text
            assert stranger.refused
            old = await work.handle(Command(verb="topic", target=HERE, user=str(ANA.id), value="yes.gone"))
            assert old.refused
            assert "/topic" in old.message.text
