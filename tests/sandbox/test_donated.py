"""Pieces of right functions in a student's own: which are thought of, and in which names?"""

import ast

import numpy as np
import pytest
from repair import trials
from repair.alignment import aligned
from repair.canonical import canonical
from repair.donors import donor_of
from repair.values import Values

RIGHT = """
import math
import numpy as np

def _shifted(o):
    return o - o.max(axis=-1, keepdims=True)

def softmax(o):
    e = np.exp(_shifted(o))
    total = e.sum(axis=-1, keepdims=True)
    return e / total

def softmax__in_one(o):
    return np.exp(_shifted(o)) / math.fsum(np.exp(_shifted(o)))
"""
OWN = """
import numpy as np

def softmax(x):
    top = np.exp(x - x.max(keepdims=True, axis=-1))
    below = {}
    return top / below
"""

LOGITS = np.array([0.3, -1.2, 2.0])


def mended(own, o):
    """The lines of the edits with which the function is right, by stage, and the functions."""
    namespace = {"__name__": "submission"}
    exec(compile(own, "submission 0", "exec"), namespace)
    made = trials.Trials("softmax", set(), [(0, node) for node in ast.parse(own).body], namespace)
    call = trials.Call([o], None, observed=False)
    right = np.exp(o - o.max()) / np.exp(o - o.max()).sum()
    found, values = [], []
    for stage in range(made.begin((o,), RIGHT)):
        came = made.more(stage, 10_000, call)
        values += [new.get("value") for new in came["new"]]
        good = {
            n
            for n, value in enumerate(values)
            if np.shape(value) == np.shape(right) and np.allclose(value, right)
        }
        found.append([made.put(number) for number, answer in came["came"] if answer in good])
    return found


def first(stages):
    return next(stage for stage in stages if stage)


def test_what_variables_hold():
    values = Values()
    body = ast.parse(
        "a = x + 1\n"
        "b, c = a * 2, y\n"
        "d['z'] = b\n"
        "e = d['z'] - c\n"
        "e += x\n"
        "if x:\n    f = 1\nelse:\n    f = e\n"
        "for g in x:\n    a = g\n"
        "h = a\n"
        "i = [a for a in b]"
    ).body
    values.run(body)
    held = {name: one and ast.unparse(one) for name, one in values.known.items()}
    assert held == {
        "a": None,
        "b": "(x + 1) * 2",
        "c": "y",
        "d['z']": "(x + 1) * 2",
        "e": "(x + 1) * 2 - y + x",
        "f": "1 if x else (x + 1) * 2 - y + x",
        "g": None,
        "h": "a",
        "i": "[a for a in (x + 1) * 2]",
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("np.transpose(W)", "W.T"),
        ("np.dot(a, b)", "a @ b"),
        ("a.dot(b)", "a @ b"),
        ("np.sum(x, axis=0)", "x.sum(axis=0)"),
        ("np.square(x) + 1.0", "1 + x ** 2"),
        ("np.maximum(0, x)", "np.maximum(x, 0.0)"),
        ("np.asarray(x, dtype=float)", "x"),
        ("len(X)", "X.shape[0]"),
    ],
)
def test_two_ways_to_write_one_thing(one, other):
    assert canonical(ast.parse(one, mode="eval").body) == canonical(
        ast.parse(other, mode="eval").body
    )


def test_other_things_are_told_apart():
    for one, other in (("a - b", "b - a"), ("a @ b", "b @ a"), ("x.sum(axis=0)", "x.sum(axis=1)")):
        trees = [ast.parse(text, mode="eval").body for text in (one, other)]
        assert canonical(trees[0]) != canonical(trees[1])


def test_variables_are_aligned_by_their_values():
    def own(x):
        shifted, n = x - x.max(), len(x)
        top = np.exp(shifted)
        below = top.max() + n
        return top / below

    def right(o):
        e = np.exp(o - o.max())
        total, count = e.sum(), len(o)
        return e / total * count / count

    assert aligned(own, right, (LOGITS,)) == {"e": "top"}
    assert aligned(own, right, ("no array",)) == {}
    assert aligned(np.exp, right, (LOGITS,)) == {}


def test_a_piece_is_in_the_students_names():
    namespace = {"np": np, "softmax": np.exp}
    own = ast.parse(OWN).body[-1]
    donor = donor_of(RIGHT, "softmax", own, namespace, (LOGITS,))
    pieces = {ast.unparse(piece.tree) for piece in donor.pieces}
    assert "right._shifted(x)" in pieces
    assert any(piece.startswith("np.exp(") and "sum" in piece for piece in pieces)
    assert "right._shifted" in namespace
    assert "math" not in namespace


