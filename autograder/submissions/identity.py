"""Under which id a submission goes: one that is clean, and no other's."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from autograder.submissions.names import clean, printable
from autograder.submissions.submission import Submission


def distinct(submissions: list[Submission]) -> list[Submission]:
    """Submissions under ids that are clean and unique, sorted by id.

    The order of the arguments does not matter: of two with one id, the first by name keeps it.
    """
    taken: dict[str, Submission] = {}
    for submission in in_order(submissions):
        base = student = clean(submission.student)
        number = 1
        while student.casefold() in taken:
            number += 1
            student = f"{base}-{number}"
        taken[student.casefold()] = replace(
            submission, student=student, file=printable(submission.file)
        )
    return sorted(taken.values(), key=lambda submission: submission.student)


def in_order(submissions: list[Submission]) -> Iterator[Submission]:
    """Submissions by student and file; only where both are the same, contents are read to sort."""

    def name(submission: Submission) -> tuple[str, str]:
        return submission.student, submission.file

    for _, group in groupby(sorted(submissions, key=name), key=name):
        same = list(group)
        yield from sorted(same, key=lambda s: s.sha256) if len(same) > 1 else same
