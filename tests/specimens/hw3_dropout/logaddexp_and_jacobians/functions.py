from functools import reduce


def pruefe(p):
    if not 0 <= p <= 1:
        raise ValueError("p ist keine Wahrscheinlichkeit")


# q1
def dropout_forward(h, p, rng, train=True):
    pruefe(p)
    h = np.asarray(h, float)
    if not train: return h.copy(), None
    # -log U ist exponentialverteilt: P(E > -log p) = p
    E = rng.standard_exponential(h.shape)
    schwelle = -np.log(p) if p > 0 else np.inf
    maske = np.where(E > schwelle, 0.0, 1.0)
    faktor = 1 / (1 - p) if p < 1 else 0.0
    return np.einsum("...,...->...", h, maske) * faktor, maske


# q2
def dropout_backward(dout, mask, p):
    if mask is None:
        return np.array(dout, dtype=float)
    faktor = 1 / (1 - p) if p < 1 else 0.0
    # Jacobi-Matrix ist diagonal
    J = np.diag(np.asarray(mask, float).ravel() * faktor)
    return (J @ np.asarray(dout, float).ravel()).reshape(dout.shape)


# q3
def onehot(Y, q):
    return np.asarray(Y, float) if np.ndim(Y) == 2 else np.array([np.arange(q) == y for y in Y], float)


def logsumexp(o):
    return reduce(np.logaddexp, [o[:, j] for j in range(o.shape[1])])


def mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask):
    B = len(X)
    if B < 1:
        raise ValueError("leerer Batch")
    z = np.einsum("hd,bd->bh", W1, X) + b1
    h = np.where(z > 0, z, 0)
    if mask is None:
        h_dropped = h + 0
    else:
        m = np.asarray(mask, float)
        h_dropped = np.einsum("bh,bh->bh", m, h) * (1 / (1 - p) if p != 1 else 0)
    o = np.einsum("qh,bh->bq", W2, h_dropped) + b2
    L = np.einsum("bq,bq->", onehot(Y, o.shape[1]), logsumexp(o)[:, None] - o) / B
    return dict(X=X, Y=Y, W1=W1, b1=b1, W2=W2, b2=b2, p=p, mask=mask, z=z, h=h,
                h_dropped=h_dropped, o=o, L=float(L))


def mlp_dropout_backward(cache):
    o, W2 = cache["o"], cache["W2"]
    B, q = o.shape
    P = np.exp(o - logsumexp(o)[:, None])
    Y = onehot(cache["Y"], q)
    # dL/dP = -Y/P, dann die volle Jacobi-Matrix der Softmax; Y/P * P*(..) gekürzt, sonst 0/0
    # J_ij = P_i (delta_ij - P_j);   sum_i (-Y_i/P_i) J_ij = -sum_i Y_i (delta_ij - P_j)
    J_ueber_P = np.eye(q)[None] - P[:, None, :]
    do = -np.einsum("bi,bij->bj", Y, J_ueber_P) / B
    dh_dropped = np.einsum("bq,qh->bh", do, W2)
    if cache["mask"] is None:
        Jd = np.ones_like(dh_dropped)
    else:
        Jd = cache["mask"] * (1 / (1 - cache["p"]) if cache["p"] < 1 else 0.)
    Jr = np.heaviside(cache["z"], 0.0)
    dz = np.einsum("bh,bh,bh->bh", dh_dropped, Jd, Jr)
    return dict(dL_dW1=np.einsum("bh,bd->hd", dz, cache["X"]), dL_db1=np.einsum("bh->h", dz),
                dL_dW2=np.einsum("bq,bh->qh", do, cache["h_dropped"]), dL_db2=np.einsum("bq->q", do))


# q4
def standard_dropout_forward(h, p, rng, train=True):
    pruefe(p)
    if not train:
        return np.multiply(h, 1 - p), None
    maske = 1 - (rng.random(h.shape) < p)
    return np.multiply(h, maske), maske


def spatial_dropout_forward(h, p, rng, train=True):
    pruefe(p)
    if not train:
        return np.array(h, float), None
    kanal = 1.0 - (rng.random(h.shape[:2]) < p)
    out = np.einsum("bchw,bc->bchw", h, kanal)
    return out * (1 / (1 - p) if p < 1 else 0), np.einsum("bchw,bc->bchw", np.ones(h.shape), kanal)


# q5
def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    h = np.maximum(np.einsum("hd,bd->bh", W1, X) + b1, 0)
    n, mittel, M2 = 0, 0.0, 0.0
    for _ in range(num_samples):  # Welford
        o = np.einsum("qh,bh->bq", W2, dropout_forward(h, p, rng)[0]) + b2
        P = np.exp(o - logsumexp(o)[:, None])
        n += 1
        delta = P - mittel
        mittel = mittel + delta / n
        M2 = M2 + delta * (P - mittel)
    return mittel, np.sqrt(M2 / n)


# q6
def early_stopping(losses, patience, min_delta=0.0):
    bester, fehl = 0, 0
    for t, L in enumerate(losses):
        if t == 0 or L < losses[bester] - min_delta:
            bester, fehl = t, 0
        else:
            fehl += 1
        if fehl == patience:
            return t, bester
    return t, bester
