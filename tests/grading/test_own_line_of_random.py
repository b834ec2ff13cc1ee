"""The line of a random function that breaks a law: is it told, and does the worker learn no law?"""

import numpy as np
import pytest
from bundled import find

from autograder.grading.grader import Grader
from autograder.sandbox.session import Session
from autograder.sandbox.walls.limits import Limits
from autograder.submissions.submission import Submission

ASKED = {"edit", "try", "try_again", "put", "keep"}
HW2 = [
    ("math.sqrt(2.0 / (n_in + n_out))", "math.sqrt(2.0 / (n_in - n_out))"),
    ("math.sqrt(2.0 / (n_in + n_out)), (n_out", "math.sqrt(2.0 / (n_in + n_out)), (1 + n_out"),
    ("rng.uniform(-bound, bound", "rng.uniform(bound, bound"),
    ("random_matrices(rng, count, n, var)", "random_matrices(rng, count, n, n * var)"),
]
HW3 = [
    ("(rng.random(h.shape) >= p)", "(rng.random(h.shape) < p)"),
    ("return h * mask, mask", "return h * mask + p, mask"),
]
CASES = [pytest.param("hw2_stability", *one) for one in HW2]
CASES += [pytest.param("hw3_dropout", *one, marks=pytest.mark.slow) for one in HW3]


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def graders(tier):
    """Graders of homework without a misconception."""
    found = {name: Grader(find(name), Limits(), tier) for name in ("hw2_stability", "hw3_dropout")}
    with pytest.MonkeyPatch.context() as patch:
        for grader in found.values():
            patch.setitem(grader.assignment.__dict__, "misconceptions", [])
        yield found
    for grader in found.values():
        grader.close()


def lines_told(grader, before, after):
    """The lines that are told, and that of the change."""
    right = grader.assignment.solution.read_text()
    assert right.count(before) >= 1
    wrong = right.replace(before, after, 1)
    graded = grader.grade(Submission("ada", "hw.py", wrong.encode()))
    changed = right[: right.index(before)].count("\n") + 1
    return {o.line for o in graded.outcomes if o.line}, changed


@pytest.mark.parametrize(("homework", "before", "after"), CASES)
def test_the_line_that_breaks_a_law(graders, homework, before, after):
    told, changed = lines_told(graders[homework], before, after)
    assert told == {changed}


def test_the_worker_is_asked_for_calls_and_learns_no_law(graders, monkeypatch):
    requests, real = [], Session.ask

    def ask(session, request):
        requests.append(request)
        return real(session, request)

    monkeypatch.setattr(Session, "ask", ask)
    graders["hw2_stability"]._own_lines._known.clear()
    assert lines_told(graders["hw2_stability"], *HW2[0])[0]
    assert {request["op"] for request in requests} <= ASKED
    calls = [request["call"] for request in requests if "call" in request]
    assert calls
    for (rng, *sizes), key, observed in calls:
        assert isinstance(rng, np.random.Generator)
        assert all(type(size) is int for size in sizes)
        assert key is None
        assert not observed
