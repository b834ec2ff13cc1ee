"""Mistakes of one line, put into the model answers: is the line that is told the one changed?

Hundreds of mistakes, each searched as if nobody had written it down; at night, all there are.
"""

import ast
import inspect
import textwrap
from collections import Counter
from itertools import zip_longest

import pytest
from bundled import COURSE
from one_line_mistakes import MISTAKES
from told_lines import lines_told

from autograder.course.assignment import Assignment
from autograder.grading.grader import Grader
from autograder.sandbox.walls.limits import Limits
from autograder.submissions.submission import Submission

pytestmark = pytest.mark.timeout(3600)
RIGHT = 0.95  # of the lines that are told


@pytest.fixture(params=COURSE.assignments, ids=lambda a: a.name)
def grader(request, tier):
    """A grader whose homework may lose misconceptions."""
    own = Assignment(request.param.root, request.param.name, request.param.seed)
    grader = Grader(own, Limits(), tier)
    yield grader
    grader.close()


def verdict(grader, text, lines):
    """What a student is told of a mistake in `lines`: "named", "right", "wrong" or "nothing"."""
    result = grader.grade(Submission("ada", "hw.py", text.encode()))
    failed = [outcome for outcome in result.outcomes if not outcome.passed]
    told = set().union(*map(lines_told, failed))
    if told:
        return "right" if told & lines else "wrong"
    return "named" if any(outcome.hint for outcome in failed) else "nothing"


@pytest.mark.parametrize(
    "every", [pytest.param(8, marks=pytest.mark.slow), pytest.param(1, marks=pytest.mark.nightly)]
)
def test_of_mistakes_that_nobody_wrote_down(grader, every):
    grader.assignment.__dict__["misconceptions"] = []
    right, found = grader.assignment.solution.read_text(), Counter()
    for before, after in MISTAKES[grader.assignment.name][::every]:
        assert before in right
        pairs = enumerate(zip_longest(before.split("\n"), after.split("\n")))
        nth = next(n for n, (one, other) in pairs if one != other)
        line = right[: right.index(before)].count("\n") + 1 + nth
        found[verdict(grader, right.replace(before, after, 1), {line})] += 1
    print(grader.assignment.name, dict(found))
    assert found["right"] >= RIGHT * (found["right"] + found["wrong"])
    assert found["named"] + found["right"] >= RIGHT * found.total()


@pytest.mark.parametrize(
    "every", [pytest.param(16, marks=pytest.mark.slow), pytest.param(1, marks=pytest.mark.nightly)]
)
def test_of_misconceptions_whose_own_entry_is_taken_away(grader, every):
    assignment, found = grader.assignment, Counter()
    everything = assignment.misconceptions
    for misconception in everything[::every]:
        for text, line in one_line_mutants(assignment, misconception):
            others = [other for other in everything if other is not misconception]
            assignment.__dict__["misconceptions"] = others
            found[verdict(grader, text, {line})] += 1
    print(assignment.name, dict(found))
    assert found["right"] >= RIGHT * (found["right"] + found["wrong"])


def one_line_mutants(assignment, misconception):
    """The model answer with a wrong function that differs from it in one line, and that line."""
    solution = assignment.solution.read_text()
    wrong = plain(ast.parse(textwrap.dedent(inspect.getsource(misconception.wrong)))).body[0]
    right = [
        node
        for node in plain(ast.parse(solution)).body
        if isinstance(node, ast.FunctionDef) and node.name == misconception.function
    ]
    if not isinstance(wrong, ast.FunctionDef) or not right:
        return
    wrong.name = misconception.function
    before, after = (ast.unparse(node).split("\n") for node in (right[0], wrong))
    differ = [n for n, pair in enumerate(zip_longest(before, after)) if pair[0] != pair[1]]
    is_own = any(f"{wrong.name}(" in line for line in after[1:])  # it would call itself
    if len(differ) == 1 and differ[0] > 0 and not is_own:
        yield f"{solution}\n" + "\n".join(after), solution.count("\n") + 2 + differ[0]


def plain(tree):
    """A module without docstrings, decorators and annotations; `right.f` is f."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns, node.decorator_list = None, []
            if ast.get_docstring(node) is not None:
                node.body = node.body[1:]
        elif isinstance(node, ast.arg):
            node.annotation = None
    return OwnNames().visit(tree)


class OwnNames(ast.NodeTransformer):
    def visit_Attribute(self, node):
        self.generic_visit(node)
        is_right = isinstance(node.value, ast.Name) and node.value.id == "right"
        return ast.Name(node.attr, node.ctx) if is_right else node
