"""NumPy's old global generator, which no function of a submission should use or seed.

Both sides run this file: the worker around an observed call, and the hidden tests where they run
in the student's own process, under stock Otter.
"""

import ctypes

import numpy as np


def settle() -> bytes:
    """The state before a call: one draw on, so that seeding it once more is seen, too."""
    np.random.random_sample()  # noqa: NPY002 - the generator that is watched
    return state()


def state() -> bytes:
    """The state as bytes, the position in it included: it moves with every draw.

    Read from memory, as get_state() takes ten times as long: 624 words and the position.
    """
    return ctypes.string_at(np.random.get_bit_generator().ctypes.state_address, 625 * 4)
