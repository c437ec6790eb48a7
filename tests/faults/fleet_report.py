"""What did a run of a fleet do and find?"""

from collections import Counter
from dataclasses import dataclass, field

from tests.faults.checker import Finding


@dataclass(slots=True, kw_only=True)
class FleetReport:
    """What a run did and found."""

    processes: str = ""
    feeds: int = 0
    killed: Counter[str] = field(default_factory=Counter)  # by role
    at_points: Counter[str] = field(default_factory=Counter)
    fell: Counter[str] = field(default_factory=Counter)
    restarts: int = 0  # of the server
    stored: list[float] = field(default_factory=list)  # seconds from a kill until all of its round was stored
    told: list[float] = field(default_factory=list)  # seconds from a kill until nothing was owed
    takeovers: list[float] = field(default_factory=list)  # seconds from a kill until others had taken all jobs
    latencies: list[float] = field(default_factory=list)  # seconds from the publication of an entry until it was stored
    polls: list[int] = field(default_factory=list)  # looks at feeds in each second of a storm
    served: int = 0
    messages: int = 0  # that the platforms took
    lost_answers: int = 0
    lured: int = 0
    polls_without_file: list[int] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    descriptors: list[int] = field(default_factory=list)
    end_seconds: float = 0.0  # of the slowest, from SIGTERM to its end
    end_codes: set[int] = field(default_factory=set)
    finding: Finding | None = None

    def table(self) -> str:
        """Return the report as a table in Markdown; what the run was not about is left out."""
        assert self.finding is not None
        found = self.finding
        rows = {
            "processes, feeds": f"{self.processes}; {self.feeds}",
            "processes killed": _counted(self.killed),
            "of their own, at a named point": _counted(self.at_points),
            "ended by themselves": _counted(self.fell) or "none",
            "server stopped without a farewell": str(self.restarts or ""),
            "entries served, stored": f"{self.served}, {found.entries}",
            "alerts, messages taken": f"{found.alerts}, {self.messages}",
            "alerts marked ambiguous": f"{found.ambiguous}",
            "messages that no record names": f"{found.repeated}",
            "answers of the platforms that were lost on purpose": str(self.lost_answers or ""),
            "times that a feed led to a closed address": str(self.lured or ""),
            "broken files of configuration, and the fewest looks at feeds meanwhile": (
                f"{len(self.polls_without_file)}, {min(self.polls_without_file)}" if self.polls_without_file else ""
            ),
            "kill to all stored, median / worst": _spread(self.stored),
            "kill to nothing owed, median / worst": _spread(self.told),
            "kill to the last of its jobs with another, median / worst": _spread(self.takeovers),
            "published to stored, median / worst": _spread(self.latencies),
            "looks at feeds a second, mean / fewest": (
                f"{sum(self.polls) / len(self.polls):.1f} / {min(self.polls)}" if self.polls else ""
            ),
            "memory, open files, most": f"{max(self.megabytes, default=0):.0f} MB, {max(self.descriptors, default=0)}",
            "SIGTERM to end": f"{self.end_seconds:.1f} s, codes {sorted(self.end_codes)}",
            "broken invariants": str(len(found.wrong)),
        }
        told = (f"| {name} | {value} |" for name, value in rows.items() if value)
        return "\n".join(["| what | seen |", "|---|---|", *told])


def _counted(what: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(what.items()))


def _spread(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    return f"{ordered[len(ordered) // 2]:.1f} s / {ordered[-1]:.1f} s" if ordered else ""
