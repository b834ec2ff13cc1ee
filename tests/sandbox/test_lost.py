"""What a function should have kept for another one is made of what it had at hand."""

from autograder.sandbox.worker.lost import Hand, Lost, completed, unpacked


def forward(x):
    double = 2 * x
    cache = {"half": x / 2}
    return double, cache


def by_names(dout, cache):
    x, double = cache
    return dout, x, double


def by_keys(dout, cache):
    return dout, cache["x"], cache["half"]


def kept_by(own):
    with Hand(forward) as hand:
        double, _ = forward(4.0)
    result = completed(
        (double, own) if own != "left out" else (double,), 1, ("y", "cache"), hand.variables
    )
    return result[1]


def test_what_another_function_unpacks_is_given_by_name():
    assert unpacked(by_names, "cache") == ["x", "double"]
    assert unpacked(by_names, "dout") == unpacked(by_keys, "cache") == []
    for own in (None, "left out", (4.0,), {}):
        assert by_names(1, kept_by(own).as_wanted(by_names, "cache")) == (1, 4.0, 8.0)
    assert kept_by((1, 2)).as_wanted(by_names, "cache") == (1, 2)


def test_what_another_function_looks_up_is_given_by_key():
    for own in (None, "left out", {"x": 4.0}, {"half": 2.0}):
        assert by_keys(1, kept_by(own).as_wanted(by_keys, "cache")) == (1, 4.0, 2.0)
    assert by_keys(1, kept_by({"x": 5.0}).as_wanted(by_keys, "cache")) == (1, 5.0, 2.0)


def test_a_result_of_another_number_stays_what_it_is():
    assert completed((1, 2, 3), 1, ("y", "cache"), {}) == (1, 2, 3)
    assert completed(4.0, 1, ("y", "cache"), {}) == 4.0


def test_where_nothing_is_returned_the_others_are_found_by_name():
    y, lost = completed(None, 1, ("y", "cache"), {"y": 5, "x": 2})
    assert y == 5
    assert lost.as_wanted(lambda dy, cache: cache["x"], "cache")["x"] == 2


def test_what_cannot_be_completed_is_what_it_was():
    own = object()
    assert Lost(own, {"x": 1}).as_wanted(by_keys, "cache") is own
