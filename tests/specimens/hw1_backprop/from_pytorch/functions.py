def computational_graph(x, y, z):
    q = x + y
    f = q * z
    return {'f': f, 'df_dx': z, 'df_dy': z, 'df_dz': q}


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def sigmoid_grad(x):
    out = sigmoid(x)
    return out * (1 - out)


def relu(x):
    return np.clip(x, a_min=0, a_max=None)


def relu_grad(x):
    return (x > 0).astype(np.float32)


def tanh_grad(x):
    return 1 - np.tanh(x) ** 2


def softmax(o, dim=-1):
    e = np.exp(o - o.max(axis=dim, keepdims=True))
    return e / e.sum(axis=dim, keepdims=True)


def nll(logp, y):
    if np.ndim(y) == np.ndim(logp):
        return -(logp * y).sum(axis=-1).mean()
    if logp.ndim == 1:
        return -logp[y]
    return -logp[np.arange(len(y)), y].mean()


def cross_entropy(o, y):
    if o.size == 0:
        raise ValueError('batch size 0')
    o = o - o.max(axis=-1, keepdims=True)
    return nll(o - np.log(np.exp(o).sum(axis=-1, keepdims=True)), y)


def cross_entropy_grad(o, y):
    p = softmax(o)
    if np.ndim(y) == np.ndim(o):
        return (p - y) / (len(o) if o.ndim == 2 else 1)
    if o.ndim == 1:
        p[y] -= 1
        return p
    p[np.arange(len(y)), y] -= 1
    return p / len(y)


def squared_loss(o, y):
    # = nn.MSELoss()(o, y) / 2
    return ((o - y) ** 2).mean() / 2


def squared_loss_grad(o, y):
    return (o - y) / o.size


def l2_penalty(W1, W2, lambd):
    # weight_decay of torch.optim.SGD
    return lambd / 2 * sum((p ** 2).sum() for p in [W1, W2])


def mlp_forward(x, y, W1, W2, lambd, activation, loss, b1=None, b2=None):
    act = {'relu': relu, 'sigmoid': sigmoid, 'tanh': np.tanh}
    criterion = {'squared': squared_loss, 'cross_entropy': cross_entropy}
    if activation not in act:
        raise ValueError('activation')
    if loss not in criterion:
        raise ValueError('loss')
    def linear(v, weight, bias=None):
        out = v @ weight.T
        return out if bias is None else out + bias
    z = linear(x, W1, b1)
    h = act[activation](z)
    o = linear(h, W2, b2)
    L = criterion[loss](o, y)
    s = l2_penalty(W1, W2, lambd)
    return {'x': x, 'y': y, 'z': z, 'h': h, 'o': o, 'L': L, 's': s, 'J': L + s, 'W1': W1, 'W2': W2,
            'lambd': lambd, 'activation': activation, 'loss': loss, 'b1': b1, 'b2': b2}


def mlp_backward(cache):
    act_grad = {'relu': relu_grad, 'sigmoid': sigmoid_grad, 'tanh': tanh_grad}[cache['activation']]
    crit_grad = {'squared': squared_loss_grad, 'cross_entropy': cross_entropy_grad}[cache['loss']]
    grad_o = crit_grad(cache['o'], cache['y'])
    grad_h = grad_o @ cache['W2']
    grad_z = grad_h * act_grad(cache['z'])
    grads = {'dJ_do': grad_o, 'dJ_dh': grad_h, 'dJ_dz': grad_z}
    grads['dJ_dW2'] = np.outer(grad_o, cache['h']) + cache['lambd'] * cache['W2']
    grads['dJ_dW1'] = np.outer(grad_z, cache['x']) + cache['lambd'] * cache['W1']
    if cache['b1'] is not None: grads['dJ_db1'] = grad_z
    if cache['b2'] is not None: grads['dJ_db2'] = grad_o
    return grads


def mlp_backward_batch(cache):
    act_grad = {'relu': relu_grad, 'sigmoid': sigmoid_grad, 'tanh': tanh_grad}[cache['activation']]
    crit_grad = {'squared': squared_loss_grad, 'cross_entropy': cross_entropy_grad}[cache['loss']]
    grad_o = crit_grad(cache['o'], cache['y'])
    grad_h = grad_o @ cache['W2']
    grad_z = grad_h * act_grad(cache['z'])
    grads = {'dJ_do': grad_o, 'dJ_dh': grad_h, 'dJ_dz': grad_z}
    grads['dJ_dW2'] = grad_o.T @ cache['h'] + cache['lambd'] * cache['W2']
    grads['dJ_dW1'] = grad_z.T @ cache['x'] + cache['lambd'] * cache['W1']
    if cache['b1'] is not None: grads['dJ_db1'] = grad_z.sum(0)
    if cache['b2'] is not None: grads['dJ_db2'] = grad_o.sum(0)
    return grads


def numerical_gradient(f, x, eps=1e-5):
    grad = np.zeros_like(x, dtype=np.float64)
    flat, g = x.astype(np.float64).flatten(), grad.reshape(-1)
    for i in range(flat.size):
        p, m = flat.copy(), flat.copy()
        p[i] += eps
        m[i] -= eps
        g[i] = (f(p.reshape(x.shape)) - f(m.reshape(x.shape))) / (2 * eps)
    return grad


def relative_error(a, b):
    denom = np.linalg.norm(a) + np.linalg.norm(b)
    return np.linalg.norm(a - b) / denom if denom else 0.0


def sgd_weight_decay(w, grad, lr, lambd):
    grad = grad + lambd * w
    return w - lr * grad


def train_mlp(W1, W2, X, Y, lambd, lr, steps, activation, loss):
    for epoch in range(steps):
        W1, W2 = mlp_sgd_step(W1, W2, X, Y, lambd, lr, activation, loss)
    return W1, W2
