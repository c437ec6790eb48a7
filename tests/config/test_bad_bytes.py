"""What of a file that is not even text, is not there, or was made to do harm?"""

import os
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.config.findings.document import read_document
from bot.config.findings.problems import ConfigProblems, Problem
from bot.config.sources.file import MAX_BYTES, load

GOOD = (
    "version: 1\ntopic: {name: Test}\nseeds: seeds/\n"
    "sources:\n  - id: belta\n    name: БелТА\n    url: https://belta.by/rss\n"
)
SHIPPED = Path(__file__).parents[2] / "sources.yaml"


def refused(content: bytes) -> ConfigProblems:
    Path("sources.yaml").write_bytes(content)
    with pytest.raises(ConfigProblems) as raised:
        load(Path("sources.yaml"))
    return raised.value


def problems_of(read: Callable[[], object]) -> tuple[Problem, ...]:
    """Return what a reading complains of; any other error than ``ConfigProblems`` is a failure."""
    try:
        read()
    except ConfigProblems as error:
        return error.problems
    return ()


def test_latin_1(folder: Path) -> None:
    """A byte that is not UTF-8 is shown with its place."""
    problem = refused(GOOD.replace("БелТА", "Caf\xe9").encode("latin-1")).problems[0]
    assert (problem.line, problem.column, problem.code) == (6, 14, "not-utf-8")
    assert "0xe9" in problem.text


def test_byte_order_mark_and_windows_line_ends(folder: Path) -> None:
    """What Windows editors write is read, and lines are counted as they show them."""
    path = Path("sources.yaml")
    path.write_bytes(("\ufeff" + GOOD.replace("\n", "\r\n")).encode())
    config = load(path)
    assert config.feeds[0].name == "БелТА"
    assert config.warnings == ()
    problem = refused(("\ufeff" + GOOD.replace("https", "ftp").replace("\n", "\r\n")).encode()).problems[0]
    assert (problem.line, problem.column, problem.source) == (7, 10, "    url: ftp://belta.by/rss")


@pytest.mark.parametrize("content", [b"", b"\n\n", b"---\n", b"\xef\xbb\xbf"])
def test_empty_file_does_not_mean_no_sources(content: bytes, folder: Path) -> None:
    """An empty file is a mistake, not the wish to watch nothing."""
    assert refused(content).problems[0].code in {"empty", "bad-value"}


def test_no_such_file_folder_and_unreadable(folder: Path) -> None:
    """What cannot be opened is named."""
    with pytest.raises(ConfigProblems, match=r"'gone\.yaml' does not exist"):
        load(Path("gone.yaml"))
    with pytest.raises(ConfigProblems, match="'seeds' is a folder"):
        load(Path("seeds"))
    os.mkfifo("pipe")
    with pytest.raises(ConfigProblems, match="'pipe' is not a file"):
        load(Path("pipe"))


BOMB = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (name, name, b",".join([b"*%c" % (name - 1)] * 9)) for name in range(98, 110)
)
HOSTILE = {
    "alias bomb": BOMB,
    "brackets never closed": b"[" * 20_000,
    "deep list": b"[" * 20_000 + b"]" * 20_000,
    "deep dashes": b"- " * 20_000 + b"x\n",
    "deep map": b"{a: " * 20_000,
    "self reference": b"a: &a [*a]\n",
    "python object": b"version: !!python/object/apply:os.system [id]\n",
    "anchors": b"- &a x\n" * 100_000,
    "sexagesimal number": b"topic: {name: " + b"1:" * 400_000 + b"1}\n",
    "login that does not end": b"seeds: https://" + b"a:" * 400_000 + b"1\n",
    "one word": b"x" * 999_999,
    "many values": b"sources: [" + b"1," * 400_000 + b"1]\n",
    "many mistakes": b"sources: [" + b"1," * 50_000 + b"1]\n",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_file_is_refused_quickly(content: bytes, folder: Path) -> None:
    """None of the known tricks costs more than a moment, and the answer stays short."""
    started = time.process_time()
    error = refused(content)
    assert time.process_time() - started < 5  # a second on an idle machine; bombs take minutes
    assert len(str(error)) < 40_000


def test_file_of_100_mb_is_refused_unread(folder: Path) -> None:
    """Size is checked before content: memory stays flat."""
    path = Path("sources.yaml")
    with path.open("wb") as file:
        file.truncate(100_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(ConfigProblems, match="too-large"):
            load(path)
        assert tracemalloc.get_traced_memory()[1] < 3 * MAX_BYTES
    finally:
        tracemalloc.stop()


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
@settings(derandomize=True, max_examples=300, deadline=None)
def test_any_bytes(content: bytes) -> None:
    """Whatever the file holds, the answer is data or problems."""
    problems = problems_of(lambda: read_document(content, "sources.yaml"))
    assert all(problem.line >= 1 and problem.column >= 1 for problem in problems)


@given(st.data())
@settings(derandomize=True, max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_file(folder: Path, data: st.DataObject) -> None:
    """A file in which a piece was lost or put in is used or refused, never answered with another error."""
    text = GOOD
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 20)))
    piece = data.draw(
        st.sampled_from(["", ":", "- ", "\n", "'", "  ", "[", "{", "#", "no", "&a ", "\t", "? ", "|", "!x "])
    )
    Path("sources.yaml").write_text(text[:start] + piece + text[end:], "utf-8")
    problems = problems_of(lambda: load(Path("sources.yaml")))
    assert all(problem.line >= 1 and problem.column >= 1 for problem in problems)


def test_file_that_was_cut_off(folder: Path) -> None:
    """A file cut in the middle of a line is refused, or at least a warning says that it looks cut off."""
    whole = SHIPPED.read_bytes()
    path = Path("sources.yaml")
    for length in range(1, len(whole), len(whole) // 40):
        if whole[length - 1 : length] == b"\n":
            continue
        path.write_bytes(whole[:length])
        try:
            codes = {warning.code for warning in load(path).warnings}
        except ConfigProblems:
            continue
        assert "no-newline" in codes
