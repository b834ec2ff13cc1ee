import numpy as np


# %% q1
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


# %% q2
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


# %% q3
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
    return float(lambd * (np.sum(W1**2) + np.sum(W2**2)))


# %% q4
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


# %% q5
def activation_grad(z, name):
    if name == "relu":
        return relu_grad(z)
    if name == "sigmoid":
        return sigmoid_grad(z)
    if name == "tanh":
        return tanh_grad(z)
    raise ValueError(f"unknown activation {name}")


def loss_grad(o, y, name):
    if name == "squared":
        return squared_loss_grad(o, y)
    if name == "cross_entropy":
        return cross_entropy_grad(o, y)
    raise ValueError(f"unknown loss {name}")


def mlp_backward(cache):
    x, z, h, o = cache["x"], cache["z"], cache["h"], cache["o"]
    W1, W2, lambd = cache["W1"], cache["W2"], cache["lambd"]

    dJ_do = loss_grad(o, cache["y"], cache["loss"])
    dJ_dW2 = np.outer(dJ_do, h) + lambd * W2
    dJ_dh = W2.T @ dJ_do
    dJ_dz = dJ_dh * activation_grad(z, cache["activation"])
    dJ_dW1 = np.outer(dJ_dz, x) + lambd * W1

    grads = {"dJ_do": dJ_do, "dJ_dW2": dJ_dW2, "dJ_dh": dJ_dh, "dJ_dz": dJ_dz, "dJ_dW1": dJ_dW1}
    if cache["b1"] is not None:
        grads["dJ_db1"] = dJ_dz
    if cache["b2"] is not None:
        grads["dJ_db2"] = dJ_do
    return grads


# %% q6
def mlp_forward_batch(X, Y, W1, W2, lambd, activation, loss, b1=None, b2=None):
    if len(X) == 0:
        raise ValueError("empty batch")
    Z = X @ W1.T
    if b1 is not None:
        Z = Z + b1
    H = apply_activation(Z, activation)
    O = H @ W2.T
    if b2 is not None:
        O = O + b2
    L = apply_loss(O, Y, loss)
    s = l2_penalty(W1, W2, lambd)
    return {"x": X, "y": Y, "z": Z, "h": H, "o": O, "L": L, "s": s, "J": L + s, "W1": W1, "W2": W2,
            "lambd": lambd, "activation": activation, "loss": loss, "b1": b1, "b2": b2}


def mlp_backward_batch(cache):
    X, Z, H, O = cache["x"], cache["z"], cache["h"], cache["o"]
    W1, W2, lambd = cache["W1"], cache["W2"], cache["lambd"]

    dJ_dO = loss_grad(O, cache["y"], cache["loss"])  # (B, q)
    dJ_dW2 = dJ_dO.T @ H + lambd * W2  # (q, B) @ (B, h)
    dJ_dH = dJ_dO @ W2  # (B, q) @ (q, h)
    dJ_dZ = dJ_dH * activation_grad(Z, cache["activation"])
    dJ_dW1 = dJ_dZ.T @ X + lambd * W1

    grads = {"dJ_do": dJ_dO, "dJ_dW2": dJ_dW2, "dJ_dh": dJ_dH, "dJ_dz": dJ_dZ, "dJ_dW1": dJ_dW1}
    if cache["b1"] is not None:
        grads["dJ_db1"] = dJ_dZ.sum(axis=0)
    if cache["b2"] is not None:
        grads["dJ_db2"] = dJ_dO.sum(axis=0)
    return grads


# %% q7
def numerical_gradient(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"])
    while not it.finished:
        i = it.multi_index
        old = x[i]
        x[i] = old + eps
        f_plus = f(x)
        x[i] = old - eps
        f_minus = f(x)
        x[i] = old
        grad[i] = (f_plus - f_minus) / (2 * eps)
        it.iternext()
    return grad


def relative_error(a, b):
    num = np.linalg.norm(np.ravel(a) - np.ravel(b))
    den = np.linalg.norm(np.ravel(a)) + np.linalg.norm(np.ravel(b))
    if den == 0:
        return 0.0
    return float(num / den)


# %% q8
def sgd_weight_decay(w, grad, lr, lambd):
    return (1 - lr * lambd) * w - lr * grad


def mlp_sgd_step(W1, W2, X, Y, lambd, lr, activation, loss):
    cache = mlp_forward_batch(X, Y, W1, W2, lambd, activation, loss)
    grads = mlp_backward_batch(cache)
    W1_new = W1 - lr * grads["dJ_dW1"]
    W2_new = W2 - lr * grads["dJ_dW2"]
    return W1_new, W2_new


def train_mlp(W1, W2, X, Y, lambd, lr, steps, activation, loss):
    for step in range(steps):
        W1, W2 = mlp_sgd_step(W1, W2, X, Y, lambd, lr, activation, loss)
    return W1, W2
