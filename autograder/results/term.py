"""A term: the results of several homeworks side by side, by student."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.results.result import Result
from autograder.results.text import csv_text


@dataclass(frozen=True)
class Student:
    """One student: the result of each homework, in order; None where nothing was handed in."""

    name: str
    results: list[Result | None]

    @property
    def scores(self) -> list[Any]:
        """Points, or an empty text where there are none."""
        return [result.score_or if result else "" for result in self.results]

    @property
    def silent_since(self) -> int | None:
        """The first of the homeworks at the end of which nothing could be graded.

        None for who handed in the last one, and for who never did any.
        """
        last = max((n for n, result in enumerate(self.results) if is_work(result)), default=None)
        return None if last in (None, len(self.results) - 1) else last + 1


@dataclass(frozen=True)
class Returned:
    """A misconception that some students had in more than one homework."""

    id: str
    hint: str
    students: dict[str, list[str]]  # and in which homeworks


@dataclass(frozen=True)
class Term:
    """Homeworks in order, everybody who handed in any, and what came back."""

    homeworks: list[str]
    worth: list[float]
    students: list[Student]
    returned: list[Returned]

    @property
    def silent(self) -> list[tuple[Student, str]]:
        """Who fell silent, and at which homework."""
        since = [(student, student.silent_since) for student in self.students]
        return [(student, self.homeworks[n]) for student, n in since if n is not None]


def term_of(homeworks: Mapping[str, Sequence[Result]]) -> Term:
    """The results of homeworks by name, in the order in which they were set."""
    by_student = [{result.student: result for result in own} for own in homeworks.values()]
    names = sorted({name for own in by_student for name in own})
    return Term(
        list(homeworks),
        [own[0].about.max_score for own in homeworks.values()],
        [Student(name, [own.get(name) for own in by_student]) for name in names],
        returned(homeworks),
    )


def is_work(result: Result | None) -> bool:
    """Whether something was handed in; what our grader failed on was."""
    return result is not None and result.status != "unreadable"


def returned(homeworks: Mapping[str, Sequence[Result]]) -> list[Returned]:
    """Misconceptions that one student had in several homeworks, the commonest first."""
    seen: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    hints = {}
    for homework, results in homeworks.items():
        for result in results:
            for test in result.failed:
                slug = test.misconception
                if slug and homework not in seen[slug][result.student]:
                    seen[slug][result.student].append(homework)
                    hints[slug] = test.about.hint
    found = [
        Returned(slug, hints[slug], {name: own for name, own in who.items() if len(own) > 1})
        for slug, who in seen.items()
    ]
    return sorted(
        (each for each in found if each.students), key=lambda each: (-len(each.students), each.id)
    )


def term_csv(term: Term) -> str:
    """A row a student, a column a homework; `silent_since` names a homework."""
    silent = {student.name: since for student, since in term.silent}
    header = ["student", *term.homeworks, "silent_since"]
    rows = ([each.name, *each.scores, silent.get(each.name, "")] for each in term.students)
    return csv_text([header, *rows])
