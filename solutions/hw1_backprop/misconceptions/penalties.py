"""Mistakes with the penalty: s itself in a gradient, a mean in its place, dJ_db1 from dJ_dW1."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

ITSELF = (
    "You add the penalty, one number, to every entry of the gradient. Its derivative by a matrix "
    "is lambd times that matrix (5.3.10)."
)
FROM_DW1 = (
    "Your dJ_db1 is summed from dJ_dW1: it then holds x and the penalty. b1 is added to z, so its "
    "gradient is that of z."
)


def with_numbers(grads, cache, number):
    """Gradients in which `number(lambd, W)` stands in place of lambd W."""
    wrong = {
        f"dJ_d{n}": grads[f"dJ_d{n}"] - cache["lambd"] * cache[n] + number(cache["lambd"], cache[n])
        for n in ("W1", "W2")
    }
    return grads | wrong


def own_penalty(lambd, W):
    return lambd / 2 * np.sum(W**2)


def b1_from_W1(cache, grads):
    wrong = {"dJ_db1": grads["dJ_dW1"].sum(axis=1)} if cache["b1"] is not None else {}
    return grads | wrong


# --- l2_penalty ---
@misconception(
    "l2_penalty.divided_by_the_rows",
    "You divide the squares of a matrix by its number of rows. (5.3.5) takes their sum.",
)
def penalty_by_rows(W1, W2, lambd):
    return float(lambd / 2 * (np.sum(np.square(W1)) / len(W1) + np.sum(np.square(W2)) / len(W2)))


# --- mlp_backward ---
@misconception("mlp_backward.own_penalty_added", ITSELF)
def own_penalty_added(cache):
    return with_numbers(right.mlp_backward(cache), cache, own_penalty)


@misconception("mlp_backward.s_added", ITSELF)
def s_added(cache):
    return with_numbers(right.mlp_backward(cache), cache, lambda *_: cache["s"])


@misconception("mlp_backward.dJ_db1_from_dJ_dW1", FROM_DW1)
def db1_from_dW1(cache):
    return b1_from_W1(cache, right.mlp_backward(cache))


# --- mlp_backward_batch ---
@misconception("mlp_backward_batch.own_penalty_added", ITSELF)
def own_penalty_added_to_batch(cache):
    return with_numbers(right.mlp_backward_batch(cache), cache, own_penalty)


@misconception("mlp_backward_batch.s_added", ITSELF)
def s_added_to_batch(cache):
    return with_numbers(right.mlp_backward_batch(cache), cache, lambda *_: cache["s"])


@misconception("mlp_backward_batch.dJ_db1_from_dJ_dW1", FROM_DW1)
def batch_db1_from_dW1(cache):
    return b1_from_W1(cache, right.mlp_backward_batch(cache))
