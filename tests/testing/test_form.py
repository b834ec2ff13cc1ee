"""Results of another form: what is read, as what, and what is left alone."""

import tracemalloc

import numpy as np
import pytest

from autograder.sandbox.worker.wire import Unsupported
from autograder.testing.comparison import NOTHING
from autograder.testing.form import read
from autograder.testing.form.keys import is_misspelt, is_same_word, meant
from autograder.testing.form.numbers import differ_by_ones

V, W, M = np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0]), np.arange(6.0).reshape(2, 3)


def assert_read(expected, got, wanted, words, **how):
    value, slip = read(expected, got, **how)
    np.testing.assert_equal(value, wanted)
    assert words in (slip.message if slip else "")
    assert bool(words) == bool(slip)


@pytest.mark.parametrize(
    ("expected", "got", "wanted", "words"),
    [
        (V, [1.0, 2.0, 3.0], V, "a list where an array"),
        (V, (1.0, 2.0, 9.0), np.array([1.0, 2.0, 9.0]), "a tuple where an array"),
        (M, [[0, 1, 2], [3, 4, 5]], M, "a list where an array"),
        (V, V[None], V, "axes of length 1"),
        (V, V[:, None], V, "axes of length 1"),
        (V[None], V, V[None], "axes of length 1"),
        (np.tile(V, (2, 1)), V, np.tile(V, (2, 1)), "rows that are all equal"),
        (2.0, np.array([3.0]), 3.0, "an array of one entry where a number"),
        (2.0, [[3.0]], 3.0, "a list of one entry where a number"),
        (np.array([2.0]), 2.0, np.array([2.0]), "a float where an array"),
        ((V, M), [V, M], [V, M], ""),
        ((V, M), {"V": V, "M": M}, (V, M), "a dict where a tuple"),
        ((V, M), (M, V), (V, M), "another order"),
        ((M, V, W), (W, V, M), (M, V, W), "another order"),
        ((M, V, W), (V, W, 2 * M), (2 * M, V, W), "another order"),
        ((V, W), (W, V), (V, W), "another order"),
        ((3, 5), (5, 3), (3, 5), "another order"),
        ((V, W), np.array([V, 2 * W]), (V, 2 * W), "one array where a tuple"),
        ((V, W), M, (M[0], M[1]), "one array where a tuple"),
        ((V, M), (V[None], M), (V, M), "result 1 as an array with axes"),
        (V, V + 0j, V, "complex numbers where real"),
        (2.0, 3 + 0j, 3.0, "complex numbers where real"),
        (V, Unsupported("an array of objects", W), W, "an array of objects in place of what it"),
        ((V, W), Unsupported("an iterator", [V, W]), (V, W), "an iterator in place of what it"),
        ({"a": V}, Unsupported("an object with attributes", {"a": W}), {"a": W}, "an object with"),
        ((V, W), np.array([V, W]).T, (V, W), "one array where a tuple"),
        ((2.0, V), np.array([2.0, 1.0, 2.0, 3.0]), (2.0, V), "cut in other places"),
        ((V, 2.0, W), (np.append(V, 2.0), W), (V, 2.0, W), "cut in other places"),
        (([V, W], 2.0), (V, W, 2.0), ([V, W], 2.0), "cut in other places"),
        ((V, M), (W, 2 * M, 5), (W, 2 * M), "more results than are asked for"),
        ((V, M), {"M": 2 * M, "V": V}, (V, 2 * M), "a dict where a tuple"),
        ({"dJ_dW1": V, "dJ_do": M}, {"dW1": W, "do": M}, {"dJ_dW1": W, "dJ_do": M}, "another name"),
        ({"f": 2.0, "df_dx": V}, {"value": 2.0, "dx": W}, {"f": 2.0, "df_dx": W}, "another name"),
        ({"a": V, "b": M}, {"p": M, "q": V}, {"a": V, "b": M}, "another name"),
        ({"a": 1.0, "b": V, "c": W}, (V, W), {"b": V, "c": W}, "a tuple where a dict"),
        ({"a": V, "b": 2.0}, (V, 2.0), {"a": V, "b": 2.0}, "a tuple where a dict"),
        ({"a": V, "b": 2.0}, (2.0, V), {"a": V, "b": 2.0}, "a tuple where a dict"),
        ({"dJ_dW1": V}, {"dj_dw1": V}, {"dJ_dW1": V}, "the key 'dJ_dW1' misspelt"),
        ({"h": V}, {"h": [1.0, 2.0, 3.0]}, {"h": V}, "h as a list"),
        (V, (2 * V, np.array([0.1]), 3, W), 2 * V, "a tuple where an array is asked for"),
        (V, (np.array([]), 3, W), W, "a tuple where an array is asked for"),
        (V, (W, V), W, "a tuple where an array is asked for"),  # the second one is another guess
        (V, {"w": W}, W, "a dict where an array is asked for"),
        (2.0, (3.0, V), 3.0, "a tuple where a number is asked for"),
        (2.0, {"s": 3.0}, 3.0, "a dict of one entry where a number is asked for"),
        (V, {0: 1.0, 1: 2.0, 2: 9.0}, np.array([1.0, 2.0, 9.0]), "a dict where an array"),
        ({"a": V, "J": 2.0}, (3.0, {"a": W, "J": 3.0}), {"a": W, "J": 3.0}, "a tuple where a dict"),
    ],
)
def test_what_can_be_read_is_read(expected, got, wanted, words):
    assert_read(expected, got, wanted, words)


