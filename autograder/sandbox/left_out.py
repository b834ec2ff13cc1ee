"""Statements of a submission that no child runs any more: they hung, killed, or ran long."""

from dataclasses import dataclass, field

from autograder.sandbox.failure import LoadProblem
from autograder.sandbox.worker.cells import WHOLE

MAX_TOLD = 40
Place = tuple[int, int]  # of a statement: its cell, and its number in that


@dataclass
class LeftOut:
    """What was left out, and why."""

    kind: str
    cells: list[tuple[str, str, bool]]
    _told: dict[Place | None, tuple[int, str]] = field(default_factory=dict)

    def __contains__(self, at: Place) -> bool:
        return at in self._told

    def add(self, at: Place | None, line: int, why: str) -> None:
        """Leave out what stands at `at`; without a place, only keep in mind that it went wrong."""
        self._told.setdefault(at, (line, why))

    @property
    def places(self) -> list[Place]:
        return [at for at in self._told if at is not None]

    def problems(self, missing: dict[Place, list[str]] | None = None) -> list[LoadProblem]:
        """What a person is told, and first what lost something; `missing` are the names that
        functions miss for it, by place.

        Without these, as when nothing could be loaded, anything may be lost.
        """
        found = [
            LoadProblem(self._cell(at), line, why + _consequence(missing, at), _lost(missing, at))
            for at, (line, why) in self._told.items()
        ]
        return sorted(found, key=lambda problem: not problem.lost)[:MAX_TOLD]

    def _cell(self, at: Place | None) -> str:
        is_cell = self.kind == "ipynb" and at is not None and at[0] < len(self.cells)
        return self.cells[at[0]][0] if is_cell else WHOLE


def _lost(missing: dict[Place, list[str]] | None, at: Place | None) -> bool:
    return missing is None or at not in missing or bool(missing[at])


def _consequence(missing: dict[Place, list[str]] | None, at: Place | None) -> str:
    if missing is None or at not in missing:
        return ""
    if not missing[at]:
        return "; no function was lost by it"
    return f"; a function needs what it would have defined: {', '.join(missing[at])}"
