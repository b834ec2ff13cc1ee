def cross_entropy_grad(o, y):
    o = np.asarray(o, dtype=float)
    if o.size == 0:
        raise ValueError("empty batch")
    B = o.shape[0] if o.ndim == 2 else 1
    # الفرق بين الهدف والاحتمال
    return (to_one_hot(o, y) - softmax(o)) / B


def numerical_gradient(f, x, eps=1e-5):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    f0 = f(x)   # قيمة الدالة قبل التغيير
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] = old + eps
        grad[i] = (f(x) - f0) / eps
        x[i] = old
    return grad


def relative_error(a, b):
    num = np.linalg.norm(np.ravel(a) - np.ravel(b))
    den = np.linalg.norm(np.ravel(a)) + np.linalg.norm(np.ravel(b))
    return float(num / den)
