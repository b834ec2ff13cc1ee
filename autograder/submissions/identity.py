"""Under which id a submission goes: one that is clean, and no other's."""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from autograder.submissions.files.names import clean, printable
from autograder.submissions.submission import Submission


def distinct(submissions: list[Submission]) -> list[Submission]:
    """Submissions under ids that are clean and unique, sorted by id.

    The order of the arguments does not matter: of two with one id, the first by name keeps it, and
    the other gets a number that makes it no third one's id.
    """
    own = {folded(clean(submission.student)) for submission in submissions}
    taken: dict[str, Submission] = {}
    for submission in in_order(submissions):
        base = student = clean(submission.student)
        number = 1
        while folded(student) in taken or (number > 1 and folded(student) in own):
            number += 1
            student = f"{base}-{number}"
        file = printable(submission.file)
        taken[folded(student)] = replace(submission, student=student, file=file)
    return sorted(taken.values(), key=lambda submission: submission.student)


def folded(student: str) -> str:
    """An id as the file system of some machine may read it: without case, and in one form."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", student).casefold())


def in_order(submissions: list[Submission]) -> Iterator[Submission]:
    """Submissions by student and file; only where both are the same, contents are read to sort."""

    def name(submission: Submission) -> tuple[str, str]:
        return submission.student, submission.file

    for _, group in groupby(sorted(submissions, key=name), key=name):
        same = list(group)
        yield from sorted(same, key=lambda s: s.sha256) if len(same) > 1 else same
