from dataclasses import dataclass

import numpy as np


@dataclass
class Adam:
    """I like objects. The functions at the end only wrap them."""

    lr: float
    beta1: float
    beta2: float
    eps: float

    def step(self, w, g, m, v, t):
        m = self.beta1 * m + (1 - self.beta1) * g
        v = self.beta2 * v + (1 - self.beta2) * g * g
        mh, vh = m / (1 - self.beta1**t), v / (1 - self.beta2**t)
        return w - self.lr * mh / (vh**0.5 + self.eps), m, v


class BatchNorm:
    def __init__(self, **state):
        self.__dict__.update(state)

    def forward(self, x):
        self.x_hat = (x - self.mean) / (self.var + self.eps) ** 0.5
        return self.gamma * self.x_hat + self.beta

    def backward(self, dout):
        g = dout * self.gamma
        if self.train:
            # Jacobian of the normalization, one feature at a time
            B = len(dout)
            out = np.empty_like(g)
            for j in range(g.shape[1]):
                h = self.x_hat[:, j]
                P = np.eye(B) - np.ones((B, B)) / B - np.outer(h, h) / B
                out[:, j] = P @ g[:, j]
            g = out
        return g / (self.var + self.eps) ** 0.5


momentum_step = lambda w, grad, v, lr, mu: (w - lr * (mu * v + grad), mu * v + grad)


def adam_step(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return Adam(lr, beta1, beta2, eps).step(w, grad, m, v, t)


def batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    if len(x) == 0:
        raise ValueError("empty")
    stats = (x.mean(0), x.var(0)) if train else (running_mean, running_var)
    bn = BatchNorm(mean=stats[0], var=stats[1], gamma=gamma, beta=beta, eps=eps, train=train)
    out = bn.forward(x)
    if train:
        new = x.mean(0), x.var(0, ddof=1)
        running_mean, running_var = [
            (1 - momentum) * r + momentum * b for r, b in zip((running_mean, running_var), new)
        ]
    return out, vars(bn), running_mean, running_var


def batchnorm_backward(dout, cache):
    bn = BatchNorm(**cache)
    return bn.backward(dout), np.einsum("bd,bd->d", dout, bn.x_hat), dout.sum(0)


class Nesterov:
    def __init__(self, v):
        self.v = v

    def step(self, w, g, lr, mu):
        self.v = mu * self.v + g
        return momentum_step(w, g, self.v, lr, mu)[0]  # once more: grad + mu v


class Squares:
    def __init__(self, keep, new):
        self.keep, self.new = keep, new

    def __call__(self, w, g, s, lr, eps):
        s = self.keep * s + self.new * g**2
        return w - lr * g / (s**0.5 + eps), s


def nesterov_step(w, grad, v, lr, mu):
    optimiser = Nesterov(v)
    return optimiser.step(w, grad, lr, mu), optimiser.v


def rmsprop_step(w, grad, s, lr, beta=0.9, eps=1e-8):
    return Squares(beta, 1 - beta)(w, grad, s, lr, eps)


adagrad_step = lambda w, grad, s, lr, eps=1e-8: Squares(1.0, 1.0)(w, grad, s, lr, eps)


class Schedule:
    def __init__(self, *pieces):
        self.pieces = pieces

    def __call__(self, t):
        for end, rate in self.pieces:
            if t < end:
                return rate(t)
        return self.pieces[-1][1](t)


def warmup_cosine(t, total, lr, warmup=0, lr_min=0.0):
    length = total - 1 - warmup
    rise = warmup, lambda t: lr / warmup * (t + 1)
    fall = total, lambda t: lr_min + (lr - lr_min) / 2 * (1 + np.cos(np.pi * (t - warmup) / length))
    if length <= 0:
        fall = total, lambda t: lr
    return Schedule(rise, fall)(t)


def step_decay(t, lr, factor, every):
    return lr * pow(factor, divmod(t, every)[0])
