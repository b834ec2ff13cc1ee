'''HW 1, everything as vector-Jacobian products'''
import numpy as np


# %% q1
def computational_graph(x, y, z):
    du = np.array([1.0, 1.0])              # du/d(x, y)
    df = np.array([z, x + y], dtype=float)  # df/d(u, z)
    df_dxy = df[0] * du
    return {'f': float((x + y) * z), 'df_dx': df_dxy[0], 'df_dy': df_dxy[1], 'df_dz': df[1]}


# %% q2
def sigmoid(x):
    return (np.tanh(np.asarray(x) / 2) + 1) / 2

def sigmoid_grad(x):
    return (1 - np.tanh(np.asarray(x) / 2) ** 2) / 4

def relu(x):
    return np.clip(x, 0, None)

def relu_grad(x):
    return (np.sign(x) + np.abs(np.sign(x))) / 2

def tanh_grad(x):
    return (1 - np.tanh(x)) * (1 + np.tanh(x))


# %% q3
def log_softmax(o):
    if np.size(o) == 0:
        raise ValueError('empty batch')
    return o - np.logaddexp.reduce(o, axis=-1, keepdims=True)

def softmax(o):
    return np.exp(log_softmax(o))

def labels_as_rows(o, y):
    q = np.shape(o)[-1]
    if np.ndim(y) < np.ndim(o):
        y = np.eye(q)[y]
    return np.reshape(y, (-1, q))

def cross_entropy(o, y):
    logp = log_softmax(o).reshape(-1, np.shape(o)[-1])
    return -float((labels_as_rows(o, y) * logp).sum(axis=1).mean())

def log_softmax_jacobian(o):
    '''d log p_j / d o_k = delta_jk - p_k'''
    return np.eye(len(o)) - np.outer(np.ones(len(o)), softmax(o))

def cross_entropy_grad(o, y):
    if np.size(o) == 0:
        raise ValueError('empty batch')
    rows, targets = np.reshape(o, (-1, np.shape(o)[-1])), labels_as_rows(o, y)
    grads = [-t @ log_softmax_jacobian(r) for r, t in zip(rows, targets)]
    return np.reshape(grads, np.shape(o)) / len(rows)

def residual(o, y):
    if np.size(o) == 0:
        raise ValueError('empty batch')
    return (np.asarray(o, float) - np.reshape(y, np.shape(o))).reshape(-1, np.shape(o)[-1])

def squared_loss(o, y):
    r = residual(o, y)
    return float(np.mean([0.5 * v @ v for v in r]))

def squared_loss_grad(o, y):
    r = residual(o, y)
    return np.reshape([v @ np.eye(len(v)) for v in r], np.shape(o)) / len(r)

def l2_penalty(W1, W2, lambd):
    w = np.concatenate([W1.ravel(), W2.ravel()])
    return 0.5 * lambd * float(w @ w)


# %% q4
def check(activation, loss):
    if activation not in ('relu', 'sigmoid', 'tanh'):
        raise ValueError(activation)
    if loss not in ('squared', 'cross_entropy'):
        raise ValueError(loss)

def mlp_forward(x, y, W1, W2, lambd, activation, loss, b1=None, b2=None):
    check(activation, loss)
    phi = np.tanh if activation == 'tanh' else globals()[activation]
    z = np.dot(W1, x)
    z = z if b1 is None else z + b1
    h = phi(z)
    o = np.dot(W2, h)
    o = o if b2 is None else o + b2
    L = squared_loss(o, y) if loss == 'squared' else cross_entropy(o, y)
    s = l2_penalty(W1, W2, lambd)
    J = L + s
    return {k: v for k, v in locals().items() if k != 'phi'}