@pytest.mark.parametrize(
    ("wrong", "kinds"),
    [("len(x)", {"piece"}), ("2.0", {"piece"}), ("x", {"piece", "wrapper"})],
)
def test_a_piece_that_mends(wrong, kinds):
    own = OWN.replace("{}", wrong)
    edits = first(mended(own, LOGITS))
    assert {edit["kind"] for edit in edits} == kinds
    assert {(edit["first"], edit["last"]) for edit in edits} == {(6, 6)}
    told = [edit["columns"] for edit in edits if edit["columns"]]
    assert all(own.split("\n")[5][begin:end] == wrong for begin, end in told)


def test_variables_of_any_name_and_way_are_used():
    own = (
        "import numpy as np\n"
        "def exps(a):\n    return np.exp(a - max(a))\n"
        "def softmax(x):\n    top = exps(x)\n    below = len(x)\n    return top / below\n"
    )
    edits = first(mended(own, LOGITS))
    assert {edit["first"] for edit in edits} == {6}
    assert any("below = top.sum(" in edit["after"] for edit in edits)


def test_most_of_the_function_stays_in_use():
    wrong = "def softmax(x):\n    a = x.sum()\n    b = a * 2\n    c = b + a\n    return c\n"
    assert not any(mended(f"import numpy as np\n{wrong}", LOGITS))


def test_what_goes_on_to_read_itself_is_of_no_use():
    own = (
        "import numpy as np\ndef softmax(x):\n    a = np.ones(len(x))\n    for one in x:\n"
        "        a = a * one + np.exp(a) * one\n    return a\n"
    )
    assert not any(mended(own, LOGITS))


def test_what_computes_all_anew_is_no_piece():
    own = (
        "import numpy as np\ndef softmax(x):\n    a = np.log(x * x + 3) * np.cos(x) + x * x\n"
        "    return a.sum() / len(a)\n"
    )
    assert not any(mended(own, LOGITS))


def test_the_call_of_a_helper_is_not_exchanged_for_a_right_one():
    own = (
        "import numpy as np\ndef less(x):\n    y = x - x.min() * x\n    return y + x.min()\n"
        "def softmax(x):\n    e = np.exp(less(x))\n    return e / e.sum()\n"
    )
    assert not any(edit["first"] == 6 for stage in mended(own, LOGITS) for edit in stage)


@pytest.mark.parametrize(
    "loop",
    [
        "a = x\n    for one in x:\n        a = a * one",
        "a, b = x, x\n    for one in x:\n        a, b = b * one, a * one",
        "a = []\n    for one in x:\n        b = one * 2\n        a = a + [b]",
        "a = []\n    for one in x:\n        b = one * 2\n        a.append(b)",
    ],
)
def test_what_a_loop_reads_for_itself_alone_is_not_in_use(loop):
    own = f"import numpy as np\ndef softmax(x):\n    {loop}\n    return a\n"
    edits = [edit for stage in mended(own, LOGITS) for edit in stage]
    assert not {edit["first"] for edit in edits} & {own.count("\n")}


def test_what_is_read_for_its_size_alone_is_not_in_use():
    own = (
        "import numpy as np\n"
        "def softmax(x):\n    a = np.exp(x - x.max()) + 1.0\n    b = a * 2\n"
        "    return b * len(b) / b.size\n"
    )
    assert not {edit["first"] for stage in mended(own, LOGITS) for edit in stage} & {5}


def test_a_loop_goes_on_from_what_was_there_before_it():
    own = (
        "import numpy as np\n"
        "def softmax(x):\n    a = np.ones(len(x)) * x.sum() + x.mean() + 1.0\n"
        "    for b in range(3):\n        a = a + b\n    return a\n"
    )
    assert not {edit["first"] for stage in mended(own, LOGITS) for edit in stage} & {5}


def test_an_entry_of_a_dict_and_what_nobody_read_before_are_not_lost():
    own = OWN.replace("return top / below", "d = {}\n    d['f'] = top / below\n    return d['f']")
    own = own.replace("below = {}", "unused = x + x + x + x + x\n    below = len(x)")
    assert {edit["first"] for edit in first(mended(own, LOGITS))} == {7}


def test_a_helper_still_reads_what_it_is_given():
    own = (
        "import numpy as np\n"
        "def over(a, b):\n    return a / b\n"
        "def softmax(x):\n    a = np.exp(x - x.max())\n    b = len(x)\n    return over(a, b)\n"
    )
    stages = mended(own, LOGITS)
    assert {edit["first"] for stage in stages for edit in stage} == {6, 7}


def test_of_one_line_a_part_is_told_but_not_all():
    one = "import numpy as np\ndef softmax(x):\n    return np.tanh(x)\n"
    assert not any(mended(one, LOGITS))
    shifted = "np.exp(x - x.max())"
    one = f"import numpy as np\ndef softmax(x):\n    return {shifted} / {shifted}.max()\n"
    edit = first(mended(one, LOGITS))[0]
    assert edit["first"] == 3
