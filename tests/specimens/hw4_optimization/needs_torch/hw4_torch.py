import torch
import torch.nn.functional as F
import numpy as np


def momentum_step(w, grad, v, lr, mu):
    v = mu * v + grad
    return w - lr * v, v


def adam_step(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    p = torch.tensor(w, requires_grad=True)
    p.grad = torch.tensor(grad)
    opt = torch.optim.Adam([p], lr=lr, betas=(beta1, beta2), eps=eps)
    opt.state[p] = {"step": torch.tensor(float(t - 1)), "exp_avg": torch.tensor(m), "exp_avg_sq": torch.tensor(v)}
    opt.step()
    return p.detach().numpy(), opt.state[p]["exp_avg"].numpy(), opt.state[p]["exp_avg_sq"].numpy()


def batchnorm_forward(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True):
    rm, rv = torch.tensor(running_mean), torch.tensor(running_var)
    x = torch.tensor(x, requires_grad=True)
    out = F.batch_norm(x, rm, rv, torch.tensor(gamma), torch.tensor(beta), train, momentum, eps)
    return out.detach().numpy(), (x, out), rm.numpy(), rv.numpy()


def batchnorm_backward(dout, cache):
    x, out = cache
    out.backward(torch.tensor(dout))
    return x.grad.numpy(), None, None
