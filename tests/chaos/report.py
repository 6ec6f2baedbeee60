"""What the drill found, for people and for docs/benchmarks.md."""

from dataclasses import dataclass, field

SHOWN = 20


@dataclass(frozen=True)
class Report:
    """`lost` is what was not done, `duplicates` what was done more than once, `problems` what else is not as it should be."""

    seed: int
    commands: int
    kills: dict[str, int]
    seconds: dict[str, float]
    retries: dict[str, int]
    said_again: int
    lost: list[str]
    duplicates: list[str]
    problems: list[str]
    observed: dict[str, int] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not self.lost and not self.duplicates and not self.problems

    def __str__(self) -> str:
        kills = ", ".join(f"{name} {count}" for name, count in sorted(self.kills.items()))
        retries = ", ".join(f"{reason} {count}" for reason, count in sorted(self.retries.items()))
        rows = {
            "seed": self.seed,
            "commands": self.commands,
            "lost": len(self.lost),
            "duplicate effects": len(self.duplicates),
            "other problems": len(self.problems),
            "processes killed": f"{sum(self.kills.values())} ({kills})",
            **{f"seconds {name}": f"{seconds:.0f}" for name, seconds in self.seconds.items()},
            "commands repeated over HTTP": f"{sum(self.retries.values())} ({retries})",
            "commands repeated by queue": self.said_again,
            **self.observed,
        }
        width = max(map(len, rows))
        lines = [f"{name.ljust(width)}  {value}" for name, value in rows.items()]
        lines += [f"LOST   {finding}" for finding in self.lost[:SHOWN]]
        lines += [f"TWICE  {finding}" for finding in self.duplicates[:SHOWN]]
        lines += [f"WRONG  {finding}" for finding in self.problems[:SHOWN]]
        return "\n".join(lines)
