"""A slip of form costs at most 2 points, and half of its function, whatever shape it takes."""

import pytest

SLIPS = [
    ("hw1_backprop", "computational_graph", "tuple(result.values())"),
    ("hw1_backprop", "mlp_forward", "tuple(result.values())"),
    # What calls it returns lists, and arrays of more axes, too: they have them from it.
    ("hw1_backprop", "relu", "result.tolist()"),
    ("hw1_backprop", "sigmoid", "result[None]"),
    ("hw1_backprop", "numerical_gradient", "result.tolist()"),
    (
        "hw1_backprop",
        "mlp_backward",
        "{key.replace('dJ_dh', 'dJ_dH'): result[key] for key in result}",
    ),
    ("hw2_stability", "xavier_normal", "result.tolist()"),
    ("hw2_stability", "gradient_norms_by_depth", "list(result)"),
    ("hw3_dropout", "early_stopping", "result[::-1]"),
    ("hw4_optimization", "momentum_step", "result[::-1]"),
    ("hw4_optimization", "batchnorm_backward", "(*result[1:], result[0])"),
    ("hw4_optimization", "batchnorm_backward", "(result[0], result[1][None], result[2][None])"),
    ("hw4_optimization", "step_decay", "np.array([result])"),
    ("hw0_neurons", "kfold_indices", "(fold for fold in result)"),
    ("hw0_neurons", "perceptron_fit", "(np.append(result[0], result[1]), result[2])"),
    ("hw0_neurons", "ridge_fit", "result.astype(complex)"),
    ("hw0_neurons", "ridge_fit", "np.linalg.lstsq(np.eye(len(result)), result, rcond=None)"),
    ("hw1_backprop", "softmax", "(result, 1.0)"),
    ("hw1_backprop", "mlp_forward", "(result['J'], result)"),
    ("hw1_backprop", "mlp_backward", "{key.replace('dJ_', ''): result[key] for key in result}"),
    ("hw1_backprop", "computational_graph", "types.SimpleNamespace(**result)"),
    ("hw1_backprop", "numerical_gradient", "result.tolist()"),
    ("hw2_stability", "activation_variances", "result.astype(object)"),
    ("hw2_stability", "sigmoid_gradient_curve", "np.stack(result, axis=-1)"),
    ("hw2_stability", "clip_gradients", "(*result[0], result[1])"),
    ("hw3_dropout", "mlp_dropout_forward", "{key.upper(): result[key] for key in result}"),
    ("hw3_dropout", "dropout_forward", "(*result, args[1])"),
    ("hw3_dropout", "dropout_forward", "result[::-1]"),
    ("hw3_dropout", "mc_dropout_predict", "result[::-1]"),
    ("hw4_optimization", "adam_step", "(*result, args[4] + 1)"),
]
# One result alone, the share of the points of its function that it keeps at least, and its test
ALONE = [
    ("hw2_stability", "clip_gradients", "result[0]", 0.5, "q6.clip_gradients.long"),
    ("hw3_dropout", "early_stopping", "result[0]", 0.5, "q6.stop_epoch"),
    ("hw3_dropout", "mc_dropout_predict", "result[0]", 0.4, "q5.mean"),
    ("hw4_optimization", "batchnorm_forward", "result[0]", 0.5, "q3.out"),
    ("hw4_optimization", "momentum_step", "result[0]", 0.5, "q1.w"),
]


DO_NOTHING = [
    ("hw3_dropout", "early_stopping", "0"),
    ("hw3_dropout", "mc_dropout_predict", "np.zeros((len(args[0]), len(args[3])))"),
    ("hw4_optimization", "momentum_step", "args[0]"),
    ("hw4_optimization", "batchnorm_forward", "args[0]"),
    ("hw1_backprop", "mlp_backward", "tuple(0 * grad for grad in result.values())"),
]


@pytest.fixture
def graded(grader_of, grade):
    """The outcomes of all tests where one function returns something else, and of its own."""

    def of(assignment, function, returned):
        text = grader_of(assignment).assignment.solution.read_text()
        text += f"\nimport types\nright_way = {function}\ndef {function}(*args, **named):\n"
        text += f"    result = right_way(*args, **named)\n    return {returned}\n"
        outcomes = grade(text, assignment=assignment).outcomes
        return outcomes, [o for o in outcomes if o.test.functions[-1] == function]

    return of


def points(outcomes):
    return sum(o.test.points for o in outcomes)


@pytest.mark.slow
@pytest.mark.parametrize(("assignment", "function", "slip"), SLIPS)
def test_a_slip_of_form_costs_little_and_once(assignment, function, slip, graded):
    outcomes, own = graded(assignment, function, slip)
    lost = points(own) - sum(o.score for o in own)
    assert 0 < lost <= min(2, points(own) / 2)
    assert sum(o.score for o in outcomes) == 100 - lost


@pytest.mark.slow
@pytest.mark.parametrize(("assignment", "function", "alone", "share", "right"), ALONE)
def test_one_result_alone_is_judged_and_the_others_are_missing(
    assignment, function, alone, share, right, graded
):
    _, own = graded(assignment, function, alone)
    assert sum(o.score for o in own) >= share * points(own)
    assert next(o for o in own if o.test.name == right).passed
    assert not any(o.charged == "form" or "None" in o.message for o in own)


@pytest.mark.slow
@pytest.mark.parametrize(("assignment", "function", "nothing"), DO_NOTHING)
def test_nothing_done_gains_nothing_by_being_read(assignment, function, nothing, graded):
    _, own = graded(assignment, function, nothing)
    assert sum(o.score for o in own) <= 0.05 * points(own)
