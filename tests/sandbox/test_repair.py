"""Edits of a function: does each leave the student's own as it was, and is the likely one there?"""

import ast
import signal
from types import SimpleNamespace

import numpy as np
import pytest
from repair import chains, trials
from repair.units import units_of

SOURCE = '''
import numpy as np

LIMIT = 3


def mean(x, axis=0):
    """The mean."""
    total = x.sum(axis=axis)
    if total.size > LIMIT and axis == 0:
        total += 0.0
    return total / x.shape[axis]


def spread(cache, ddof=1):
    x = cache["x"] - mean(cache["x"])
    for _ in range(1):
        x = np.abs(x) ** 2
        y = -x[1:]
    return {"var": (x.sum(axis=0) - 0 * y[0]) / (len(x) - ddof), "x": x[..., None].T}
'''
X = np.arange(12.0).reshape(4, 3)


@pytest.fixture
def made():
    """All edits of `spread`, tried on one cache."""
    namespace = {"__name__": "submission"}
    exec(compile(SOURCE, "submission 0", "exec"), namespace)
    statements = [(0, statement) for statement in ast.parse(SOURCE).body]
    return trials.Trials("spread", set(), statements, namespace)


def everything(made, call):
    stages = made.begin(call.args)
    return [made.more(stage, 10_000, call) for stage in range(stages)]


def test_an_edit_is_undone_before_the_next_one(made):
    before = [ast.dump(unit.statement) for unit in made._units]
    call = trials.Call([{"x": X}, 1], None, observed=False)
    came = everything(made, call)
    assert [ast.dump(unit.statement) for unit in made._units] == before
    assert all(stage["tried"] > 50 for stage in came)
    own = made._namespace["spread"]({"x": X})["var"]
    assert np.array_equal(own, X.var(axis=0, ddof=1))


def test_an_edit_that_is_kept_is_there_for_all_others_until_it_is_taken_back(made):
    call = trials.Call([{"x": X}, 1], "x", observed=False)
    before = [ast.dump(unit.statement) for unit in made._units]
    made.begin(call.args)
    made.more(0, 10_000, call)
    spread = made._namespace["spread"]
    number = next(
        n for n, (_, e) in enumerate(made._made) if e.kind == "constant" and e.first == 18
    )
    kept = made.keep(number)
    assert kept["before"] != kept["after"]
    first = len(made._made)
    made.more(0, 10, call)
    assert made.put(first)["before"] == kept["after"]
    made.keep(None)
    assert [ast.dump(unit.statement) for unit in made._units] == before
    assert made._namespace["spread"] is spread


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("reduce(np.multiply, x)", "reduce(np.matmul, x)"),
        ("1 - x ** 2", "1 - np.tanh(x) ** 2"),
        ("rng.normal(s, size=3)", "rng.normal(0, s, size=3)"),
        ("rng.uniform(s, size=3)", "rng.uniform(-s, s, size=3)"),
        ("rng.uniform(0, s, 3)", "rng.uniform(-s, s, 3)"),
        ("rng.normal(size=3) > s", "rng.random(size=3) > s"),
        ("rng.choice(s)", "rng.permutation(s)"),
        ("x / 2 * (np.sum(x) / len(x) + y / len(y))", "x / 2 * (np.sum(x) / 1 + y / 1)"),
        ("x * a + y * b", "x / a + y / b"),
        ("g(o.T).T", "g(o)"),
        ("x * (1 - x)", "np.tanh(x) * (1 - np.tanh(x))"),
        ("x * (1 - x)", "g(x) * (1 - g(x))"),
        ("(x.mean(axis=1), x.var(axis=1))", "(x.mean(axis=0), x.var(axis=0))"),
        ("lr * factor * (t // every)", "lr * factor ** (t // every)"),
        ("g(x)", "g(x) * (1 - g(x))"),
        ("np.exp(x)", "np.exp(x) - g(x)"),
        ("x @ x.T + x", "y @ y.T + y"),
        ("x / np.mean(y)", "x / (1 - y)"),
        ("np.sum(x + y)", "np.sum(x) + np.sum(y)"),
        ("x[0]", "x[y]"),
        ("x[:, 0]", "x[y, 0]"),
        ("x[:, 0]", "x[range(y), 0]"),
        ("x[:, 0]", "x[range(len(y)), 0]"),
        ("x[y]", "x[:, y]"),
        ("x[y]", "x[y, x]"),
        ("max(x, 1)", "max(x, 1, y)"),
        ("x ** 2", "np.exp(x)"),
        ("x / 2", "np.ones_like(x) / 2"),
        ("g('x')", "g(y)"),
        ("x @ np.ones((3, 3))", "x @ np.eye(*(3, 3))"),
        ("np.linspace(0, x, y)", "np.linspace(0, x, y, endpoint=False)"),
        ("x[0].sum()", "x.sum(axis=-1, keepdims=True)"),
        ("np.exps(x)", "np.exp(x)"),
        ("np.gradient(x)", "np.gradient(x, y)"),
        ("np.linalg.lstsq(x, y)", "np.linalg.lstsq(x, y)[0]"),
        ("x / y", "1 / y"),
        ("x / len(x)", "x / sum(x)"),
        ("x[:, y]", "x[np.arange(len(x)), y]"),
        ("np.polyval(x, y)", "np.polyval(x[::-1], y)"),
        ("x.sum(dim=0)", "x.sum(axis=0)"),
        ("x.sum(axes=0)", "x.sum(axis=0)"),
        ("2 * xx", "2 * x"),
        ("G(x)", "g(x)"),
        ("0.5 * (1 - x ** 2) * y / 3", "0.5 * (1 - x ** 2 * y) / 3"),
        ("np.sum(x) * np.sum(y, axis=0)", "np.sum(x * y, axis=0)"),
        ("np.sum(x, axis=0) * np.sum(y)", "np.sum(x * y, axis=0)"),
        ("x.mean(axis=0) - y.mean(axis=0)", "(x - y).mean(axis=0)"),
        ("np.median(x)", "np.mean(x)"),
        ("divmod(x, y)[0]", "x"),
        ("np.ones((len(x), 1))", "np.ones(x.shape)"),
    ],
)
def test_what_a_student_forgets_is_among_the_edits(wrong, right):
    assert any(f"return {right}" in text for text in edited(f"return {wrong}"))


