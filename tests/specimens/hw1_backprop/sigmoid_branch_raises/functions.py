import numpy as np


def mlp_forward(x, y, W1, W2, lambd, activation, loss, b1=None, b2=None):
    z = W1 @ x if b1 is None else W1 @ x + b1
    if activation == "relu":
        h = np.maximum(z, 0)
    elif activation == "tanh":
        h = np.tanh(z)
    elif activation == "sigmoid":
        h = 1 / (1 + math.exp(-z))
    else:
        raise ValueError(activation)
    o = W2 @ h if b2 is None else W2 @ h + b2
    if loss == "squared":
        L = squared_loss(o, y)
    elif loss == "cross_entropy":
        L = cross_entropy(o, y)
    else:
        raise ValueError(loss)
    s = l2_penalty(W1, W2, lambd)
    cache = {"x": x, "y": y, "z": z, "h": h, "o": o, "L": L, "s": s, "J": L + s}
    cache.update(W1=W1, W2=W2, lambd=lambd, activation=activation, loss=loss, b1=b1, b2=b2)
    return cache


def mlp_backward(cache):
    z, h, o = cache["z"], cache["h"], cache["o"]
    if cache["loss"] == "squared":
        do = squared_loss_grad(o, cache["y"])
    else:
        do = cross_entropy_grad(o, cache["y"])
    dh = W2_of(cache).T @ do
    if cache["activation"] == "relu":
        dz = dh * (z > 0)
    elif cache["activation"] == "tanh":
        dz = dh * (1 - h**2)
    else:
        dz = dh * sigmoid_slope(z)
    grads = {"dJ_do": do, "dJ_dh": dh, "dJ_dz": dz}
    grads["dJ_dW2"] = np.outer(do, h) + cache["lambd"] * W2_of(cache)
    grads["dJ_dW1"] = np.outer(dz, cache["x"]) + cache["lambd"] * cache["W1"]
    if cache["b1"] is not None:
        grads["dJ_db1"] = dz.copy()
    if cache["b2"] is not None:
        grads["dJ_db2"] = do.copy()
    return grads


def W2_of(cache):
    return cache["W2"]
