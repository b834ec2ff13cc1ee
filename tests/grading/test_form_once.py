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
]


@pytest.mark.slow
@pytest.mark.parametrize(("assignment", "function", "slip"), SLIPS)
def test_a_slip_of_form_costs_little_and_once(assignment, function, slip, grader_of, grade):
    text = grader_of(assignment).assignment.solution.read_text()
    text += f"\nright_way = {function}\ndef {function}(*args, **named):\n"
    text += f"    result = right_way(*args, **named)\n    return {slip}\n"
    outcomes = grade(text, assignment=assignment).outcomes
    own = [o for o in outcomes if o.test.functions[-1] == function]
    lost = sum(o.test.points - o.score for o in own)
    assert 0 < lost <= min(2, sum(o.test.points for o in own) / 2)
    assert sum(o.score for o in outcomes) == 100 - lost
