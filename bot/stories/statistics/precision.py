"""Which names, words and feeds bring stories that people call not relevant? Counted from votes; nothing is changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.model import Story

ENOUGH_VOTES, ENOUGH_STORIES = 5, 2  # below that, a share is chance: one odd story, one person in a bad mood


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """How often stories with one name, word or feed were called relevant."""

    kind: str  # "name", "word" or "feed"
    what: str
    useful: int  # votes
    votes: int
    stories: int

    @property
    def share(self) -> float:
        """The useful votes among all, 0..1."""
        return self.useful / self.votes

    @property
    def enough(self) -> bool:
        """Whether there are enough votes to conclude anything."""
        return self.votes >= ENOUGH_VOTES and self.stories >= ENOUGH_STORIES


def precision(voted: Iterable[tuple[Story, int, int]]) -> list[Precision]:
    """Return a row for everything in the stories voted on (story, votes for, votes against).

    Those with enough votes come first, the worst of them at the top; then the others, most votes first.
    """
    counts: dict[tuple[str, str], list[int]] = {}
    for story, up, down in voted:
        for kind, values in _parts(story).items():
            for what in values:
                count = counts.setdefault((kind, what), [0, 0, 0])
                count[0] += up
                count[1] += up + down
                count[2] += 1
    rows = [
        Precision(kind=kind, what=what, useful=useful, votes=votes, stories=stories)
        for (kind, what), (useful, votes, stories) in counts.items()
        if votes
    ]
    return sorted(rows, key=_worst_first)


def _parts(story: Story) -> Mapping[str, Iterable[str]]:
    return {
        "name": set(story.names),
        "word": set(story.words),
        "feed": {report.feed_id for report in story.reports},
    }


def _worst_first(row: Precision) -> tuple[bool, float, int, str, str]:
    return (not row.enough, row.share if row.enough else 0.0, -row.votes, row.kind, row.what)
