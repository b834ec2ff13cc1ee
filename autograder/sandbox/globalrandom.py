"""NumPy's old global generator, which no function of a submission should use or seed.

Both sides run this file: the worker around an observed call, and the hidden tests where they run
in the student's own process, under stock Otter.
"""

import numpy as np


def settle() -> bytes:
    """The state before a call: one draw on, so that seeding it once more is seen, too."""
    np.random.random_sample()  # noqa: NPY002 - the generator that is watched
    return state()


def state() -> bytes:
    """The state as bytes, the position in it included: it moves with every draw."""
    _, key, position, *_ = np.random.get_state()  # noqa: NPY002
    return key.tobytes() + str(position).encode()
