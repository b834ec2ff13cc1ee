"""Homework 4 with loops, so that I see what happens."""
import math

import numpy as np


def momentum_step(w, grad, v, lr, mu):
    w_new = np.zeros(np.shape(w))
    v_new = np.zeros(np.shape(w))
    for i in np.ndindex(*np.shape(w)):
        v_new[i] = mu * v[i] + grad[i]
        w_new[i] = w[i] - lr * v_new[i]
    return w_new, v_new


def adam_step(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w_new, m_new, v_new = (np.zeros(np.shape(w)) for _ in range(3))
    for i in np.ndindex(*np.shape(w)):
        m_new[i] = beta1 * m[i] + (1 - beta1) * grad[i]
        v_new[i] = beta2 * v[i] + (1 - beta2) * grad[i] * grad[i]
        mhat = m_new[i] / (1 - math.pow(beta1, t))
        vhat = v_new[i] / (1 - math.pow(beta2, t))
        w_new[i] = w[i] - lr * mhat / (math.sqrt(vhat) + eps)
    return w_new, m_new, v_new


def batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    B, d = x.shape
    if B < 1:
        raise ValueError("no examples")
    out = np.zeros((B, d))
    x_hat = np.zeros((B, d))
    deviations = []
    new_mean, new_var = [], []
    for j in range(d):
        if train:
            mean = sum(x[i, j] for i in range(B)) / B
            squares = sum((x[i, j] - mean) ** 2 for i in range(B))
            var = squares / B
            new_mean.append((1 - momentum) * running_mean[j] + momentum * mean)
            new_var.append((1 - momentum) * running_var[j] + momentum * squares / (B - 1))
        else:
            mean, var = running_mean[j], running_var[j]
            new_mean.append(mean)
            new_var.append(var)
        deviation = math.sqrt(var + eps)
        deviations.append(deviation)
        for i in range(B):
            x_hat[i, j] = (x[i, j] - mean) / deviation
            out[i, j] = gamma[j] * x_hat[i, j] + beta[j]
    cache = [x_hat, list(gamma), deviations, bool(train)]
    return out, cache, np.array(new_mean), np.array(new_var)


def batchnorm_backward(dout, cache):
    x_hat, gamma, deviations, train = cache
    B, d = dout.shape
    dx = np.zeros((B, d))
    dgamma, dbeta = np.zeros(d), np.zeros(d)
    for j in range(d):
        for i in range(B):
            dbeta[j] += dout[i, j]
            dgamma[j] += dout[i, j] * x_hat[i, j]
        for i in range(B):
            g = dout[i, j]
            if train:
                g -= dbeta[j] / B + x_hat[i, j] * dgamma[j] / B
            dx[i, j] = gamma[j] * g / deviations[j]
    return dx, dgamma, dbeta


def nesterov_step(w, grad, v, lr, mu):
    new_w, new_v = np.zeros(np.shape(w)), np.zeros(np.shape(w))
    for i in np.ndindex(np.shape(w)):
        new_v[i] = mu * v[i] + grad[i]
        new_w[i] = w[i] - lr * (grad[i] + mu * new_v[i])
    return new_w, new_v


def rmsprop_step(w, grad, s, lr, beta=0.9, eps=1e-8):
    new_w, new_s = np.zeros(np.shape(w)), np.zeros(np.shape(w))
    for i in np.ndindex(np.shape(w)):
        new_s[i] = beta * s[i] + (1 - beta) * grad[i] ** 2
        new_w[i] = w[i] - lr * grad[i] / (math.sqrt(new_s[i]) + eps)
    return new_w, new_s


def adagrad_step(w, grad, s, lr, eps=1e-8):
    new_w, new_s = np.zeros(np.shape(w)), np.zeros(np.shape(w))
    for i in np.ndindex(np.shape(w)):
        new_s[i] = s[i] + grad[i] ** 2
        new_w[i] = w[i] - lr * grad[i] / (math.sqrt(new_s[i]) + eps)
    return new_w, new_s


def warmup_cosine(t, total, lr, warmup=0, lr_min=0.0):
    # all rates of the run, then the one that is asked for
    rates = []
    for k in range(warmup):
        rates.append(lr * (k + 1) / warmup)
    left = total - warmup
    for k in range(left):
        angle = math.pi * k / (left - 1) if left > 1 else 0.0
        rates.append(lr_min + 0.5 * (lr - lr_min) * (1 + math.cos(angle)))
    return rates[int(t)]


def step_decay(t, lr, factor, every):
    rate = lr
    for k in range(1, int(t) + 1):
        if k % every == 0:
            rate = rate * factor
    return rate
