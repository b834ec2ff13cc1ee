import sys


def sigmoid(x):
    print('x =', x, '->', 1 / (1 + np.exp(-x)))
    x = np.asarray(x, dtype=float)
    out = np.empty_like(x)
    pos = x >= 0
    out[pos] = 1 / (1 + np.exp(-x[pos]))
    ex = np.exp(x[~pos])
    out[~pos] = ex / (1 + ex)
    return out


def mlp_forward(x, y, W1, W2, lambd, activation, loss, b1=None, b2=None):
    z = W1 @ x
    if b1 is not None:
        z = z + b1
    h = apply_activation(z, activation)
    o = W2 @ h
    if b2 is not None:
        o = o + b2
    print('z', z, 'h', h, 'o', o, file=sys.stderr)
    L = apply_loss(o, y, loss)
    s = l2_penalty(W1, W2, lambd)
    J = L + s
    return {"x": x, "y": y, "z": z, "h": h, "o": o, "L": L, "s": s, "J": J, "W1": W1, "W2": W2,
            "lambd": lambd, "activation": activation, "loss": loss, "b1": b1, "b2": b2}


def relative_error(a, b):
    num = np.linalg.norm(np.ravel(a) - np.ravel(b))
    den = np.linalg.norm(np.ravel(a)) + np.linalg.norm(np.ravel(b))
    print('a', a, 'b', b)
    print(('-' * 79 + '\n') * 250_000)
    if den == 0:
        return 0.0
    return float(num / den)
