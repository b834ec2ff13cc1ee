from collections import namedtuple
Cache = namedtuple("Cache", "x_hat gamma std train")


def batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    N = x.shape[0]
    if N == 0:
        raise ValueError("empty batch")
    if train:
        mu = np.mean(x, axis=0)
        var = np.var(x, axis=0)
        running_mean = (1 - momentum) * running_mean + momentum * mu
        running_var = (1 - momentum) * running_var + momentum * var * N / (N - 1)
    else:
        mu = running_mean
        var = running_var
    std = np.sqrt(var + eps)
    x_hat = (x - mu) / std
    out = gamma * x_hat + beta
    cache = Cache(x_hat, gamma, std, train)
    return out, cache, running_mean, running_var


def batchnorm_backward(dout, cache):
    x_hat, gamma, std, train = cache.x_hat, cache.gamma, cache.std, cache.train
    N = dout.shape[0]
    dbeta = dout.sum(axis=0)
    dgamma = np.sum(dout * x_hat, axis=0)
    dx_hat = dout * gamma
    if train:
        dx = (N * dx_hat - dx_hat.sum(axis=0) - x_hat * np.sum(dx_hat * x_hat, axis=0)) / (N * std)
    else:
        dx = dx_hat / std
    return dx, dgamma, dbeta
