"""Public tests of q8: gradient descent with weight decay.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import numpy as np
from public_checks import check, test_case, values

OK_FORMAT = False

name = "q8"
points = None


def example(lr=0.5):
    """W1, W2, X, Y, lambd, lr; then activation and loss: B = 2, d = 3, h = 2, q = 1."""
    W1, W2 = np.array([[1.0, 1.0, 1.0], [2.0, 1.0, -1.0]]), np.array([[1.0, -1.0]])
    X, Y = np.array([[1.0, 2.0, 0.0], [3.0, 1.0, 1.0]]), np.array([[-2.0], [1.0]])
    return (W1, W2, X, Y, 0.2, lr), ("relu", "squared")


# After one step.
W1_NEW, W2_NEW = [[2.15, 0.9, 1.4], [0.55, 0.9, -1.4]], [[2.65, 1.1]]
# After two steps with lr = 0.1.
W1_LAST = [[0.1876574, 0.16517305, 0.81034835], [2.1196276, 1.3071907, -0.9502271]]
W2_LAST = [[-0.4252027, -2.2614575]]


@test_case(name="q8.sgd_weight_decay.worked_example", points=0.5)
def public_sgd_weight_decay(sgd_weight_decay):
    w, grad = np.array([[2.0, -4.0], [0.0, 6.0]]), np.array([[1.0, 1.0], [-2.0, 0.0]])
    what = f"sgd_weight_decay of w = {w.tolist()}, grad = {grad.tolist()}, lr = 0.5, lambd = 0.2"
    look = "the two signs, and the factor in front of w: it shrinks by a tenth here"
    check(what, sgd_weight_decay(w, grad, 0.5, 0.2), [[1.3, -4.1], [1.0, 5.4]], look)


@test_case(name="q8.mlp_sgd_step.worked_example", points=1)
def public_mlp_sgd_step(mlp_sgd_step):
    numbers, names = example()
    got = values("mlp_sgd_step", mlp_sgd_step(*numbers, *names), "W1", "W2")
    look = "the sign, the penalty (once), and the order: every gradient is that of the old weights"
    for i, expected in enumerate((W1_NEW, W2_NEW)):
        check(f"new W{i + 1} for lr = 0.5, lambd = 0.2", got[i], expected, look)


@test_case(name="q8.train_mlp.two_steps", points=0.5)
def public_train_mlp(train_mlp):
    numbers, names = example(lr=0.1)
    got = values("train_mlp", train_mlp(*numbers, 2, *names), "W1", "W2")
    look = "how many steps are made, and from which weights each of them starts"
    for i, expected in enumerate((W1_LAST, W2_LAST)):
        check(f"W{i + 1} after 2 steps of lr = 0.1", got[i], expected, look)
