import numpy as np


def computational_graph(x, y, z):
    u = x + y
    grads = {"f": float(u * z)}
    for name in ("x", "y"):
        grads["df_d" + name] = float(z)
    grads["df_dz"] = float(u)
    return grads


def sigmoid(x):
    return np.exp(-np.logaddexp(0.0, -np.asarray(x, dtype=float)))


def sigmoid_grad(x):
    return sigmoid(x) * sigmoid(-np.asarray(x, dtype=float))


def relu(x):
    x = np.asarray(x, dtype=float)
    return (np.abs(x) + x) / 2


def relu_grad(x):
    return np.heaviside(np.asarray(x, dtype=float), 0.0)


def tanh_grad(x):
    return 1.0 / np.cosh(np.clip(np.asarray(x, dtype=float), -300, 300)) ** 2


def _rows(o):
    """Logits as a table (B, q)."""
    table = np.atleast_2d(np.asarray(o, dtype=float))
    if table.shape[0] == 0 or table.size == 0:
        raise ValueError("empty batch")
    return table


def _log_probs(o):
    table = _rows(o)
    top = table.max(axis=1, keepdims=True)
    return table - top - np.log(np.exp(table - top).sum(axis=1, keepdims=True))


def _hot(o, y):
    table = _rows(o)
    y = np.asarray(y)
    if y.ndim == np.ndim(o):
        return np.asarray(y, dtype=float).reshape(table.shape)
    hot = np.zeros_like(table)
    hot[np.arange(len(table)), y.reshape(-1).astype(int)] = 1
    return hot


def softmax(o):
    return np.exp(_log_probs(o)).reshape(np.shape(o))


def cross_entropy(o, y):
    picked = np.where(_hot(o, y) > 0, _log_probs(o), 0.0)
    return float(-picked.sum() / len(picked))


def cross_entropy_grad(o, y):
    probs = np.exp(_log_probs(o))
    grad = (probs - _hot(o, y)) / len(probs)
    return grad.reshape(np.shape(o))


def squared_loss(o, y):
    table = _rows(o)
    gap = table - np.asarray(y, dtype=float).reshape(table.shape)
    return float(0.5 * np.einsum("ij,ij->", gap, gap) / len(table))


def squared_loss_grad(o, y):
    table = _rows(o)
    gap = table - np.asarray(y, dtype=float).reshape(table.shape)
    return (gap / len(gap)).reshape(np.shape(o))


def l2_penalty(W1, W2, lambd):
    total = 0.0
    for W in (W1, W2):
        total += float(np.vdot(W, W))
    return 0.5 * lambd * total


ACT = {
    "relu": (relu, relu_grad),
    "sigmoid": (sigmoid, sigmoid_grad),
    "tanh": (np.tanh, tanh_grad),
}
LOSS = {
    "squared": (squared_loss, squared_loss_grad),
    "cross_entropy": (cross_entropy, cross_entropy_grad),
}


def _choose(table, name):
    if name not in table:
        raise ValueError("unknown: " + str(name))
    return table[name]


def mlp_forward(x, y, W1, W2, lambd, activation, loss, b1=None, b2=None):
    phi = _choose(ACT, activation)[0]
    criterion = _choose(LOSS, loss)[0]
    x1 = np.asarray(x, dtype=float)
    pre = np.asarray(W1, dtype=float).dot(x1)
    if b1 is not None:
        pre = pre + b1
    hid = phi(pre)
    out = np.asarray(W2, dtype=float).dot(hid)
    if b2 is not None:
        out = out + b2
    L = criterion(out, y)
    s = l2_penalty(W1, W2, lambd)
    return dict(x=x, y=y, z=pre, h=hid, o=out, L=L, s=s, J=L + s, W1=W1, W2=W2,
                lambd=lambd, activation=activation, loss=loss, b1=b1, b2=b2)


