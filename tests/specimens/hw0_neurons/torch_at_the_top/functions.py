import sklearn
import torch


def softmax_jacobian(o):
    e = np.exp(o - np.max(o))
    f = e / e.sum()
    J = np.empty((len(o), len(o)))
    for i in range(len(o)):
        for j in range(len(o)):
            J[i, j] = f[i] * (1 - f[i]) if i == j else -f[i] * f[j]
    return J
