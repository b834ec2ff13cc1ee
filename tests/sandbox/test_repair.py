"""Edits of a function: does each leave the student's own as it was, and is the likely one there?"""

import ast
import signal
from contextlib import suppress
from itertools import chain
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
        ("x[y]", "x[range(len(x)), y]"),
        ("np.exp(x)", "g(x)"),
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
        ("g(x)", "np.reshape(g(x), np.shape(x))"),
        ("(g, x, y)", "(g, y, x)"),
        ("x.mean(axis=1, keepdims=True)", "x.mean(axis=0)"),
        ("x.sum() / x.size", "x.mean(axis=0)"),
        ("np.sum(x) / np.size(x)", "np.mean(x, axis=0)"),
        ("x.sum(dim=0)", "x.sum(axis=0)"),
        ("x.sum(axes=0)", "x.sum(axis=0)"),
        ("2 * xx", "2 * x"),
        ("G(x)", "g(x)"),
        ("0.5 * (1 - x ** 2) * y / 3", "0.5 * (1 - x ** 2 * y) / 3"),
        ("0.5 * np.log(2) * np.pi", "0.5 * np.log(2 * np.pi)"),
        ("x < 2", "x <= 0"),
        ("x[0].copy()", "np.zeros_like(x[0].copy())"),
        ("x", "k(x, y)"),
        ("exp(x)", "log(x)"),
        ("x[y:]", "x[y:y + y]"),
        ("x[y] - x[0]", "x[:, y] - x[:, 0]"),
        ("x - x.mean(0)", "x - x[0]"),
        ("x.mean(0)", "x / len(x)"),
        ("(x + y) / 2", "max(x, y)"),
        ("[x, y]", "[y, x]"),
        ("np.einsum('bo,bi->i', x, x)", "np.einsum('bo,bi->oi', x, x)"),
        ("x.mean(0) * y", "1 / len(x) * y"),
        ("np.trace(x)", "norm(x)"),
        ("np.einsum('bi,oi->bi', x, x)", "np.einsum('bi,oi->bo', x, x)"),
        ("np.einsum('bi,io->bo', x, x)", "np.einsum('bi,oi->bo', x, x)"),
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


def test_a_value_that_is_not_kept_is_given_to_a_name():
    assert any("x = x + y" in text for text in edited("x + y\n    return x"))


def test_a_colon_is_exchanged_for_the_number_of_a_loop():
    body = "for n in range(3):\n        x[:, y] = 1\n    return x"
    assert any("x[n, y] = 1" in text for text in edited(body))


@pytest.mark.parametrize(
    ("body", "right"),
    [
        ("for i in x:\n        n += 1\n    return n", "for i in x:\n        n = 0\n"),
        ("a = x[y]\n    b = 2\n    return a", "return x[b]"),
        ("x[y] = 1\n    return x", "x[y] -= 1"),
        ("a = [x, x]\n    for i in range(2):\n        y = x * x\n    return y", "y = x * a[i]"),
        ("if y:\n        a = 1\n    x = 2\n    return x", "        x = 2\n"),
        (
            "for i in x:\n        if i:\n            i = 2\n            y = 3\n    return x",
            "i = 2\n        y = 3",
        ),
        ("for i in x:\n        y = x[-1] - x[0]\n    return y", "y = x[i + 1] - x[i]"),
        ("a = x.sum()\n    if a > 3:\n        return 2\n    return 1", "if not a:"),
        ("a = x\n    return a", "a = x ** y"),
        ("a, b = x\n    return a + c", "a, c, b = x\n"),
        ("a, b = x\n    return a + b", "a, _, b = x\n"),
        ("a, b, c = x\n    return a + b", "a, b = x\n"),
        ("return [a for b, a in x]", "[a for a, b in x]"),
        ("a = {'up': 1, 'down': x}\n    return a['up']", "return a['down']"),
        ("for i in x:\n        x = 2\n    return x", "x[i] = 2"),
        ("np.maximum(x, 0)\n    return x", "x = np.maximum(x, 0)\n"),
        ("for i in range(3):\n        x -= y\n    return x", "x[i] -= y"),
        ("a = y\n    for m in x:\n        b = a * m\n    return b", "a = b @ m\n    return b"),
        (
            "a = y\n    for i in range(3):\n        b = a * 2\n    return b",
            "a = b + x[i]\n    return b",
        ),
        ("a = 0\n    for m in x:\n        b = a * m\n    return b", "a = a + m\n    return b"),
    ],
)
def test_what_takes_several_statements_is_among_the_edits(body, right):
    assert any(right in text for text in edited(body))


def test_nothing_is_written_into_what_a_call_is_given():
    """It would mend what is read next, by a line that is right."""
    texts = edited("np.tanh(x)\n    return np.dot(x, y)")
    assert not any("np.tanh(x, " in text or "np.dot(x, y, " in text for text in texts)


def test_what_an_object_keeps_is_among_the_names():
    source = """
class Line:
    def __init__(self):
        self.w = 0.0
        self.h = 1.0
    def move(self, x):
        self.w = x
        return self.h * (1 - self.h)
def f(x):
    line = Line()
    return line.move(x) + line.h
"""
    texts = set(texts_of(source))
    assert any("self.w += x" in text for text in texts)
    assert any("return self.w * (1 - self.w)" in text for text in texts)
    assert any("line.move(x) + line.w" in text for text in texts)


def test_what_another_object_keeps_is_exchanged_at_all_places_of_a_statement():
    source = """
class Line:
    def __init__(self):
        self.w = 0.0
        self.h = 1.0
def f(x):
    line = Line()
    return line.h * (1 - line.h)
"""
    assert any("line.w * (1 - line.w)" in text for text in texts_of(source))


