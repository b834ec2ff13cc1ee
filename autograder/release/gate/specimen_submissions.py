"""Specimens as submissions, which the gate grades, and tests, too."""

import tempfile
from pathlib import Path

from autograder.course.assignment import Assignment
from autograder.course.specimen import Specimen, specimens, write
from autograder.submissions.collect import collect
from autograder.submissions.submission import Submission


def submission_of(specimen: Specimen) -> Submission:
    """The submission that a specimen is, collected as one from a folder of students."""
    with tempfile.TemporaryDirectory() as folder:
        write(specimen, Path(folder))
        (found,) = collect([Path(folder)], specimen.assignment)
        return found.loaded()


def fair_variants(assignment: Assignment) -> list[Submission]:
    """Right answers written in other ways: specimens that must get all points."""
    full = assignment.facts.points
    return [submission_of(s) for s in specimens(assignment) if s.expected["score"] == full]
