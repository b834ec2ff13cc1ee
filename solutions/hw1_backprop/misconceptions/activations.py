"""Mistakes in q1 and q2: a graph of three numbers, and the values of activations."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right


# --- computational_graph ---
@misconception(
    "computational_graph.brackets_missing",
    "Your f is x + y z. The brackets in (x + y) z say that the sum is formed first.",
)
def graph_without_brackets(x, y, z):
    return right.computational_graph(x, y, z) | {"f": x + y * z}


@misconception(
    "computational_graph.sum_in_place_of_product",
    "Your f adds z. The last node of the graph is a product: it multiplies u = x + y by z.",
)
def graph_of_sums(x, y, z):
    return right.computational_graph(x, y, z) | {"f": x + y + z}


@misconception(
    "computational_graph.local_derivative_only",
    "1 is the derivative of u = x + y alone. The chain rule multiplies it by what arrives at u "
    "from the right, the derivative of f with respect to u.",
)
def graph_local_derivative(x, y, z):
    return right.computational_graph(x, y, z) | {"df_dx": 1.0, "df_dy": 1.0}


@misconception(
    "computational_graph.derivative_times_input",
    "You multiply the derivative by the input that it belongs to. The chain rule multiplies "
    "derivatives; the value of the variable itself does not enter.",
)
def graph_derivative_times_input(x, y, z):
    return {"f": (x + y) * z, "df_dx": z * x, "df_dy": z * y, "df_dz": (x + y) * z}


@misconception(
    "computational_graph.as_if_x_times_y_times_z",
    "These are the derivatives of the product x y z. In f = (x + y) z the numbers x and y are "
    "added: what is the derivative of a sum with respect to one of its terms?",
)
def graph_of_products(x, y, z):
    return {"f": (x + y) * z, "df_dx": y * z, "df_dy": x * z, "df_dz": x * y}


@misconception(
    "computational_graph.factors_not_exchanged",
    "In the product u z the derivative with respect to one factor is the OTHER factor. You send "
    "each factor its own value.",
)
def graph_factors_not_exchanged(x, y, z):
    return {"f": (x + y) * z, "df_dx": x + y, "df_dy": x + y, "df_dz": z}


@misconception(
    "computational_graph.df_dz_is_1",
    "df_dz = 1 would be right if z were added. z is multiplied by u = x + y, the value that the "
    "forward pass has stored.",
)
def graph_df_dz_is_1(x, y, z):
    return right.computational_graph(x, y, z) | {"df_dz": 1.0}


# --- sigmoid ---
@misconception(
    "sigmoid.sign_of_exponent",
    "Your sigmoid falls where it should rise: look at the sign in the exponent of 1/(1 + exp(-x)).",
)
def sigmoid_mirrored(x):
    return right.sigmoid(-x)


@misconception(
    "sigmoid.one_missing_in_denominator",
    "You compute exp(x), which has no upper bound. The denominator of the sigmoid is 1 + exp(-x).",
)
def sigmoid_without_one(x):
    return np.exp(1.0 * x)


@misconception(
    "sigmoid.brackets_missing_in_denominator",
    "You compute 1 + exp(-x): division binds stronger than addition, so 1 / 1 comes first.",
)
def sigmoid_without_brackets(x):
    return 1.0 + np.exp(-1.0 * x)


@misconception(
    "sigmoid.tanh_in_place_of_sigmoid",
    "This is np.tanh, with values from -1 to 1. The sigmoid goes from 0 to 1.",
)
def sigmoid_is_tanh(x):
    return np.tanh(x)


@misconception(
    "sigmoid.argument_doubled",
    "This is sigmoid(2x): if you go by np.tanh, its argument has to be half of x.",
)
def sigmoid_of_2x(x):
    return right.sigmoid(2 * x)


@misconception(
    "sigmoid.overflow_of_exp",
    "For large x your sigmoid is inf / inf = nan. Choose a form whose exp has a negative argument, "
    "whatever the sign of x.",
)
def sigmoid_overflows(x):
    e = np.exp(1.0 * x)
    return e / (1.0 + e)


@misconception(
    "sigmoid.result_has_the_type_of_x",
    "With integer x your result is cut off to integers: results are floats, so a buffer for them "
    "must not take its dtype from x.",
)
def sigmoid_truncated(x):
    return right.sigmoid(x).astype(x.dtype)


@misconception(
    "sigmoid.in_place",
    "Your sigmoid changes its argument: after the call the caller's x has another sign. Work on a "
    "new array.",
)
def sigmoid_in_place(x):
    x *= -1
    return 1.0 - right.sigmoid(x)


# --- relu ---
@misconception(
    "relu.absolute_value",
    "You return |x|: for x = -2 that is 2, and relu gives 0 for every negative number.",
)
def relu_is_abs(x):
    return np.abs(x)


@misconception(
    "relu.minimum",
    "You keep the negative numbers and cut off the positive ones: relu is the larger of x and 0.",
)
def relu_is_minimum(x):
    return np.minimum(x, 0)


@misconception(
    "relu.its_derivative",
    "You return 1 where x > 0; that is the derivative. relu passes the value of x on.",
)
def relu_is_step(x):
    return right.relu_grad(x)


@misconception(
    "relu.leaky",
    "Negative numbers still come through with a slope of 0.01: that is the leaky relu.",
)
def relu_is_leaky(x):
    return np.where(x > 0, x, 0.01 * x)


@misconception(
    "relu.softplus",
    "log(1 + exp(x)) is the softplus, a smooth cousin of relu. relu has a corner at 0.",
)
def relu_is_softplus(x):
    return np.logaddexp(0, x)


@misconception(
    "relu.maximum_over_an_axis",
    "You take the largest entry along axis 0 instead of comparing each entry with 0: np.max and "
    "np.maximum are two functions.",
)
def relu_is_max(x):
    return np.max(x, 0)


@misconception(
    "relu.in_place",
    "Your relu sets entries of the caller's x to 0. Return a new array and leave x as it was.",
)
def relu_in_place(x):
    x[x < 0] = 0
    return x
