"""How many callers of a wrong random helper are seen to be right, beside a second run.

    python tests/benchmarks/bench_follow_through.py [--pair matrix_product_log_norms]

Every misconception of a helper is put into every fair variant. A second run, with the right helper
in place of the wrong one, would find every caller right that is spoiled by it, for a fair variant
is; but it would pay for a second answer. Follow-through asks nothing twice.
"""

import argparse
import ast
from collections import Counter
from dataclasses import dataclass, field
from itertools import product

from rich.console import Console
from rich.progress import track
from rich.table import Table

from autograder.course.assignment import Assignment
from autograder.course.bundled import BUNDLED
from autograder.grading.grader import Grader
from autograder.release.gate.in_process import NotHere, definitions
from autograder.release.gate.mutants import mutant
from autograder.release.gate.specimen_submissions import fair_variants
from autograder.sandbox.tier import find_tier
from autograder.sandbox.walls.limits import Limits
from autograder.submissions.submission import Submission

PAIRS = (
    ("hw2_stability", "random_matrices", "product_experiment"),
    ("hw2_stability", "matrix_product_log_norms", "product_experiment"),
    ("hw3_dropout", "dropout_forward", "mc_dropout_predict"),
)
WRONG_HELPER = """
_mutant = {{}}
exec({mutant!r}, _mutant)
{helper} = _mutant[{helper!r}]
"""


@dataclass
class Found:
    """Callers that a wrong helper spoiled, and those that follow; by variant those that do not."""

    spoiled: int = 0
    follow: int = 0
    missed: Counter = field(default_factory=Counter)


def text_of(variant, functions):
    """The definitions of a fair variant; None of one that needs more than these."""
    try:
        return ast.unparse(ast.Module(definitions(variant, functions), []))
    except NotHere:
        return None


def measured(name, helper, caller):
    """What follow-through finds of one caller, all helpers and variants taken together."""
    assignment = Assignment(BUNDLED, name, "follow-through")
    functions = assignment.functions
    asked = [test for test in assignment.tests if test.functions[-1] in (helper, caller)]
    assignment.__dict__["tests"] = asked
    wrong = [one for one in assignment.misconceptions if one.function == helper]
    variants = {v.student: text_of(v, functions) for v in fair_variants(assignment)}
    texts = [(student, text) for student, text in variants.items() if text]
    grader, found = Grader(assignment, Limits(), find_tier(), "none"), Found()
    try:
        pairs = list(product(wrong, texts))
        for misconception, (student, text) in track(pairs, helper):
            source = WRONG_HELPER.format(mutant=mutant(assignment, misconception), helper=helper)
            grade = grader.grade(Submission(student, "hw.py", f"{text}\n{source}".encode()))
            own = [o for o in grade.outcomes if o.test.functions[-1] == caller]
            if any(not o.passed or o.carried for o in own):
                is_right = all(o.passed for o in own)
                found.spoiled += 1
                found.follow += is_right
                found.missed[student] += not is_right
    finally:
        grader.close()
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pair", metavar="HELPER", help="one helper alone")
    arguments = parser.parse_args()
    table = Table("helper", "caller", "second run", "follow-through", "missed in")
    for name, helper, caller in PAIRS:
        if arguments.pair in (None, helper):
            found = measured(name, helper, caller)
            missed = ", ".join(f"{student} {n}" for student, n in found.missed.most_common() if n)
            table.add_row(helper, caller, str(found.spoiled), str(found.follow), missed)
    Console().print(table)


if __name__ == "__main__":
    main()
