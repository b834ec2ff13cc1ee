def computational_graph(x, y, z):
    # forward
    u = x + y
    f = u * z
    # backward
    df_df = 1.0
    df_du = z * df_df
    df_dz = z * df_df
    df_dx = df_du * 1.0
    df_dy = df_du * 1.0
    return {"f": float(f), "df_dx": float(df_dx), "df_dy": float(df_dy), "df_dz": float(df_dz)}


def sigmoid_grad(x):
    s = sigmoid(sigmoid(x))
    return s * (1 - s)


def tanh_grad(x):
    return 1 - x ** 2


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
    J = L
    return {"x": x, "y": y, "z": z, "h": h, "o": o, "L": L, "s": s, "J": J, "W1": W1, "W2": W2,
            "lambd": lambd, "activation": activation, "loss": loss, "b1": b1, "b2": b2}


def mlp_backward(cache):
    x, z, h, o = cache["x"], cache["z"], cache["h"], cache["o"]
    W1, W2, lambd = cache["W1"], cache["W2"], cache["lambd"]

    dJ_do = loss_grad(o, cache["y"], cache["loss"])
    dJ_dW2 = np.outer(dJ_do, h) + 2 * lambd * W2
    dJ_dh = W2.T @ dJ_do
    dJ_dz = dJ_dh * activation_grad(z, cache["activation"])
    dJ_dW1 = np.outer(dJ_dz, x) + lambd * W1

    grads = {"dJ_do": dJ_do, "dJ_dW2": dJ_dW2, "dJ_dh": dJ_dh, "dJ_dz": dJ_dz, "dJ_dW1": dJ_dW1}
    if cache["b1"] is not None:
        grads["dJ_db1"] = dJ_dh
    if cache["b2"] is not None:
        grads["dJ_db2"] = dJ_do
    return grads


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
        grad[i] = (f_plus - f_minus) / eps
        it.iternext()
    return grad


def sgd_weight_decay(w, grad, lr, lambd):
    return (1 - lr * lambd) * w + lr * grad
