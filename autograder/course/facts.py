"""What a course says of itself in `solutions/course.toml`, so that the engine need not know it."""

from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from autograder.course.authoring_errors import loading

FACTS = Path("solutions", "course.toml")
Hints = Literal["none", "name", "line"]


class Roles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which argument of a student's function plays which part, by name; empty for none."""

    weights: tuple[str, ...] = ()  # what an L2 penalty shrinks
    penalty: str = ""  # its strength
    learning_rate: str = ""
    examples: str = ""  # in a cache, the array with a row for each example


class Facts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `solutions/course.toml` says.

    `points` are those of each homework, `demo` is the homework that `autograder demo` shows,
    `allowed` what a submission is told that imports anything else. `hints` is how much students
    are told of a mistake: nothing, its name, or else the line of their own code where it can be put
    right. `properties` are words for the last part of a test's name. Of these, `manners` pay only
    beside a right value. `own` names functions one of whose results is the student's own, by its
    position: it stays with the submission, and tests hand it back. `written` gives points to
    written questions, by homework and name; others are shown to the student and not counted.
    """

    seed: str
    points: float = 100
    demo: str = ""
    allowed: str = "NumPy only"
    hints: Hints = "line"
    roles: Roles = Roles()
    properties: dict[str, str] = {}
    manners: tuple[str, ...] = ()
    own: dict[str, int] = {}
    written: dict[str, dict[str, float]] = {}

    def __post_init__(self) -> None:
        """Refuse a seed that everybody knows. Raises ValueError."""
        if not self.seed.strip():
            raise ValueError("seed is empty: hidden inputs could be guessed")

    def __repr__(self) -> str:
        return "Facts(...)"  # the seed is secret


@cache
def read_facts(root: Path) -> Facts:
    """The facts of the course in `root`. Raises Broken."""
    path = root / FACTS
    with loading(path):
        return msgspec.toml.decode(path.read_bytes(), type=Facts)
