"""What a person should know of a submission before anything else: what it is, not how it failed.

Names in the text of cells are compared with those of the handouts; nothing is parsed or run.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from functools import cache

from autograder.course.assignment import Assignment
from autograder.course.authoring_errors import Broken
from autograder.course.course import Course
from autograder.submissions.files.file_names import listed
from autograder.submissions.notebook import DEFINITION
from autograder.submissions.submission import Source


def remarks(
    source: Source, assignment: Assignment, defined: Collection[str], stubs: Collection[str]
) -> list[str]:
    """What to tell first; `defined` are the functions that could be loaded, and of these `stubs`
    those that are not written.
    """
    told = list(source.oddities)
    if not defined and source.language:
        told.append(f"the notebook is in {source.language}, not in Python")
    if other := other_homework(source, assignment):
        told.append(f"it is {other}, another assignment")
    elif defined and set(stubs) == set(defined):
        told.append("no function is written: it was handed in as it was handed out")
    missing = [name for name in assignment.functions if name not in defined]
    return told + misplaced(missing, source.elsewhere)


def misplaced(missing: Collection[str], elsewhere: Mapping[str, str]) -> list[str]:
    """Which of the functions that are missing stand where nothing is run, a line a place."""
    places: dict[str, list[str]] = {}
    for name in missing:
        if name in elsewhere:
            places.setdefault(elsewhere[name], []).append(f"`{name}`")
    return [
        f"{listed(names)} {'stands' if len(names) == 1 else 'stand'} in {place}"
        for place, names in places.items()
    ]


def other_homework(source: Source, assignment: Assignment) -> str:
    """The homework of the course that this is instead, or nothing."""
    here = {name for _, text, _ in source.cells for name in DEFINITION.findall(text)}
    own = set(assignment.functions)
    if 2 * len(here & own) >= len(own):
        return ""
    found = {name: len(here & theirs - own) for name, theirs in _functions(assignment).items()}
    name = max(found, key=found.__getitem__, default="")
    return name if name and found[name] > len(here & own) else ""


@cache
def _functions(assignment: Assignment) -> dict[str, set[str]]:
    """The functions of the other homeworks of the course; of a broken one none is known."""
    found = {}
    for other in Course(assignment.root, assignment.seed).assignments:
        if other.name != assignment.name:
            with suppress(Broken):
                found[other.name] = set(other.functions)
    return found
