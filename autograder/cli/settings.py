"""What the command line and the environment say, read here and nowhere else."""

import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from autograder.course.assignment import Assignment
    from autograder.course.course import Course
    from autograder.grading.settings import Settings
    from autograder.sandbox.walls.limits import Limits, Tier

PathArgument = click.Path(path_type=Path)
SHORTEST_SEED = 8


def with_course(command: Callable) -> Callable:
    """Give a command the option `--course`."""
    return click.option(
        "--course",
        "course_folder",
        type=PathArgument,
        envvar="AUTOGRADER_COURSE",
        help="Folder of the course.  [default: $AUTOGRADER_COURSE, the nearest one upward from"
        " here, or the bundled one]",
    )(command)


def course_from(folder: Path | None, seed: str | None = None) -> "Course":
    """The course that is asked for, with a seed of its own if one is given.

    Raises a usage error if there is no course, or if the seed could be guessed.
    """
    from autograder.course.course import NoCourse, course_in, nearest_course  # noqa: PLC0415

    option = whose_seed(seed)
    seed = seed if seed is not None else os.environ.get("AUTOGRADER_SEED") or None
    if seed is not None and len(seed.strip()) < SHORTEST_SEED:
        told = f"{option}: a seed of fewer than {SHORTEST_SEED} characters can be guessed"
        raise click.UsageError(f"{told}; choose a longer one")
    try:
        return course_in(folder or nearest_course(Path.cwd()), seed)
    except NoCourse as error:
        raise click.UsageError(f"{error}; choose another --course") from None


def whose_seed(seed: str | None) -> str:
    """Where the seed comes from, given that of `--seed`; this may be told, but not what it is."""
    if seed is not None:
        return "--seed"
    is_set = os.environ.get("AUTOGRADER_SEED")
    return "AUTOGRADER_SEED" if is_set else "solutions/course.toml, the same every term"


def seed_told(course: "Course", seed: str | None = None) -> str:
    """Where the seed comes from, and by what it is known in every result: never the seed."""
    from autograder.results.provenance import seed_fingerprint  # noqa: PLC0415 - imports NumPy

    return f"{whose_seed(seed)} (fingerprint {seed_fingerprint(course.seed)})"


def assignment_from(course: "Course", name: str) -> "Assignment":
    """The assignment called `name`. Raises a usage error that lists those there are."""
    from autograder.course.course import UnknownAssignment  # noqa: PLC0415

    try:
        return course.assignment(name)
    except UnknownAssignment as error:
        raise click.UsageError(str(error)) from None


def assignments_from(course: "Course") -> "list[Assignment]":
    """Every assignment of a course. Raises a usage error if there is none."""
    if not course.assignments:
        told = f"no homework in {course.root / 'assignments'}: there is no NAME/NAME.py"
        raise click.UsageError(f"{told}; `autograder new NAME` makes one")
    return course.assignments


def settings_from(folder: Path | None, seed: str | None = None) -> "Settings":
    """All that grading goes by. Raises a usage error for what cannot be used."""
    from autograder.grading.settings import Settings  # noqa: PLC0415 - `list` needs no NumPy

    return Settings(course_from(folder, seed), limits_from_environment(), wanted_tier())


def limits_from_environment() -> "Limits":
    """The limits of submissions, with AUTOGRADER_LOAD_SECONDS and its like applied."""
    from autograder.sandbox.walls.limits import Limits  # noqa: PLC0415

    given = {}
    for name, kind in Limits.__annotations__.items():
        variable = f"AUTOGRADER_{name.upper()}"
        if text := os.environ.get(variable):
            try:
                given[name] = kind(text)
            except ValueError:
                raise click.UsageError(f"{variable}={text!r} is no number") from None
            if not 0 < given[name] < math.inf:
                raise click.UsageError(f"{variable}={text!r} must be above zero, and finite")
    return Limits(**given)


def wanted_tier() -> "Tier | None":
    """The tier that AUTOGRADER_TIER asks for, if it does."""
    wanted = os.environ.get("AUTOGRADER_TIER", "")
    if wanted not in ("", "medium"):
        raise click.UsageError(f"AUTOGRADER_TIER={wanted!r}: only medium can be asked for")
    return wanted or None
