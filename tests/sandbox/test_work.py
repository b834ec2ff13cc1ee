"""The work of a call is counted in steps that are as many on every machine; what ran is known."""

import ast
import sys

import numpy as np
import pytest
from names import FILE
from repair import trials
from repair.work import ENTRIES, LINES, MOST, lines_of, work_of

SOURCE = """
def looping(n):
    for _ in range(n):
        pass

def comprehending(n):
    return sum([i for i in range(n)])

def spoiling(x):
    x[:] = 0
    raise ValueError

def sign(x, name):
    if name == "plus":
        return x + 1
    if name == "times":
        return 3 * x
    return other(x)

def other(x):
    return -x
"""


@pytest.fixture
def namespace():
    own = {"__name__": "submission"}
    exec(compile(SOURCE, f"{FILE}0", "exec"), own)
    return own


@pytest.mark.parametrize("name", ["looping", "comprehending"])
def test_lines_of_loops_count(name, namespace):
    function = namespace[name]
    assert work_of(function, [1]).steps == 1
    assert work_of(function, [3 * LINES]).steps in range(3, 9)
    assert work_of(function, [3 * LINES]) == work_of(function, [3 * LINES])
    assert work_of(function, [10**6]).steps == MOST


def test_entries_of_arrays_count():
    assert work_of(len, [np.zeros(5 * ENTRIES)]).steps == 6
    assert work_of(len, [{"x": np.zeros(99 * ENTRIES)}]).steps == MOST


def test_a_call_that_raises_counts_until_then_and_its_arguments_stay_what_they_were(namespace):
    x = np.ones(3)
    assert work_of(namespace["spoiling"], [x]).steps == 1
    assert x.tolist() == [1, 1, 1]


def test_nobody_is_traced_afterwards(namespace):
    before = sys.gettrace()
    for most in (1, 100):
        lines_of(namespace["looping"], [50], most)
        assert sys.gettrace() is None
    sys.settrace(before)


@pytest.mark.parametrize(
    ("name", "edited"),
    [
        ("plus", {"return x + 1"}),
        ("times", {"return 3 * x"}),
        ("", {"return other(x)", "return -x"}),
    ],
)
def test_what_does_not_run_is_not_edited(name, edited, namespace):
    statements = [(0, statement) for statement in ast.parse(SOURCE).body]
    made = trials.Trials("sign", set(), statements, namespace)
    call = trials.Call([2.0, name], None, observed=False)
    for stage in range(made.begin(call.args)):
        made.more(stage, 10_000, call)
    in_place = [edit for _, edit in made._made if edit.kind in ("operator", "sign", "wrapper")]
    statements = {ast.unparse(edit.statement) for edit in in_place}
    assert {text for text in statements if text.startswith("return")} == edited


def test_what_is_moved_to_where_it_runs_is_edited(namespace):
    source = SOURCE.replace("    return other(x)", "        x = x + 5\n    return other(x)")
    exec(compile(source, f"{FILE}0", "exec"), namespace)
    statements = [(0, statement) for statement in ast.parse(source).body]
    made = trials.Trials("sign", set(), statements, namespace)
    call = trials.Call([2.0, ""], None, observed=False)
    for stage in range(made.begin(call.args)):
        made.more(stage, 10_000, call)
    texts = {made.put(number)["after"] for number in range(len(made._made))}
    assert any("    return 3 * x\n    x = x + 5\n" in text for text in texts)
