"""Public tests of q4: hidden units that are copies of each other.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import numpy as np
from public_checks import check, require, test_case, values

OK_FORMAT = False

name = "q4"
points = None


@test_case(name="q4.constant_init.worked_example", points=0.75)
def public_constant_init(constant_init):
    result = constant_init(3, 4, 2, 0.5)
    if isinstance(result, (tuple, list)):
        told = f"shape mismatch: expected (W1, W2), got {len(result)} values"
        require(len(result) == 2, told, reason="wrong_shape")
    W1, W2 = values("constant_init", result, "W1", "W2")
    look = "the shapes: W1 (n_hidden, n_in), W2 (n_out, n_hidden)"
    check("W1 for 3 inputs, 4 hidden units, 2 outputs", W1, [[0.5] * 3] * 4, look)
    check("W2 for 3 inputs, 4 hidden units, 2 outputs", W2, [[0.5] * 4] * 2, look)


@test_case(name="q4.symmetry_gap.four_copies", points=0.75)
def public_symmetry_gap_copies(symmetry_gap):
    W1, W2 = np.array([[1.0, -2.0, 0.5]] * 4), np.array([[3.0] * 4, [-1.0] * 4])
    look = "what belongs to one hidden unit: its row of W1 and its column of W2"
    what = f"symmetry_gap of W1 = {W1.tolist()}, W2 = {W2.tolist()}"
    check(what, symmetry_gap(W1, W2), 0.0, look)


@test_case(name="q4.symmetry_gap.worked_example", points=0.75)
def public_symmetry_gap(symmetry_gap):
    W1 = np.array([[1.0, 2.0], [1.0, 1.25], [1.5, 2.0]])
    look = "the largest difference from unit 0, in W1 or in W2, whatever its sign"
    for W2, expected in (([[2.0, 2.0, 2.0]], 0.75), ([[2.0, 0.5, 3.0]], 1.5)):
        what = f"symmetry_gap of W1 = {W1.tolist()}, W2 = {W2}"
        check(what, symmetry_gap(W1, np.array(W2)), expected, look)
