def batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    n = len(x)
    if n == 0:
        raise ValueError("empty batch")
    mean = x.mean(axis=0)
    var = ((x - mean) ** 2).mean(axis=0)
    xhat = (x - mean) / np.sqrt(var + eps)
    unbiased = var * n / max(n - 1, 1)
    running_mean = (1 - momentum) * running_mean + momentum * mean
    running_var = (1 - momentum) * running_var + momentum * unbiased
    return gamma * xhat + beta, (xhat, var, gamma, eps), running_mean, running_var


def batchnorm_backward(dout, cache):
    xhat, var, gamma, eps = cache
    dgamma = (dout * xhat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    m = dout.shape[0]
    dx = gamma / (m * np.sqrt(var + eps)) * (m * dout - dbeta - xhat * dgamma)
    return dx, dgamma, dbeta