# %% q5
def mlp_backward(cache):
    c = cache
    W1, W2 = c['W1'], c['W2']
    (h, d), q = W1.shape, W2.shape[0]
    grad_of = {'squared': squared_loss_grad, 'cross_entropy': cross_entropy_grad}[c['loss']]
    dphi = {'relu': relu_grad, 'sigmoid': sigmoid_grad, 'tanh': tanh_grad}[c['activation']]
    # row vectors times Jacobians, all the way
    J_o = grad_of(c['o'], c['y'])
    o_h = W2                                                       # (q, h)
    h_z = np.diag(dphi(c['z']))                                    # (h, h)
    o_W2 = np.kron(np.eye(q), c['h']).reshape(q, q, h)             # d o_i / d W2_jk
    z_W1 = np.kron(np.eye(h), c['x']).reshape(h, h, d)
    J_h = J_o @ o_h
    J_z = J_h @ h_z
    g = {'dJ_do': J_o, 'dJ_dh': J_h, 'dJ_dz': J_z}
    g['dJ_dW2'] = np.tensordot(J_o, o_W2, axes=1) + c['lambd'] * W2
    g['dJ_dW1'] = np.tensordot(J_z, z_W1, axes=1) + c['lambd'] * W1
    if c['b1'] is not None:
        g['dJ_db1'] = J_z @ np.eye(h)
    if c['b2'] is not None:
        g['dJ_db2'] = J_o @ np.eye(q)
    return g


# %% q6
def mlp_forward_batch(X, Y, W1, W2, lambd, activation, loss, b1=None, b2=None):
    check(activation, loss)
    phi = np.tanh if activation == 'tanh' else globals()[activation]
    z = np.dot(X, W1.T)
    z = z if b1 is None else z + b1
    h = phi(z)
    o = np.dot(h, W2.T)
    o = o if b2 is None else o + b2
    L = squared_loss(o, Y) if loss == 'squared' else cross_entropy(o, Y)
    s = l2_penalty(W1, W2, lambd)
    cache = {'x': X, 'y': Y, 'z': z, 'h': h, 'o': o, 'L': L, 's': s, 'J': L + s, 'W1': W1, 'W2': W2}
    cache.update(lambd=lambd, activation=activation, loss=loss, b1=b1, b2=b2)
    return cache

def mlp_backward_batch(cache):
    c = cache
    B = len(c['x'])
    per_example = []
    for i in range(B):
        one = {**c, **{k: c[k][i] for k in 'xyzho'}}
        per_example.append(mlp_backward(one))
    g = {k: np.stack([p[k] for p in per_example]) / B for k in per_example[0]}
    for k in g:
        if k not in ('dJ_do', 'dJ_dh', 'dJ_dz'):
            g[k] = g[k].sum(0)      # lambd W: B times 1/B, so it is in there once
    return g


# %% q7
def numerical_gradient(f, x, eps=1e-5):
    x = np.asarray(x, dtype=float)
    g = np.zeros(x.size)
    for i in range(x.size):
        e = np.zeros(x.size); e[i] = eps
        e = e.reshape(x.shape)
        g[i] = (f(x + e) - f(x - e)) / (2 * eps)
    return g.reshape(x.shape)

def relative_error(a, b):
    na, nb = np.sqrt((a ** 2).sum()), np.sqrt((b ** 2).sum())
    return 0.0 if na == nb == 0 else float(np.sqrt(((a - b) ** 2).sum()) / (na + nb))


# %% q8
def sgd_weight_decay(w, grad, lr, lambd):
    decay = 1 - lr * lambd
    return decay * w - lr * grad

def mlp_sgd_step(W1, W2, X, Y, lambd, lr, activation, loss):
    g = mlp_backward_batch(mlp_forward_batch(X, Y, W1, W2, 0.0, activation, loss))
    return sgd_weight_decay(W1, g['dJ_dW1'], lr, lambd), sgd_weight_decay(W2, g['dJ_dW2'], lr, lambd)

def train_mlp(W1, W2, X, Y, lambd, lr, steps, activation, loss):
    for _ in range(steps):
        (W1, W2) = mlp_sgd_step(W1, W2, X, Y, lambd, lr, activation, loss)
    return W1, W2
