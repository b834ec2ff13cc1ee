import numpy as np


def mlp_backward(cache):
    x, y, z, h, o = (cache[k] for k in ("x", "y", "z", "h", "o"))
    W1, W2, lambd = cache["W1"], cache["W2"], cache["lambd"]
    if cache["loss"] == "squared":
        do = squared_loss_grad(o, y)
    else:
        do = cross_entropy_grad(o, y)
    dh = W2.T @ do
    grads = {"dJ_do": do, "dJ_dh": dh, "dJ_dW2": np.outer(do, h) + lambd * W2}
    if cache["activation"] == "tanh":
        dz = dh * tanh_grad(z)
        dW1 = np.outer(dz, x) + lambd * W1
        db1 = dW1.sum(axis=1)
    else:
        dz = dh * (relu_grad(z) if cache["activation"] == "relu" else sigmoid_grad(z))
        dW1 = np.outer(dz, x) + lambd * W1
        db1 = dz.copy()
    grads["dJ_dz"], grads["dJ_dW1"] = dz, dW1
    if cache["b1"] is not None:
        grads["dJ_db1"] = db1
    if cache["b2"] is not None:
        grads["dJ_db2"] = do.copy()
    return grads
