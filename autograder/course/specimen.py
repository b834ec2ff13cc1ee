"""A specimen: a submission as people send it, beside the result that it must get."""

import json
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from autograder.course.assignment import Assignment

EXPECTED = "expected.json"


@dataclass(frozen=True)
class Specimen:
    """A folder with a submission and its expected.json; both are the author's."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @cached_property
    def expected(self) -> dict[str, Any]:
        """What it must get: `score`, `status`, `failed`, and what the person did."""
        return json.loads((self.folder / EXPECTED).read_text(encoding="utf-8"))


def specimens(assignment: Assignment) -> list[Specimen]:
    """The specimens of a homework by name; there may be none."""
    folder = assignment.root / "tests" / "specimens" / assignment.name
    return [Specimen(path.parent) for path in sorted(folder.glob(f"*/{EXPECTED}"))]


def write(specimen: Specimen, folder: Path) -> Path:
    """Lay the submission of a specimen into a folder of its name below `folder`; gives that."""
    own = folder / specimen.name
    shutil.copytree(
        specimen.folder, own, ignore=shutil.ignore_patterns(EXPECTED), dirs_exist_ok=True
    )
    return own
