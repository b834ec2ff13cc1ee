"""The course as a whole: does it find its files, keep its seed to itself, and travel well?"""

import dataclasses
import hashlib
import pickle
import subprocess
import sys

import numpy as np
import pytest
from bundled import COURSE, find
from msgspec.structs import replace

from autograder.course import bundled
from autograder.course.assignment import Assignment
from autograder.course.author_modules import load
from autograder.course.authoring_errors import Broken
from autograder.course.bundled import BUNDLED
from autograder.course.course import Course, NoCourse, UnknownAssignment, course_in, nearest_course
from autograder.course.facts import Facts, Roles, read_facts
from autograder.course.inputs.seed import drawing_from, generator

SEED = "one-that-nobody-may-see"
LOAD = """
from autograder.course.bundled import BUNDLED
from autograder.course.course import Course

hw1 = Course(BUNDLED).assignment("hw1_backprop")
hw1.load()
print(len(hw1.tests), len(hw1.misconceptions), hw1.reference("relu").__module__)
"""


def empty_course(folder):
    """A folder that is a course, with nothing in it."""
    for part in ("assignments", "solutions"):
        (folder / part).mkdir(parents=True)
    return folder


@pytest.mark.slow
def test_a_folder_called_solutions_elsewhere_gets_in_no_ones_way(tmp_path):
    """A student, or an instructor, may well stand in such a folder."""
    raises = "raise RuntimeError('of another solutions/')\n"
    for name in ("__init__", "solution", "reference", "hw1_backprop/__init__"):
        for folder in ("solutions", "tests", "assignments"):
            path = tmp_path / folder / f"{name}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(raises)
    (tmp_path / "public_checks.py").write_text(raises)
    done = subprocess.run(
        [sys.executable, "-c", LOAD], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    hw1 = find("hw1_backprop")
    tests, misconceptions, module = done.stdout.split()
    assert (int(tests), int(misconceptions)) == (len(hw1.tests), len(hw1.misconceptions))
    assert module.endswith(".reference")


def test_an_unknown_assignment_is_told_with_the_names_there_are(tmp_path):
    with pytest.raises(UnknownAssignment) as caught:
        COURSE.assignment("hw9_nothing")
    told = str(caught.value)
    assert "hw9_nothing" in told
    assert len(COURSE.assignments) == 5
    assert all(assignment.name in told for assignment in COURSE.assignments)
    with pytest.raises(UnknownAssignment, match="none"):
        Course(empty_course(tmp_path)).assignment("hw1_backprop")


def test_the_nearest_course_is_looked_for_upward(tmp_path):
    inner = empty_course(tmp_path / "outer" / "courses" / "inner")
    outer = empty_course(tmp_path / "outer")
    below = inner / "assignments" / "hw1" / "tests"
    below.mkdir(parents=True)
    assert nearest_course(below) == nearest_course(inner) == inner
    assert nearest_course(inner.parent) == nearest_course(outer) == outer


def test_where_no_course_is_near_the_bundled_one_is_meant(tmp_path):
    (tmp_path / "half" / "solutions").mkdir(parents=True)
    assert nearest_course(tmp_path / "half") == BUNDLED
    with pytest.raises(NoCourse, match=r"assignments/ and solutions/"):
        course_in(tmp_path / "half")


def asked(assignment):
    """Digests of all that the tests ask of the model solution, which must pass them all."""
    digests = []

    def noting(function):
        def noted(*args, **kwargs):
            digests.append(digest((function.__name__, args, kwargs)))
            return function(*args, **kwargs)

        return noted

    solution = load(assignment.secrets, "solution")
    functions = {name: noting(getattr(solution, name)) for name in assignment.functions}
    for test in assignment.tests:
        if test.hidden:
            test.run(functions)
    return digests


def digest(value):
    """Some bytes that are the same for the same arguments of a call."""
    if isinstance(value, (tuple, list)):
        parts = map(digest, value)
    elif isinstance(value, dict):
        parts = (digest(item) for item in value.items())
    elif isinstance(value, np.ndarray):
        parts = (str((value.dtype, value.shape)).encode(), value.tobytes())
    elif isinstance(value, np.random.Generator):
        parts = (str(value.bit_generator.state).encode(),)
    else:
        parts = (value.__name__.encode() if callable(value) else repr(value).encode(),)
    return hashlib.sha256(b"\0".join(parts)).digest()


@pytest.mark.slow
@pytest.mark.parametrize("name", [assignment.name for assignment in COURSE.assignments])
def test_two_seeds_in_one_process_keep_their_inputs_apart(name):
    """Do the tests of the first stay as they were after those of the second were loaded?"""
    first, second, same = (Course(BUNDLED, s).assignment(name) for s in ("one", "two", "one"))
    first.load()
    second.load()
    of_second = set(asked(second))
    of_first = asked(first)
    assert of_first == asked(same)
    # What has no random numbers in it (an empty batch, say) is the same for both.
    assert len(set(of_first) - of_second) > 0.5 * len(set(of_first))


def test_what_hidden_tests_share_is_drawn_afresh_with_them(tmp_path):
    folder = tmp_path / "solutions" / "hw1" / "hidden_tests"
    folder.mkdir(parents=True)
    start = "from autograder.testing import generator\n"
    (folder / "shared.py").write_text(f"{start}NUMBER = generator('shared').random()\n")
    for question in ("q1", "q2"):
        (folder / f"{question}.py").write_text("from . import shared\n")

    def drawn(assignment):
        return {module.shared.NUMBER for module in assignment.hidden_modules.values()}

    first, second, same = (Assignment(tmp_path, "hw1", seed) for seed in ("one", "two", "one"))
    of_first = drawn(first)
    assert len(of_first) == len(drawn(second)) == 1
    assert drawn(second) != of_first == drawn(same) == drawn(first)


def test_inputs_are_drawn_from_the_course_unless_there_is_another_seed():
    name = COURSE.assignments[0].name
    assert COURSE.assignment(name).seed == COURSE.seed == COURSE.facts.seed
    assert Course(BUNDLED, SEED).assignment(name).seed == SEED
    assert dataclasses.replace(find(name), seed=SEED).seed == SEED


def test_nothing_shows_the_seed():
    """What a traceback, a log or a debugger shows of an object is its repr."""
    course = Course(BUNDLED, SEED)
    assignment = course.assignment("hw4_optimization")
    assert {test.seed for test in assignment.tests} == {SEED}
    for shown in (course, assignment, *assignment.tests):
        assert SEED not in repr(shown)
        assert SEED not in str(shown)


def test_an_assignment_travels_without_what_it_has_loaded():
    assignment = Course(BUNDLED, SEED).assignment("hw4_optimization")
    assignment.load()
    assert {"tests", "misconceptions"} <= vars(assignment).keys()
    arrived = pickle.loads(pickle.dumps(assignment))
    assert vars(arrived).keys() == {"root", "name", "seed"}
    assert arrived == assignment
    assert arrived.seed == SEED
    assert len(arrived.tests) == len(assignment.tests)


def test_another_course_stays_where_it_is_when_its_assignment_travels(tmp_path, monkeypatch):
    sent = pickle.dumps(Assignment(tmp_path, "hw1_backprop", SEED))
    monkeypatch.setattr(bundled, "BUNDLED", tmp_path / "elsewhere")
    assert pickle.loads(sent) == Assignment(tmp_path, "hw1_backprop", SEED)


def test_the_bundled_course_is_that_of_the_machine_where_it_arrives(tmp_path, monkeypatch):
    sent = pickle.dumps(find("hw1_backprop"))
    assert str(BUNDLED).encode() not in sent
    monkeypatch.setattr(bundled, "BUNDLED", tmp_path / "site-packages")
    assert pickle.loads(sent).root == tmp_path / "site-packages"


def test_there_is_no_generator_outside_of_a_hidden_test():
    with pytest.raises(LookupError, match="hidden tests"):
        generator("hw1_backprop", "relu")
    with drawing_from(SEED):
        first = generator("hw1_backprop", "relu").random(4)
        assert (generator("hw1_backprop", "relu").random(4) == first).all()
        assert (generator("hw1_backprop", "tanh").random(4) != first).all()
        with drawing_from("another"):
            assert (generator("hw1_backprop", "relu").random(4) != first).all()
        assert (generator("hw1_backprop", "relu").random(4) == first).all()
    with pytest.raises(LookupError, match="hidden tests"):
        generator("hw1_backprop", "relu")


def course_that_says(folder, text):
    (empty_course(folder) / "solutions" / "course.toml").write_bytes(text)
    return Course(folder)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b'seed = "one"\npoint = 100', "point"),
        (b'seed = "one"\n[roles]\nweight = ["W1"]', "weight"),
        (b"seed = 3", "str"),
        (b'seed = "one"\npoints = "100"', "str"),
        (b'seed = "one"\n[roles]\nweights = "W1"', "array"),
        (b'seed = "one"\n[properties]\nlarge = 3', "int"),
        (b'seed = "one"\nroles = []', "array"),
        (b"points = 100", "seed"),
        (b"", "seed"),
        (b"\nseed = one", "line 2"),
        (b'seed = "na\xefve"', "DecodeError"),
    ],
)
def test_a_mistake_in_what_a_course_says_is_told_by_its_file(tmp_path, text, told):
    course = course_that_says(tmp_path, text)
    for ask in (lambda: course.facts, lambda: course.seed, lambda: read_facts(tmp_path)):
        with pytest.raises(Broken) as caught:
            ask()
        assert str(caught.value).startswith("solutions/course.toml cannot be used")
        assert told in str(caught.value)


def test_a_course_that_says_nothing_is_told_so(tmp_path):
    with pytest.raises(Broken, match=r"solutions/course\.toml.*FileNotFoundError"):
        _ = Course(empty_course(tmp_path)).facts


def test_a_course_need_not_say_more_than_its_seed(tmp_path):
    assert course_that_says(tmp_path, b'seed = "one"').facts == Facts("one", roles=Roles())


def test_the_seed_of_the_facts_is_never_shown_and_never_empty():
    facts = COURSE.facts
    assert facts.seed not in repr(facts)
    with pytest.raises(ValueError, match="seed is empty"):
        replace(facts, seed=" ")
