"""PyTorch, imported once for all grading processes of a class: in a class somebody needs it."""

import torch
import torch.fx.experimental.symbolic_shapes  # noqa: F401 - the first gradient imports it