@pytest.mark.parametrize(
    ("body", "right"),
    [
        ("a = 2 * x\n    b = a + y", "return b"),
        ("a = 2 * x\n    b = a + y", "return (a, b)"),
        ("if y:\n        2 * x\n    return x", "    return 2 * x"),
        ("a = x\n    print(a)", "return a"),
        ("def h(z):\n        w = z\n    return h(x)", "return w"),
    ],
)
def test_a_forgotten_return_is_among_the_edits(body, right):
    assert any(right in text for text in edited(body))


def test_a_colon_is_exchanged_for_the_number_of_a_loop():
    body = "for n in range(3):\n        x[:, y] = 1\n    return x"
    assert any("x[n, y] = 1" in text for text in edited(body))


def test_a_name_is_exchanged_with_one_of_the_next_statement():
    texts = edited("a = 2 * x\n    b = 3 * y\n    return a * b")
    assert any("a = 2 * y\n    b = 3 * x" in text for text in texts)


def test_what_a_loop_overwrites_has_another_name():
    body = "for n in range(3):\n        {}\n        z = x + n\n    return z"
    for wrong, right in (("x = x * n", "x_ = x * n"), ("x *= n", "x_ = x * n")):
        texts = edited(body.format(wrong))
        assert any(f"{right}\n        z = x_ + n" in text for text in texts)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("a, b = x, y", "b, a = (x, y)"), ("x[0] = 1", "x[0] -= 1"), ("x = 0.5", "x = 1 - y")],
)
def test_an_assignment_is_turned(wrong, right):
    assert any(right in text for text in edited(f"{wrong}\n    return x"))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("a[:, j] = c[j] + y", "a[:, j] = c[j] + b[j]"),
        ("a[:, j] = c[j] + b[j]", "a[:, j] = x[:, j] + b[j]"),
        ("a[:, j] = x[:, j] + b[j]", "a[:, j] = x[:, j] * c[j] + b[j]"),
    ],
)
def test_an_element_is_exchanged_for_that_of_another_array(wrong, right):
    before = "b = c = np.ones(3)\n    a = 0 * x\n    "
    loop = f"for j in range(3):\n        b[j] = c[j] + x[j, :]\n        {wrong}\n    "
    assert any(right in text for text in edited(f"{before}{loop}return a"))