CACHE = {"x": V, "act": "relu", "b": None, "z": W, "h": M, "L": 2.0, "J": 5.0}


@pytest.mark.parametrize(
    ("got", "wrong"),
    [
        ((V, "relu", None, W, M, 2.0, 5.0), {}),
        ((M, W, V, 5.0, 2.0, "relu", None), {}),
        ((2.0, M, [4.0, 9.0], V, 5.0, "relu", None), {"z": [4.0, 9.0]}),
        ((V, W, M, 3.0, 8.0, "relu", None), {"L": 3.0, "J": 8.0}),
    ],
)
def test_many_results_in_a_tuple_have_the_keys_at_which_they_are_right(got, wrong):
    """And what is right nowhere has the keys that are left, in its own order."""
    value, slip = read(CACHE, got)
    assert "a tuple where a dict" in slip.message
    for key, right in (CACHE | wrong).items():
        assert np.array_equal(value[key], right)


@pytest.mark.parametrize(
    ("expected", "got", "wanted"),
    [
        ((V, W, M), W, (NOTHING, W, NOTHING)),
        ((V, W, M), 2 * V, (2 * V, NOTHING, NOTHING)),
        ((3, 5), 5, (NOTHING, 5)),
        (([V, W], 2.0), [V, 2 * W], ([V, 2 * W], NOTHING)),
        ((M, {}, V, W), (M, V, W), (M, NOTHING, V, W)),
        ((V, None), 2 * V, (2 * V, None)),
    ],
)
def test_results_that_are_missing_are_missing_and_the_others_are_read(expected, got, wanted):
    value, slip = read(expected, got)
    np.testing.assert_equal(value, wanted)
    assert (slip is None) == any(entry is NOTHING for entry in wanted)


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (V, V),
        (V, V + 1),
        (V, None),
        (V, "123"),
        (V, [1.0, None, 3.0]),
        (V, [[1.0], [2.0, 3.0]]),
        (V, np.array([1j, 2, 3])),
        (M, M.T),
        (M, V),  # its rows differ: a value that merely broadcasts is wrong
        (M, 2.0),
        (V[:, None], V[None]),
        (2.0, V),
        (2.0, [3.0, 2.0]),  # of which the mean may be missing
        (V, (M, M)),
        ((V, W), (V + 1, W + 1)),
        ((V, W), (W, V + 1)),  # not right in any order
        ((V, W), (V, M, W)),
        ((V, 2.0, W), (np.append(2.0, V), W)),
        ((V, W), None),
        ((V, [W]), (V + 1, [W])),
        (([V, W[:2]], 2.0), np.zeros(2)),
        (([V, W[:2]], 2.0), np.zeros((2, 3))),
        ((V, W), np.zeros((2, 10**6))),
        ((V, W), [0.0] * 1000),
        ({"a": V, "b": W}, [0.0] * 1000),
        ((V, W), Unsupported("an iterator", [np.zeros(10**6)])),
        ([V, W], [V, W, M]),
        (V, V + 1e-9j),
        ({"a": V, "b": W}, {"a": V, "c": W + 1}),
        ({"aa": V, "bb": W}, {"AA": V, "a_a": 2 * V}),  # two guesses
        ((V, M), M.T),
        ({"W1": V, "W2": W}, {"W2": V}),  # the key of another entry is no slip
        ({"W1": V, "W2": W}, {"W1": V, "W2": W, "more": M}),
        (None, V),
    ],
)
def test_what_has_the_form_or_cannot_be_read_is_left_as_it_is(expected, got):
    value, slip = read(expected, got)
    assert value is got
    assert slip is None


