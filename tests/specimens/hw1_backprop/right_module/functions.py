def computational_graph(x, y, z):
    """Value and partial derivatives of f(x, y, z) = (x + y) z.

    x, y, z: numbers.
    Returns a dict of four floats: f, df_dx, df_dy, df_dz.
    """
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
    """1 / (1 + exp(-x)), elementwise; finite and accurate for x up to +-1000.

    x: array of any shape. Returns a float array of that shape.
    """
    x = np.asarray(x, dtype=float)
    out = np.empty_like(x)
    pos = x >= 0
    out[pos] = 1 / (1 + np.exp(-x[pos]))
    ex = np.exp(x[~pos])
    out[~pos] = ex / (1 + ex)
    return out


def sigmoid_grad(x):
    """Derivative of sigmoid at the pre-activation x, elementwise.

    x: array of any shape. Returns a float array of that shape.
    """
    s = sigmoid(x)
    return s * (1 - s)


def relu(x):
    """max(x, 0), elementwise.

    x: array of any shape. Returns a float array of that shape.
    """
    return np.maximum(0, x)


def relu_grad(x):
    """Derivative of relu at the pre-activation x, elementwise: 1 where x > 0, otherwise 0.

    x: array of any shape. Returns an array of that shape, bool or float; relu'(0) = 0.
    """
    return np.where(x > 0, 1.0, 0.0)


def tanh_grad(x):
    """Derivative of tanh at the pre-activation x, elementwise: 1 - tanh(x)^2.

    x: array of any shape. Returns a float array of that shape.
    """
    return 1 - np.tanh(x) ** 2


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


def softmax(o):
    """exp(o_j) / sum_k exp(o_k) over the last axis; finite and accurate for o up to +-1000.

    o: logits (q,) or (B, q). Returns probabilities, shape of o.
    Raises ValueError for an empty batch.
    """
    o = np.asarray(o, dtype=float)
    if o.size == 0:
        raise ValueError("empty batch")
    shifted = o - o.max(axis=-1, keepdims=True)
    e = np.exp(shifted)
    return e / e.sum(axis=-1, keepdims=True)


def cross_entropy(o, y):
    """-log softmax(o)_y with the natural logarithm, mean over the batch.

    o: logits (q,) or (B, q), up to +-1000.
    y: class indices, () or (B,), or one-hot, shape of o.
    Returns a float. Raises ValueError for an empty batch.
    """
    o = np.asarray(o, dtype=float)
    if o.size == 0:
        raise ValueError("empty batch")
    B = o.shape[0] if o.ndim == 2 else 1
    m = o.max(axis=-1, keepdims=True)
    lse = m + np.log(np.exp(o - m).sum(axis=-1, keepdims=True))
    Y = to_one_hot(o, y)
    return float(-(Y * (o - lse)).sum() / B)


def cross_entropy_grad(o, y):
    """Gradient of cross_entropy(o, y) with respect to o: (softmax(o) - onehot(y)) / B.

    o, y: as for cross_entropy. Returns the shape of o; the 1/B is included.
    Raises ValueError for an empty batch.
    """
    o = np.asarray(o, dtype=float)
    if o.size == 0:
        raise ValueError("empty batch")
    B = o.shape[0] if o.ndim == 2 else 1
    return (softmax(o) - to_one_hot(o, y)) / B


def squared_loss(o, y):
    """Half the sum of squares of o - y over the outputs, mean over the batch.

    o: (q,) or (B, q). y: shape of o; for o of shape (B, 1) also (B,).
    Returns a float. Raises ValueError for an empty batch.
    """
    o = np.asarray(o, dtype=float)
    if o.size == 0:
        raise ValueError("empty batch")
    y = np.asarray(y, dtype=float).reshape(o.shape)
    B = o.shape[0] if o.ndim == 2 else 1
    return float(0.5 * np.sum((o - y) ** 2) / B)


def squared_loss_grad(o, y):
    """Gradient of squared_loss(o, y) with respect to o: (o - y) / B.

    o, y: as for squared_loss. Returns the shape of o; the 1/B is included.
    Raises ValueError for an empty batch.
    """
    o = np.asarray(o, dtype=float)
    if o.size == 0:
        raise ValueError("empty batch")
    y = np.asarray(y, dtype=float).reshape(o.shape)
    B = o.shape[0] if o.ndim == 2 else 1
    return (o - y) / B


