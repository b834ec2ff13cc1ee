"""Model solution and reference are two ways to the same numbers; are they?"""

import ast
import inspect

import numpy as np
import pytest
from bundled import COURSE, all_cases, find

from autograder.course.author_modules import load
from autograder.testing.comparison import difference

CLOSE = 1e-9
HW1 = find("hw1_backprop").secrets
reference, solution = load(HW1, "reference"), load(HW1, "solution")
nets = load(HW1, "hidden_tests.networks")


def assert_close(expected, got):
    """Equal to 1e-9 of the largest entry, key by key and array by array.

    A tuple in place of a dict is read in the order of the keys.
    """
    if isinstance(expected, dict):
        assert list(expected) == list(got)
        for key in expected:
            assert_close(expected[key], got[key])
    elif isinstance(expected, (tuple, list)):
        for one, other in zip(expected, got, strict=True):
            assert_close(one, other)
    elif isinstance(expected, str) or expected is None:
        assert expected == got
    else:
        scale = max(np.max(np.abs(expected), initial=0.0), 1e-300)
        np.testing.assert_allclose(got, expected, rtol=CLOSE, atol=CLOSE * scale)
        assert np.shape(expected) == np.shape(got)


@pytest.mark.parametrize("assignment", COURSE.assignments, ids=lambda a: a.name)
def test_solution_agrees_with_reference(assignment):
    """On every hidden input: numbers to 1e-9, or what a numerical method can reach."""
    namespace = {}
    exec(compile(assignment.solution.read_text(), "solution", "exec"), namespace)
    cases = all_cases(assignment)
    assert cases
    for case in cases:
        function = namespace[case.function]
        for args, expected in zip(case.inputs, case.expected, strict=True):
            got = function(*args)
            if case.function == "numerical_gradient":
                assert difference(expected, got) is None
            else:
                assert_close(expected, got)


@pytest.mark.parametrize("assignment", COURSE.assignments, ids=lambda a: a.name)
def test_handout_and_solution_have_the_same_functions(assignment):
    """Same names, same parameters, same defaults."""

    def signatures(path):
        tree = ast.parse(path.read_text())
        functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
        return {node.name: strip_hints(node.args) for node in functions}

    def strip_hints(arguments):
        for argument in [*arguments.args, *arguments.kwonlyargs]:
            argument.annotation = None
        return ast.unparse(arguments)

    handout, solved = signatures(assignment.handout), signatures(assignment.solution)
    for function in assignment.functions:
        assert handout[function] == solved[function], function
        reference_function = assignment.reference(function)
        names = list(inspect.signature(reference_function).parameters)
        parameters = [p.split("=")[0].strip() for p in solved[function].split(",") if p]
        assert names == parameters, function


@pytest.mark.parametrize("activation", nets.ACTIVATIONS)
@pytest.mark.parametrize("loss", nets.LOSSES)
@pytest.mark.parametrize("module", [solution, reference])
def test_gradients_agree_with_central_differences(module, activation, loss):
    """Of every parameter, by moving J itself."""
    rng = np.random.default_rng(7)
    args = list(nets.network(rng, activation, loss, (7,)))
    grads = module.mlp_backward_batch(module.mlp_forward_batch(*args))
    for position, name in ((2, "W1"), (3, "W2"), (7, "b1"), (8, "b2")):

        def objective(value, position=position):
            moved = [*args[:position], value, *args[position + 1 :]]
            return solution.mlp_forward_batch(*moved)["J"]

        numerical = solution.numerical_gradient(objective, args[position])
        np.testing.assert_allclose(grads[f"dJ_d{name}"], numerical, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("module", [solution, reference])
def test_one_example_is_a_batch_of_one(module):
    rng = np.random.default_rng(8)
    x, y, *rest = nets.network(rng, "tanh", "cross_entropy")
    one = module.mlp_backward(module.mlp_forward(x, y, *rest))
    batch = module.mlp_backward_batch(module.mlp_forward_batch(x[None], np.array([y]), *rest))
    for key in ("dJ_dW1", "dJ_dW2", "dJ_db1", "dJ_db2"):
        assert_close(one[key], batch[key])


def test_central_differences_can_fail():
    """Would the check above notice a gradient that is wrong by 0.1 %?"""
    x = np.linspace(0.5, 1.5, 4)
    numerical = solution.numerical_gradient(lambda v: (v**3).sum(), x)
    np.testing.assert_allclose(3 * x**2, numerical, rtol=1e-6)
    with pytest.raises(AssertionError):
        np.testing.assert_allclose(3.003 * x**2, numerical, rtol=1e-6)


@pytest.mark.parametrize("size", [1e3, -1e3])
def test_solution_is_finite_for_large_inputs(size):
    with np.errstate(all="raise", under="ignore"):
        assert np.isfinite(solution.sigmoid(np.array([size]))).all()
        assert np.isfinite(solution.softmax(np.array([size, 0.0]))).all()
        assert np.isfinite(solution.cross_entropy(np.array([size, 0.0]), np.array(0)))


@pytest.mark.slow  # imports PyTorch's schedulers
@pytest.mark.parametrize("warmup", [0, 1, 4])
def test_learning_rates_are_those_of_pytorch(warmup):
    import torch
    from torch.optim import lr_scheduler

    hw4, (lr, lr_min, total) = find("hw4_optimization"), (0.8, 0.1, 12)

    def rates(schedule):
        optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=lr)
        scheduler, found = schedule(optimiser), []
        for _ in range(total):
            found.append(optimiser.param_groups[0]["lr"])
            optimiser.step()
            scheduler.step()
        return found

    def warmup_cosine(optimiser):
        rise = lr_scheduler.LambdaLR(optimiser, lambda t: (t + 1) / max(warmup, 1))
        fall = lr_scheduler.CosineAnnealingLR(optimiser, total - 1 - warmup, lr_min)
        return lr_scheduler.SequentialLR(optimiser, [rise, fall], [warmup]) if warmup else fall

    def steps(optimiser):
        return lr_scheduler.StepLR(optimiser, 5, 0.3)

    own = [hw4.reference("warmup_cosine")(t, total, lr, warmup, lr_min) for t in range(total)]
    assert_close(np.array(rates(warmup_cosine)), np.array(own))
    own = [hw4.reference("step_decay")(t, lr, 0.3, 5) for t in range(total)]
    assert_close(np.array(rates(steps)), np.array(own))
