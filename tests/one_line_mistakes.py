"""Mistakes of one line in the model answers: what stood there, and what a student wrote.

No line of these is the only one of its function, but for a few; they are of no catalogue.
"""

MISTAKES = {
    "hw0_neurons": [
        ("return np.where(X @ w + b > 0, 1.0, -1.0)", "return np.where(X @ w - b > 0, 1.0, -1.0)"),
        ("w, b = w + y_i * x_i, b + y_i", "w, b = w + y_i * x_i, b - y_i"),
        ("slopes = np.diff(values) / np.diff(knots)", "slopes = np.diff(knots) / np.diff(values)"),
        ("np.tanh(0.5 * np.asarray(z))", "np.tanh(np.asarray(z))"),
        ("error = np.subtract(mu, y)", "error = np.subtract(y, mu)"),
        ("f = e / e.sum()", "f = e / e.mean()"),
        ("return np.diag(f) - np.outer(f, f)", "return np.diag(f) + np.outer(f, f)"),
        ("np.sqrt(B * lambd) * np.eye", "np.sqrt(lambd) * np.eye"),
        ("squares += np.sum((", "squares += np.mean(("),
        ("rng.permutation(n), k)", "rng.permutation(n), k + 1)"),
        ("rng.permutation(n), k)", "rng.permutation(n - 1), k)"),
        ("rng.permutation(n), k)", "1 + rng.permutation(n), k)"),
        ("rng.permutation(n), k)", "rng.permutation(k), k)"),
        ("np.array_split(rng.permutation(n), k)", "np.array_split(rng.permutation(n), n)"),
    ],
    "hw1_backprop": [
        ("q = x + y\n", "q = x - y\n"),
        ('"df_dz": q}', '"df_dz": z}'),
        ("return e / (1.0 + e) ** 2", "return e / (1.0 - e) ** 2"),
        ("return e / (1.0 + e) ** 2", "return e / 1.0 + e ** 2"),
        (
            "e = np.exp(-np.abs(np.asarray(x, dtype=float)))",
            "e = np.exp(-np.asarray(x, dtype=float) ** 2)",
        ),
        (
            "return 4.0 * sigmoid_grad(2.0 * np.asarray(x, dtype=float))",
            "return 4.0 * sigmoid_grad(np.asarray(x, dtype=float))",
        ),
        (
            "e = np.exp(o - np.max(o, axis=-1, keepdims=True))",
            "e = np.exp(np.max(o, axis=-1, keepdims=True) - o)",
        ),
        ("return e / e.sum(axis=-1, keepdims=True)", "return e / e.sum(axis=0, keepdims=True)"),
        ("return e / e.sum(axis=-1, keepdims=True)", "return e / e.mean(axis=-1, keepdims=True)"),
        (
            "log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))",
            "log_p = shifted - np.log(np.exp(rows).sum(axis=-1, keepdims=True))",
        ),
        (
            "return float(-(_one_hot(o, y) * log_p).sum() / rows.shape[0])",
            "return float(-(_one_hot(o, y) * log_p).sum() / rows.shape[1])",
        ),
        (
            "return float(-(_one_hot(o, y) * log_p).sum() / rows.shape[0])",
            "return float(-(_one_hot(o, y) * shifted).sum() / rows.shape[0])",
        ),
        (
            "shifted = rows - rows.max(axis=-1, keepdims=True)\n    log",
            "shifted = rows - rows.max(axis=-1, keepdims=True) ** 2\n    log",
        ),
        (
            "return ((softmax(rows) - _one_hot(o, y)) / rows.shape[0]).reshape(np.shape(o))",
            "return ((softmax(rows) - _one_hot(o, y)) / rows.size).reshape(np.shape(o))",
        ),
        (
            "return float(0.5 * ((rows - np.reshape(y, rows.shape)) ** 2).sum() / rows.shape[0])",
            "return float(0.5 * ((rows - np.reshape(y, rows.shape)) ** 2).mean() / rows.shape[0])",
        ),
        (
            "return float(0.5 * ((rows - np.reshape(y, rows.shape)) ** 2).sum() / rows.shape[0])",
            "return float(0.5 * ((rows + np.reshape(y, rows.shape)) ** 2).sum() / rows.shape[0])",
        ),
        (
            "return ((rows - np.reshape(y, rows.shape)) / rows.shape[0]).reshape(np.shape(o))",
            "return ((np.reshape(y, rows.shape) - rows) / rows.shape[0]).reshape(np.shape(o)) / 2",
        ),
        (
            "z = x @ np.transpose(W1) + (0.0 if b1 is None else b1)",
            "z = x @ np.transpose(W1) - (0.0 if b1 is None else b1)",
        ),
        (
            "o = h @ np.transpose(W2) + (0.0 if b2 is None else b2)",
            "o = z @ np.transpose(W2) + (0.0 if b2 is None else b2)",
        ),
        (
            "o = h @ np.transpose(W2) + (0.0 if b2 is None else b2)",
            "o = h @ np.transpose(W2) + (0.0 if b1 is None else b2)",
        ),
        ("s = l2_penalty(W1, W2, lambd)\n", "s = l2_penalty(W1, W1, lambd)\n"),
        ("L = loss_of(o, y)\n", "L = loss_of(h @ np.transpose(W2), y)\n"),
        ('"J": L + s,', '"J": L - s,'),
        ('dJ_dh = dJ_do @ cache["W2"]\n', 'dJ_dh = dJ_do @ (cache["W2"] - cache["lambd"])\n'),
        (
            'return dJ_do, dJ_dh, dJ_dh * phi_grad(cache["z"])',
            'return dJ_do, dJ_dh, dJ_dh * phi_grad(cache["h"])',
        ),
        (
            'dJ_do = loss_grad(cache["o"], cache["y"])',
            'dJ_do = 3 * loss_grad(cache["o"], cache["y"])',
        ),
        (
            'dJ_dW2 = np.outer(dJ_do, cache["h"]) + cache["lambd"] * cache["W2"]',
            'dJ_dW2 = np.outer(dJ_do, cache["z"]) + cache["lambd"] * cache["W2"]',
        ),
        (
            'dJ_dW1 = np.outer(dJ_dz, cache["x"]) + cache["lambd"] * cache["W1"]',
            'dJ_dW1 = np.outer(dJ_dz, cache["x"]) + cache["lambd"] * cache["W1"] ** 2',
        ),
        (
            'dJ_dW1 = np.outer(dJ_dz, cache["x"]) + cache["lambd"] * cache["W1"]',
            'dJ_dW1 = np.outer(dJ_dh, cache["x"]) + cache["lambd"] * cache["W1"]',
        ),
        (
            'dJ_dW1 = np.outer(dJ_dz, cache["x"]) + cache["lambd"] * cache["W1"]',
            'dJ_dW1 = np.outer(dJ_dz, cache["x"]) * cache["lambd"] + cache["W1"]',
        ),
        (
            'dJ_dW2 = dJ_do.T @ cache["h"] + cache["lambd"] * cache["W2"]',
            'dJ_dW2 = dJ_do.T @ cache["h"] + cache["lambd"] / cache["W2"]',
        ),
        (
            'dJ_dW1 = dJ_dz.T @ cache["x"] + cache["lambd"] * cache["W1"]',
            'dJ_dW1 = dJ_dz.T @ cache["x"] + cache["lambd"] * cache["W1"] / len(cache["x"])',
        ),
        ('grads["dJ_db1"] = dJ_dz.sum(axis=0)', 'grads["dJ_db1"] = dJ_dz.sum(axis=1)'),
        ('grads["dJ_db2"] = dJ_do.sum(axis=0)', 'grads["dJ_db2"] = dJ_do.mean(axis=0)'),
        ('grads["dJ_db2"] = dJ_do.copy()', 'grads["dJ_db2"] = dJ_do * cache["b2"]'),
        (
            "gradient[index] = (above - below) / (2 * eps)",
            "gradient[index] = (above - below) / 2 * eps",
        ),
        ("x[index] = kept - eps\n", "x[index] = x[index] - eps\n"),
        (
            "        x[index] = kept\n        gradient",
            "        x[index] = kept - eps\n        gradient",
        ),
        (
            "scale = np.linalg.norm(a) + np.linalg.norm(b)",
            "scale = np.linalg.norm(a) * np.linalg.norm(b)",
        ),
        (
            "return float(np.linalg.norm(a - b) / scale) if scale > 0 else 0.0",
            "return float(np.linalg.norm(a + b) / scale) if scale > 0 else 0.0",
        ),
        (
            "return (1 - lr * lambd) * np.asarray(w) - lr * np.asarray(grad)",
            "return (1 - lr + lambd) * np.asarray(w) - lr * np.asarray(grad)",
        ),
        (
            'return W1 - lr * grads["dJ_dW1"], W2 - lr * grads["dJ_dW2"]',
            'return W1 - lr * grads["dJ_dW1"], W2 + lr * grads["dJ_dW2"]',
        ),
        ("    for _ in range(steps):\n", "    for _ in range(steps - 1):\n"),
        (
            "W1, W2 = mlp_sgd_step(W1, W2, X, Y, lambd, lr, activation, loss)",
            "W1, _ = mlp_sgd_step(W1, W2, X, Y, lambd, lr, activation, loss)",
        ),
        (
            "lambd / 2 * (np.sum(np.square(W1, dtype=float)) + np.sum(np.square(W2, dtype=float)))",
            "lambd / 2 * (np.sum(np.square(W1, dtype=float)) - np.sum(np.square(W2, dtype=float)))",
        ),
    ],
    "hw2_stability": [
        (
            "return 0.5 * (1.0 + np.tanh(0.5 * np.asarray(x, dtype=float)))",
            "return 0.5 * (1.0 + np.tanh(0.7 * np.asarray(x, dtype=float)))",
        ),
        ("x = np.arange(-8, 8, 0.1)", "x = np.arange(-8, 9, 0.1)"),
        (
            '"relu": (lambda z: np.maximum(z, 0.0), lambda z: (z > 0).astype(float)),',
            '"relu": (lambda z: np.maximum(z, 0.0), lambda z: (z < 0).astype(float)),',
        ),
        (
            '"tanh": (np.tanh, lambda z: 4.0 * sigmoid_grad(2.0 * z)),',
            '"tanh": (np.tanh, lambda z: 4.0 * sigmoid_grad(z)),',
        ),
        ("z.append(h[-1] @ np.transpose(W))", "z.append(h[0] @ np.transpose(W))"),
        ("h.append(phi(z[-1]))", "h.append(phi(z[0]))"),
        ("dh = np.full(h[-1].shape, 1.0 / len(X))", "dh = np.full(h[-1].shape, 1.0 / h[-1].size)"),
        ("dh = np.full(h[-1].shape, 1.0 / len(X))", "dh = np.full(h[-1].shape, 2.0 / len(X))"),
        ("dz = dh * phi_grad(z[layer])", "dz = dh * phi_grad(h[layer])"),
        ("dz = dh * phi_grad(z[layer])", "dz = dh + phi_grad(z[layer])"),
        (
            "norms[layer] = np.linalg.norm(dz.T @ h[layer])",
            "norms[layer] = np.linalg.norm(dh.T @ h[layer])",
        ),
        (
            "norms[layer] = np.linalg.norm(dz.T @ h[layer])",
            "norms[layer] = np.linalg.norm(dz.T @ h[layer]) ** 2",
        ),
        ("dh = dz @ weights[layer]", "dh = dh @ weights[layer]"),
        ("product = product @ matrix", "product = matrix @ product"),
        ("product /= norm", "product *= norm"),
        ("log_norm += math.log(norm)", "log_norm = math.log(norm)"),
        ("log_norm += math.log(norm)", "log_norm += math.log10(norm)"),
        ("log_norm += math.log(norm)", "log_norm += norm"),
        ("norm = math.sqrt(np.vdot(product, product))", "norm = np.vdot(product, product)"),
        (
            "product, log_norm = np.eye(matrices.shape[-1]), 0.0",
            "product, log_norm = np.ones(matrices.shape[1:]), 0.0",
        ),
        (
            "return float((log_norms[-1] - log_norms[0]) / (len(log_norms) - 1))",
            "return float((log_norms[-1] - log_norms[1]) / (len(log_norms) - 1))",
        ),
        (
            "return float((log_norms[-1] - log_norms[0]) / (len(log_norms) - 1))",
            "return float(log_norms[-1] - log_norms[0] / (len(log_norms) - 1))",
        ),
        (
            "return np.full((n_hidden, n_in), float(c)), np.full((n_out, n_hidden), float(c))",
            "return np.full((n_hidden, n_in), float(c)), np.full((n_hidden, n_out), float(c))",
        ),
        (
            "return np.full((n_hidden, n_in), float(c)), np.full((n_out, n_hidden), float(c))",
            "return np.full((n_in, n_hidden), float(c)), np.full((n_out, n_hidden), float(c))",
        ),
        (
            "units = np.concatenate([W1, np.transpose(W2)], axis=1, dtype=float)",
            "units = np.concatenate([W1, W1], axis=1, dtype=float)",
        ),
        (
            "return float(np.max(np.abs(units - units[0])))",
            "return float(np.mean(np.abs(units - units[0])))",
        ),
        (
            "return float(np.max(np.abs(units - units[0])))",
            "return float(np.max(units - units[0]))",
        ),
        (
            "return float(np.max(np.abs(units - units[0])))",
            "return float(np.max(np.abs(units - units[-1])))",
        ),
        (
            "return np.array([np.var(layer) for layer in h[1:]])",
            "return np.array([np.std(layer) for layer in h[1:]])",
        ),
        (
            "return np.array([np.var(layer) for layer in h[1:]])",
            "return np.array([np.var(layer, ddof=1) for layer in h[1:]])",
        ),
        (
            "return np.array([np.var(layer) for layer in h[1:]])",
            "return np.array([np.var(layer) for layer in h[:-1]])",
        ),
        (
            "return np.array([np.var(layer) for layer in h[1:]])",
            "return np.array([np.var(layer, axis=0).mean() for layer in h[1:]])",
        ),
        ("return rng.normal(0.0, math.sqrt(var), (", "return rng.normal(0.0, var, ("),
        ("return rng.normal(0.0, math.sqrt(var), (", "return rng.normal(var, math.sqrt(var), ("),
        ("(count, n, n))", "(n, count, n))"),
        ("random_matrices(rng, count, n, var)", "random_matrices(rng, count, n, n * var)"),
        ("random_matrices(rng, count, n, var)", "random_matrices(rng, count, n + 1, var)"),
        ("math.sqrt(2.0 / (n_in + n_out))", "math.sqrt(2.0 / (n_in - n_out))"),
        ("math.sqrt(2.0 / (n_in + n_out))", "math.sqrt(2.0 / n_in + n_out)"),
        ("math.sqrt(2.0 / (n_in + n_out))", "math.sqrt(5.0 / (n_in + n_out))"),
        ("math.sqrt(2.0 / (n_in + n_out))", "(2.0 / (n_in + n_out))"),
        ("0.0, math.sqrt(2.0 / (n_in + n_out))", "0.1, math.sqrt(2.0 / (n_in + n_out))"),
        (
            "math.sqrt(2.0 / (n_in + n_out)), (n_out, n_in))",
            "math.sqrt(2.0 / (n_in + n_out)), (n_in, n_out))",
        ),
        ("bound = math.sqrt(6.0 / (n_in + n_out))", "bound = 6.0 / (n_in + n_out)"),
        ("bound = math.sqrt(6.0 / (n_in + n_out))", "bound = math.sqrt(6.0 / (n_in * n_out))"),
        ("rng.uniform(-bound, bound, (n_out, n_in))", "rng.uniform(bound, bound, (n_out, n_in))"),
        (
            "rng.uniform(-bound, bound, (n_out, n_in))",
            "rng.uniform(-bound, 2 * bound, (n_out, n_in))",
        ),
        ("rng.normal(0.0, np.sqrt(2.0 / n_in)", "rng.normal(0.0, np.sqrt(2.0 * n_in)"),
        ("rng.normal(0.0, np.sqrt(2.0 / n_in)", "rng.normal(0.0, np.sqrt(2.0) / n_in"),
        ("rng.normal(0.0, np.sqrt(2.0 / n_in), (", "rng.normal(np.sqrt(2.0 / n_in), size=("),
        ("rng.uniform(-bound, bound, (n_out, n_in))", "rng.uniform(0, bound, (n_out, n_in))"),
        ("rng.uniform(-bound, bound, (n_out, n_in))", "rng.uniform(bound, size=(n_out, n_in))"),
    ],
    "hw3_dropout": [
        (
            "return h * (mask / (1.0 - p) if p < 1 else 0.0 * mask)",
            "return h * (mask / (2.0 - p) if p < 1 else 0.0 * mask)",
        ),
        (
            "return above - np.logaddexp.reduce(above, axis=1, keepdims=True)",
            "return above - np.logaddexp.reduce(above, axis=0, keepdims=True)",
        ),
        ("z = X @ W1.T + b1", "z = X @ W1.T - b1"),
        ("h_dropped = h if mask is None", "h_dropped = z if mask is None"),
        ("o = h_dropped @ W2.T + b2", "o = h @ W2.T + b2"),
        (
            "L = float(-(_one_hot(Y, o) * _log_softmax(o)).sum() / len(X))",
            "L = float(-(_one_hot(Y, o) * _log_softmax(o)).sum() / o.size)",
        ),
        (
            "L = float(-(_one_hot(Y, o) * _log_softmax(o)).sum() / len(X))",
            "L = float(-(_one_hot(Y, o) + _log_softmax(o)).sum() / len(X))",
        ),
        (
            'dL_do = (np.exp(_log_softmax(o)) - _one_hot(cache["Y"], o)) / len(o)',
            'dL_do = (np.exp(_log_softmax(o)) - _one_hot(cache["Y"], o)) / o.shape[1]',
        ),
        (
            'dL_do = (np.exp(_log_softmax(o)) - _one_hot(cache["Y"], o)) / len(o)',
            'dL_do = np.exp(_log_softmax(o)) - _one_hot(cache["Y"], o) / len(o)',
        ),
        (
            'dL_dh = dropout_backward(dL_do @ W2, cache["mask"], cache["p"])',
            'dL_dh = dropout_backward(dL_do @ W2, cache["mask"], 1 - cache["p"])',
        ),
        ('dL_dz = dL_dh * (cache["z"] > 0)', 'dL_dz = dL_dh * (cache["h_dropped"] < 0)'),
        ('"dL_dW1": dL_dz.T @ cache["X"],', '"dL_dW1": dL_dh.T @ cache["X"],'),
        ('"dL_dW2": dL_do.T @ cache["h_dropped"],', '"dL_dW2": dL_do.T @ cache["z"],'),
        ('"dL_db1": dL_dz.sum(axis=0),', '"dL_db1": dL_dz.sum(axis=0) / len(o),'),
        ("if loss < best - min_delta:", "if loss < best + min_delta:"),
        ("best, best_epoch = loss, epoch", "best, best_epoch = loss, epoch + 1"),
        ("elif epoch - best_epoch >= patience:", "elif epoch - best_epoch > patience:"),
        ("return len(losses) - 1, best_epoch", "return len(losses), best_epoch"),
        (
            "    mask = (rng.random(np.shape(h)) >= p).astype(float)",
            "    mask = (rng.random(np.shape(h)) < p).astype(float)",
        ),
        (
            "    mask = (rng.random(np.shape(h)) >= p).astype(float)",
            "    mask = (rng.random(np.shape(h)) >= 1 - p / 2).astype(float)",
        ),
        (
            "    mask = (rng.random(np.shape(h)) >= p).astype(float)",
            "    mask = (rng.normal(size=np.shape(h)) >= p).astype(float)",
        ),
        (
            "    mask = (rng.random(np.shape(h)) >= p).astype(float)",
            "    mask = (rng.random(np.shape(h)) >= p) * (1 - p)",
        ),
        (
            "return _scaled(np.asarray(h, dtype=float), mask, p), mask",
            "return _scaled(np.asarray(h, dtype=float), mask, p / 2), mask",
        ),
        (
            "return _scaled(np.asarray(h, dtype=float), mask, p), mask",
            "return _scaled(np.asarray(h, dtype=float), 1 - mask, p), mask",
        ),
        ("return np.array(h, dtype=float), None", "return p * np.array(h, dtype=float), None"),
        ("return (1.0 - p) * h, None", "return p * h, None"),
        ("return (1.0 - p) * h, None", "return (1.0 - p) + h, None"),
        ("mask = (rng.random(h.shape) >= p)", "mask = (rng.random(h.shape) <= p)"),
        ("return h * mask, mask\n", "return h * mask + p, mask\n"),
        ("return h * mask, mask\n", "return h + mask, mask\n"),
        (
            "channels = (rng.random((*h.shape[:2], 1, 1)) >= p)",
            "channels = (rng.random((*h.shape[:2], 1, 1)) < p)",
        ),
        (
            "channels = (rng.random((*h.shape[:2], 1, 1)) >= p)",
            "channels = (rng.random((*h.shape[1:2], 1, 1)) >= p)",
        ),
        ("    return _scaled(h, mask, p), mask", "    return _scaled(h, mask, p) / (1 - p), mask"),
        ("dropout_forward(h, p, rng)[0]", "dropout_forward(h, 1 - p, rng)[0]"),
        ("dropout_forward(h, p, rng)[0]", "dropout_forward(h, p, rng)[1]"),
        (
            "np.mean(samples, axis=0), np.std(samples, axis=0)",
            "np.mean(samples, axis=0), np.var(samples, axis=0)",
        ),
        (
            "np.mean(samples, axis=0), np.std(samples, axis=0)",
            "np.mean(samples, axis=0), np.std(samples, axis=0, ddof=1)",
        ),
        (
            "np.mean(samples, axis=0), np.std(samples, axis=0)",
            "np.sum(samples, axis=0), np.std(samples, axis=0)",
        ),
    ],
    "hw4_optimization": [
        ("v = mu * np.asarray(v) + grad", "v = mu * np.asarray(v) + lr * grad"),
        ("return w - lr * v, v", "return w - lr * v * mu, v"),
        (
            "m = beta1 * np.asarray(m) + (1 - beta1) * grad",
            "m = beta1 * np.asarray(m) + (1 - beta2) * grad",
        ),
        (
            "v = beta2 * np.asarray(v) + (1 - beta2) * grad**2",
            "v = beta2 * np.asarray(v) + (1 - beta2) * grad**3",
        ),
        (
            "v = beta2 * np.asarray(v) + (1 - beta2) * grad**2",
            "v = beta2 * np.asarray(v) + (1 - beta2) * m**2",
        ),
        ("m_hat = m / (1 - beta1**t)", "m_hat = m / (1 - beta1*t)"),
        ("v_hat = v / (1 - beta2**t)", "v_hat = v / (1 - beta2)**t"),
        (
            "return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v",
            "return w - lr * m_hat / np.sqrt(v_hat + eps), m, v",
        ),
        (
            "return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v",
            "return w - lr * m_hat / (v_hat + eps), m, v",
        ),
        ("mean, var = x.mean(axis=0), x.var(axis=0)", "mean, var = x.mean(axis=1), x.var(axis=0)"),
        ("mean, var = x.mean(axis=0), x.var(axis=0)", "mean, var = x.mean(axis=0), x.std(axis=0)"),
        (
            "unbiased = var * num_examples / (num_examples - 1)",
            "unbiased = var * num_examples / (num_examples + 1)",
        ),
        (
            "running_mean = (1 - momentum) * running_mean + momentum * mean",
            "running_mean = (1 - momentum) * mean + momentum * running_mean",
        ),
        (
            "running_var = (1 - momentum) * running_var + momentum * unbiased",
            "running_var = (1 - momentum) * running_var + momentum * var",
        ),
        (
            "return gamma * _normalised(cache) + beta, cache",
            "return gamma * (_normalised(cache) + beta), cache",
        ),
        (
            'return (cache["x"] - cache["mean"]) / np.sqrt(cache["var"] + cache["eps"])',
            'return (cache["x"] - cache["mean"]) / np.sqrt(cache["var"] - cache["eps"])',
        ),
        ('dx_hat = dout * cache["gamma"]', 'dx_hat = dout / cache["gamma"]'),
        (
            "dx_hat = dx_hat - dx_hat.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)",
            "dx_hat = dx_hat - dx_hat.mean(axis=0) - (dx_hat * x_hat).mean(axis=0)",
        ),
        (
            "dx_hat = dx_hat - dx_hat.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)",
            "dx_hat = dx_hat - dout.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)",
        ),
        (
            'dx = dx_hat / np.sqrt(cache["var"] + cache["eps"])',
            'dx = dx_hat / (cache["var"] + cache["eps"])',
        ),
        (
            "return dx, (dout * x_hat).sum(axis=0), np.sum(dout, axis=0)",
            "return dx, (dout * x_hat).sum(axis=0), np.mean(dout, axis=0)",
        ),
    ],
}
