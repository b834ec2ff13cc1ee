"""PyTorch takes a second or two to import: it is, when it is first needed."""

import gc
from functools import cache


@cache
def ready() -> None:
    """Have torch ready for use, its first gradient included: that imports half a thousand modules,
    and a test would pay for it with its time.
    """
    import torch  # noqa: PLC0415 - slow to import

    torch.set_num_threads(1)  # tensors are tiny, and the other cores grade, too
    one = torch.ones(1, requires_grad=True)
    torch.autograd.grad(one.clone(), one, torch.ones(1))
    gc.freeze()  # half a million objects that the collector need not look at again
