def computational_graph(x, y, z):
    result = {}
    result["f"] = (x + y) * z
    result["df_dx"] = z
    result["df_dy"] = z
    result["df_dz"] = x + y
    return result


import math


def each(function, x):
    """apply a function of one number to every entry"""
    x = np.array(x)
    return np.array([function(float(v)) for v in x.flatten()]).reshape(x.shape)


def sig(v):
    if v >= 0:
        return 1 / (1 + math.exp(-v))
    return math.exp(v) / (1 + math.exp(v))


def sigmoid(x):
    return each(sig, x)


def sigmoid_grad(x):
    return each(lambda v: sig(v) * (1 - sig(v)), x)


def relu(x):
    return each(lambda v: v if v > 0 else 0.0, x)


def relu_grad(x):
    return each(lambda v: 1.0 if v > 0 else 0.0, x)


def tanh_grad(x):
    return each(lambda v: 1 - math.tanh(v) ** 2, x)


def softmax_row(row):
    biggest = max(row)
    exps = [math.exp(v - biggest) for v in row]
    total = sum(exps)
    return [e / total for e in exps]


def softmax(o):
    o = np.array(o, dtype=float)
    if o.size == 0:
        raise ValueError("empty")
    rows = o.reshape(-1, o.shape[-1])
    return np.array([softmax_row(row) for row in rows]).reshape(o.shape)


def examples(o, y):
    """list of (logits, label or target) of a batch or of one example"""
    o = np.array(o, dtype=float)
    if o.ndim == 1:
        return [(o, y)]
    if len(o) == 0:
        raise ValueError("empty")
    return list(zip(o, y))


def index_of(label):
    label = np.array(label)
    return int(label) if label.ndim == 0 else int(label.argmax())


def cross_entropy(o, y):
    total = 0.0
    pairs = examples(o, y)
    for row, label in pairs:
        m = max(row)
        log_sum = m + math.log(sum(math.exp(v - m) for v in row))
        total += log_sum - row[index_of(label)]
    return total / len(pairs)


def cross_entropy_grad(o, y):
    pairs = examples(o, y)
    grads = []
    for row, label in pairs:
        g = softmax_row(row)
        g[index_of(label)] -= 1
        grads.append([v / len(pairs) for v in g])
    return np.array(grads).reshape(np.shape(o))


def squared_loss(o, y):
    total = 0
    pairs = examples(o, y)
    for row, target in pairs:
        target = np.array(target).reshape(-1)
        for a, b in zip(row, target):
            total += 0.5 * (a - b) ** 2
    return float(total / len(pairs))


def squared_loss_grad(o, y):
    pairs = examples(o, y)
    grads = []
    for row, target in pairs:
        target = np.array(target).reshape(-1)
        grads.append([(a - b) / len(pairs) for a, b in zip(row, target)])
    return np.array(grads).reshape(np.shape(o))


def l2_penalty(W1, W2, lambd):
    s = 0.0
    for W in (W1, W2):
        for row in W:
            for w in row:
                s = s + w * w
    return lambd / 2 * s


def phi(z, activation):
    if activation == "relu": return relu(z)
    if activation == "sigmoid": return sigmoid(z)
    if activation == "tanh": return np.tanh(z)
    raise ValueError("activation?")


def loss_value(o, y, loss):
    if loss == "squared": return squared_loss(o, y)
    if loss == "cross_entropy": return cross_entropy(o, y)
    raise ValueError("loss?")


def layer(W, v, b):
    out = []
    for j in range(len(W)):
        total = 0.0 if b is None else b[j]
        for i in range(len(v)):
            total += W[j][i] * v[i]
        out.append(total)
    return np.array(out)


def mlp_forward(x, y, W1, W2, lambd, activation, loss, b1=None, b2=None):
    cache = dict(x=x, y=y, W1=W1, W2=W2, lambd=lambd, activation=activation, loss=loss, b1=b1, b2=b2)
    cache["z"] = layer(W1, x, b1)
    cache["h"] = phi(cache["z"], activation)
    cache["o"] = layer(W2, cache["h"], b2)
    cache["L"] = loss_value(cache["o"], y, loss)
    cache["s"] = l2_penalty(W1, W2, lambd)
    cache["J"] = cache["L"] + cache["s"]
    return cache


