"""The text on which a function depends: is what is kept by it true for all who have the same?"""

import pytest

from autograder.diagnosis.stretch import Stretch
from autograder.grading.repair.own_text import OwnText, blocks_in

BEFORE = "import numpy as np\n"
FUNCTION = '''
def f(x, *, scale: float = 1.0) -> "np.ndarray":
    """A docstring that mentions other."""
    return scale * helper(x)

'''
HELPER = "def helper(x):\n    return x + 1\n"


def digest(*cells, function="f"):
    own = [(f"cell {n}", source, False) for n, source in enumerate(cells)]
    return OwnText(blocks_in(own), function).digest


def test_functions_that_it_does_not_mention_are_left_out():
    plain = digest(BEFORE, FUNCTION, HELPER)
    assert plain == digest(BEFORE, "def other(x=3):\n    return x\n" + FUNCTION, HELPER)
    assert plain == digest(BEFORE + FUNCTION + "# a remark\n" + HELPER)


@pytest.mark.parametrize(
    "more",
    [
        HELPER.replace("+ 1", "+ 2"),
        "helper = abs\n",
        "def other(x=print(3)):\n    return x\n",
        "@print\ndef other(x):\n    return x\n",
        'print(f"{other()}")\ndef other():\n    return 1\n',
        "class A:\n    print(1)\n",
        "if True:\n    def helper(x):\n        return x\n",
        "def other(x):\n    return x\nother(1)\n",
        "def other(x: print(1)):\n    return x\n",
        "def other(x=(y := 1)):\n    return x\n",
        '"""\ndef other():\n    """ + str(1)\n',
        "x = (1,\ndef g(): 3\n",
        "!ls\n",
    ],
)
def test_all_that_runs_counts(more):
    assert digest(BEFORE, FUNCTION, HELPER, more) != digest(BEFORE, FUNCTION, HELPER)


def test_who_looks_names_up_is_taken_whole():
    looking = HELPER.replace("x + 1", "eval('oth' + 'er')(x)")
    other = "def other(x):\n    return x\n"
    assert digest(FUNCTION, looking, other) != digest(FUNCTION, looking, other + "\n\ndef g(): 1\n")


def test_a_place_is_found_again_wherever_its_text_stands():
    one = OwnText(blocks_in([("a", BEFORE + FUNCTION, False), ("b", HELPER, False)]), "f")
    more = "def other():\n    pass\n\n"
    cells = [("a", BEFORE, False), ("b", more + FUNCTION, False), ("c", HELPER, False)]
    other = OwnText(blocks_in(cells), "f")
    assert one.digest == other.digest
    place = Stretch(0, ((5, 5),), ("operator",))
    assert other.outside(one.within(place)) == Stretch(1, ((7, 7),), ("operator",))
    assert one.within(Stretch(0, ((2, 2),), ())) is None


def test_experiments_of_the_handout_do_not_run():
    cells = [("a", BEFORE + FUNCTION + HELPER, False), ("b", "print(f(1))\n", True)]
    assert OwnText(blocks_in(cells), "f").digest == digest(BEFORE + FUNCTION + HELPER)


def test_a_parameter_or_a_variable_is_no_use_of_a_function_of_that_name():
    source = "def f(x, train=True, *rest):\n    mask = x\n    y = g(x, own=h(mask))\n    return y\n"
    (block,) = blocks_in([("a", source, False)])
    assert block.words >= {"train", "mask", "rest", "g", "h"}
    assert block.uses & {"x", "train", "rest", "mask", "y", "g", "h"} == {"g", "h"}
