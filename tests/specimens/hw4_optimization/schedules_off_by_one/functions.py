import math


def warmup_cosine(t, total, lr, warmup=0, lr_min=0.0):
    if t < warmup:
        return lr * t / warmup
    tau = (t - warmup) / (total - warmup)
    return lr_min + 0.5 * (lr - lr_min) * (1 + math.cos(math.pi * tau))


def step_decay(t, lr, factor, every):
    return lr * factor ** (t // every)