def mlp_backward(cache):
    c = cache
    d_act = ACT[c["activation"]][1]
    d_loss = LOSS[c["loss"]][1]
    delta2 = d_loss(c["o"], c["y"])
    gW2 = delta2[:, None] * c["h"][None, :] + c["lambd"] * c["W2"]
    back = delta2 @ c["W2"]
    delta1 = back * d_act(c["z"])
    gW1 = delta1[:, None] * np.asarray(c["x"])[None, :] + c["lambd"] * c["W1"]
    res = {"dJ_do": delta2, "dJ_dW2": gW2, "dJ_dh": back, "dJ_dz": delta1, "dJ_dW1": gW1}
    if c["b1"] is not None:
        res["dJ_db1"] = delta1.copy()
    if c["b2"] is not None:
        res["dJ_db2"] = delta2.copy()
    return res


def _affine(A, W, b):
    out = np.einsum("bi,oi->bo", np.asarray(A, dtype=float), np.asarray(W, dtype=float))
    return out if b is None else out + b


def mlp_forward_batch(X, Y, W1, W2, lambd, activation, loss, b1=None, b2=None):
    phi = _choose(ACT, activation)[0]
    criterion = _choose(LOSS, loss)[0]
    if len(X) == 0:
        raise ValueError("empty batch")
    cache = {"x": X, "y": Y, "W1": W1, "W2": W2, "b1": b1, "b2": b2}
    cache.update(lambd=lambd, activation=activation, loss=loss)
    cache["z"] = _affine(X, W1, b1)
    cache["h"] = phi(cache["z"])
    cache["o"] = _affine(cache["h"], W2, b2)
    cache["L"] = criterion(cache["o"], Y)
    cache["s"] = l2_penalty(W1, W2, lambd)
    cache["J"] = cache["L"] + cache["s"]
    return cache


def mlp_backward_batch(cache):
    x, h, z, o = (np.asarray(cache[k], dtype=float) for k in "xhzo")
    W1, W2, lam = cache["W1"], cache["W2"], cache["lambd"]
    act, los = cache["activation"], cache["loss"]
    g_o = LOSS[los][1](o, cache["y"])
    g_h = np.einsum("bo,oh->bh", g_o, W2)
    g_z = g_h * ACT[act][1](z)
    grads = {"dJ_do": g_o, "dJ_dh": g_h, "dJ_dz": g_z}
    grads["dJ_dW2"] = np.einsum("bo,bh->oh", g_o, h) + lam * W2
    grads["dJ_dW1"] = np.einsum("bh,bd->hd", g_z, x) + lam * W1
    for key, source in (("b1", g_z), ("b2", g_o)):
        if cache[key] is not None:
            grads["dJ_d" + key] = np.add.reduce(source, axis=0)
    return grads


def numerical_gradient(f, x, eps=1e-5):
    point = np.array(x, dtype=np.float64)
    slope = np.zeros(point.size)
    for i in range(point.size):
        shift = np.zeros(point.size)
        shift[i] = eps
        shift = shift.reshape(point.shape)
        slope[i] = (f(point + shift) - f(point - shift)) / (2 * eps)
    return slope.reshape(point.shape)


def relative_error(a, b):
    def size(v):
        v = np.asarray(v, dtype=float).ravel()
        return np.sqrt(v @ v)

    bottom = size(a) + size(b)
    if bottom == 0:
        return 0.0
    return float(size(np.subtract(a, b)) / bottom)


def sgd_weight_decay(w, grad, lr, lambd):
    w = np.asarray(w, dtype=float)
    total = grad + lambd * w
    return w - lr * total


def mlp_sgd_step(W1, W2, X, Y, lambd, lr, activation, loss):
    g = mlp_backward_batch(mlp_forward_batch(X, Y, W1, W2, lambd, activation, loss))
    return tuple(W - lr * g["dJ_d" + n] for n, W in (("W1", W1), ("W2", W2)))


def train_mlp(W1, W2, X, Y, lambd, lr, steps, activation, loss):
    A, B = np.array(W1, dtype=float), np.array(W2, dtype=float)
    left = steps
    while left > 0:
        A, B = mlp_sgd_step(A, B, X, Y, lambd, lr, activation, loss)
        left -= 1
    return A, B
