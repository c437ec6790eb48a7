"""What did a run of chaos do and find? Reports of several pieces add up."""

import json
from collections import Counter
from dataclasses import dataclass, field, fields
from pathlib import Path

from tests.faults.checker import Finding


@dataclass(slots=True, kw_only=True)
class Report:
    """What a run did and found."""

    rounds: int = 0
    kills: Counter[str] = field(default_factory=Counter)  # by where they fell
    lost_answers: int = 0  # of a platform: it took a message, and we did not hear of it
    served: int = 0
    first_messages: list[float] = field(default_factory=list)  # seconds from a start to the first message
    end_seconds: list[float] = field(default_factory=list)  # from a SIGTERM to the end
    end_codes: list[int] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)  # of memory, at the end of each process
    descriptors: list[int] = field(default_factory=list)
    trapped: int = 0  # connections to an address that is not allowed
    lured: int = 0  # times that a feed led there
    polls_without_file: list[int] = field(default_factory=list)  # looks at feeds while the file was broken
    lateness: list[int] = field(default_factory=list)  # of the event loop, ms
    longest: int = 0  # document, in entries
    long_lives: int = 0  # that were not ended before a feed far behind was taken
    entries: int = 0
    alerts: int = 0
    ambiguous: int = 0
    repeated: int = 0
    wrong: list[str] = field(default_factory=list)

    def judge(self, finding: Finding) -> None:
        """Take over what the checker found."""
        self.entries, self.alerts = finding.entries, finding.alerts
        self.ambiguous, self.repeated = finding.ambiguous, finding.repeated
        self.wrong += finding.wrong

    def add(self, other: "Report") -> None:
        """Add what another piece saw."""
        for each in fields(self):
            mine, theirs = getattr(self, each.name), getattr(other, each.name)
            setattr(self, each.name, max(mine, theirs) if each.name == "longest" else mine + theirs)

    def dump(self) -> str:
        """Return it as JSON."""
        return json.dumps({each.name: getattr(self, each.name) for each in fields(self)})

    def table(self) -> str:
        """Return the report as a table in Markdown."""
        kinds = [f"{kind}: {count}" for kind, count in Counter(each.split()[0] for each in self.wrong).items()]
        firsts, late = sorted(self.first_messages), sorted(self.lateness)
        rows = {
            "rounds": self.rounds,
            "kills": sum(self.kills.values()),
            "of them at a named point": sum(n for where, n in self.kills.items() if where != "any"),
            "entries served": self.served,
            "entries stored": self.entries,
            "entries in the longest document, and lives made long for a feed far behind": (
                f"{self.longest}, {self.long_lives}"
            ),
            "alerts": self.alerts,
            "alerts marked ambiguous": self.ambiguous,
            "messages that no record names": self.repeated,
            "answers of the platforms that were lost on purpose": self.lost_answers,
            "times that a feed led to a closed address, and connections there": f"{self.lured}, {self.trapped}",
            "broken files of configuration, and the fewest looks at feeds meanwhile": (
                f"{len(self.polls_without_file)}, {min(self.polls_without_file, default='-')}"
            ),
            "start to first message, median / p95": (
                f"{firsts[len(firsts) // 2]:.1f} s / {firsts[int(len(firsts) * 0.95)]:.1f} s" if firsts else "-"
            ),
            "SIGTERM to end, longest": f"{max(self.end_seconds, default=0):.1f} s, codes {sorted(set(self.end_codes))}",
            "memory, open files, most": f"{max(self.megabytes, default=0):.0f} MB, {max(self.descriptors, default=0)}",
            "lateness of the event loop, median / p99": (
                f"{late[len(late) // 2]} ms / {late[int(len(late) * 0.99)]} ms" if late else "-"
            ),
            "broken invariants": f"{len(self.wrong)}" + (f" ({', '.join(kinds)})" if kinds else ""),
        }
        return "\n".join(["| what | seen |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows.items())])


def read_report(path: Path) -> Report:
    """Return what was seen in pieces before."""
    said = json.loads(path.read_text("utf-8"))
    return Report(**said | {"kills": Counter(said["kills"])})
