"""Is a changed configuration taken over once it is whole, and the last good one kept until then?"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.config import Config
from bot.config.reload import Watcher
from bot.config.sources.file import load

Write = Callable[[str], Path]


def source(name: str, extra: str = "") -> str:
    return f"  - id: {name}\n    name: {name}\n    url: https://example.org/{name}\n{extra}"


MANY = "".join(source(f"s{number}") for number in range(8))


class Service:
    """What the service does at every tick: look, and reload when told to."""

    def __init__(self, path: Path) -> None:
        self.config: Config = load(path)
        self.watcher = Watcher(self.config)
        self.told: list[str] = []

    def tick(self, times: int = 1) -> int:
        """Return how often a new configuration was taken over."""
        taken = 0
        for _ in range(times):
            if self.watcher.changed():
                taken += self.reload()
        return taken

    def reload(self, *, accept_removal: bool = False) -> bool:
        result = self.watcher.reload(self.config, accept_removal=accept_removal)
        self.config = result.config
        self.told += [result.problems] if result.problems else []
        return result.changed

    @property
    def ids(self) -> list[str]:
        return [feed.id for feed in self.config.feeds]


@pytest.fixture
def service(write: Write) -> Service:
    return Service(write(MANY))


def test_nothing_changed(service: Service) -> None:
    """Ticks without a change do nothing."""
    assert service.tick(5) == 0
    assert service.told == []


def test_new_source(service: Service, write: Write) -> None:
    """A change is taken over once, at the second look that sees the same."""
    write(MANY + source("new"))
    assert service.tick() == 0
    assert service.tick() == 1
    assert service.ids[-1] == "new"
    assert service.tick(5) == 0


def test_hundred_edits(service: Service, write: Write) -> None:
    """While somebody is writing nothing is taken over; then the final state is, once."""
    for number in range(100):
        write(MANY + source(f"edit{number}"))
        assert service.tick() == 0
    assert service.tick(3) == 1
    assert service.ids[-1] == "edit99"


def test_seeds(service: Service, folder: Path) -> None:
    """A seed that was added, changed or removed counts as a change; a touch does not bring a new configuration."""
    seed = folder / "seeds" / "new.txt"
    seed.write_text("New\nMinsk.\n")
    assert service.tick(3) == 1
    seed.write_text("New\nMoscow.\n")
    assert service.tick(3) == 1
    os.utime(seed, (1, 1))
    assert service.tick(3) == 0
    seed.unlink()
    assert service.tick(3) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"version: 1\ntopic: {name: T", "not valid YAML"),
        (b"version: 1\n\ttopic:\n", "YAML does not allow tabs"),
        (b"name: \xe9\n", "not UTF-8"),
        (None, "does not exist"),
    ],
    ids=["truncated", "partly written", "tab", "latin-1", "removed"],
)
def test_broken_file(content: bytes | None, said: str, service: Service, write: Write) -> None:
    """The last good version stays, people are told once, and it recovers by itself."""
    good = service.config
    path = good.path
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    assert service.tick(5) == 0
    os.utime(path.parent / "seeds" / "names.yaml", (5, 5))  # another look at the same broken version
    assert service.tick(5) == 0
    assert service.config is good
    assert len(service.told) == 1
    assert said in service.told[0]
    write(MANY + source("mended"))
    assert service.tick(3) == 1
    assert len(service.told) == 1


def test_broken_in_two_ways(service: Service, write: Write) -> None:
    """Another mistake is told again, and so is the same one after the file was good in between."""
    write(MANY + source("x", "    langauge: ru\n"))
    service.tick(3)
    write(MANY + source("x", "    every: 5\n"))
    service.tick(3)
    write(MANY)
    assert service.tick(3) == 0  # the version in force
    write(MANY + source("x", "    every: 5\n"))
    service.tick(3)
    assert [("langauge" in text, "every: 5" in text) for text in service.told] == [
        (True, False),
        (False, True),
        (False, True),
    ]


def test_folder_in_the_place_of_the_file(service: Service, write: Write) -> None:
    """Odd things at the path are told, and gone things are survived."""
    path = service.config.path
    path.unlink()
    path.mkdir()
    service.tick(3)
    assert "is a folder" in service.told[-1]
    path.rmdir()
    shutil.rmtree("seeds")
    service.tick(3)
    assert "does not exist" in service.told[-1]
    assert service.ids == [f"s{number}" for number in range(8)]


def test_symlink_swap(folder: Path, write: Write) -> None:
    """A link that points to another file from now on, as orchestrators swap it, is a change."""
    path = write(MANY)
    path.rename("first.yaml")
    path.symlink_to("first.yaml")
    service = Service(path)
    Path("second.yaml").write_text(path.read_text().replace("s7", "t7"))
    os.utime("second.yaml", ns=(0, path.stat().st_mtime_ns))  # size and time are the same
    Path("next").symlink_to("second.yaml")
    Path("next").replace(path)
    assert service.tick(3) == 1
    assert service.ids[-1] == "t7"


def test_many_sources_gone_are_held(service: Service, write: Write) -> None:
    """A file that drops most sources is not used, and people are asked once."""
    write(source("s0"))
    assert service.tick(5) == 0
    assert len(service.ids) == 8
    assert len(service.told) == 1
    assert "removes 7 of 8 sources" in service.told[0]
    os.utime("seeds/names.yaml", (5, 5))
    assert service.tick(5) == 0  # a change somewhere else is no answer
    assert len(service.told) == 1


def test_held_version_is_used_when_saved_again(service: Service, write: Write) -> None:
    """Saving the same content once more is the answer yes."""
    path = write(source("s0"))
    service.tick(3)
    os.utime(path, (5, 5))
    assert service.tick(3) == 1
    assert service.ids == ["s0"]


def test_another_content_is_asked_for_again(service: Service, write: Write) -> None:
    """A second version that drops most sources is another question, also after a broken one in between."""
    write(source("s0"))
    service.tick(3)
    write(source("s1"))
    service.tick(3)
    write("  - broken\n")
    service.tick(3)
    write(source("s1"))
    assert service.tick(3) == 0
    assert len(service.told) == 4
    assert len(service.ids) == 8


def test_operator_may_drop_sources_by_hand(service: Service, write: Write) -> None:
    """A reload that a person asked for is not questioned, but a broken file is still refused."""
    write("  - broken\n")
    assert not service.reload(accept_removal=True)
    write(source("s0"))
    assert service.reload(accept_removal=True)
    assert service.ids == ["s0"]
    assert service.tick(3) == 0


def test_disabling_counts_as_dropping(service: Service, write: Write) -> None:
    """A source that is disabled is not polled any more; half of them, or three, may go without a question."""
    off = "    enabled: false\n"
    write("".join(source(f"s{number}", off if number < 5 else "") for number in range(8)))
    assert service.tick(3) == 0
    write("".join(source(f"s{number}", off if number < 4 else "") for number in range(8)))
    assert service.tick(3) == 1
    write("".join(source(f"s{number}", off if number < 7 else "") for number in range(8)))
    assert service.tick(3) == 1  # three of four


def test_other_seeds_folder(service: Service, write: Write, folder: Path) -> None:
    """After ``seeds:`` was changed the new folder is the one that is looked at."""
    shutil.copytree("seeds", "other")
    path = write(MANY)
    path.write_text(path.read_text().replace("seeds: seeds/", "seeds: other/"))
    assert service.tick(3) == 1
    service.tick(3)
    (folder / "other" / "new.txt").write_text("New\nMinsk.\n")
    assert service.tick(3) == 1


def test_change_between_load_and_watch(write: Write) -> None:
    """An edit in the moment between is seen."""
    config = load(write(MANY))
    write(MANY + source("new"))
    watcher = Watcher(config)
    assert watcher.changed()
    assert [feed.id for feed in watcher.reload(config).config.feeds][-1] == "new"
    assert not watcher.changed()


def test_another_topic_is_refused(service: Service, write: Write) -> None:
    """The database is that of the old one; where only the name changed, the id says so."""
    path = write(MANY)
    plain = path.read_text("utf-8")
    path.write_text(plain.replace("{name: Test}", "{name: Sea trade}"), "utf-8")
    assert not service.reload(accept_removal=True)
    (told,) = service.told
    assert "another topic, 'sea-trade'" in told
    assert "id: test " in told
    path.write_text(plain.replace("{name: Test}", "{name: Sea trade, id: test}"), "utf-8")
    assert service.reload()
    assert service.config.topic.name == "Sea trade"
