"""Properties of a wrong function: is each told where it holds, and only there?"""

import numpy as np
import pytest

from autograder.course.facts import Roles
from autograder.diagnosis.diagnosis import explanations, told
from autograder.diagnosis.properties.as_if import wrong_entries
from autograder.testing.mismatch import Case
from autograder.testing.reference_cases import Cases

RNG = np.random.default_rng(3)


def normal(*shape):
    return RNG.normal(size=shape)


def layer(X, W, b, rate, kind="tanh"):
    """A function with all kinds of arguments."""
    z = X @ W.T + (0.0 if b is None else b)
    h = np.tanh(z) if kind == "tanh" else np.maximum(z, 0)
    return rate * h.sum(axis=0)


def total(x):
    return np.exp(x) / np.exp(x).sum()


def stable(x):
    e = np.exp(x - x.max())
    return e / e.sum()


INPUTS = [
    (normal(B, 3), normal(5, 3), None if bare else normal(5), rate, kind)
    for B, rate, bare in ((4, 0.37, False), (7, 1.7, True), (2, 0.8, False))
    for kind in ("tanh", "relu")
]
LAYER = Cases("layer", layer, INPUTS)
SOFTMAX = Cases("stable", stable, [(normal(4),), (normal(6),), (np.array([-9.0, 1000.0, 3.0]),)])


def hint_of(cases, wrong, key=None):
    failure = cases.mismatch(wrong, key)
    assert failure is not None
    found = told(explanations(failure, [], Roles()))
    return found.hint if found else ""


def in_kind(kind, wrong):
    """Wrong in one branch alone."""
    return lambda X, W, b, rate, k: (wrong if k == kind else layer)(X, W, b, rate, k)


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        (lambda X, W, b, r, k: layer(X, W, None, r, k), "as if b were 0"),
        (lambda X, W, b, r, k: layer(X, W, b, 1.0, k), "as if rate were always 1"),
        (lambda X, W, b, r, k: layer(X, W, b, r, "relu"), "as if kind were always 'relu'"),
        (lambda X, W, b, r, k: layer(X, W, b, 1 - r, k), "with 1 - rate in place of rate"),
        (lambda X, W, b, r, k: layer(X[:-1], W, b, r, k), "without the last example of the batch"),
        (lambda X, W, b, r, k: layer(X, W, b, r, k) / len(X), "divided by the batch size B"),
        (lambda X, W, b, r, k: layer(X, W, b, r, k) * r, "with rate squared"),
        (lambda X, W, b, r, k: 3 * layer(X, W, b, r, k), "3 times what it should be. In this test"),
        (lambda X, W, b, r, k: 10 * layer(X, W, b, r, k), "ten times what it should be"),
        (lambda X, W, b, r, k: layer(X, W, b, r, k) ** 2, "the square of what"),
        (lambda X, W, b, r, k: np.round(layer(X, W, b, r, k), 2), "rounded to 2 decimals"),
        (lambda X, W, b, r, k: layer(X, W, b, r, k)[::-1], "in reverse order"),
        (lambda X, W, b, r, k: np.full(5, 0.25), "the same number at every input"),
        (lambda X, W, b, r, k: None, "It is None"),
        (lambda X, W, b, r, k: layer(X, W, b, r, k).sum(), "It is one number"),
        (in_kind("tanh", lambda X, W, b, r, k: layer(X, W, b, 1.0, k)), "With kind = 'tanh': "),
        (in_kind("tanh", lambda X, W, b, r, k: layer(X, W, b, r, "relu")), "always 'relu'"),
    ],
)
def test_a_property_is_told(wrong, hint):
    assert hint in hint_of(LAYER, wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda X, W, b, r, k: layer(X, W, b, r, k) + 0.1 * X[0, 0],
        lambda X, W, b, r, k: layer(X, W, b, 1.0 if len(X) == 4 else 0.5, k),
        lambda X, W, b, r, k: layer(X, W, b, r, k) * (1.01 if len(X) == 4 else 1),
    ],
)
def test_what_does_not_hold_at_all_inputs_is_not_told(wrong):
    assert hint_of(LAYER, wrong) == ""