def edited(body):
    """The texts of all edits of a function."""
    head = "import numpy as np\nfrom functools import reduce\ndef g(x):\n    return 2 * x\n"
    source = f"{head}def f(x, y=1):\n    {body}\n"
    namespace = {"__name__": "submission"}
    exec(compile(source, "submission 0", "exec"), namespace)
    found = trials.Trials("f", set(), [(0, s) for s in ast.parse(source).body], namespace)
    everything(found, trials.Call([X], None, observed=False))
    return {found.put(number)["after"] for number in range(len(found._made))}


def test_an_entry_is_exchanged_for_any_that_a_cache_has_whatever_the_cache_is_called():
    source = "def step(c):\n    return 2 * c['h']\ndef f(cache):\n    return step(cache)\n"
    namespace = {"__name__": "submission"}
    exec(compile(source, "submission 0", "exec"), namespace)
    found = trials.Trials("f", set(), [(0, s) for s in ast.parse(source).body], namespace)
    everything(found, trials.Call([{"h": X, "x": X + 1}], None, observed=False))
    texts = {found.put(number)["after"] for number in range(len(found._made))}
    assert any("return 2 * c['x']" in text for text in texts)


@pytest.mark.slow
def test_hardly_any_edit_is_no_python(made):
    everything(made, trials.Call([{"x": X}, 1], None, observed=False))
    broken = []
    for unit, edit in made._made:
        undo = edit.apply()
        try:
            trials.compiled(unit)
        except (SyntaxError, TypeError, ValueError):
            broken.append((edit.kind, ast.unparse(edit.statement)))
        finally:
            for change in reversed(undo):
                trials.swapped(*change)
    assert len(broken) < len(made._made) / 50, broken[:9]


@pytest.mark.slow
def test_the_same_answers_travel_once(made):
    (first, *_) = everything(made, trials.Call([{"x": X}, 1], "var", observed=False))
    assert len(first["new"]) < len(first["came"]) / 2
    assert {answer for _, answer in first["came"]} == set(range(len(first["new"])))


def test_a_clock_raises_nowhere_in_the_file_that_stops_it():
    """Raised where it is stopped, it went on, and ended whatever came next."""
    stopping = SimpleNamespace(f_code=trials.Patience.__exit__.__code__)
    assert trials.late(signal.SIGPROF, stopping) is None
    with pytest.raises(trials.Late), trials.Patience():
        signal.raise_signal(signal.SIGPROF)
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)


def test_only_the_definitions_that_are_named_are_edited(made):
    made.begin([{"x": X}, 1], within=["mean"])
    made.more(0, 10_000, trials.Call([{"x": X}, 1], None, observed=False))
    assert {unit.statement.name for unit, _ in made._made} == {"mean"}


def test_helpers_are_edited_but_not_what_is_asked_for_itself():
    namespace = {}
    exec(compile(SOURCE, "submission 0", "exec"), namespace)

    def names(others):
        statements = [(0, statement) for statement in ast.parse(SOURCE).body]
        units = units_of("spread", statements, namespace, others)
        return [getattr(unit.statement, "name", "LIMIT") for unit in units]

    assert names(set()) == ["spread", "mean", "LIMIT"]
    assert names({"mean"}) == ["spread"]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("e / 1 + e ** 2", "e / (1 + e) ** 2"),
        ("1 - a + b", "1 - a * b"),
        ("w - a * g + b", "w - a + g * b"),
        ("w - a - b", "w - (a - b)"),
    ],
)
def test_chains_are_bracketed_anew_as_text_is(wrong, right):
    node = ast.parse(wrong, mode="eval").body
    found = {ast.unparse(tree) for _, tree in chains.otherwise(node)}
    assert right in {text.replace(" ** ", " ** ") for text in found}
