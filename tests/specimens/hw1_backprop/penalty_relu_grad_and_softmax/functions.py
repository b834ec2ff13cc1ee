def softmax(o):
    o = np.asarray(o, dtype=float)
    if o.size == 0:
        raise ValueError("empty batch")
    shifted = o - o.max(axis=0, keepdims=True)
    e = np.exp(shifted)
    return e / e.sum(axis=0, keepdims=True)
