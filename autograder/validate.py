"""The release gate: an assignment proves that it grades as it promises, or names what falls short.

The tests are tested here: every catalogued mistake goes through the real pipeline as a submission.
"""

import json
import os
import runpy
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import as_completed
from dataclasses import replace
from typing import Any

from autograder.assignment import SPECIMENS, Assignment
from autograder.authored import loading
from autograder.batch import Job, grade_all
from autograder.collect import collect
from autograder.leaks import leaks
from autograder.mutants import mutant
from autograder.release import student_files
from autograder.submission import Submission
from autograder.verdict import Verdict

SEEDS = 1_000
SEEDS_AT_ONCE = 25
Failures = list[tuple[str, int, str]]  # test, seed, what it said
NAMED = 3  # of many failures, the first ones
SOLUTION, STUB, FAIR = "the model solution", "the blank stub", "fair variant "


def validate(
    job: Job, *, seeds: int = SEEDS, progress: Callable[[int, int], None] = lambda *_: None
) -> Verdict:
    """Run the gate for one assignment; `progress(done, total)` is told how far it is."""
    start = time.monotonic()
    job.assignment.load()  # a file that cannot be used is told now, not once for each submission
    verdict = Verdict(job.assignment)
    submissions = specimens_of(job.assignment)
    total = len(submissions) + seeds
    by_student = {}
    for done, graded in enumerate(grade_all(job, submissions), start=1):
        result = json.loads(graded.result)
        by_student[result["extra_data"]["student"]] = result
        progress(done, total)
    expect_score(verdict, by_student, SOLUTION, 100)
    expect_score(verdict, by_student, STUB, 0)
    for student in [s.student for s in submissions if s.student.startswith(FAIR)]:
        verdict.fair += 1
        expect_score(verdict, by_student, student, 100)
    for misconception in job.assignment.misconceptions:
        judge_mutant(verdict, misconception.id, by_student[misconception.id])
    failures: Failures = []
    for found in stable_seeds(job, seeds):
        verdict.seeds += SEEDS_AT_ONCE
        failures += found
        progress(len(submissions) + verdict.seeds, total)
    verdict.shortcomings += unstable(failures, verdict.seeds)
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
    folder = SPECIMENS / assignment.name
    exist = any(folder.glob("*/expected.json"))
    for submission in collect([folder], assignment.name) if exist else []:
        expected = folder / submission.student / "expected.json"
        if expected.exists() and json.loads(expected.read_text())["score"] == 100:
            name = f"{FAIR}{submission.student}"
            submissions.append(replace(submission, student=name))
    return submissions


def expect_score(
    verdict: Verdict, by_student: dict[str, dict[str, Any]], student: str, score: float
) -> None:
    """Note a submission that did not get just `score`."""
    got = by_student[student].get("score")
    if got != score:
        cause = (
            why_more(by_student[student]) if got and got > score else why_less(by_student[student])
        )
        verdict.shortcomings.append(f"{student} gets {got}, not {score}: {cause}")


def why_more(result: dict[str, Any]) -> str:
    """The tests that gave points to who deserves none."""
    passed = [test["name"] for test in result["tests"] if test["score"]]
    return f"it passes {', '.join(passed)}"


def why_less(result: dict[str, Any]) -> str:
    """The first tests that failed, or why none was run."""
    lost = [f"{test['name']} ({first_line(test['output'])})" for test in failed(result)]
    return "; ".join(lost[:NAMED]) or result["output"]


def judge_mutant(verdict: Verdict, mistake: str, result: dict[str, Any]) -> None:
    """A mistake must cost points on its own question, nowhere else, and be named."""
    verdict.mutants += 1
    function = mistake.split(".", maxsplit=1)[0]
    own, elsewhere = [], []
    tests = {test.name: test for test in verdict.assignment.tests}
    for entry in failed(result):
        (own if function in tests[entry["name"]].functions else elsewhere).append(entry)
    if not own:
        verdict.shortcomings.append(f"{mistake} costs nothing")
        return
    verdict.killed += 1
    if elsewhere:
        names = ", ".join(entry["name"] for entry in elsewhere)
        verdict.shortcomings.append(f"{mistake} costs points elsewhere, too: {names}")
    found = {entry["extra_data"]["misconception"] for entry in own} - {None}
    hints = {m.id: m.hint for m in verdict.assignment.misconceptions}
    if mistake in found or hints[mistake] in {hints.get(name) for name in found}:
        verdict.named += 1
    else:
        verdict.shortcomings.append(f"{mistake} is not named")
    for wrong in sorted(name for name in found if hints.get(name) != hints[mistake]):
        verdict.shortcomings.append(f"{mistake} is taken for {wrong}")


def failed(result: dict[str, Any]) -> list[dict[str, Any]]:
    """The failed tests of a result."""
    return [test for test in result["tests"] if test["status"] == "failed"]


def first_line(text: str) -> str:
    """The first line of what a test said, if it said anything."""
    return text.partition("\n")[0]


def stable_seeds(job: Job, seeds: int) -> Iterable[Failures]:
    """False failures of the model solution, for batch after batch of secret seeds."""
    if not seeds:
        return
    batches = [range(first, first + SEEDS_AT_ONCE) for first in range(0, seeds, SEEDS_AT_ONCE)]
    with job.start(job.jobs) as executor:
        futures = [executor.submit(false_failures, job.assignment.name, list(b)) for b in batches]
        for future in as_completed(futures):
            yield future.result()


def false_failures(name: str, seeds: list[int]) -> Failures:
    """Hidden tests that the model solution fails under these seeds; in process, as it is ours."""
    solution = Assignment(name).solution
    with loading(solution):
        functions = runpy.run_path(str(solution))
    kept, failures = os.environ.get("AUTOGRADER_SEED"), []
    for seed in seeds:
        os.environ["AUTOGRADER_SEED"] = f"seed {seed}"
        for test in Assignment(name).tests:
            try:
                if test.hidden:
                    test.run(functions)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is reported
                failures.append((test.name, seed, first_line(str(error))))
    os.environ.pop("AUTOGRADER_SEED")
    if kept is not None:
        os.environ["AUTOGRADER_SEED"] = kept
    return failures


def unstable(failures: Failures, seeds: int) -> Iterator[str]:
    """A line for each test that fails a right answer under some of so many seeds."""
    for name in sorted({name for name, _, _ in failures}):
        found = sorted((seed, told) for test, seed, told in failures if test == name)
        first = ", ".join(str(seed) for seed, _ in found[:NAMED])
        more = ", ..." if len(found) > NAMED else ""
        yield (
            f"{name} fails a right answer under {len(found)} of {seeds} seeds "
            f"({first}{more}): {found[0][1]}"
        )
