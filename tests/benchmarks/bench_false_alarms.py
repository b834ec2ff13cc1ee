"""How often a right random function fails: every test that judges by statistics, again and again.

    python tests/benchmarks/bench_false_alarms.py [--rounds 10000] [--jobs 2]

Each round has a secret seed of its own, so other hidden inputs and other draws. The tests state a
chance below 1e-9 a round; anything but zero failures is a bug.
"""

import argparse
import os
import runpy
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from functools import partial

from rich.console import Console
from rich.progress import track
from rich.table import Table

from autograder.course.bundled import BUNDLED
from autograder.course.course import Course
from autograder.testing.statistical_test import Experiment

COURSE = Course(BUNDLED)
ROUNDS_AT_ONCE = 100


def is_random(test):
    """Whether a hidden test asks for a function that one of its experiments draws from."""
    values = test.case.body.test_func.__globals__.values()
    drawn = {value.function for value in values if isinstance(value, Experiment)}
    return test.hidden and bool(drawn.intersection(test.functions))


def failures(name, rounds):
    """(runs, failures) by test of the model solution of assignment `name` in these rounds."""
    assignment = COURSE.assignment(name)
    solution = runpy.run_path(str(assignment.solution))
    tests = [test for test in assignment.tests if is_random(test)]
    runs, failed = Counter(), Counter()
    for number in rounds:
        # New objects, so that no experiment knows their draws already.
        functions = {f: partial(solution[f]) for f in assignment.functions}
        for test in tests:
            label = f"{name} {test.name}"
            runs[label] += 1
            try:
                replace(test, seed=f"round {number}").run(functions)
            except AssertionError as failure:
                failed[label] += 1
                print(f"{label} in round {number}: {failure}")
    return runs, failed


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    starts = range(0, arguments.rounds, ROUNDS_AT_ONCE)
    batches = [range(s, min(s + ROUNDS_AT_ONCE, arguments.rounds)) for s in starts]
    runs, failed = Counter(), Counter()
    with ProcessPoolExecutor(arguments.jobs) as executor:
        names = [assignment.name for assignment in COURSE.assignments]
        futures = [executor.submit(failures, name, batch) for name in names for batch in batches]
        for future in track(as_completed(futures), "Drawing", len(futures)):
            for total, found in zip((runs, failed), future.result(), strict=True):
                total.update(found)
    table = Table("test", "rounds", "failures")
    for name, count in runs.items():
        table.add_row(name, str(count), str(failed[name]))
    console = Console()
    console.print(table)
    told = f"{len(runs)} random tests, {runs.total()} runs, {failed.total()} failures"
    console.print(told, highlight=False)


if __name__ == "__main__":
    main()
