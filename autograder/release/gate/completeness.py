"""What a homework still lacks: told by `list` as a warning, and by the gate as a shortcoming."""

import re
from collections.abc import Iterator

from autograder.course.assignment import Assignment
from autograder.course.declared_tests import declared
from autograder.course.handout import read_handout
from autograder.course.specimen import specimens
from autograder.submissions.written import answers_in, percent_cells

FUNCTION = re.compile(r"`(\w+)`")
NUMBER = re.compile(r"\d+(\.\d+)?")


def incomplete(assignment: Assignment) -> Iterator[str]:
    """A line for each thing that is missing or does not fit. Imports no test. Raises Broken."""
    worth, full = assignment.max_score, assignment.facts.points
    if worth != full:
        yield f"its questions have {worth:g} points together, the course says {full:g}"
    if not any(s.expected["score"] == full for s in specimens(assignment)):
        yield "it has no fair variant: a right answer written in another way"
    for name in sorted(assignment.written.keys() - written_in_handout(assignment)):
        yield f"the course gives points to {name}, and no cell of the handout is tagged so"
    handout = read_handout(assignment)
    asked = handout.questions
    for question in sorted(handout.table.keys() - {*asked, *assignment.questions}):
        yield f"the handout's table of questions lists {question}, which is not there"
    for question in sorted({*asked, *assignment.questions}, key=lambda q: int(q[1:])):
        if question not in asked:
            yield f"{question} has tests, but the handout has no `## Question {question[1:]}: ...`"
        elif question not in assignment.questions:
            yield f"{question} stands in the handout, but has no hidden test"
        else:
            yield from _of_question(assignment, question)


def written_in_handout(assignment: Assignment) -> set[str]:
    """The written questions of a handout, by the names that answers to them have."""
    return set(answers_in(percent_cells(assignment.handout.read_text(encoding="utf-8"))))


def _of_question(assignment: Assignment, question: str) -> Iterator[str]:
    public, hidden = assignment.test_files(question)
    if not public.exists():
        yield f"{question} has no public test: {public.relative_to(assignment.root)} is missing"
    if not any(declared(hidden)):
        yield f"{question} has no hidden test: {hidden.relative_to(assignment.root)} declares none"
    functions = assignment.functions_of(question)
    if not any(name.split(".")[0] in functions for name in assignment.misconception_ids):
        yield f"{question} has no misconception"
    table = read_handout(assignment).table
    if table and question not in table:
        yield f"{question} is missing in the handout's table of questions"
    elif table:
        yield from _of_row(assignment, question, table[question])


def _of_row(assignment: Assignment, question: str, row: str) -> Iterator[str]:
    """Where a row of the handout's table says other than the tests; its last cell may be points."""
    where = f"the handout's table of questions: {question}"
    for name in sorted({*FUNCTION.findall(row)} - {*assignment.functions_of(question)}):
        yield f"{where} names `{name}`, for which it has no hidden test"
    told, worth = row.rpartition("|")[2].strip(), assignment.points[question]
    if NUMBER.fullmatch(told) and float(told) != worth:
        yield f"{where} says {told} points, its tests have {worth:g}"
