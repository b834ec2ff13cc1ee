def computational_graph(x, y, z):
    x, y, z = np.float32(x), np.float32(y), np.float32(z)
    return {"f": (x + y) * z, "df_dx": z, "df_dy": z, "df_dz": x + y}


F = np.float32


def sigmoid(x):
    x = np.asarray(x, dtype=F)
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


def sigmoid_grad(x):
    return sigmoid(x) * sigmoid(-np.asarray(x, dtype=F))


def relu(x):
    return np.maximum(np.asarray(x, dtype=F), F(0))


def relu_grad(x):
    return (np.asarray(x) > 0).astype(F)


def tanh_grad(x):
    return F(1) - np.tanh(np.asarray(x, dtype=F)) ** 2


def prepare(o):
    o = np.asarray(o, dtype=F)
    if o.size == 0:
        raise ValueError("empty batch")
    return o, (o.shape[0] if o.ndim > 1 else 1)


def softmax(o):
    o, _ = prepare(o)
    e = np.exp(o - o.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def one_hot(y, o):
    y = np.asarray(y)
    return y.astype(F) if y.ndim == o.ndim else np.eye(o.shape[-1], dtype=F)[y]


def cross_entropy(o, y):
    o, B = prepare(o)
    o = o - o.max(-1, keepdims=True)
    lse = np.log(np.exp(o).sum(-1))
    return (lse - (o * one_hot(y, o)).sum(-1)).sum() / F(B)


def cross_entropy_grad(o, y):
    o, B = prepare(o)
    return (softmax(o) - one_hot(y, o)) / F(B)


def squared_loss(o, y):
    o, B = prepare(o)
    return F(0.5) * ((o - np.asarray(y, dtype=F).reshape(o.shape)) ** 2).sum() / F(B)


def squared_loss_grad(o, y):
    o, B = prepare(o)
    return (o - np.asarray(y, dtype=F).reshape(o.shape)) / F(B)


def l2_penalty(W1, W2, lambd):
    return F(lambd) / F(2) * ((W1.astype(F) ** 2).sum() + (W2.astype(F) ** 2).sum())


ACT = {"relu": (relu, relu_grad), "sigmoid": (sigmoid, sigmoid_grad), "tanh": (np.tanh, tanh_grad)}
LOSSES = {"squared": (squared_loss, squared_loss_grad), "cross_entropy": (cross_entropy, cross_entropy_grad)}


def mlp_forward(x, y, W1, W2, lambd, activation, loss, b1=None, b2=None):
    try:
        act, l = ACT[activation][0], LOSSES[loss][0]
    except KeyError as e:
        raise ValueError(f"no such activation or loss: {e}")
    f32 = lambda v: np.asarray(v, dtype=F)
    z = f32(x) @ f32(W1).T
    if b1 is not None:
        z += f32(b1)
    h = act(z)
    o = h @ f32(W2).T
    if b2 is not None:
        o += f32(b2)
    L = l(o, y)
    s = l2_penalty(W1, W2, lambd)
    return {"x": x, "y": y, "z": z, "h": h, "o": o, "L": L, "s": s, "J": L + s, "W1": W1, "W2": W2,
            "lambd": lambd, "activation": activation, "loss": loss, "b1": b1, "b2": b2}


def backward_rows(cache):
    """examples in rows"""
    f32 = lambda key: np.atleast_2d(np.asarray(cache[key], dtype=F))
    do = LOSSES[cache["loss"]][1](cache["o"], cache["y"])
    do = np.atleast_2d(do)
    dh = do @ f32("W2")
    dz = dh * ACT[cache["activation"]][1](f32("z"))
    return do, dh, dz, do.T @ f32("h") + F(cache["lambd"]) * f32("W2"), dz.T @ f32("x") + F(cache["lambd"]) * f32("W1")


def mlp_backward(cache):
    do, dh, dz, dW2, dW1 = backward_rows(cache)
    g = {"dJ_do": do[0], "dJ_dh": dh[0], "dJ_dz": dz[0], "dJ_dW2": dW2, "dJ_dW1": dW1}
    if cache["b1"] is not None:
        g["dJ_db1"] = dz[0]
    if cache["b2"] is not None:
        g["dJ_db2"] = do[0]
    return g


def mlp_backward_batch(cache):
    do, dh, dz, dW2, dW1 = backward_rows(cache)
    g = {"dJ_do": do, "dJ_dh": dh, "dJ_dz": dz, "dJ_dW2": dW2, "dJ_dW1": dW1}
    if cache["b1"] is not None:
        g["dJ_db1"] = np.ones(len(dz), dtype=F) @ dz
    if cache["b2"] is not None:
        g["dJ_db2"] = np.ones(len(do), dtype=F) @ do
    return g


def numerical_gradient(f, x, eps=1e-5):
    x = np.array(x, dtype=np.float64)   # float32 is not enough here!
    g = np.zeros_like(x)
    for i, v in np.ndenumerate(x.copy()):
        x[i] = v + eps
        g[i] = f(x)
        x[i] = v - eps
        g[i] -= f(x)
        x[i] = v
    return g / (2 * eps)


def relative_error(a, b):
    a, b = np.asarray(a, dtype=F), np.asarray(b, dtype=F)
    n = np.linalg.norm(a) + np.linalg.norm(b)
    return np.linalg.norm(a - b) / n if n > 0 else F(0)


def sgd_weight_decay(w, grad, lr, lambd):
    w, grad = np.asarray(w, dtype=F), np.asarray(grad, dtype=F)
    return w - F(lr) * (F(lambd) * w + grad)


def mlp_sgd_step(W1, W2, X, Y, lambd, lr, activation, loss):
    g = mlp_backward_batch(mlp_forward_batch(X, Y, W1, W2, lambd, activation, loss))
    return np.asarray(W1, dtype=F) - F(lr) * g["dJ_dW1"], np.asarray(W2, dtype=F) - F(lr) * g["dJ_dW2"]
