"""A wrong shape in words: what is said of it is true of every case."""

import pytest

from autograder.diagnosis.properties.shapes import of_shapes


@pytest.mark.parametrize(
    ("expected", "got", "said"),
    [
        ((3,), (4,), "It has one entry too many."),
        ((3, 2), (2, 2), "It has one entry too few."),
        ((2, 3), (3, 2), "transpose it"),
        ((3,), (), "one number"),
        ((4, 3), (3,), "Its first axis is lost"),
        ((4, 4), (4,), "Its first or last axis is lost"),
        ((4, 3), (4,), "Its last axis is lost"),
    ],
)
def test_a_wrong_shape_is_named(expected, got, said):
    assert any(said in one.hint for one in of_shapes([(expected, got, None)]))


def test_of_an_array_for_a_number_nothing_is_said_of_entries():
    """It has no axis along which an entry could be one too many."""
    assert not list(of_shapes([((), (4,), None), ((), (3,), None)]))


def test_one_entry_more_is_no_entry_for_each_example():
    """The batch happens to be that large."""
    (said,) = of_shapes([((3,), (4,), 4)])
    assert said.hint == "It has one entry too many."