def test_a_few_labels_agree_by_chance():
    """The bias counts twice; that -b + |w| would give these labels, too, says nothing."""

    def label(x, b):
        return np.where(x + b > 0, 1.0, -1.0)

    few = Cases("label", label, [(np.array([2.0, -2.5, 1.5]), 1.0), (np.array([-1.5, 3.0]), 1.0)])
    assert hint_of(few, lambda x, b: label(x, 2 * b)) == ""
    many = Cases("label", label, [(normal(200), 0.5), (normal(300), 0.3), (normal(99), 0.4)])
    assert "with 2 b in place of b" in hint_of(many, lambda x, b: label(x, 2 * b))


def test_a_few_slopes_agree_by_chance():
    """Where x is cut to integers, as few slopes are wrong as where it is compared with 0.1."""

    def slope(x, alpha):
        return np.where(x > 0, 1.0, alpha)

    x = np.array([-1.5, 0.05, 2.5, -2.0])
    few = Cases("slope", slope, [(x, 0.1), (3 * x, 0.2), (x[:2], 0.4)])
    assert hint_of(few, lambda x, alpha: np.where(x > alpha, 1.0, alpha)) == ""


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        (lambda x: np.tanh(1.0 * x), "It is tanh(x)."),
        (lambda x: 1 / (1 + np.exp(-x)), "It is sigmoid(x)."),
        (lambda x: 1 - x**2, "It is 1 - x squared."),
        (lambda x: np.exp(np.minimum(x, -0.2)), ""),
    ],
)
def test_a_well_known_function_of_an_argument_is_told(wrong, hint):
    odd = Cases("odd", lambda x: x * np.sinh(x) / 7, [(normal(5),), (normal(2, 3),)])
    assert hint_of(odd, wrong) == hint


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        (lambda x: np.polyfit(range(len(x)), x, 1)[0], "the slope of the line through x that has"),
        (lambda x: np.median(x, axis=0), "It is the median of x."),
        (lambda x: x.size, "It is the number of entries of x."),
    ],
)
def test_a_number_that_is_known_of_an_array_is_told(wrong, hint):
    last = Cases("rate", lambda x: (x[-1] - x[0]) / len(x), [(normal(5),), (normal(9),)])
    assert hint in hint_of(last, wrong)


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        (lambda W, y, lambd: loss(W, y, lambd) - np.mean(W) / 2, "It lacks half of the mean of W."),
        (lambda W, y, lambd: loss(W, y, lambd) + y.mean(), "It has the mean of y too much."),
        (lambda W, y, lambd: loss(W, y, lambd) + 0.1 * len(y), ""),
    ],
)
def test_a_mean_or_a_sum_that_is_missing_is_told(wrong, hint):
    inputs = [(normal(3, 2), normal(4), 0.3), (normal(2, 5), normal(7), 1.7)]
    found = hint_of(Cases("loss", loss, inputs), wrong)
    assert hint in found
    assert bool(hint) == ("the mean" in found)


def loss(W, y, lambd):
    return np.mean(y**2) + lambd / 2 * np.sum(W**2)


@pytest.mark.parametrize("got", [np.ones(6), [[1.0], [1.0, 2.0]], "text", None])
def test_an_answer_of_another_form_is_wrong_in_all_entries(got):
    assert wrong_entries(Case((), np.ones((2, 3)), got)) == 6


def test_one_label_for_all_may_come_from_all_arguments():
    cases = Cases("label", np.sign, [(normal(4),), (normal(5),), (normal(6),)])
    assert hint_of(cases, lambda x: np.ones(len(x))) == (
        "It is the same number at every input of this test."
    )


@pytest.mark.parametrize("step", [1e-3, -1e-4])
def test_a_one_sided_difference_is_told(step):
    cases = Cases("slope", np.cos, [(normal(2, 3),), (normal(5),)])
    hint = hint_of(cases, lambda x: (np.sin(x + step) - np.sin(x)) / step)
    assert f"as a difference (f(x + {step:g}) - f(x)) / {step:g} is" in hint


def test_an_exp_that_overflows_is_told_by_size():
    assert "subtract the row's maximum" in hint_of(SOFTMAX, total)


