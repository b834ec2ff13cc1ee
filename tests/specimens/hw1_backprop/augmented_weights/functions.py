def augment(W, b):
    """[W | b], one more column; zeros where there is no bias"""
    b = np.zeros(W.shape[0]) if b is None else b
    return np.concatenate([W, b.reshape(-1, 1)], axis=1)


def with_one(v):
    """append the constant input 1 on the last axis"""
    ones = np.ones(v.shape[:-1] + (1,))
    return np.concatenate([v, ones], axis=-1)


FUNCTIONS = {"relu": relu, "sigmoid": sigmoid, "tanh": np.tanh}
DERIVATIVES = {"relu": relu_grad, "sigmoid": sigmoid_grad, "tanh": tanh_grad}
LOSSES = {"squared": squared_loss, "cross_entropy": cross_entropy}
LOSS_GRADS = {"squared": squared_loss_grad, "cross_entropy": cross_entropy_grad}


def pick(table, name):
    try:
        return table[name]
    except KeyError:
        raise ValueError(f"{name!r} is not one of {list(table)}") from None


def mlp_forward(x, y, W1, W2, lambd, activation, loss, b1=None, b2=None):
    A1, A2 = augment(W1, b1), augment(W2, b2)
    z = with_one(x) @ A1.T
    h = pick(FUNCTIONS, activation)(z)
    o = with_one(h) @ A2.T
    L = pick(LOSSES, loss)(o, y)
    s = lambd / 2 * ((A1[:, :-1] ** 2).sum() + (A2[:, :-1] ** 2).sum())   # not the bias column!
    return {"x": x, "y": y, "z": z, "h": h, "o": o, "L": L, "s": s, "J": L + s, "W1": W1, "W2": W2,
            "lambd": lambd, "activation": activation, "loss": loss, "b1": b1, "b2": b2}


def mlp_backward(cache):
    W1, W2 = cache["W1"], cache["W2"]
    decay1 = cache["lambd"] * augment(W1, None)
    decay2 = cache["lambd"] * augment(W2, None)
    do = pick(LOSS_GRADS, cache["loss"])(cache["o"], cache["y"])
    dA2 = np.outer(do, with_one(cache["h"])) + decay2
    dh = (augment(W2, cache["b2"]).T @ do)[:-1]
    dz = dh * pick(DERIVATIVES, cache["activation"])(cache["z"])
    dA1 = np.outer(dz, with_one(cache["x"])) + decay1
    out = {"dJ_do": do, "dJ_dW2": dA2[:, :-1], "dJ_dh": dh, "dJ_dz": dz, "dJ_dW1": dA1[:, :-1]}
    if cache["b1"] is not None:
        out["dJ_db1"] = dA1[:, -1]
    if cache["b2"] is not None:
        out["dJ_db2"] = dA2[:, -1]
    return out


def mlp_forward_batch(X, Y, W1, W2, lambd, activation, loss, b1=None, b2=None):
    if X.shape[0] == 0:
        raise ValueError("batch is empty")
    return mlp_forward(X, Y, W1, W2, lambd, activation, loss, b1, b2)


def mlp_backward_batch(cache):
    W1, W2 = cache["W1"], cache["W2"]
    dO = pick(LOSS_GRADS, cache["loss"])(cache["o"], cache["y"])
    dA2 = dO.T @ with_one(cache["h"]) + cache["lambd"] * augment(W2, None)
    dH = (dO @ augment(W2, cache["b2"]))[:, :-1]
    dZ = dH * pick(DERIVATIVES, cache["activation"])(cache["z"])
    dA1 = dZ.T @ with_one(cache["x"]) + cache["lambd"] * augment(W1, None)
    out = {"dJ_do": dO, "dJ_dW2": dA2[:, :-1], "dJ_dh": dH, "dJ_dz": dZ, "dJ_dW1": dA1[:, :-1]}
    if cache["b1"] is not None:
        out["dJ_db1"] = dA1[:, -1]
    if cache["b2"] is not None:
        out["dJ_db2"] = dA2[:, -1]
    return out
