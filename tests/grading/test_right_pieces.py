"""Where no small change mends a function: is the line told where a piece of a right one does?"""

import pytest
from bundled import COURSE, find
from told_lines import lines_told

from autograder.grading import failures
from autograder.grading.grader import Grader
from autograder.grading.repair.right_pieces import RightPieces
from autograder.grading.stand_ins import StandIns
from autograder.sandbox import trials
from autograder.sandbox.walls.limits import Limits
from autograder.submissions.submission import Submission

LIMITS = Limits(load_seconds=3, test_seconds=5)
BATCH = "np.atleast_2d(o)"
NAIVE = f"""import numpy as np


def softmax(o):
    rows = {BATCH}
    top = np.exp(rows - rows.max(axis=-1, keepdims=True))
    below = np.linspace(1.0, 2.0, rows.shape[-1])
    return (top / below).reshape(o.shape)
"""
READS = {
    "a frame": NAIVE.replace("below = ", "import sys\n    sys._getframe()\n    below = "),
    "a name": NAIVE.replace("below = ", "globals()\n    below = "),
    "an attribute": NAIVE.replace("below = ", "np.exp.__self__\n    below = "),
    "a helper": NAIVE.replace("below = ", "look()\n    below = ") + "\n\ndef look():\n    vars()\n",
}


@pytest.fixture(autouse=True)
def nothing_else_explains(monkeypatch):
    monkeypatch.setattr(failures, "explanations", lambda *_: [])


@pytest.fixture(scope="module")
def grader(tier):
    grader = Grader(find("hw1_backprop"), LIMITS, tier)
    yield grader
    grader.close()


@pytest.fixture
def sent(monkeypatch):
    """The right functions that went to a worker."""
    seen = []
    begun = trials.Trials.__init__

    def begin(self, session, budget, function, args, donors="", within=()):
        seen.append(donors)
        begun(self, session, budget, function, args, donors, within)

    monkeypatch.setattr(trials.Trials, "__init__", begin)
    return seen


def told(grader, text):
    """The score, the lines that are told, and the sentences."""
    grader._own_lines._known.clear()
    result = grader.grade(Submission("ada", "hw.py", text.encode()))
    failed = [outcome for outcome in result.outcomes if not outcome.passed]
    lines = set().union(*map(lines_told, failed))
    said = {outcome.look.split("\n")[-1] for outcome in failed if outcome.line}
    return sum(outcome.score for outcome in result.outcomes), lines, said


def test_the_piece_of_the_line_is_told_and_pays_nothing(grader, sent):
    score, lines, (said,) = told(grader, NAIVE)
    assert lines == {7}
    assert said.endswith("Look at: `np.linspace(1.0, 2.0, rows.shape[-1])`.")
    assert any(sent)
    sent.clear()
    assert told(grader, READS["a name"])[0] == score


@pytest.mark.parametrize("text", READS.values(), ids=READS)
def test_no_right_function_runs_beside_code_that_could_read_it(grader, sent, text):
    assert not told(grader, text)[1]
    assert sent
    assert not any(sent)


def test_what_else_a_notebook_does_is_not_run_beside_it(grader, sent):
    text = f"import os\nimport numpy as np\n\nprint(os.getcwd())\n{NAIVE}\nPLACE = os.getcwd()\n"
    assert told(grader, text)[1] == {11}
    assert any(sent)


@pytest.mark.parametrize("assignment", COURSE.assignments, ids=lambda a: a.name)
def test_all_ways_to_a_function_are_sent_with_their_helpers(assignment, tier):
    pieces = RightPieces(assignment, StandIns(assignment, LIMITS, tier))
    for function in assignment.functions:
        namespace = dict.fromkeys(assignment.functions)
        text = pieces._text_of(function)
        exec(text, namespace)
        assert callable(namespace[function])
        others = [name for name in assignment.functions if name != function]
        assert not any(f"def {name}(" in text for name in others)