def test_an_overflow_that_ends_in_zeros_is_told_as_one():
    def without_shift(x):
        return np.exp(x - np.log(np.exp(x).sum()))

    assert "1 / inf is 0" in hint_of(SOFTMAX, without_shift)


@np.errstate(all="ignore")
def test_what_a_loss_that_overflows_may_do_is_told():
    """The logarithm of a softmax is that of 0, however well the softmax is computed."""
    inputs = [(RNG.normal(size=4),), (RNG.normal(size=5),), (np.array([900.0, -900.0, 1.0]),)]
    loss = Cases("loss", lambda o: float(o.max() - o[-1]), inputs)
    told = hint_of(loss, lambda o: float(-np.log(np.exp(o[-1] - o.max()))))
    assert "the logarithm of a probability that has become 0" in told


def test_nan_that_is_no_overflow_is_not_told_so():
    def spoilt(x):
        return stable(x) * (np.nan if len(x) == 4 else 1)

    assert "overflow" not in hint_of(SOFTMAX, spoilt)


def step(w, grad, lr):
    return w - lr * grad


STEP = Cases("step", step, [(normal(3), normal(3), lr) for lr in (0.1, 0.5, 2.0)])


def masked(dh, mask):
    return dh * mask


MASKED = Cases("masked", masked, [(normal(9), normal(9) > 0) for _ in range(3)])


@pytest.mark.parametrize("dtype", [bool, np.uint8, np.int64])
def test_truth_values_and_unsigned_numbers_are_no_fault_of_ours(dtype):
    """The one cannot be subtracted, the other runs backwards through zero."""
    assert hint_of(MASKED, lambda dh, mask: (masked(dh, mask) > 0).astype(dtype)) == ""
    assert "as the argument mask" in hint_of(MASKED, lambda dh, mask: mask.astype(dtype))


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        (lambda w, grad, lr: w + lr * grad, "with -lr in place of lr"),
        (lambda w, grad, lr: w - grad, "as if lr were always 1"),
        (lambda w, grad, lr: w - lr**2 * grad, "lr squared"),
        (lambda w, grad, lr: w - lr * grad - lr * w, "It lacks the term lr w"),
        (lambda w, grad, lr: grad - lr * w, "w and grad were exchanged"),
    ],
)
def test_a_step_is_told_by_its_arguments(wrong, hint):
    assert hint in hint_of(STEP, wrong)


def test_integers_that_make_integers_are_told():
    cases = Cases(
        "half", lambda x: x / 2, [(normal(4),), (np.array([1, 2, 3, 5]),), (np.array([7, 1]),)]
    )

    def same_type(x):
        out = np.zeros_like(x)
        out[...] = x / 2
        return out

    assert "x.copy() have the type of x" in hint_of(cases, same_type)


def test_what_is_wrong_at_zero_alone_is_told():
    inputs = [(np.array([-1.0, 0.0, 2.0, 3.0]),), (normal(5),), (np.array([0.0, 0.0, 1.5, -2.0]),)]
    cases = Cases("step", lambda x: (x > 0).astype(float), inputs)
    assert "only where x is exactly 0" in hint_of(cases, lambda x: (x >= 0).astype(float))


def test_a_difference_says_nothing_of_integers():
    cases = Cases("epoch", lambda best, patience: best + patience, [(3, 2), (5, 4), (1, 7)])
    assert "term" not in hint_of(cases, lambda best, patience: 2 * best + patience)


def test_a_property_of_right_answers_is_none():
    """In evaluation the two are equal, and have to be."""

    def both(x):
        return {"h": np.tanh(x), "h_dropped": np.tanh(x)}

    cases = Cases("both", both, [(normal(3),), (normal(4),)])
    squares = {"h": lambda x: x**2 + 1, "h_dropped": lambda x: x**2 + 1}
    assert "same as" not in hint_of(cases, lambda x: {k: f(x) for k, f in squares.items()}, "h")


@pytest.mark.parametrize("junk", ["text", {}, [1, "2"], object(), True, 1j, np.array("x"), np.nan])
def test_a_property_survives_what_is_no_number(junk):
    failure = LAYER.mismatch(lambda *_: junk, None)
    explanations(failure, [], Roles())


