def sigmoid(x):
    # no overflow: log(1 + e^-x) by logaddexp
    return np.exp(-np.logaddexp(0, -np.asarray(x, dtype=float)))


def sigmoid_grad(x):
    return sigmoid(x) * sigmoid(-np.asarray(x))


PHI = {"sigmoid": sigmoid, "tanh": np.tanh, "relu": lambda z: np.where(z > 0, z, 0.0)}
# derivatives in terms of h, as in the lecture
DPHI = {"sigmoid": lambda h: h * (1 - h), "tanh": lambda h: 1 - h * h, "relu": lambda h: (h > 0).astype(float)}


def gradient_norms_by_depth(X, weights, activation="sigmoid"):
    try:
        phi, dphi = PHI[activation], DPHI[activation]
    except KeyError:
        raise ValueError("no such activation: " + str(activation))
    if np.size(X) == 0:
        raise ValueError("no examples")

    def backward(h, remaining):
        """gradient at h (sum over the batch), norms of the layers above"""
        if not remaining:
            return np.ones_like(h), []
        W, *rest = remaining
        out = phi(np.einsum("bi,oi->bo", h, W))
        g, norms = backward(out, rest)
        dz = g * dphi(out)
        dW = np.einsum("bo,bi->oi", dz, h) / len(X)
        return np.einsum("bo,oi->bi", dz, W), [np.sqrt((dW**2).sum())] + norms

    return np.array(backward(np.asarray(X, dtype=float), list(weights))[1])


def random_matrices(rng, count=100, n=4, var=1.0):
    out = np.zeros((count, n, n))
    for k in range(count):
        for i in range(n):
            for j in range(n):
                out[k, i, j] = var ** 0.5 * rng.standard_normal()
    return out


def matrix_product(matrices):
    if len(matrices) == 1:
        return matrices[0].copy()
    return np.einsum("ij,jk->ik", matrix_product(matrices[:-1]).astype(float), matrices[-1])


def symmetry_gap(W1, W2):
    gap = 0.0
    for j in range(W1.shape[0]):
        for i in range(W1.shape[1]):
            gap = max(gap, abs(float(W1[j, i]) - W1[0, i]))
        for k in range(W2.shape[0]):
            gap = max(gap, abs(float(W2[k, j]) - W2[k, 0]))
    return gap


def xavier_uniform(rng, n_in, n_out):
    bound = (6 / (n_in + n_out)) ** 0.5
    return np.array([[rng.uniform(-bound, bound) for _ in range(n_in)] for _ in range(n_out)])


def activation_variances(X, weights, activation):
    if activation not in PHI or len(X) < 1:
        raise ValueError
    variances = []
    for W in weights:
        X = PHI[activation](X @ W.T)
        mean = sum(X.flat) / X.size
        variances.append(sum((v - mean) ** 2 for v in X.flat) / X.size)
    return np.array(variances)


def he_normal(rng, n_in, n_out):
    W = np.zeros((n_out, n_in))
    for i in range(n_out):
        for j in range(n_in):
            W[i, j] = rng.standard_normal() * (2 / n_in) ** 0.5
    return W


def leaky_relu(x, alpha=0.1):
    x = np.asarray(x, dtype=float)
    return np.maximum(x, alpha * x)


def leaky_relu_grad(x, alpha=0.1):
    x = np.asarray(x, dtype=float)
    out = np.empty(x.shape)
    for i in np.ndindex(x.shape):
        out[i] = 1.0 if x[i] > 0 else alpha
    return out


def clip_gradients(grads, max_norm):
    # with PyTorch's small number in the denominator
    total = 0.0
    for g in grads:
        total += np.einsum("i,i->", g.ravel() * 1.0, g.ravel() * 1.0)
    total = total ** 0.5
    coefficient = min(1.0, max_norm / (total + 1e-6))
    return [g * coefficient for g in grads], total
