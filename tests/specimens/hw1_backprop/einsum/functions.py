def computational_graph(x, y, z):
    return dict(f=(x + y) * z, df_dx=z, df_dy=z, df_dz=x + y)


def sigmoid(x):
    return np.exp(-np.logaddexp(0, -np.asarray(x, float)))


def sigmoid_grad(x):
    return sigmoid(x) * sigmoid(-np.asarray(x, float))


def relu(x):
    return x * (x > 0)


def relu_grad(x):
    return np.asarray(x) > 0          # bool is allowed


def tanh_grad(x):
    return 1. / np.cosh(np.clip(x, -300, 300)) ** 2


def _batched(o):
    o = np.asarray(o, float)
    if 0 in o.shape:
        raise ValueError('no examples')
    return o.reshape(-1, o.shape[-1])


def softmax(o):
    o = np.asarray(o, float)
    if o.size == 0: raise ValueError('no examples')
    e = np.exp(o - np.max(o, -1, keepdims=True))
    return np.einsum('...j,...->...j', e, 1 / np.einsum('...j->...', e))


def _onehot(o, y):
    q = o.shape[-1]
    return np.reshape(y, (-1, q)) if np.ndim(y) == np.ndim(o) else np.identity(q)[np.ravel(y).astype(int)]


def cross_entropy(o, y):
    O, T = _batched(o), _onehot(np.asarray(o), y)
    logZ = np.logaddexp.reduce(O, axis=1)
    return float(np.mean(logZ - np.einsum('bj,bj->b', O, T)))


def cross_entropy_grad(o, y):
    O, T = _batched(o), _onehot(np.asarray(o), y)
    return ((softmax(O) - T) / len(O)).reshape(np.shape(o))


def squared_loss(o, y):
    O = _batched(o); D = O - np.reshape(y, O.shape)
    return float(np.einsum('bj,bj->', D, D) / (2 * len(O)))


def squared_loss_grad(o, y):
    O = _batched(o)
    return ((O - np.reshape(y, O.shape)) / len(O)).reshape(np.shape(o))


def l2_penalty(W1, W2, lambd):
    return lambd * (np.einsum('ij,ij->', W1, W1) + np.einsum('ij,ij->', W2, W2)) / 2


PHI = {'relu': (relu, relu_grad), 'sigmoid': (sigmoid, sigmoid_grad), 'tanh': (np.tanh, tanh_grad)}
LOSS = {'squared': (squared_loss, squared_loss_grad), 'cross_entropy': (cross_entropy, cross_entropy_grad)}


def mlp_forward(x, y, W1, W2, lambd, activation, loss, b1=None, b2=None):
    if activation not in PHI or loss not in LOSS:
        raise ValueError((activation, loss))
    z = np.einsum('hd,...d->...h', W1, x) + (0 if b1 is None else b1)
    h = PHI[activation][0](z)
    o = np.einsum('qh,...h->...q', W2, h) + (0 if b2 is None else b2)
    L, s = LOSS[loss][0](o, y), l2_penalty(W1, W2, lambd)
    return dict(x=x, y=y, z=z, h=h, o=o, L=L, s=s, J=L + s, W1=W1, W2=W2, lambd=lambd,
                activation=activation, loss=loss, b1=b1, b2=b2)


def mlp_backward(cache):
    c = cache
    do = LOSS[c['loss']][1](c['o'], c['y'])
    dh = np.einsum('qh,q->h', c['W2'], do)
    dz = np.einsum('h,h->h', dh, PHI[c['activation']][1](c['z']))
    g = dict(dJ_do=do, dJ_dh=dh, dJ_dz=dz,
             dJ_dW2=np.einsum('q,h->qh', do, c['h']) + c['lambd'] * c['W2'],
             dJ_dW1=np.einsum('h,d->hd', dz, c['x']) + c['lambd'] * c['W1'])
    if c['b1'] is not None: g['dJ_db1'] = dz
    if c['b2'] is not None: g['dJ_db2'] = do
    return g


mlp_forward_batch = mlp_forward      # the ... in the einsums takes care of the batch


def mlp_backward_batch(cache):
    c = cache
    do = LOSS[c['loss']][1](c['o'], c['y'])
    dh = np.einsum('qh,bq->bh', c['W2'], do)
    dz = np.einsum('bh,bh->bh', dh, PHI[c['activation']][1](c['z']))
    g = dict(dJ_do=do, dJ_dh=dh, dJ_dz=dz,
             dJ_dW2=np.einsum('bq,bh->qh', do, c['h']) + c['lambd'] * c['W2'],
             dJ_dW1=np.einsum('bh,bd->hd', dz, c['x']) + c['lambd'] * c['W1'])
    if c['b1'] is not None: g['dJ_db1'] = np.einsum('bh->h', dz)
    if c['b2'] is not None: g['dJ_db2'] = np.einsum('bq->q', do)
    return g


def numerical_gradient(f, x, eps=1e-5):
    x = np.asarray(x, float)
    E = np.eye(x.size).reshape(x.size, *x.shape)
    return np.array([f(x + eps * e) - f(x - eps * e) for e in E]).reshape(x.shape) / (2 * eps)


def relative_error(a, b):
    n = lambda v: np.sqrt(np.einsum('i,i->', np.ravel(v), np.ravel(v)))
    return float(n(a - b) / (n(a) + n(b) or 1.))


def sgd_weight_decay(w, grad, lr, lambd):
    return w - lr * (grad + lambd * w)


def mlp_sgd_step(W1, W2, X, Y, lambd, lr, activation, loss):
    g = mlp_backward_batch(mlp_forward_batch(X, Y, W1, W2, lambd, activation, loss))
    return W1 - lr * g['dJ_dW1'], W2 - lr * g['dJ_dW2']


def train_mlp(W1, W2, X, Y, lambd, lr, steps, activation, loss):
    if steps == 0:
        return W1.copy(), W2.copy()
    return train_mlp(*mlp_sgd_step(W1, W2, X, Y, lambd, lr, activation, loss), X, Y, lambd, lr, steps - 1, activation, loss)
