"""The fair variants of a homework: right answers written in other ways, as submissions."""

import tempfile
from pathlib import Path

from autograder.course.assignment import Assignment
from autograder.course.specimen import specimens, write
from autograder.submissions.collect import collect
from autograder.submissions.submission import Submission


def fair_variants(assignment: Assignment) -> list[Submission]:
    """Specimens that must get all points."""
    full = assignment.facts.points
    fair = [s for s in specimens(assignment) if s.expected["score"] == full]
    with tempfile.TemporaryDirectory() as folder:
        for specimen in fair:
            write(specimen, Path(folder))
        found = collect([Path(folder)], assignment) if fair else []
        return [submission.loaded() for submission in found]
