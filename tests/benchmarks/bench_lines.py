"""How long the search for a line takes, for each function that no hint explains.

PYTHONPATH=tests python tests/benchmarks/bench_lines.py [--every 4]

Mistakes of one line, put into the model answers, with every catalogue empty. The measure is how
long the same grader takes for the model answer itself, when nothing has been graded before.
"""

import argparse
import time
from collections import Counter

import numpy as np
from bundled import COURSE
from one_line_mistakes import MISTAKES

from autograder.course.assignment import Assignment
from autograder.grading.grader import Grader
from autograder.grading.repair.mending import Mending
from autograder.sandbox.tier import find_tier
from autograder.sandbox.walls.limits import Limits
from autograder.submissions.submission import Submission

search, seconds = Mending.edits, []


def timed(mending, function, *arguments, **options):
    """A search as it is, the wall seconds of which are noted."""
    started = time.perf_counter()
    try:
        return search(mending, function, *arguments, **options)
    finally:
        seconds.append((function, time.perf_counter() - started))


def searched(homework, every):
    """The seconds of each function that was searched, and of the model answer as a whole."""
    assignment = Assignment(homework.root, homework.name, homework.seed)
    grader = Grader(assignment, Limits(), find_tier())
    right, found = assignment.solution.read_text(), []
    try:
        started = time.perf_counter()
        grader.grade(Submission("ada", "hw.py", right.encode()))
        alone = time.perf_counter() - started
        assignment.__dict__["misconceptions"] = []
        for before, after in MISTAKES[homework.name][::every]:
            seconds.clear()
            grader.grade(Submission("bob", "hw.py", right.replace(before, after, 1).encode()))
            in_all = Counter()
            for function, one in seconds:
                in_all[function] += one
            found += in_all.values()
    finally:
        grader.close()
    return found, alone


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=4, help="one mistake in so many")
    every = parser.parse_args().every
    for homework in COURSE.assignments:
        found, alone = searched(homework, every)
        middle, most, longest = np.percentile(found, [50, 95, 100])
        print(
            f"{homework.name}: {len(found)} functions searched, median {middle:.2f} s, "
            f"95 % {most:.2f} s, at most {longest:.2f} s; "
            f"median {middle / alone:.1f} times the model answer's {alone:.2f} s"
        )


if __name__ == "__main__":
    Mending.edits = timed
    main()
