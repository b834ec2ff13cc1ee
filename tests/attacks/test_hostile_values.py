"""Whatever a function returns is judged: no value ends the grader, and none costs it much."""

import copy
from types import SimpleNamespace

import numpy as np
import pytest
from bundled import COURSE, find
from examples import SLOW_EXAMPLES, each
from hypothesis import strategies as st

from autograder.diagnosis.diagnosis import explanations
from autograder.diagnosis.kept_values import answer_of
from autograder.diagnosis.remarks import remark
from autograder.grading import failures, run_test
from autograder.grading.answer_cache import AnswerCache
from autograder.grading.grader import Grader
from autograder.grading.recorded import RecordedFunction
from autograder.grading.repair.shared import Together
from autograder.grading.right_answers import RightAnswers
from autograder.grading.stand_ins import StandIns
from autograder.runs import task as runs
from autograder.sandbox.remote_function import RemoteFunction
from autograder.sandbox.walls.limits import Limits
from autograder.sandbox.worker.wire import Handle, Unsupported
from autograder.submissions.submission import Submission
from autograder.testing.comparison import Difference
from autograder.testing.known_answers import KnownAnswers
from autograder.testing.mismatch import Case, WrongValue
from autograder.testing.reference_cases import Cases

from .scripted import ScriptedSession

MOST_TEXT = 300_000  # characters of a result, or of a page without its pictures

numbers = st.one_of(
    st.integers(),
    st.integers(-(2**4000), 2**4000),
    st.floats(),
    st.complex_numbers(),
    st.booleans(),
    st.sampled_from([np.float16(2), np.int8(-3), np.uint64(2**63), np.complex64(1j), np.bool_(1)]),
)
strange = st.one_of(
    st.none(),
    st.text(max_size=9),
    st.builds(Handle, st.integers(0, 9)),
    st.builds(Unsupported, st.text(max_size=9)),
    st.builds(np.random.default_rng, st.integers(0, 9)),
)
arrays = st.builds(
    lambda shape, kind, value: np.full(shape, value).astype(kind),
    st.lists(st.integers(0, 4), max_size=5),
    st.sampled_from(["?", "i1", "u8", "f2", "f4", "f8", "c8", "c16"]),
    st.sampled_from([0, 1, -2, 0.5, np.nan, np.inf]),
)
large = st.sampled_from([np.zeros(200_000, np.int8), np.ones((300, 300)), [0.5] * 50])
values = st.recursive(
    numbers | strange | arrays | large,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=3) | st.none() | st.integers(0, 3), inner, max_size=4)
    ),
    max_leaves=6,
)

# What becomes of a number or an array that was right.
CHANGES = [
    lambda right: np.asarray(right) * 1.1,
    lambda right: np.asarray(right) * 1j,
    lambda right: np.asarray(right) * np.nan,
    lambda right: np.asarray(right) * 0,
    lambda right: 0 - np.asarray(right),  # a truth value has no minus
    lambda right: np.asarray(right).T,
    lambda right: np.asarray(right)[None],
    lambda right: np.asarray(right).ravel(),
    lambda right: np.asarray(right).tolist(),
    lambda right: np.asarray(right).astype(np.float16),
    lambda right: np.asarray(right).astype(np.int8),
    lambda right: np.asarray(right) > 0,
    lambda right: {"value": right},
    lambda right: (right, right),
    lambda _: None,
]


