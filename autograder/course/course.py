"""A course: a folder with `assignments/`, which students see, and `solutions/`, which they do not.

The engine knows no homework. What is this course's own stands in `solutions/course.toml`.
"""

from dataclasses import dataclass, field
from pathlib import Path

from autograder.course.assignment import Assignment
from autograder.course.authoring_errors import is_course
from autograder.course.bundled import BUNDLED
from autograder.course.facts import Facts, read_facts


class NoCourse(Exception):
    """There is no course in the folder that was given; the text says what is missing."""


class UnknownAssignment(Exception):
    """No assignment has this name."""


@dataclass(frozen=True)
class Course:
    """Where everything of a course is found.

    Hidden inputs are drawn from `own_seed`, which is secret, or from the seed of the course.
    """

    root: Path
    own_seed: str | None = field(default=None, repr=False)

    @property
    def facts(self) -> Facts:
        """What the course says about itself. Raises Broken."""
        return read_facts(self.root)

    @property
    def seed(self) -> str:
        """What hidden inputs are drawn from. Raises Broken."""
        return self.own_seed or self.facts.seed

    @property
    def assignments(self) -> list[Assignment]:
        """Every homework of the course, by name."""
        handouts = (self.root / "assignments").glob("*/*.py")
        names = sorted(path.stem for path in handouts if path.stem == path.parent.name)
        return [Assignment(self.root, name, self.seed) for name in names]

    def assignment(self, name: str) -> Assignment:
        """The homework called `name`. Raises UnknownAssignment with the names there are."""
        known = {assignment.name: assignment for assignment in self.assignments}
        if name not in known:
            told = f"unknown assignment {name!r}; there are: {', '.join(known) or 'none'}"
            raise UnknownAssignment(f"{told} (course: {self.root})")
        return known[name]


def course_in(folder: Path, seed: str | None = None) -> Course:
    """The course in `folder`, with its own seed if none is given. Raises NoCourse."""
    if not is_course(folder):
        raise NoCourse(f"{folder} is no course: it has no folders assignments/ and solutions/")
    return Course(folder.resolve(), seed)


def nearest_course(start: Path) -> Path:
    """The nearest folder upward from `start` that is a course, else the bundled one."""
    return next((up for up in (start, *start.parents) if is_course(up)), BUNDLED)
