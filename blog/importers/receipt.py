"""What a run did, so that it adds up to what the source holds."""

import json
from collections import Counter
from dataclasses import dataclass, field

from blog.importers.entry import Failure, Kind, Remark
from blog.importers.writer import Outcome

KINDS = ["imported", "updated", "unchanged", "failed"]


@dataclass
class Receipt:
    counts: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(KINDS, 0)))
    failures: list[Failure] = field(default_factory=list)
    remarks: list[tuple[str, Remark]] = field(default_factory=list)  # (the entry's key, …), in order

    def add(self, outcome: Outcome) -> None:
        self.counts[outcome.kind] += 1
        self.remarks += [(outcome.key, remark) for remark in outcome.remarks]
        if outcome.kind == "failed":
            self.failures.append(Failure(outcome.key, outcome.reason))

    def add_failure(self, failure: Failure) -> None:
        self.add(Outcome(failure.key, "failed", reason=failure.reason))

    @property
    def total(self) -> int:
        return sum(self.counts[kind] for kind in KINDS)

    @property
    def warnings(self) -> dict[str, int]:
        """By kind, most first."""
        return dict(Counter(str(remark.kind) for _, remark in self.remarks).most_common())

    def as_json(self) -> str:
        return json.dumps({kind: self.counts[kind] for kind in KINDS} | {"warnings": self.warnings}, indent=2)

    def as_text(self) -> str:
        width = max([len(kind) for kind in self.warnings], default=0)
        counted = ", ".join(f"{self.counts[kind]} {kind}" for kind in KINDS)
        lines = [f"{self.total} in all: {counted}."]
        lines += [f"  failed  {failure.key}: {failure.reason}" for failure in self.failures]
        if self.warnings:
            lines.append(f"{sum(self.warnings.values())} warnings:")
        lines += [
            f"  {count:>5}  {kind:<{width}}  {Kind(kind).words}" for kind, count in self.warnings.items()
        ]
        return "\n".join(lines)
