"""The page of a term: who stands where, who fell silent, which mistakes came back."""

from collections.abc import Iterator
from statistics import mean

from autograder.reports.page import pieces
from autograder.results.statistics import graded
from autograder.results.term import Term


def page(term: Term) -> Iterator[str]:
    """The page, piece by piece; it needs no other file and no script."""
    by_homework = zip(*(student.results for student in term.students), strict=True)
    results = [[result for result in own if result] for own in by_homework]
    scores = [[result.score for result in graded(own)] for own in results]
    return pieces(
        "term.html",
        term=term,
        handed_in=[len(own) for own in results],
        means=[mean(own) if own else None for own in scores],
    )
