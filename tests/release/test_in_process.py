"""Fair variants in this process: only what their functions need is run."""

import sys

import pytest

from autograder.release.gate.in_process import NotHere, functions_of
from autograder.submissions.submission import Submission

SOURCE = b"""
import os
import numpy as np
SCALE = 2
UNUSED = os._exit(1)
class Layer:
    def forward(self, x):
        return SCALE * np.asarray(x)
def helper(x):
    return LAYER.forward(x)
LAYER = Layer()
double = helper
while True:
    pass
"""


def test_what_the_functions_use_is_run_and_nothing_else(tmp_path):
    before = list(sys.path)
    found = functions_of(Submission("ada", "a.py", SOURCE), ["double"], tmp_path)
    assert list(found) == ["double"]
    assert found["double"](3) == 6
    assert sys.path == before
    assert "fair_variant" not in sys.modules


@pytest.mark.parametrize("source", [b"", b"def other(): pass", b"exec('def double(x): return 2')"])
def test_what_is_defined_in_another_way_needs_the_sandbox(tmp_path, source):
    with pytest.raises(NotHere):
        functions_of(Submission("ada", "a.py", source), ["double"], tmp_path)


def test_what_it_prints_is_not_shown_and_what_it_asks_is_not_answered(tmp_path, capsys):
    """Does the gate's own terminal stay clean, and wait for nobody?"""
    double = b"\ndef double(x):\n    return who"
    said = b"import sys\nwho = [print('!'), print('?', file=sys.stderr)]"
    prints = Submission("ada", "a.py", said + double)
    assert functions_of(prints, ["double"], tmp_path)["double"](1) == [None, None]
    asks = Submission("ada", "a.py", b"who = input('Your name: ')" + double)
    with pytest.raises(NameError):
        functions_of(asks, ["double"], tmp_path)["double"](1)
    assert capsys.readouterr() == ("", "")