def l2_penalty(W1, W2, lambd):
    """s = lambd/2 (||W1||_F^2 + ||W2||_F^2) (5.3.5).

    W1: (h, d). W2: (q, h). lambd: a number. Returns a float.
    """
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
    """Forward propagation of one example through the MLP with L2 penalty (5.3.1-5.3.6).

    x: (d,). y: target (q,) for "squared"; class index or one-hot (q,) for "cross_entropy".
    W1: (h, d). W2: (q, h). lambd: a number. b1: (h,) or None. b2: (q,) or None.
    activation: "relu", "sigmoid" or "tanh". loss: "squared" or "cross_entropy".

        z = W1 x + b1    h = phi(z)    o = W2 h + b2    L = l(o, y)    J = L + s

    Returns the cache, a dict: x, y, z (h,), h (h,), o (q,), L, s, J (floats), and
    W1, W2, lambd, activation, loss, b1, b2 as they came.
    Raises ValueError for any other name of an activation or a loss.
    """
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
    """Backpropagation for one example (5.3.8-5.3.14).

    cache: what mlp_forward returns, with the keys listed there and no others. Not changed:
    calling the function twice gives the same answer.

        dJ/dW2 = dJ/do h^T + lambd W2        dJ/dh = W2^T dJ/do
        dJ/dz = dJ/dh * phi'(z)              dJ/dW1 = dJ/dz x^T + lambd W1

    Returns a dict: dJ_do (q,), dJ_dW2 (q, h), dJ_dh (h,), dJ_dz (h,), dJ_dW1 (h, d); also
    dJ_db1 (h,) if cache["b1"] is not None, and dJ_db2 (q,) if cache["b2"] is not None.
    """
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


def mlp_forward_batch(X, Y, W1, W2, lambd, activation, loss, b1=None, b2=None):
    """Forward propagation of a minibatch, examples in rows.

    X: (B, d). Y: (B, q) for "squared", for q = 1 also (B,); class indices (B,) or one-hot
    (B, q) for "cross_entropy". The other arguments are those of mlp_forward.

        Z = X W1^T + b1    H = phi(Z)    O = H W2^T + b2    L: mean over the batch    J = L + s

    Returns the cache with the keys of mlp_forward: x (B, d), y, z (B, h), h (B, h), o (B, q),
    L, s, J (floats), and W1, W2, lambd, activation, loss, b1, b2 as they came.
    Raises ValueError for any other name of an activation or a loss and for an empty batch.
    """
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
    """Backpropagation for a minibatch, examples in rows.

    cache: what mlp_forward_batch returns, with the keys listed there and no others; not changed.
    Returns a dict: dJ_do (B, q) with the 1/B included, dJ_dW2 (q, h), dJ_dh (B, h), dJ_dz (B, h),
    dJ_dW1 (h, d); also dJ_db1 (h,) if cache["b1"] is not None, and dJ_db2 (q,) if cache["b2"] is
    not None.
    """
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


def numerical_gradient(f, x, eps=1e-5):
    """Gradient of a scalar function by central differences, one entry of x at a time.

    f: function that takes an array of the shape of x and returns a number.
    x: array of any shape; left as it was. Integers are promoted to float. eps: half the step.
    Returns a float64 array of the shape of x.
    """
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
    """norm(a - b) / (norm(a) + norm(b)); 0.0 when both are zero.

    a, b: arrays of the same shape; the norm is the root of the sum of squares of all entries.
    Returns a float.
    """
    num = np.linalg.norm(np.ravel(a) - np.ravel(b))
    den = np.linalg.norm(np.ravel(a)) + np.linalg.norm(np.ravel(b))
    if den == 0:
        return 0.0
    return float(num / den)


def sgd_weight_decay(w, grad, lr, lambd):
    """One step of gradient descent with weight decay: (1 - lr lambd) w - lr grad.

    w: array. grad: gradient of the loss without the penalty, shape of w. lr, lambd: numbers.
    Returns the new w as a new array; w itself is not changed.
    """
    return (1 - lr * lambd) * w - lr * grad


def mlp_sgd_step(W1, W2, X, Y, lambd, lr, activation, loss):
    """One step of gradient descent on J for the minibatch (X, Y), no biases.

    Shapes and names as in mlp_forward_batch. Both gradients are those at the old W1 and W2.

        W1_new = W1 - lr dJ/dW1        W2_new = W2 - lr dJ/dW2

    Returns (W1_new, W2_new), new arrays; W1 and W2 are not changed.
    """
    cache = mlp_forward_batch(X, Y, W1, W2, lambd, activation, loss)
    grads = mlp_backward_batch(cache)
    W1_new = W1 - lr * grads["dJ_dW1"]
    W2_new = W2 - lr * grads["dJ_dW2"]
    return W1_new, W2_new


def train_mlp(W1, W2, X, Y, lambd, lr, steps, activation, loss):
    """`steps` steps of gradient descent, each on all of (X, Y).

    Arguments as in mlp_sgd_step. Returns the final (W1, W2), new arrays; the arguments are not
    changed.
    """
    for step in range(steps):
        W1, W2 = mlp_sgd_step(W1, W2, X, Y, lambd, lr, activation, loss)
    return W1, W2