def test_a_key_that_only_another_function_has_is_among_the_words():
    source = """
def f(x):
    return g(x)["up"]
def g(x):
    return {"up": x, "down": -x}
"""
    statements = [(0, statement) for statement in ast.parse(source).body]
    namespace = {"__name__": "submission"}
    exec(compile(source, "submission 0", "exec"), namespace)
    found = trials.Trials("f", {"g"}, statements, namespace)
    everything(found, trials.Call([X], None, observed=False))
    texts = {found.put(number)["after"] for number in range(len(found._made))}
    assert any("g(x)['down']" in text for text in texts)


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
    head = (
        "import numpy as np\nfrom functools import reduce\nfrom numpy import exp, log\n"
        "from numpy.linalg import norm\n"
        "def g(x):\n    return 2 * x\ndef k(x, y):\n    return x + y\n"
    )
    return texts_of(f"{head}def f(x, y=1):\n    {body}\n")


def texts_of(source):
    """The texts of all edits of `f`, none of which is tried."""
    namespace = {"__name__": "submission"}
    exec(compile(source, "submission 0", "exec"), namespace)
    found = trials.Trials("f", set(), [(0, s) for s in ast.parse(source).body], namespace)
    found.begin([X])
    for number, made in enumerate(chain.from_iterable(found._left)):
        found._made.append(made)
        yield found.put(number)["after"]


def test_an_entry_is_exchanged_for_any_that_a_cache_has_whatever_the_cache_is_called():
    source = "def step(c):\n    return 2 * c['h']\ndef f(cache):\n    return step(cache)\n"
    namespace = {"__name__": "submission"}
    exec(compile(source, "submission 0", "exec"), namespace)
    found = trials.Trials("f", set(), [(0, s) for s in ast.parse(source).body], namespace)
    everything(found, trials.Call([{"h": X, "x": X + 1}], None, observed=False))
    texts = {found.put(number)["after"] for number in range(len(found._made))}
    assert any("return 2 * c['x']" in text for text in texts)


FIELDS = """
import numpy as np
class Layer:
    def __init__(self, W):
        self.W = np.asarray(W)

    def forward(self, x):
        self.x, self.z = x, x @ self.W
        return self.x

def f(x):
    return Layer(x).forward(x)

def backward(layer):
    return layer.forward(np.eye(2))
"""


def test_a_method_of_an_object_that_is_given_is_edited():
    namespace = {"__name__": "submission"}
    exec(compile(FIELDS, "submission 0", "exec"), namespace)
    statements = [(0, s) for s in ast.parse(FIELDS).body]
    layer = namespace["Layer"]([[0.0, 1.0], [5.0, 0.0]])
    found = trials.Trials("backward", set(), statements, namespace, [layer])
    came = everything(found, trials.Call([layer], None, observed=False))
    values = [one.get("value") for stage in came for one in stage["new"]]
    assert any(np.array_equal(value, layer.W) for value in values)  # with return self.z
    assert type(layer) is namespace["Layer"]


@pytest.mark.parametrize("right", ["x @ self.W.T", "return self.z"])
def test_what_an_object_has_is_a_name_like_any_other(right):
    namespace = {"__name__": "submission"}
    exec(compile(FIELDS, "submission 0", "exec"), namespace)
    statements = [(0, s) for s in ast.parse(FIELDS).body]
    found = trials.Trials("f", set(), statements, namespace)
    everything(found, trials.Call([X], None, observed=False))
    made = [e for _, e in found._made if e.kind in ("name", "transpose")]
    texts = []
    for edit in made:
        undo = edit.apply()
        texts += [ast.unparse(unit.statement) for unit in found._units]
        trials.undone(undo)
    assert any(right in text for text in texts)


CLASSES = """
class Loss:
    def rows(self, o):
        return o + 1

class Squared(Loss):
    def value(self, o):
        return self.rows(o) ** 2

LOSSES = {"squared": Squared()}

class Network:
    losses = LOSSES

def f(o):
    return Network.losses["squared"].value(o)
"""


def test_what_is_made_from_a_class_is_made_anew_with_it():
    namespace = {"__name__": "submission"}
    exec(compile(CLASSES, "submission 0", "exec"), namespace)
    statements = [(0, s) for s in ast.parse(CLASSES).body]
    found = trials.Trials("f", set(), statements, namespace)
    everything(found, trials.Call([3.0], None, observed=False))
    made = enumerate(found._made)
    numbers = [n for n, (_, e) in made if e.kind == "operator" and e.first == 4]
    came = []
    for number in numbers:
        found.put(number)
        with suppress(TypeError):  # of the matrix product of numbers
            came.append(namespace["f"](3.0))
    assert 4.0 in came  # with o - 1
    found.put(None)
    assert namespace["f"](3.0) == 16


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


def test_a_function_that_is_called_as_a_parameter_or_a_variable_is_no_helper():
    source = "def train(x):\n    return x\n\ndef mask(x):\n    return x\n\n"
    source += "def f(x, train=True):\n    mask = x > 0\n    return x * mask\n"
    namespace = {}
    exec(compile(source, "submission 0", "exec"), namespace)
    statements = [(0, statement) for statement in ast.parse(source).body]
    (unit,) = units_of("f", statements, namespace, set())
    assert unit.statement.name == "f"


def test_fewer_edits_are_tried_of_what_makes_much_work(made):
    def tried(x):
        call = trials.Call([{"x": x}, 1], None, observed=False)
        stages = made.begin(call.args)
        made.listen(is_new=True)
        return sum(made.more(stage, 10_000, call)["tried"] for stage in range(stages))

    assert 0 < 2 * tried(np.ones((100_000, 3))) < tried(X)


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
