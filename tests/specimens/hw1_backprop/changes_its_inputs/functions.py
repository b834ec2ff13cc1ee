def relu(x):
    x[x < 0] = 0
    return x


def softmax(o):
    if o.size == 0:
        raise ValueError("empty batch")
    o -= o.max(axis=-1, keepdims=True)
    e = np.exp(o)
    return e / e.sum(axis=-1, keepdims=True)


def apply_activation(z, name):
    if name == "relu":
        return np.maximum(z, 0)
    elif name == "sigmoid":
        return sigmoid(z)
    elif name == "tanh":
        return np.tanh(z)
    raise ValueError(f"unknown activation {name}")


def mlp_backward(cache):
    x, z, h, o = cache["x"], cache["z"], cache["h"], cache["o"]
    W1, W2, lambd = cache["W1"], cache["W2"], cache["lambd"]

    dJ_do = loss_grad(o, cache["y"], cache["loss"])
    dJ_dh = W2.T @ dJ_do
    dJ_dW2 = W2
    dJ_dW2 *= lambd
    dJ_dW2 += np.outer(dJ_do, h)
    dJ_dz = dJ_dh * activation_grad(z, cache["activation"])
    dJ_dW1 = np.outer(dJ_dz, x) + lambd * W1

    grads = {"dJ_do": dJ_do, "dJ_dW2": dJ_dW2, "dJ_dh": dJ_dh, "dJ_dz": dJ_dz, "dJ_dW1": dJ_dW1}
    if cache["b1"] is not None:
        grads["dJ_db1"] = dJ_dz
    if cache["b2"] is not None:
        grads["dJ_db2"] = dJ_do
    return grads


def sgd_weight_decay(w, grad, lr, lambd):
    w -= lr * (grad + lambd * w)
    return w


def train_mlp(W1, W2, X, Y, lambd, lr, steps, activation, loss):
    for step in range(steps):
        new = mlp_sgd_step(W1, W2, X, Y, lambd, lr, activation, loss)
        W1[:], W2[:] = new
    return W1, W2
