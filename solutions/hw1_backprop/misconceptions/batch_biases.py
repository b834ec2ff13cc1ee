"""Mistakes in q6: the gradients of the biases, which sum over the minibatch, and manners."""

from autograder.testing import misconception

from .. import solution as right

TOTAL = {}  # what a program that never starts afresh keeps between two calls


def biases(cache, reduce):
    """The right result, but a bias gradient is `reduce(gradient of the sum)`."""
    grads = right.mlp_backward_batch(cache)
    for name, upstream in (("b1", "dJ_dz"), ("b2", "dJ_do")):
        if cache[name] is not None:
            grads[f"dJ_d{name}"] = reduce(grads[upstream])
    return grads


# --- biases ---
@misconception(
    "mlp_backward_batch.bias_gradients_over_axis_1",
    "You sum over the units: one number an example is left. Sum over the examples, so that a bias "
    "gradient has the shape of its bias.",
)
def biases_over_axis_1(cache):
    return biases(cache, lambda g: g.sum(axis=1))


@misconception(
    "mlp_backward_batch.bias_gradients_averaged",
    "Your bias gradients are divided by B twice: dJ_do already holds the 1/B, so sum over the "
    "examples.",
)
def biases_averaged(cache):
    return biases(cache, lambda g: g.mean(axis=0))


@misconception(
    "mlp_backward_batch.bias_gradients_not_summed",
    "Your bias gradients have a row for every example. All examples share one bias: sum over them.",
)
def biases_not_summed(cache):
    return biases(cache, lambda g: g)


@misconception(
    "mlp_backward_batch.bias_gradients_of_the_last_example",
    "Your bias gradients are those of the last example: sum over all of them.",
)
def biases_of_last(cache):
    return biases(cache, lambda g: g[-1])


@misconception(
    "mlp_backward_batch.bias_gradients_summed_to_a_number",
    "Your bias gradient is a single number: you sum over the units too. Sum over examples only.",
)
def biases_summed(cache):
    return biases(cache, lambda g: float(g.sum()))


@misconception(
    "mlp_backward_batch.dJ_db1_from_dJ_dh",
    "Your dJ_db1 is made from dJ_dh. b1 is added to z, before the activation (5.3.2).",
)
def db1_from_dh(cache):
    grads = right.mlp_backward_batch(cache)
    return grads | ({} if cache["b1"] is None else {"dJ_db1": grads["dJ_dh"].sum(axis=0)})


@misconception(
    "mlp_backward_batch.bias_gradients_penalised",
    "Your bias gradients hold a term of the penalty. (5.3.5) leaves the biases alone, and so does "
    "its gradient.",
)
def biases_penalised(cache):
    grads = right.mlp_backward_batch(cache)
    for name in ("b1", "b2"):
        if cache[name] is not None:
            grads[f"dJ_d{name}"] += cache["lambd"] * cache[name]
    return grads


@misconception(
    "mlp_backward_batch.bias_gradients_left_out",
    "dJ_db1 belongs to the result whenever b1 is not None, dJ_db2 whenever b2 is not None.",
)
def biases_left_out(cache):
    grads = right.mlp_backward_batch(cache)
    return {name: grads[name] for name in grads if "_db" not in name}


# --- manners ---
@misconception(
    "mlp_backward_batch.gradients_accumulate",
    "A second call gives other gradients than the first: something outside the function keeps "
    "adding them up. Start every call afresh.",
)
def gradients_accumulate(cache):
    for name, gradient in right.mlp_backward_batch(cache).items():
        key = (name, gradient.shape)
        TOTAL[key] = TOTAL.get(key, 0.0) + gradient
    return {name: TOTAL[name, g.shape] for name, g in right.mlp_backward_batch(cache).items()}


@misconception(
    "mlp_backward_batch.W2_overwritten",
    "Your dJ_dh is made with dJ_dW2, where (5.3.12) has W2. Do you change W2 itself? Where two "
    "names mean one array, *= and += work in place.",
)
def W2_overwritten(cache):
    cache["W2"] *= cache["lambd"]
    cache["W2"] += right.mlp_backward_batch(cache)["dJ_do"].T @ cache["h"]
    return right.mlp_backward_batch(cache) | {"dJ_dW2": cache["W2"]}


@misconception(
    "mlp_backward_batch.gradients_stored_in_the_cache",
    "Your backward pass adds its gradients to the cache that it is given. Return them in a new "
    "dict and leave the cache as it was.",
)
def gradients_in_cache(cache):
    grads = right.mlp_backward_batch(cache)
    cache.update(grads)
    return grads