def test_of_a_random_function_rows_are_read_and_integers_in_any_number():
    drawn = np.array([2.0, 1.0, 0.0])
    assert_read(np.arange(2), drawn, drawn.astype(int), "floats where integers", random=True)
    assert_read(np.arange(2), drawn + 0.5, drawn + 0.5, "", random=True)
    assert_read(M, V, np.tile(V, (2, 1)), "rows that are all equal", random=True)
    assert_read(np.ones((2, 3, 1, 1)), np.ones((2, 3)), np.ones((2, 3, 1, 1)), "axes of length 1")


MASK, SHARES = np.array([[0.0, 1.0, 1.0]]), np.array([[0.2, 0.5, 0.3]])


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        ((3 * MASK, MASK), (1 - MASK, 2 * (1 - MASK))),  # a mask has zeros and ones alone
        ((SHARES, 0.1 * SHARES), (0.3 * SHARES, SHARES[:, ::-1])),  # a mean adds up to 1
        ((M, None), (None, M)),
    ],
)
def test_the_kinds_of_a_random_functions_results_tell_their_order_and_nothing_else_does(
    expected, got
):
    assert_read(expected, got, got[::-1], "results in another order", random=True)
    assert_read(expected, got[::-1], got[::-1], "", random=True)
    assert_read((M, W), (M + 1, W + 2), (M + 1, W + 2), "", random=True)
    assert_read((V, W), (W, V), (W, V), "", random=True)


@pytest.mark.parametrize(
    "word", ["dj_dw1", "dJdW1", "dJ_dW", "dJ_dX1", "dJ_dWW1", "dJ_d1W", "dJ_DW_1"]
)
def test_a_key_may_differ_in_case_underscores_or_one_letter(word):
    assert is_same_word(word, "dJ_dW1") or is_misspelt(word, "dJ_dW1")


@pytest.mark.parametrize("word", ["", "W1", "dJ_dX2", "dLL_dW1", "1Wd_Jd"])
def test_another_word_is_no_misspelling(word):
    assert not is_misspelt(word, "dJ_dW1")


def test_axes_of_length_one_are_too_many_or_missing_but_not_both():
    assert differ_by_ones((1, 3, 1), (3,))
    assert differ_by_ones((3,), (1, 3))
    assert not differ_by_ones((1, 3), (3, 1))
    assert not differ_by_ones((3, 2), (2, 3))


@pytest.mark.parametrize(
    ("asked", "given", "found"),
    [
        ("xyzho", "XYZHO", dict(zip("xyzho", "XYZHO", strict=True))),
        ("xX", "xX", {"x": "x", "X": "X"}),
        ("hz", "Hq", {"h": "H"}),  # one letter is one away from any other
        (["W1", "W2"], ["w1", "W2"], {"W1": "w1", "W2": "W2"}),
        (["dJ_dW1", "dJ_dW2"], ["dJ_dW", "dJ_dW2"], {"dJ_dW1": "dJ_dW", "dJ_dW2": "dJ_dW2"}),
        (["dJ_dW1", "dJ_dW2"], ["dJ_dW"], {}),
        (["dJ_dW1"], ["dj_dw1", "DJ_dW1", "dJ_dW1q"], {}),
        (["dJ_do", "dJ_dW1"], ["grad_o", "grad_W1"], {"dJ_do": "grad_o", "dJ_dW1": "grad_W1"}),
        (["dJ_do", "dJ_dW1"], ["dJ_do", "W1"], {"dJ_do": "dJ_do", "dJ_dW1": "W1"}),
        (["mask"], ["keep_mask"], {"mask": "keep_mask"}),
        (["o"], ["foo", 3, None], {}),
    ],
)
def test_the_key_that_is_meant_is_found_without_its_value(asked, given, found):
    assert meant(asked, given) == found


@pytest.mark.parametrize(
    "got",
    [
        ["a" * 1_000_000, *[0.0] * 5],
        [["a" * 1_000_000], 1.0],
        [[]] * 200_000,
        [0.5] * 200_000,
    ],
)
def test_no_array_is_made_of_what_is_no_list_of_a_few_numbers(got):
    """Beside a text NumPy makes texts of numbers, each as long as that one."""
    tracemalloc.start()
    value, slip = read(np.zeros(3), got)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert value is got
    assert slip is None
    assert most < 1 << 16