def phi_prime(z, activation):
    return {"relu": relu_grad, "sigmoid": sigmoid_grad, "tanh": tanh_grad}[activation](z)


def mlp_backward(cache):
    W1, W2, lambd = cache["W1"], cache["W2"], cache["lambd"]
    q, h = W2.shape
    d = W1.shape[1]
    if cache["loss"] == "squared":
        do = squared_loss_grad(cache["o"], cache["y"])
    else:
        do = cross_entropy_grad(cache["o"], cache["y"])
    dW2 = np.zeros((q, h))
    dh = np.zeros(h)
    for k in range(q):
        for j in range(h):
            dW2[k, j] = do[k] * cache["h"][j] + lambd * W2[k, j]
            dh[j] += W2[k, j] * do[k]
    slope = phi_prime(cache["z"], cache["activation"])
    dz = np.zeros(h)
    dW1 = np.zeros((h, d))
    for j in range(h):
        dz[j] = dh[j] * slope[j]
        for i in range(d):
            dW1[j, i] = dz[j] * cache["x"][i] + lambd * W1[j, i]
    out = dict(dJ_do=do, dJ_dW2=dW2, dJ_dh=dh, dJ_dz=dz, dJ_dW1=dW1)
    if cache["b1"] is not None:
        out["dJ_db1"] = dz.copy()
    if cache["b2"] is not None:
        out["dJ_db2"] = do.copy()
    return out


def mlp_forward_batch(X, Y, W1, W2, lambd, activation, loss, b1=None, b2=None):
    if len(X) == 0:
        raise ValueError("empty")
    one_by_one = [mlp_forward(x, y, W1, W2, lambd, activation, loss, b1, b2) for x, y in zip(X, np.array(Y).reshape(len(X), -1) if loss == "squared" else Y)]
    cache = dict(x=X, y=Y, W1=W1, W2=W2, lambd=lambd, activation=activation, loss=loss, b1=b1, b2=b2)
    for key in ("z", "h", "o"):
        cache[key] = np.array([c[key] for c in one_by_one])
    cache["L"] = sum(c["L"] for c in one_by_one) / len(X)
    cache["s"] = l2_penalty(W1, W2, lambd)
    cache["J"] = cache["L"] + cache["s"]
    return cache


def mlp_backward_batch(cache):
    X, Y, B = cache["x"], cache["y"], len(cache["x"])
    total = {}
    rows = {"dJ_do": [], "dJ_dh": [], "dJ_dz": []}
    for i in range(B):
        one = dict(cache)
        for key in ("x", "y", "z", "h", "o"):
            one[key] = cache[key][i]
        one["lambd"] = 0
        grads = mlp_backward(one)
        for key in grads:
            if key in rows:
                rows[key].append(grads[key] / B)
            else:
                total[key] = total.get(key, 0) + grads[key] / B
    total["dJ_dW1"] = total["dJ_dW1"] + cache["lambd"] * cache["W1"]
    total["dJ_dW2"] = total["dJ_dW2"] + cache["lambd"] * cache["W2"]
    for key in rows:
        total[key] = np.array(rows[key])
    return total


def numerical_gradient(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    flat = x.reshape(-1)
    g = []
    for i in range(len(flat)):
        keep = flat[i]
        flat[i] = keep + eps
        up = f(x)
        flat[i] = keep - eps
        down = f(x)
        flat[i] = keep
        g.append((up - down) / (2 * eps))
    return np.array(g).reshape(x.shape)


def length(v):
    return math.sqrt(sum(float(t) ** 2 for t in np.array(v).flatten()))


def relative_error(a, b):
    if length(a) + length(b) == 0:
        return 0.0
    return length(np.array(a) - np.array(b)) / (length(a) + length(b))


def sgd_weight_decay(w, grad, lr, lambd):
    new = np.zeros(np.shape(w))
    for i in np.ndindex(new.shape):
        new[i] = w[i] - lr * grad[i] - lr * lambd * w[i]
    return new


def train_mlp(W1, W2, X, Y, lambd, lr, steps, activation, loss):
    t = 0
    while t < steps:
        W1, W2 = mlp_sgd_step(W1, W2, X, Y, lambd, lr, activation, loss)
        t += 1
    return W1, W2
