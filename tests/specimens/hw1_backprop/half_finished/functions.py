def computational_graph(x, y, z):
    # forward
    u = x + y
    f = u * z
    # backward
    df_df = 1.0
    df_du = z * df_df
    df_dz = u * df_df
    df_dx = df_du * 1.0
    df_dy = df_du * 1.0
    return {"f": float(f), "df_dx": float(df_dx), "df_dy": float(df_dy), "df_dz": float(df_dz)}


def sigmoid(x):
    x = np.asarray(x, dtype=float)
    out = np.empty_like(x)
    pos = x >= 0
    out[pos] = 1 / (1 + np.exp(-x[pos]))
    ex = np.exp(x[~pos])
    out[~pos] = ex / (1 + ex)
    return out


def sigmoid_grad(x):
    s = sigmoid(x)
    return s * (1 - s)


def relu(x):
    return np.maximum(0, x)


def relu_grad(x):
    return np.where(x > 0, 1.0, 0.0)


def tanh_grad(x):
    return 1 - np.tanh(x) ** 2


def softmax(o):
    o = np.asarray(o, dtype=float)
    if o.size == 0:
        raise ValueError("empty batch")
    shifted = o - o.max(axis=-1, keepdims=True)
    e = np.exp(shifted)
    return e / e.sum(axis=-1, keepdims=True)


def to_one_hot(o, y):
    y = np.asarray(y)
    if y.shape == o.shape:
        return y.astype(float)
    out = np.zeros(o.shape)
    if o.ndim == 1:
        out[int(y)] = 1
    else:
        out[np.arange(len(o)), y.astype(int)] = 1
    return out


def cross_entropy(o, y):
    o = np.asarray(o, dtype=float)
    if o.size == 0:
        raise ValueError("empty batch")
    B = o.shape[0] if o.ndim == 2 else 1
    m = o.max(axis=-1, keepdims=True)
    lse = m + np.log(np.exp(o - m).sum(axis=-1, keepdims=True))
    Y = to_one_hot(o, y)
    return float(-(Y * (o - lse)).sum() / B)


def cross_entropy_grad(o, y):
    o = np.asarray(o, dtype=float)
    if o.size == 0:
        raise ValueError("empty batch")
    B = o.shape[0] if o.ndim == 2 else 1
    return (softmax(o) - to_one_hot(o, y)) / B


def squared_loss(o, y):
    o = np.asarray(o, dtype=float)
    if o.size == 0:
        raise ValueError("empty batch")
    y = np.asarray(y, dtype=float).reshape(o.shape)
    B = o.shape[0] if o.ndim == 2 else 1
    return float(0.5 * np.sum((o - y) ** 2) / B)


def squared_loss_grad(o, y):
    o = np.asarray(o, dtype=float)
    if o.size == 0:
        raise ValueError("empty batch")
    y = np.asarray(y, dtype=float).reshape(o.shape)
    B = o.shape[0] if o.ndim == 2 else 1
    return (o - y) / B


def l2_penalty(W1, W2, lambd):
    return float(lambd / 2 * (np.sum(W1**2) + np.sum(W2**2)))


def apply_activation(z, name):
    if name == "relu":
        return relu(z)
    elif name == "sigmoid":
        return sigmoid(z)
    elif name == "tanh":
        return np.tanh(z)
    raise ValueError(f"unknown activation {name}")


def apply_loss(o, y, name):
    if name == "squared":
        return squared_loss(o, y)
    elif name == "cross_entropy":
        return cross_entropy(o, y)
    raise ValueError(f"unknown loss {name}")


def mlp_forward(x, y, W1, W2, lambd, activation, loss, b1=None, b2=None):
    z = W1 @ x
    if b1 is not None:
        z = z + b1
    h = apply_activation(z, activation)
    o = W2 @ h
    if b2 is not None:
        o = o + b2
    L = apply_loss(o, y, loss)
    s = l2_penalty(W1, W2, lambd)
    J = L + s
    return {"x": x, "y": y, "z": z, "h": h, "o": o, "L": L, "s": s, "J": J, "W1": W1, "W2": W2,
            "lambd": lambd, "activation": activation, "loss": loss, "b1": b1, "b2": b2}


def mlp_backward(cache):
    if cache["loss"] == "squared":
        dJ_do = squared_loss_grad(cache["o"], cache["y"])
    else:
        dJ_do = cross_entropy_grad(cache["o"], cache["y"])
    dJ_dW2 = np.outer(dJ_do, cache["h"]) + cache["lambd"] * cache["W2"]
    # TODO the hidden layer
    return {"dJ_do": dJ_do, "dJ_dW2": dJ_dW2}
