import numpy as np


def mlp_backward(cache):
    loss_grad = {"squared": squared_loss_grad, "cross_entropy": cross_entropy_grad}
    phi_grad = {"relu": relu_grad, "sigmoid": sigmoid_grad, "tanh": tanh_grad}
    do = loss_grad[cache["loss"]](cache["o"], cache["y"])
    dh = cache["W2"].T @ do
    dz = dh * phi_grad[cache["activation"]](cache["z"])
    return {
        "dJ_do": do,
        "dJ_dW2": np.outer(do, cache["h"]) + cache["lambd"] * cache["W2"],
        "dJ_dh": dh,
        "dJ_dz": dz,
        "dJ_dW1": np.outer(dz, cache["x"]) + cache["lambd"] * cache["W1"],
        "dJ_db1": dz.copy(),
        "dJ_db2": do.copy(),
    }


def mlp_backward_batch(cache):
    loss_grad = {"squared": squared_loss_grad, "cross_entropy": cross_entropy_grad}
    phi_grad = {"relu": relu_grad, "sigmoid": sigmoid_grad, "tanh": tanh_grad}
    do = loss_grad[cache["loss"]](cache["o"], cache["y"])
    dh = do @ cache["W2"]
    dz = dh * phi_grad[cache["activation"]](cache["z"])
    return {
        "dJ_do": do,
        "dJ_dW2": do.T @ cache["h"] + cache["lambd"] * cache["W2"],
        "dJ_dh": dh,
        "dJ_dz": dz,
        "dJ_dW1": dz.T @ cache["x"] + cache["lambd"] * cache["W1"],
        "dJ_db1": dz.sum(axis=0),
        "dJ_db2": do.sum(axis=0),
    }