def changed(right, change, place):
    """A right value of which one number, array or entry has become another."""
    if isinstance(right, dict) and right:
        key = list(right)[place % len(right)]
        return right | {key: changed(right[key], change, place // len(right))}
    if isinstance(right, (tuple, list)) and right:
        parts = list(right)
        k = place % len(parts)
        parts[k] = changed(parts[k], change, place // len(parts))
        return tuple(parts)
    return change(right) if isinstance(right, (int, float, np.ndarray, np.generic)) else None


places = st.integers(0, 99)
# What one call answers, given the right value.
lies = st.one_of(
    st.just(lambda right: right),
    values.map(lambda value: lambda _: value),
    st.builds(
        lambda change, k: lambda right: changed(right, change, k), st.sampled_from(CHANGES), places
    ),
    st.builds(lambda value, k: lambda right: changed(right, lambda _: value, k), values, places),
)


class Desk(Grader):
    """A grader of sessions without a process."""

    def __init__(self, assignment):
        self.assignment, self._tests = assignment, assignment.tests
        self._answer_cache, self._right_answers = AnswerCache(), RightAnswers(assignment)
        self._stand_ins = StandIns(assignment, Limits(), "none")  # none is ever asked
        self._hints = "name"
        nothing = {"found": lambda *_: {}, "end": lambda: None}  # there is no source to repair
        self._own_lines = SimpleNamespace(**nothing)
        self._shared = SimpleNamespace(found=lambda *_: Together())
        self._known_answers = KnownAnswers(assignment.secrets, assignment.seed)
        self._graded = 0
        self._right_units = {}
        self.functions = {}
        exec(assignment.solution.read_text(), self.functions)
        self.task = runs.Task(assignment, "sha", "strong", Limits())

    def lied_to(self, liar, script, after):
        """The grade of a solution in which `liar` answers by `script`, again and again."""

        def lie(n, right):
            value = right if isinstance(right, Exception) else copy.deepcopy(right)
            value = script[n % len(script)](value)
            return {"value": value} | ({"args": after, "generators": after} if after else {})

        own = {name: self.functions[name] for name in self.assignment.functions}
        self.session = ScriptedSession(own, liar, lie, self.assignment.facts.own)
        return self.grade(Submission("student", "hw.py", b"x = 1"))

    def _session(self, _):
        return self.session

    def _run_unit(self, session, unit, look):
        """Tests that do not ask the liar hear the same each time, so they are run once."""
        if session.liar in unit.functions:
            return super()._run_unit(session, unit, look)
        names = tuple(test.name for test in unit.tests)
        if names not in self._right_units:
            self._right_units[names] = super()._run_unit(session, unit, look)
        return self._right_units[names].copy()


@pytest.mark.parametrize("examples", SLOW_EXAMPLES)
@pytest.mark.parametrize("name", [a.name for a in COURSE.assignments])
def test_no_value_ends_the_grader(name, examples):
    """One function lies in each call as it likes; all others are right."""
    desk = Desk(find(name))

    def check(liar, script, after):
        grade = desk.lied_to(liar, script, after)
        assert grade.status == "graded"
        assert len(grade.outcomes) == len(desk.assignment.tests)
        assert not grade.faults, grade.faults
        graded = runs.written(grade, desk.task)
        assert graded.report is None
        assert max(map(len, graded[:2])) < MOST_TEXT

    after = st.none() | st.lists(values, min_size=1, max_size=4)
    liars = st.sampled_from(desk.assignment.functions)
    each(examples, liars, st.lists(lies, min_size=1, max_size=4), after, shrink=False)(check)


def half_complex(right):
    return right | {"dJ_dh": 1j * right["dJ_dh"], "dJ_dz": 2 * right["dJ_dz"]}


# What the nightly examples found.
FOUND = [
    ("hw0_neurons", "perceptron_fit", lambda right: (*right[:2], [[[1, 2], [3]], 4])),
    ("hw1_backprop", "mlp_backward", half_complex),
]


@pytest.mark.parametrize(("name", "liar", "lie"), FOUND)
def test_what_was_a_fault_of_ours_is_none_now(name, liar, lie):
    assert not Desk(find(name)).lied_to(liar, [lie], None).faults


VAST = np.broadcast_to(np.int8(1), (1 << 20, 1 << 20))  # a terabyte for whoever copies it
VALUE = Difference("wrong_value", "has the wrong value")


@pytest.mark.parametrize("vast", [VAST, VAST[:, :, None], VAST.view("?")])
def test_of_a_value_that_does_not_fit_no_number_is_looked_at(vast, hw1):
    """One wrong value first, so that it counts as one, and then as much as there is."""
    x = np.array([1.0, -2.0])
    cases = [Case((x,), x, 3 * x + 1), Case((x,), x, vast)]
    mismatch = WrongValue("relu", None, VALUE, cases[0], cases)
    assert explanations(mismatch, hw1.misconceptions, hw1.facts.roles) == []
    assert remark(mismatch) == ""
    assert answer_of(mismatch, "seed") == answer_of(mismatch, "seed")
    assert not failures.is_all_zero(mismatch)


@pytest.fixture(scope="module")
def desk():
    return Desk(find("hw1_backprop"))


def wrong(desk):
    """A mistake that has no name."""
    return desk.lied_to("relu", [lambda right: np.sin(9 * np.asarray(right)) + 0.3], None)


def lost(grade):
    return {o.test.name: o.reason for o in grade.outcomes if not o.passed}


@pytest.mark.parametrize("name", ["explanations", "answer_of", "remark"])
def test_a_fault_of_the_diagnosis_costs_the_hint_alone(name, desk, monkeypatch):
    before = wrong(desk)

    def fails(*_):
        raise ZeroDivisionError("of ours")

    monkeypatch.setattr(failures, name, fails)
    after = wrong(desk)
    assert lost(after) == lost(before)
    assert "ZeroDivisionError: of ours" in after.faults
    assert "ZeroDivisionError" not in str([o.output for o in after.outcomes])
    assert "ZeroDivisionError" in runs.written(after, desk.task).report


def test_a_fault_of_the_page_costs_the_page_alone(desk, monkeypatch):
    grade = wrong(desk)
    whole = runs.written(grade, desk.task)

    def fails(*_):
        raise ZeroDivisionError("of ours")

    monkeypatch.setattr(runs, "feedback", fails)
    graded = runs.written(grade, desk.task)
    assert graded.result == whole.result
    assert "the grade stands" in graded.page
    assert "ZeroDivisionError" in graded.report


def test_a_hidden_test_that_stumbles_over_a_value_is_failed_and_reported(desk, monkeypatch):
    """But one that fails before it has asked anything is ours, and costs nobody a point."""

    desk.lied_to("relu", [lambda right: right], None)
    functions = {"relu": RecordedFunction(RemoteFunction(desk.session, "relu"))}

    def outcome_of(body):
        about = {"name": "q1.own", "hidden": True, "points": 1, "functions": ["relu"]}
        return run_test.run_test(
            desk.session, SimpleNamespace(**about, run=body), functions, desk.assignment
        )

    with pytest.raises(run_test.GraderError):
        outcome_of(lambda own: {}[own["relu"].__name__])
    outcome = outcome_of(lambda own: own["relu"](np.ones(2))["h"])
    assert (outcome.reason, outcome.message) == ("wrong_type", failures.NO_FORM)
    assert "IndexError" in outcome.fault


def held(value, seen):
    """All that modules of tests hold: arrays, and where generators are."""
    if id(value) in seen:
        return []
    seen[id(value)] = value
    if isinstance(value, np.ndarray):
        return [value.tobytes()]
    if isinstance(value, np.random.Generator):
        return [str(value.bit_generator.state)]
    if isinstance(value, Cases):
        return held(value.inputs, seen) + held(value.expected, seen)
    parts = value.values() if isinstance(value, dict) else value
    if isinstance(value, (dict, list, tuple)):
        return [one for part in parts for one in held(part, seen)]
    return []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["hw2_stability", "hw3_dropout"])
def test_nothing_of_a_submission_stays_in_what_tests_hold(name):
    """A worker says where generators are, and what became of arguments: it says what it likes."""
    desk = Desk(find(name))
    modules = desk.assignment.hidden_modules.values()

    def all_held():
        return held([dict(vars(module)) for module in modules], {})

    before = all_held()
    moved = [np.random.default_rng(99) for _ in range(4)]
    for function in desk.assignment.functions:

        def lie(_, right):
            arguments = [np.zeros(3), *moved]
            return {"value": right, "args": arguments[:4], "generators": moved[:1]}

        own = {name: desk.functions[name] for name in desk.assignment.functions}
        desk.session = ScriptedSession(own, function, lie, desk.assignment.facts.own)
        assert desk.grade(Submission("student", "hw.py", b"x = 1")).status == "graded"
    assert all_held() == before