def test_many_epochs_are_no_very_large_number():
    """Right where it ends at once, wrong where there are 60 epochs: nothing is cut off."""
    inputs = [(normal(4), 60), (normal(5), 55), (normal(3), 3), (normal(4), 2)]
    cases = Cases("learn", lambda x, epochs: x * (epochs // 50 + 1), inputs)
    assert "cut off" not in hint_of(cases, lambda x, epochs: x * (epochs > 0))


def scaled(dout, eps, train):
    return dout / np.sqrt(2 + eps) if train else dout / np.sqrt(1 + eps)


@pytest.mark.parametrize("eps", [1e-5, 300.0])
def test_a_value_that_is_too_large_is_not_cut_off(eps):
    """A scale that is forgotten where eps is large, or small."""
    inputs = [(normal(4, 3), eps, False), (normal(5, 3), 300.0, False), (normal(6, 3), 1e-5, True)]
    cases = Cases("scaled", scaled, inputs)
    wrong = hint_of(cases, lambda dout, eps, train: scaled(dout, eps, train) if train else dout)
    assert "cut off" not in wrong


def jacobian(o):
    f = stable(o)
    return np.diag(f) - np.outer(f, f)


JACOBIAN = Cases("jacobian", jacobian, [(normal(4),), (normal(3),), (normal(6),)])


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        (lambda o: jacobian(o) - np.diag(stable(o) ** 2), "its diagonal alone is wrong"),
        (lambda o: jacobian(o) + np.diag(1 - stable(o)), "its diagonal alone is wrong"),
        (lambda o: np.diag(np.diag(jacobian(o))), "its diagonal alone is right"),
        (lambda o: jacobian(o) ** 2, ""),
        (lambda o: jacobian(o) + np.diag(np.eye(len(o))[0]), ""),
    ],
)
def test_a_wrong_diagonal_is_told(wrong, hint):
    found = hint_of(JACOBIAN, wrong).lower()
    assert hint in found
    assert hint or "diagonal" not in found


def test_a_matrix_that_is_square_by_chance_has_no_diagonal():
    cases = Cases("outer", np.outer, [(normal(n), normal(k)) for n, k in ((4, 4), (3, 5), (3, 3))])

    def wrong(x, y):
        return np.outer(x, y) + (np.eye(len(x)) if len(x) == len(y) else 0)

    assert "diagonal" not in hint_of(cases, wrong)


def test_what_is_cut_off_where_logits_are_large_is_told():
    def loss(o):
        return -np.log(stable(o)[0]) if np.ptp(o) < 30 else np.ptp(o)

    cases = Cases("loss", loss, [(normal(4),), (normal(5),), (np.array([-900.0, 90.0, 1.0]),)])
    assert "cut off" in hint_of(cases, lambda o: np.minimum(loss(o), 27.6))


def test_a_bias_that_is_zero_is_not_what_is_looked_at_where_sums_of_a_batch_are():
    """What is 0 is z, and with it b; the derivative at 0 is by z."""

    def gradient(X, b):
        return {"db": (X + b > 0).astype(float).sum(axis=0)}

    X = normal(4, 3)
    X[:, 1] = 0
    inputs = [(X, np.array([1.5, 0.0, -0.2])), (normal(5, 3), normal(3))]
    cases = Cases("gradient", gradient, inputs)
    wrong = hint_of(cases, lambda X, b: {"db": (X + b >= 0).astype(float).sum(axis=0)}, "db")
    assert "exactly 0" not in wrong


def test_two_epochs_agree_by_chance():
    """That the one is where the other should be says something of many curves alone."""

    def stop(losses, patience):
        return int(np.argmin(losses)) + patience, int(np.argmin(losses))

    curves = [(np.roll(np.arange(12.0), k), k % 3 + 1) for k in (3, 5, 7, 8)]
    for count, told_of in ((2, False), (4, True)):
        few = Cases("stop", stop, curves[:count])
        hint = hint_of(few, lambda losses, p: (int(np.argmin(losses)),) * 2, 0)
        assert bool(hint) == told_of
