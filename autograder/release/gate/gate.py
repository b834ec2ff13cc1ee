"""The release gate: an assignment proves that it grades as it promises, or names what falls short.

The tests are tested here: every catalogued mistake goes through the real pipeline as a submission.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from autograder.course.assignment import Assignment
from autograder.diagnosis.manners import is_of_memory
from autograder.release.gate.completeness import incomplete
from autograder.release.gate.many_seeds import (
    FAIR,
    NAMED,
    SEEDS,
    SOLUTION,
    Failure,
    under_many_seeds,
    unstable,
)
from autograder.release.gate.mutants import mutant
from autograder.release.gate.specimen_submissions import fair_variants
from autograder.release.leak_scan.scan import leaks
from autograder.release.student_files import student_files
from autograder.results.result import Result, TestResult
from autograder.results.results_json import from_json
from autograder.runs.batch import Job, grade_all
from autograder.submissions.submission import Submission

STUB = "the blank stub"
Progress = Callable[[int, int], None]  # told (done, total)


@dataclass
class Verdict:
    """Counts of one assignment. It may be released when `shortcomings` is empty."""

    assignment: Assignment
    mutants: int = 0
    killed: int = 0
    named: int = 0
    fair: int = 0
    seeds: int = 0
    seconds: float = 0.0
    shortcomings: list[str] = field(default_factory=list)


def validate(job: Job, *, seeds: int = SEEDS, progress: Progress = lambda *_: None) -> Verdict:
    """Run the gate for one assignment; `progress(done, total)` is told how far it is."""
    start = time.monotonic()
    job.assignment.load()  # a file that cannot be used is told now, not once for each submission
    verdict = Verdict(job.assignment)
    submissions = specimens_of(job.assignment)
    total = len(submissions) + seeds
    failures: list[Failure] = []
    for done, found in under_many_seeds(job, seeds):
        verdict.seeds += done
        failures += found
        progress(verdict.seeds, total)
    verdict.shortcomings += unstable(failures, verdict.seeds)
    by_student = {}
    for done, graded in enumerate(grade_all(job, submissions), start=1):
        result = from_json(graded.result)
        by_student[result.student] = result
        progress(verdict.seeds + done, total)
    full = job.assignment.facts.points
    expect_score(verdict, by_student[SOLUTION], full)
    expect_score(verdict, by_student[STUB], 0)
    for student in [s.student for s in submissions if s.student.startswith(FAIR)]:
        verdict.fair += 1
        expect_score(verdict, by_student[student], full)
    for misconception in job.assignment.misconceptions:
        judge_mutant(verdict, misconception.id, by_student[misconception.id])
    verdict.shortcomings += incomplete(job.assignment)
    verdict.shortcomings += leaks(job.assignment, student_files(job.assignment))
    verdict.seconds = time.monotonic() - start
    return verdict


def specimens_of(assignment: Assignment) -> list[Submission]:
    """Everything the gate grades, under names that say what it is."""
    texts = {SOLUTION: assignment.solution, STUB: assignment.handout}
    submissions = [Submission(who, f"{who}.py", path.read_bytes()) for who, path in texts.items()]
    for misconception in assignment.misconceptions:
        text = mutant(assignment, misconception)
        submissions.append(Submission(misconception.id, "mutant.py", text.encode()))
    fair = fair_variants(assignment)
    return submissions + [replace(one, student=f"{FAIR}{one.student}") for one in fair]


def expect_score(verdict: Verdict, result: Result, score: float) -> None:
    """Note a submission that did not get just `score`."""
    got = None if result.status == "error" else result.score
    if got != score:
        cause = why_more(result) if got and got > score else why_less(result)
        verdict.shortcomings.append(f"{result.student} gets {got}, not {score:g}: {cause}")


def why_more(result: Result) -> str:
    """The tests that gave points to who deserves none."""
    return f"it passes {', '.join(test.name for test in result.tests if test.score)}"


def why_less(result: Result) -> str:
    """The first tests that failed, or why none was run."""
    lost = [f"{test.name} ({first_line(test.output)})" for test in result.failed]
    return "; ".join(lost[:NAMED]) or result.output


def judge_mutant(verdict: Verdict, mistake: str, result: Result) -> None:
    """A mistake must cost points on its own question, nowhere else, and be named."""
    verdict.mutants += 1
    function = mistake.split(".", maxsplit=1)[0]
    own: list[TestResult] = []
    elsewhere: list[TestResult] = []
    tests = {test.name: test for test in verdict.assignment.tests}
    for entry in result.failed:
        (own if function in tests[entry.name].functions else elsewhere).append(entry)
    if not own:
        verdict.shortcomings.append(f"{mistake} costs nothing")
        return
    verdict.killed += 1
    if elsewhere:
        names = ", ".join(entry.name for entry in elsewhere)
        verdict.shortcomings.append(f"{mistake} costs points elsewhere, too: {names}")
    found = {entry.misconception for entry in own} - {None}
    hints = {m.id: m.hint for m in verdict.assignment.misconceptions}
    if mistake in found or hints[mistake] in {hints.get(name) for name in found}:
        verdict.named += 1
    else:
        verdict.shortcomings.append(f"{mistake} is not named")
    # Of a mistake that adds up over calls both are true.
    told = {name for name in found if not is_of_memory(name)}
    for wrong in sorted(name for name in told if hints.get(name) != hints[mistake]):
        verdict.shortcomings.append(f"{mistake} is taken for {wrong}")


def first_line(text: str) -> str:
    """The first line of what a test said, if it said anything."""
    return text.partition("\n")[0]
