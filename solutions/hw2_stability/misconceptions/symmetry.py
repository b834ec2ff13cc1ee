"""Mistakes in q4: hidden units that are copies of each other."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right


@misconception(
    "constant_init.second_layer_random",
    "W2 is not constant: symmetry is broken from the start.",
)
def constant_second_layer_random(n_in, n_hidden, n_out, c):
    W1, W2 = right.constant_init(n_in, n_hidden, n_out, c)
    return W1, np.random.default_rng(0).normal(size=W2.shape)


@misconception(
    "constant_init.first_layer_random",
    "W1 is not constant: symmetry is broken from the start.",
)
def constant_first_layer_random(n_in, n_hidden, n_out, c):
    W1, W2 = right.constant_init(n_in, n_hidden, n_out, c)
    return np.random.default_rng(0).normal(size=W1.shape), W2


@misconception(
    "constant_init.a_constant_for_each_unit",
    "Each row of W1 has a constant of its own: all of them are c.",
)
def constant_a_constant_for_each_unit(n_in, n_hidden, n_out, c):
    W1, W2 = right.constant_init(n_in, n_hidden, n_out, c)
    return W1 + np.arange(n_hidden)[:, None], W2


@misconception(
    "constant_init.shapes_transposed",
    "W1 is (n_hidden, n_in) and W2 is (n_out, n_hidden): yours are transposed.",
)
def constant_shapes_transposed(n_in, n_hidden, n_out, c):
    W1, W2 = right.constant_init(n_in, n_hidden, n_out, c)
    return W1.T, W2.T


@misconception("constant_init.zeros", "All your weights are 0; they should be c.")
def constant_zeros(n_in, n_hidden, n_out, c):
    return right.constant_init(n_in, n_hidden, n_out, 0.0)


@misconception("constant_init.ones", "All your weights are 1; they should be c.")
def constant_ones(n_in, n_hidden, n_out, c):
    return right.constant_init(n_in, n_hidden, n_out, 1.0)


@misconception(
    "constant_init.divided_by_the_inputs",
    "The weights are c itself; you divide by the number of inputs of the layer.",
)
def constant_divided_by_the_inputs(n_in, n_hidden, n_out, c):
    W1, W2 = right.constant_init(n_in, n_hidden, n_out, c)
    return W1 / n_in, W2 / n_hidden


@misconception(
    "symmetry_gap.columns_of_W1",
    "Hidden unit j is row j of W1; you compare its columns, which belong to the inputs.",
)
def gap_columns_of_W1(W1, W2):
    return max(np.abs(W1 - W1[:, :1]).max(), np.abs(W2 - W2[:, :1]).max())


@misconception(
    "symmetry_gap.rows_of_W2",
    "Hidden unit j is column j of W2; you compare its rows, which belong to the outputs.",
)
def gap_rows_of_W2(W1, W2):
    return max(np.abs(W1 - W1[:1]).max(), np.abs(W2 - W2[:1]).max())


@misconception(
    "symmetry_gap.W2_ignored",
    "Units are copies only if the weights that leave them agree as well: the columns of W2.",
)
def gap_W2_ignored(W1, W2):
    return np.abs(W1 - W1[:1]).max()


@misconception(
    "symmetry_gap.W1_ignored",
    "Units are copies only if the weights that reach them agree as well: the rows of W1.",
)
def gap_W1_ignored(W1, W2):
    return np.abs(W2 - W2[:, :1]).max()


@misconception(
    "symmetry_gap.signed",
    "A weight below that of unit 0 differs as well: take absolute values before the maximum.",
)
def gap_signed(W1, W2):
    return max((W1 - W1[:1]).max(), (W2 - W2[:, :1]).max())


@misconception(
    "symmetry_gap.between_any_two_units",
    "The gap is the largest difference from unit 0; yours is that between any two units.",
)
def gap_between_any_two_units(W1, W2):
    return max(np.ptp(W1, axis=0).max(), np.ptp(W2, axis=1).max())


@misconception(
    "symmetry_gap.between_neighbours",
    "The gap is the largest difference from unit 0; you compare each unit with the one before it.",
)
def gap_between_neighbours(W1, W2):
    units = np.concatenate([W1, W2.T], axis=1)
    return np.abs(np.diff(units, axis=0)).max(initial=0.0)


@misconception(
    "symmetry_gap.norm_of_the_difference",
    "The gap is the largest single difference; you take a norm, which adds them up.",
)
def gap_norm_of_the_difference(W1, W2):
    return np.hypot(np.linalg.norm(W1 - W1[:1]), np.linalg.norm(W2 - W2[:, :1]))


@misconception(
    "symmetry_gap.mean_difference",
    "The gap is the largest difference; you take the mean.",
)
def gap_mean_difference(W1, W2):
    units = np.concatenate([W1, W2.T], axis=1)
    return np.abs(units - units[0]).mean()


@misconception(
    "symmetry_gap.gaps_added",
    "The gap is the larger of the two, that in W1 and that in W2; you add them.",
)
def gap_gaps_added(W1, W2):
    return np.abs(W1 - W1[:1]).max() + np.abs(W2 - W2[:, :1]).max()


@misconception(
    "symmetry_gap.unit_1_only",
    "You compare unit 0 with unit 1 only: any of the others may differ.",
)
def gap_unit_1_only(W1, W2):
    units = np.concatenate([W1, W2.T], axis=1)
    return np.abs(units[:2] - units[0]).max()


@misconception(
    "symmetry_gap.from_the_mean",
    "The gap is the difference from unit 0; you measure from the mean of the units.",
)
def gap_from_the_mean(W1, W2):
    units = np.concatenate([W1, W2.T], axis=1)
    return np.abs(units - units.mean(axis=0)).max()


INPUTS_AND_OUTPUTS = (
    "Hidden unit j is row j of W1 and column j of W2; you compare the columns of W1, which belong "
    "to the inputs, and the rows of W2, which belong to the outputs."
)


@misconception("symmetry_gap.inputs_and_outputs", INPUTS_AND_OUTPUTS)
def gap_inputs_and_outputs(W1, W2):
    return max(np.abs(W1 - W1[:, :1]).max(), np.abs(W2 - W2[:1]).max())


@misconception("symmetry_gap.between_any_two_inputs_or_outputs", INPUTS_AND_OUTPUTS)
def gap_between_any_two_inputs(W1, W2):
    return max(np.ptp(W1, axis=1).max(), np.ptp(W2, axis=0).max())


@misconception("symmetry_gap.entries_of_each_unit", INPUTS_AND_OUTPUTS)
def gap_entries_of_each_unit(W1, W2):
    units = np.concatenate([W1, W2.T], axis=1)
    return np.abs(units - units[:, :1]).max()


@misconception(
    "symmetry_gap.smaller_of_the_two",
    "The gap is the larger of the two, that in W1 and that in W2; you return the smaller one.",
)
def gap_smaller_of_the_two(W1, W2):
    return min(np.abs(W1 - W1[:1]).max(), np.abs(W2 - W2[:, :1]).max())
