"""What several tests need: one warm grader an assignment, and submissions made from text."""

import functools

import pytest
from bundled import find

from autograder.grading.grader import Grader
from autograder.sandbox.tier import find_tier
from autograder.sandbox.walls.limits import Limits
from autograder.submissions.submission import Submission


@pytest.fixture(scope="session")
def hw1():
    return find("hw1_backprop")


@pytest.fixture(scope="session")
def tier():
    """The best tier of this machine; the tests do not run where nothing confines a submission."""
    return find_tier()


@pytest.fixture(scope="session")
def grader_of(tier):
    """Grader of an assignment by name, started once for all tests."""
    graders = []

    @functools.cache
    def start(name):
        graders.append(Grader(find(name), Limits(load_seconds=3, test_seconds=2), tier))
        return graders[-1]

    yield start
    for grader in graders:
        grader.close()


@pytest.fixture
def grade(grader_of):
    """Grade text as `NAME.py` of hw1_backprop."""

    def grade_text(text, name="student.py", assignment="hw1_backprop"):
        content = text if isinstance(text, bytes) else text.encode()
        return grader_of(assignment).grade(Submission("student", name, content))

    return grade_text


@pytest.fixture(scope="session")
def solution(hw1):
    """The model solution of hw1_backprop, as text."""
    return hw1.solution.read_text()
