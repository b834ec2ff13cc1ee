"""Answers of a reference that are kept: the same as its own, and asked for without it."""

import os
import subprocess
import sys
from contextlib import contextmanager

import numpy as np
import pytest
from bundled import COURSE

from autograder.course.author_modules import load
from autograder.sandbox.worker.wire import Handle
from autograder.testing import known_answers
from autograder.testing.known_answers import KnownAnswers

REFERENCE = """
import numpy as np
STEPS = {"dJ_dh": ("h", "o")}
LIMIT = np.float64(3)

def scaled(x, times: "a number" = 2, *, shift=0):
    return {"x": x * times + shift, "pair": (x.T, None, 1.5, np.float64(2))}

def noise(rng):
    return rng.normal(size=2)

def slope(f, x):
    return (f(x + 1.0) - f(x - 1.0)) / 2

def refuse(x):
    raise ValueError("no")

def odd(x):
    return {1, 2}

def late(x, limit=LIMIT):
    return x + limit
"""
X = np.arange(6.0).reshape(2, 3)


def square(x):
    return x * x


def cube(x):
    return x**3


@pytest.fixture
def reference(tmp_path, monkeypatch):
    """Gives the reference of a homework as hidden tests get it in a new run."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    secrets = tmp_path / "solutions" / "hw"
    secrets.mkdir(parents=True)
    (secrets / "reference.py").write_text(REFERENCE)

    @contextmanager
    def run(seed="a seed", *, is_there=True):
        with monkeypatch.context() as patch:
            if not is_there:
                patch.setattr(KnownAnswers, "true", property(lambda _: pytest.fail("was asked")))
            answers = KnownAnswers(secrets, seed)
            yield load(secrets, "reference")
            answers.keep()

    run.secrets = secrets
    return run


def same(mine, theirs):
    return repr(mine) == repr(theirs) and type(mine) is type(theirs)


@pytest.mark.parametrize(
    ("function", "args"),
    [
        ("scaled", (X,)),
        ("scaled", (X, 3)),
        ("scaled", (X.astype(np.float32), np.int64(3))),
        ("slope", (square, X)),
    ],
)
def test_what_was_answered_is_answered_without_the_reference(reference, function, args):
    with reference() as module:
        first = getattr(module, function)(*args)
    with reference(is_there=False) as module:
        assert same(getattr(module, function)(*args), first)


def test_answers_of_other_questions_are_others(reference):
    """Other functions among arguments, other types, another seed, another reference."""
    with reference() as module:
        assert module.slope(square, 1.0) == 2
        assert module.slope(cube, 1.0) == 4
        assert module.scaled(X)["x"].dtype != module.scaled(X.astype(int))["x"].dtype
    for change in ("another seed", "another file"):
        if change == "another file":
            path = reference.secrets / "reference.py"
            path.write_text(path.read_text().replace("/ 2", "/ 4"))
        with pytest.raises(pytest.fail.Exception, match="was asked"):
            with reference(
                "another" if change == "another seed" else "a seed", is_there=False
            ) as m:
                m.slope(square, 1.0)


def test_a_generator_is_left_as_the_reference_leaves_it(reference):
    drawn = []
    for is_there in (True, False):
        rng = np.random.default_rng(5)
        with reference(is_there=is_there) as module:
            drawn.append(repr([module.noise(rng), module.noise(rng), rng.normal()]))
    assert drawn[0] == drawn[1]


def test_constants_and_parameters_are_read_off_the_text(reference):
    with reference(is_there=False) as module:
        assert module.STEPS == {"dJ_dh": ("h", "o")}
        assert str(module.scaled.__signature__) == "(x, times=2, *, shift=0)"
        with pytest.raises(AttributeError):
            _ = module.__path__


def test_what_is_no_literal_is_asked_for(reference):
    with reference() as module:
        assert module.LIMIT == 3
        assert module.late(1) == 4
        assert module.scaled(X, shift=1)["x"][0, 0] == 1


def test_what_cannot_be_kept_is_asked_for_again(reference):
    step = 2.0
    for _ in range(2):
        with reference() as module:
            with pytest.raises(ValueError, match="no"):
                module.refuse(1)
            assert module.odd(1) == {1, 2}
            assert module.slope(lambda x: step * x, 1.0) == step
            with pytest.raises(TypeError):
                module.scaled(Handle(3))


def test_an_answer_may_be_changed_by_who_got_it(reference):
    with reference() as module:
        module.scaled(X)["x"][:] = 7
        assert module.scaled(X)["x"][0, 1] == 2


def test_it_is_for_its_owner_alone(reference, tmp_path):
    with reference() as module:
        module.scaled(X)
    (file,) = (tmp_path / "cache" / "autograder" / "answers").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert "a seed" not in file.read_text() + file.name


@pytest.mark.parametrize("damage", ["", "[]", '{"%s": "?"}', '{"%s": "AAAA"}', '{"%s": 3}'])
def test_what_is_damaged_is_not_known(reference, tmp_path, damage):
    with reference() as module:
        first = module.scaled(X)
    (file,) = (tmp_path / "cache" / "autograder" / "answers").iterdir()
    key = known_answers.key_of("scaled", (X,))
    assert key in file.read_text()
    file.write_text(damage.replace("%s", key))
    with reference() as module:
        assert same(module.scaled(X), first)


def test_there_is_an_end_to_what_is_kept(reference, tmp_path, monkeypatch):
    monkeypatch.setattr(known_answers, "MOST_KEPT", 10_000)
    with reference() as module:
        for n in range(100):
            assert module.scaled(X, n)["x"][0, 1] == n
    (file,) = (tmp_path / "cache" / "autograder" / "answers").iterdir()
    assert file.stat().st_size < 15_000


GRADED = """
import sys
if sys.argv[2] == "without":
    sys.modules["torch"] = None
from autograder.course.bundled import BUNDLED
from autograder.course.course import Course
from autograder.grading.grader import Grader
from autograder.sandbox.tier import find_tier
from autograder.sandbox.walls.limits import Limits
from autograder.submissions.submission import Submission

homework = Course(BUNDLED).assignment(sys.argv[1])
grader = Grader(homework, Limits(), find_tier())
grade = grader.grade(Submission("ada", "ada.py", homework.solution.read_bytes()))
grader.close()
print(sum(outcome.score for outcome in grade.outcomes))
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", [assignment.name for assignment in COURSE.assignments])
def test_right_work_is_graded_without_torch(name, tmp_path):
    """Once it was graded with it: in the image of Gradescope, by setup.sh."""
    for how in ("with", "without"):
        command = [sys.executable, "-c", GRADED, name, how]
        env = os.environ | {"XDG_CACHE_HOME": str(tmp_path)}
        done = subprocess.run(command, check=True, env=env, capture_output=True, text=True)
        assert done.stdout == "100.0\n"
