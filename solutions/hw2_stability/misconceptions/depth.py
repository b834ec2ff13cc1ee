"""Mistakes in q2: the norm of every layer's gradient."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

PHI = {"relu": lambda z: np.maximum(z, 0.0), "sigmoid": right.sigmoid, "tanh": np.tanh}
SLOPE = {
    "relu": lambda z: np.where(z > 0, 1.0, 0.0),
    "sigmoid": right.sigmoid_grad,
    "tanh": lambda z: 1 - np.tanh(z) ** 2,
}


def sweep(X, weights, activation, slope=None, back=np.asarray):
    """(dz, h_in, h_out, dh) of every layer, input side first.

    slope(z, h_out, is_last) stands for phi'(z), back(W) for W on the way back.
    """
    right.activation_variances(X, weights, activation)  # raises what should be raised
    slope = slope or (lambda z, h, is_last: SLOPE[activation](z))
    z, h = [], [X]
    for W in weights:
        z.append(h[-1] @ W.T)
        h.append(PHI[activation](z[-1]))
    layers, dh = [], np.ones(h[-1].shape) / len(X)
    for i in reversed(range(len(weights))):
        dz = dh * slope(z[i], h[i + 1], i == len(weights) - 1)
        layers.insert(0, (dz, h[i], h[i + 1], dh))
        dh = dz @ back(weights[i]) if i else None
    return layers


def norms(layers, norm=np.linalg.norm):
    """`norm` of the gradient dz^T h_in of every layer."""
    return np.array([norm(dz.T @ h_in) for dz, h_in, *_ in layers])


@misconception(
    "gradient_norms_by_depth.output_side_first",
    "Your list starts at the output: the first entry belongs to the layer nearest the input.",
)
def norms_output_side_first(X, weights, activation="sigmoid"):
    return right.gradient_norms_by_depth(X, weights, activation)[::-1]


@misconception(
    "gradient_norms_by_depth.mean_absolute_value",
    "The mean of |g| depends on the number of entries. The Frobenius norm is the root of the sum "
    "of squares.",
)
def norms_mean_absolute_value(X, weights, activation="sigmoid"):
    return norms(sweep(X, weights, activation), lambda g: np.mean(np.abs(g)))


@misconception(
    "gradient_norms_by_depth.root_mean_square",
    "Under the root you take the mean of the squares; the Frobenius norm takes their sum.",
)
def norms_root_mean_square(X, weights, activation="sigmoid"):
    return norms(sweep(X, weights, activation), lambda g: np.sqrt(np.mean(g**2)))


@misconception(
    "gradient_norms_by_depth.squared_norm",
    "You return the sum of squares; the Frobenius norm is its root.",
)
def norms_squared_norm(X, weights, activation="sigmoid"):
    return right.gradient_norms_by_depth(X, weights, activation) ** 2


@misconception(
    "gradient_norms_by_depth.spectral_norm",
    "The 2-norm of a matrix is its largest singular value; the Frobenius norm counts all entries.",
)
def norms_spectral_norm(X, weights, activation="sigmoid"):
    return norms(sweep(X, weights, activation), lambda g: np.linalg.norm(g, 2))


@misconception(
    "gradient_norms_by_depth.largest_entry",
    "You return the largest entry; the Frobenius norm is the root of the sum of all squares.",
)
def norms_largest_entry(X, weights, activation="sigmoid"):
    return norms(sweep(X, weights, activation), lambda g: np.max(np.abs(g)))


@misconception(
    "gradient_norms_by_depth.sum_of_absolute_values",
    "You add up absolute values; the Frobenius norm adds up squares and takes the root.",
)
def norms_sum_of_absolute_values(X, weights, activation="sigmoid"):
    return norms(sweep(X, weights, activation), lambda g: np.sum(np.abs(g)))


@misconception(
    "gradient_norms_by_depth.of_the_pre_activations",
    "That is the norm of the gradient at z. The gradient of W has one more factor: the input of "
    "the layer.",
)
def norms_of_the_pre_activations(X, weights, activation="sigmoid"):
    return np.array([np.linalg.norm(dz) for dz, *_ in sweep(X, weights, activation)])


@misconception(
    "gradient_norms_by_depth.of_the_activations",
    "That is the norm of the gradient at h. Asked for are the gradients of the weights W.",
)
def norms_of_the_activations(X, weights, activation="sigmoid"):
    return np.array([np.linalg.norm(dh) for *_, dh in sweep(X, weights, activation)])


@misconception(
    "gradient_norms_by_depth.output_of_the_layer",
    "The gradient of W^(l) uses the input of layer l, h^(l-1); you use the layer's own output.",
)
def norms_output_of_the_layer(X, weights, activation="sigmoid"):
    layers = sweep(X, weights, activation)
    return np.array([np.linalg.norm(dz.T @ h_out) for dz, _, h_out, _ in layers])


@misconception(
    "gradient_norms_by_depth.sum_over_the_batch",
    "Your norms are B times the right ones: the objective is the mean over the batch.",
)
def norms_sum_over_the_batch(X, weights, activation="sigmoid"):
    return len(X) * right.gradient_norms_by_depth(X, weights, activation)


@misconception(
    "gradient_norms_by_depth.mean_over_outputs",
    "The objective sums over the outputs of the last layer; you average over them as well.",
)
def norms_mean_over_outputs(X, weights, activation="sigmoid"):
    return right.gradient_norms_by_depth(X, weights, activation) / len(weights[-1])


@misconception(
    "gradient_norms_by_depth.divided_by_batch_size_twice",
    "Your norms are B times too small: the 1/B of the mean enters once.",
)
def norms_divided_by_batch_size_twice(X, weights, activation="sigmoid"):
    return right.gradient_norms_by_depth(X, weights, activation) / len(X)


@misconception(
    "gradient_norms_by_depth.mean_of_norms",
    "You average the norms of single examples; asked for is the norm of the averaged gradient.",
)
def norms_mean_of_norms(X, weights, activation="sigmoid"):
    right.activation_variances(X, weights, activation)
    each = [right.gradient_norms_by_depth(x[None], weights, activation) for x in X]
    return np.mean(each, axis=0)


@misconception(
    "gradient_norms_by_depth.last_example_only",
    "Your norms are those of the last example; every example of the batch contributes.",
)
def norms_last_example_only(X, weights, activation="sigmoid"):
    return right.gradient_norms_by_depth(X[-1:], weights, activation)


@misconception(
    "gradient_norms_by_depth.product_of_means",
    "You average over the batch before you multiply; the gradient is the mean of the products.",
)
def norms_product_of_means(X, weights, activation="sigmoid"):
    layers = sweep(X, weights, activation)
    return np.array([np.linalg.norm(np.outer(dz.sum(0), h.mean(0))) for dz, h, *_ in layers])


@misconception(
    "gradient_norms_by_depth.first_layer_left_out",
    "There is one norm for every weight matrix: that of the first layer is missing.",
)
def norms_first_layer_left_out(X, weights, activation="sigmoid"):
    return right.gradient_norms_by_depth(X, weights, activation)[1:]


@misconception(
    "gradient_norms_by_depth.last_layer_linear",
    "Every layer is activated, the last one too (5.4.1): its phi' is missing in all your "
    "gradients.",
)
def norms_last_layer_linear(X, weights, activation="sigmoid"):
    def slope(z, h, is_last):
        return 1.0 if is_last else SLOPE[activation](z)

    return norms(sweep(X, weights, activation, slope))


@misconception(
    "gradient_norms_by_depth.hidden_slopes_left_out",
    "On the way back every layer multiplies by its own phi' (5.4.2); only your last layer does.",
)
def norms_hidden_slopes_left_out(X, weights, activation="sigmoid"):
    def slope(z, h, is_last):
        return SLOPE[activation](z) if is_last else 1.0

    return norms(sweep(X, weights, activation, slope))


@misconception(
    "gradient_norms_by_depth.all_slopes_left_out",
    "On the way back every layer multiplies by its own phi' (5.4.2). Yours is missing, or it is 1 "
    "everywhere.",
)
def norms_all_slopes_left_out(X, weights, activation="sigmoid"):
    return norms(sweep(X, weights, activation, lambda z, h, is_last: 1.0))


@misconception(
    "gradient_norms_by_depth.phi_for_its_derivative",
    "On the way back you multiply by phi(z); the chain rule wants the derivative phi'(z).",
)
def norms_phi_for_its_derivative(X, weights, activation="sigmoid"):
    return norms(sweep(X, weights, activation, lambda z, h, is_last: h))


@misconception(
    "gradient_norms_by_depth.slope_at_the_activation",
    "phi' is evaluated at the pre-activation z of the layer; you evaluate it at h = phi(z).",
)
def norms_slope_at_the_activation(X, weights, activation="sigmoid"):
    return norms(sweep(X, weights, activation, lambda z, h, is_last: SLOPE[activation](h)))


@misconception(
    "gradient_norms_by_depth.sigmoid_slope_for_all",
    "h (1 - h) is the derivative of sigmoid; tanh and relu have their own.",
)
def norms_sigmoid_slope_for_all(X, weights, activation="sigmoid"):
    return norms(sweep(X, weights, activation, lambda z, h, is_last: h * (1 - h)))


@misconception(
    "gradient_norms_by_depth.tanh_slope_for_all",
    "1 - h^2 is the derivative of tanh; sigmoid and relu have their own.",
)
def norms_tanh_slope_for_all(X, weights, activation="sigmoid"):
    return norms(sweep(X, weights, activation, lambda z, h, is_last: 1 - h**2))


@misconception(
    "gradient_norms_by_depth.always_sigmoid",
    "You use the sigmoid whatever is asked for: honour the argument `activation`.",
)
def norms_always_sigmoid(X, weights, activation="sigmoid"):
    right.activation_variances(X, weights, activation)
    return right.gradient_norms_by_depth(X, weights, "sigmoid")


@misconception(
    "gradient_norms_by_depth.default_is_relu",
    "Without a third argument the activation is sigmoid; your default is another.",
)
def norms_default_is_relu(X, weights, activation="relu"):
    return right.gradient_norms_by_depth(X, weights, activation)


@misconception(
    "gradient_norms_by_depth.relu_slope_one_at_zero",
    "At z = 0 the derivative of relu is 0 by convention; you use 1.",
)
def norms_relu_slope_one_at_zero(X, weights, activation="sigmoid"):
    def slope(z, h, is_last):
        return np.where(z >= 0, 1.0, 0.0) if activation == "relu" else SLOPE[activation](z)

    return norms(sweep(X, weights, activation, slope))


@misconception(
    "gradient_norms_by_depth.transposed_on_the_way_back",
    "On the way back dz meets W itself: with W transposed only the shapes of equal widths fit.",
)
def norms_transposed_on_the_way_back(X, weights, activation="sigmoid"):
    return norms(sweep(X, weights, activation, back=np.transpose))


@misconception(
    "gradient_norms_by_depth.transpose_missing_on_the_way_forward",
    "W^(l) is (n_l, n_(l-1)), outputs first, so a batch of rows meets its transpose on the way "
    "forward.",
)
def norms_transpose_missing_on_the_way_forward(X, weights, activation="sigmoid"):
    return right.gradient_norms_by_depth(X, [np.transpose(W) for W in weights], activation)


@misconception(
    "gradient_norms_by_depth.list_reversed_in_place",
    "Your function turns the list of its caller round: `reverse()` works in place, `reversed()` "
    "and `[::-1]` do not.",
)
def list_reversed_in_place(X, weights, activation="sigmoid"):
    norms = right.gradient_norms_by_depth(X, weights, activation)
    weights.reverse()
    return norms
