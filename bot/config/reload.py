"""Has ``sources.yaml`` or ``seeds/`` changed, and may the new version take the place of the old one?

A broken file never does: the last good version stays in force. Nor does, at first, one that drops more than half of the
enabled sources (and more than three): it may be a file cut off in the middle of a save. It is held until sources.yaml
is saved once more with the same content (``touch sources.yaml`` will do), an operator reloads by hand
(``reload(..., accept_removal=True)``), or the service starts anew.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.config import Config
from bot.config.findings.problems import ConfigProblems
from bot.config.sources.file import Stamp, content_version, interpret, read_file, seed_files, stamp

_FEW = 3  # up to this many sources may be removed without a question


@dataclass(frozen=True, slots=True, kw_only=True)
class Reloaded:
    """The configuration in force after a look: ``changed`` says whether it is a new one.

    ``problems`` is for the operators; it comes once for each refused version, and is None where there is nothing (new)
    to say. ``refused`` says each time that what is on disk is not in force.
    """

    config: Config
    changed: bool
    problems: str | None = None
    refused: bool = False


class Watcher:
    """Looks at the files of one configuration when it is asked to; no thread, no timer of its own.

    Make it right after ``load``; ask ``changed`` at every tick, and ``reload`` when it says so. Neither raises for what
    is on disk.
    """

    def __init__(self, config: Config) -> None:
        self._path = config.path
        self._folders = _folders(config)
        self._last = self._look()
        self._settled: Stamp | None = self._last if self._version() == config.version else None
        self._told: str | None = None  # the refused version that people were told of
        self._held: tuple[str, Stamp] | None = None  # a version that drops too much, and sources.yaml's stamp

    def changed(self) -> bool:
        """Return True once for each change, when two looks in a row agree: an editor is done by then."""
        look, before = self._look(), self._last
        self._last = look
        if look != before or look == self._settled:
            return False
        self._settled = look
        return True

    def look_again(self) -> None:
        """Let what was read last count as changed once more: it could not be put in force."""
        self._settled = None

    def reload(self, current: Config, *, accept_removal: bool = False) -> Reloaded:
        """Read the files again and return what is in force now.

        ``accept_removal``: a person asked for it, so sources may be dropped without a question.
        """
        own = stamp(iter([self._path]))
        try:
            raw = read_file(self._path)
            new = interpret(raw, self._path)
        except ConfigProblems as error:
            self._held = None
            return self._refuse(current, str(error), str(error))
        if new.version == current.version:
            self._told = self._held = None
            return Reloaded(config=current, changed=False)
        if new.topic.key != current.topic.key:
            self._held = None
            return self._refuse(current, new.version, _another_topic(current, new))
        others = [each.topic.key for each in current.others]
        if text := renamed(others, others, new):
            self._held = None
            return self._refuse(current, new.version, f"{current.path}: {text}")
        held, self._held = self._held, None
        saved_again = held is not None and held[0] == new.version and held[1] != own
        if not (accept_removal or saved_again) and (text := _removal(current, new)):
            self._held = (new.version, own)
            return self._refuse(current, new.version, text)
        self._told = None
        self._folders = _folders(new)
        return Reloaded(config=new, changed=True)

    def _refuse(self, current: Config, version: str, text: str) -> Reloaded:
        news = None if version == self._told else text
        self._told = version
        return Reloaded(config=current, changed=False, problems=news, refused=True)

    def _look(self) -> Stamp:
        def files() -> Iterator[Path]:
            yield self._path
            for folder in self._folders:
                yield folder
                yield from seed_files(folder)

        return stamp(files())

    def _version(self) -> str | None:
        try:
            return content_version(read_file(self._path), *self._folders)
        except ConfigProblems:
            return None


def renamed(watched: Collection[str], known: Collection[str], new: Config) -> str | None:
    """Return a refusal where a topic other than the first is gone and a new one has come: they may be the same.

    ``watched`` are the ids of the topics that were there last, ``known`` those of all in the database.
    """
    ids = [each.topic.key for each in new.others]
    gone, fresh = [each for each in watched if each not in ids], [each for each in ids if each not in known]
    if not gone or not fresh:
        return None
    return (
        f"the topic '{gone[0]}' is gone and '{fresh[0]}' is new. If that is one topic, write  id: {gone[0]}  again: its"
        f" stories and subscriptions hang on it. If '{gone[0]}' has ended, take it out first, and add '{fresh[0]}' when"
        " that version is in force."
    )


def _folders(config: Config) -> tuple[Path, ...]:
    return tuple(dict.fromkeys(each.seeds_folder for each in config.topics))


def _another_topic(current: Config, new: Config) -> str:
    was, now = current.topic.key, new.topic.key
    if was in {each.topic.key for each in new.topics} or now in {each.topic.key for each in current.topics}:
        return (
            f"{current.path}: the first topic of this version is '{now}'; put '{was}' first again: it stays the first."
        )
    return (
        f"{current.path}: this version is about another topic, '{now}', and the database is that of '{was}'. If only"
        f" the name changed, write  id: {was}  under  topic:; another topic needs a start with a database of its own."
    )


def _removal(current: Config, new: Config) -> str | None:
    """Return a question if the new configuration drops more than half, and more than a few, of the enabled feeds."""
    before = {feed.id for feed in current.feeds if feed.enabled}
    gone = before - {feed.id for feed in new.feeds if feed.enabled}
    if len(gone) <= max(_FEW, len(before) // 2):
        return None
    return (
        f"{current.path}: this version removes {len(gone)} of {len(before)} sources; it is not used yet."
        " If that is meant, save the file once more without a change, or reload by hand."
    )
