"""A chart is Slack's own block, a picture where that is refused, and words elsewhere; files go in private."""

from dataclasses import replace

import pytest

from bot.chat.message import Chart, File, Reply
from bot.chat.slack.blocks.attachments import drawn
from bot.model import Ownership, Target
from tests.chat.slack.conftest import Connect, Handler, says
from tests.fakes.slack_rules import block_problems
from tests.fakes.slack_server import SlackServer

C1 = Target(platform="slack", chat="C1")


def chart(days: int, series: int = 2) -> Chart:
    names = ("state", "independent media of all kinds", "independent media of all sorts", "a", "b", "c", "d")[:series]
    owners = tuple(Ownership)
    return Chart(
        title="Stories a day about ferries & bridges, in the last fortnight",
        measure="stories a day",
        owners=tuple(owners[number % len(owners)] for number in range(series)),
        series=names,
        labels=tuple(f"{day % 28 + 1} {'Sep' if day < 28 else 'Oct'} {day}" for day in range(days)),
        bars=tuple(tuple(day + number for number in range(series)) for day in range(days)),
        average=3.0,
        average_label="average 3",
        peak=days - 1 if days else None,
        peak_story="A ferry",
        tops=(),
        new_label="new",
        described="Stories a day: 3 on average.",
    )


STATS = replace(says("244 stories in 14 days"), chart=chart(14))


@pytest.mark.parametrize("days", [1, 7, 14, 20, 21, 30, 90, 180])
@pytest.mark.parametrize("series", [1, 2, 6, 7])
def test_a_chart_keeps_to_the_limits(days: int, series: int) -> None:
    """Twenty points, six series, short labels that differ, and numbers that still are stories a day."""
    shown = chart(days, series)
    block = drawn(shown)
    assert block is not None
    assert block_problems([block], 1, {"data_visualization"}) == []
    first = block["chart"]["series"][0]["data"]
    assert 0 <= min(point["value"] for point in first) <= max(point["value"] for point in first) <= days
    if days <= 20:
        assert [point["value"] for point in first] == [bar[0] for bar in shown.bars]


def test_the_newest_point_is_whole() -> None:
    """Of 30 days each point is the mean of two, and the last one of the last two."""
    block = drawn(chart(30, 1))
    assert block is not None
    data = block["chart"]["series"][0]["data"]
    assert len(data) == 15
    assert data[-1]["value"] == 28.5


def test_nothing_to_draw() -> None:
    """A chart without days is no chart."""
    assert drawn(chart(0)) is None


async def test_a_chart_is_a_block_among_the_words(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """Shared, it is there for the whole channel."""
    handler.replies["stats"] = Reply(message=STATS, share=True)
    async with connected():
        await server.command("/watch", "stats 14d")
        await server.wait_for(lambda: server.ephemerals("C1"))
        await server.click(server.ephemerals("C1")[0], "share")
        await server.wait_for(lambda: server.messages("C1"))
    for shown in (server.ephemerals("C1")[0], server.messages("C1")[0]):
        assert [block["type"] for block in shown.body["blocks"]][:2] == ["section", "data_visualization"]
    assert server.files.data == {}
    assert server.refused == []


@pytest.mark.parametrize("allowed", [True, False])
async def test_where_the_block_is_refused(
    server: SlackServer, connected: Connect, handler: Handler, *, allowed: bool
) -> None:
    """The same picture as elsewhere is uploaded, told in words for whoever cannot see it; without that right, words."""
    server.refuses_charts = True
    server.files.allowed = allowed
    handler.replies["stats"] = Reply(message=STATS)
    async with connected() as slack:
        await slack.messenger.send(C1, STATS)
        await server.command("/watch", "stats 14d", channel="C2")
        await server.wait_for(lambda: server.ephemerals("C2"))
    for shown in (server.messages("C1")[0], server.ephemerals("C2")[0]):
        kinds = [block["type"] for block in shown.body["blocks"]]
        assert kinds == (["section", "image"] if allowed else ["section"])
    if allowed:
        assert server.messages("C1")[0].body["blocks"][1]["alt_text"] == STATS.chart.described  # type: ignore[union-attr]
        assert server.files.data["F1"].startswith(b"\x89PNG")
        assert set(server.files.shared.values()) == {""}
    assert server.refused == []


async def test_a_file_goes_to_the_one_who_asked(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """Into their private chat with the bot; the channel sees nothing."""
    file = File(name="stories.csv", data=b"id;title\n8f3k;A ferry\n", media_type="text/csv")
    handler.replies["export"] = Reply(message=replace(says("1 story"), file=file), private=True)
    async with connected():
        await server.command("/watch", "export csv", user="U7")
        await server.wait_for(lambda: server.ephemerals("C1", "U7"))
    assert (server.files.names, server.files.data) == ({"F1": "stories.csv"}, {"F1": file.data})
    assert server.files.shared == {"F1": "DU7"}
    assert server.messages("DU7")[0].words == "1 story"
    assert "private chat" in server.ephemerals("C1")[0].words
    assert server.messages("C1") == []


async def test_a_file_that_cannot_be_uploaded(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """Without the right to it, the one who asked is told so."""
    server.files.allowed = False
    file = File(name="stories.csv", data=b"x", media_type="text/csv")
    handler.replies["export"] = Reply(message=replace(says("1 story"), file=file), private=True)
    async with connected():
        await server.command("/watch", "export csv")
        await server.wait_for(lambda: server.ephemerals("C1"))
    assert "permission" in server.ephemerals("C1")[0].words
