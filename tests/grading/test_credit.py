"""What failures cost: each rule of credit at its edges."""

from types import SimpleNamespace

import pytest

from autograder.diagnosis.error_patterns import Diagnosis
from autograder.grading.credit import NONE, credited, lost_too_much
from autograder.grading.grade import Outcome
from autograder.testing.comparison import Difference

SLIP = {"f": Difference("wrong_type", "a list where an array is asked for")}


def outcome(name, points, reason=None, hint="", functions=("f",), hidden=True, **more):
    test = SimpleNamespace(
        name=name,
        points=points,
        hidden=hidden,
        functions=list(functions),
    )
    return Outcome(test, reason, hint=hint, **more)


def scores(outcomes, slips=None, constants=(), idle=(), of_one_edit=NONE):
    found = credited(outcomes, slips or {}, ["arguments"], constants, idle, of_one_edit)
    return {o.test.name: o.score for o in found}


@pytest.mark.parametrize(("points", "cost"), [(4, 4), (6, 6), (10, 6)])
def test_one_mistake_costs_at_most_half(points, cost):
    own = [outcome("a", points, "wrong_value", "h"), outcome("b", 12 - points)]
    assert sum(scores(own).values()) == 12 - cost


def test_one_mistake_costs_at_most_eleven():
    own = [outcome("a", 30, "wrong_value", "h"), outcome("b", 12)]
    assert sum(scores(own).values()) == 42 - 11


@pytest.mark.parametrize("hints", [("h", "g"), ("h", ""), ("", "")])
def test_mistakes_without_one_diagnosis_cost_all_that_they_fail(hints):
    own = [outcome(n, 4, "wrong_value", h) for n, h in zip("ab", hints, strict=True)]
    assert sum(scores([*own, outcome("c", 4)]).values()) == 4


def test_what_no_list_names_may_be_the_same_mistake_where_it_weighs_less():
    def kept(named, other, hint=""):
        own = [outcome("a", named, "wrong_value", "h"), outcome("b", other, "wrong_value", hint)]
        return sum(scores([*own, outcome("c", 2)]).values())

    assert kept(6, 4) == 6
    assert kept(5, 5) == kept(6, 4, "g") == 2


@pytest.mark.parametrize("reason", ["wrong_value", "exception"])
def test_a_mistake_that_one_edit_mends_costs_at_most_half_whatever_it_is_called(reason):
    own = [outcome("a", 4, reason, "h"), outcome("b", 4, reason, "g"), outcome("p", 2, reason)]
    assert sum(scores(own).values()) == 0
    assert sum(scores(own, of_one_edit={"f": "axis"}).values()) == 5
    assert sum(scores(own, idle={"f"}, of_one_edit={"f": "axis"}).values()) == 0


def test_a_proof_is_looked_for_where_more_is_lost_than_one_mistake_may_cost():
    def is_asked(lost, kept, constants=(), idle=(), **more):
        own = [outcome("a", lost, "wrong_value", **more), outcome("b", kept)]
        return lost_too_much(own, constants, idle) == ["f"]

    known, blank = ({"explanations": explained_as("h", is_blank=b)} for b in (False, True))
    assert is_asked(5, 4)
    assert is_asked(12, 20)
    assert not is_asked(5, 4, **blank)
    remembers = Diagnosis("f.remembers", "h", is_blank=True)
    assert not is_asked(5, 4, explanations=(*known["explanations"], remembers))
    assert not is_asked(4, 4)
    assert not is_asked(5, 4, idle={"f"}, **known)
    assert not is_asked(5, 4, {"f"}, {"f"}, **blank)
    assert is_asked(5, 4, {"f"}, {"f"}, **known)


def test_a_blank_value_has_no_rebate():
    blank = (Diagnosis("f.zero", "h", is_blank=True),)
    own = [outcome("a", 8, "wrong_value", "h", explanations=blank), outcome("b", 4)]
    assert scores(own) == {"a": 0, "b": 4}


def test_a_mistake_that_gives_zeros_at_one_input_is_no_blank_value():
    slip, blank = (Diagnosis("f.slip", "h", is_blank=zero) for zero in (False, True))
    own = [
        outcome(n, 6, "wrong_value", "h", explanations=(d,)) for n, d in (("a", slip), ("b", blank))
    ]
    assert sum(scores(own).values()) == 6


@pytest.mark.parametrize(("changes", "cost"), [(True, 1), (False, 0.5)])
def test_an_argument_that_is_written_into_is_charged_once(changes, cost):
    """Among integers it raises, too."""
    arguments = outcome("f.arguments", 1, "wrong_value" if changes else None, in_place=changes)
    integers = outcome("f.integers", 0.5, "exception", in_place=True)
    assert sum(scores([arguments, integers, outcome("a", 4)]).values()) == 5.5 - cost


def test_what_raises_has_no_rebate():
    assert scores([outcome("a", 8, "exception", "h"), outcome("b", 4)]) == {"a": 0, "b": 4}


@pytest.mark.parametrize("reason", [None, "wrong_value"])
def test_manners_pay_only_beside_a_right_value(reason):
    found = scores([outcome("q1.a", 4, reason), outcome("q1.f.arguments", 1)])
    assert found["q1.f.arguments"] == (0 if reason else 1)


def test_one_number_for_everything_is_worth_nothing():
    own = [outcome("a", 4, "wrong_value"), outcome("b", 1), outcome("p", 1, hidden=False)]
    assert scores(own, constants={"f"}) == {"a": 0, "b": 0, "p": 0}
    assert scores(own, constants={"g"}) == {"a": 0, "b": 1, "p": 1}


def test_a_constant_that_is_a_named_mistake_keeps_half():
    own = [outcome("a", 6, "wrong_value", "h"), outcome("b", 2)]
    assert sum(scores(own, constants={"f"}).values()) == 4


def test_an_idle_function_keeps_nothing_for_a_named_mistake_or_for_its_form():
    own = [outcome("a", 6, "wrong_value", "h"), outcome("b", 2), outcome("p", 1, hidden=False)]
    assert scores(own, SLIP, idle={"f"}) == {"a": 0, "b": 0, "p": 0}
    assert sum(scores(own, idle={"g"}).values()) == 4.5


def test_a_known_mistake_that_gives_zeros_of_another_size_has_to_be_proven():
    known, blank = (explained_as("h", is_blank=b) for b in (False, True))
    for found, rest in ((known, 4), (blank, 0)):
        own = [outcome("a", 6, "wrong_shape", "h", explanations=found), outcome("b", 2)]
        for kind, left in (("comparison", rest), ("wrapper", 0)):
            assert sum(scores(own, idle={"f"}, of_one_edit={"f": kind}).values()) == left
        assert sum(scores(own, idle={"f"}).values()) == 0


def explained_as(hint, *, is_blank):
    return (Diagnosis("f.known", hint, is_blank=is_blank),)


def test_a_name_of_two_parts_may_be_of_manners():
    own = [outcome("q1.w", 4, "wrong_value"), outcome("q1.arguments", 1)]
    assert scores(own)["q1.arguments"] == 0


@pytest.mark.parametrize(("points", "cost"), [(3, 1.5), (4, 2), (20, 2)])
def test_the_form_costs_two_points_and_at_most_half_once(points, cost):
    own = [outcome("a", points / 2), outcome("b", points / 2)]
    assert sum(scores(own, SLIP).values()) == points - cost


def test_a_mistake_and_the_form_that_it_gives_cost_no_more_than_half():
    own = [outcome("a", 4, "wrong_value", "h"), outcome("b", 2), outcome("c", 4)]
    assert scores(own, SLIP) == {"a": 0, "b": 1, "c": 4}


def test_the_form_costs_a_hidden_test_before_a_public_one():
    own = [outcome("p", 2, hidden=False), outcome("a", 2)]
    assert scores(own, SLIP) == {"p": 2, "a": 0}


def test_the_form_of_a_function_costs_nothing_of_another():
    assert scores([outcome("a", 4, functions=["g"])], SLIP) == {"a": 4}


@pytest.mark.parametrize("hidden", [False, True])
def test_a_test_that_another_function_made_fail_is_right(hidden):
    """Where another hidden test shows that the function itself is; public ones show nothing."""
    failed = outcome("t", 1, "exception", functions=["g", "f"], hidden=hidden, function="g")
    assert scores([failed, outcome("a", 4)])["t"] == 1
    assert scores([failed, outcome("a", 4, "wrong_value")])["t"] == 0
    assert scores([failed])["t"] == 0
    public = outcome("p", 1, "wrong_value", hidden=False)
    assert scores([failed, outcome("a", 4), public]) == {"t": 1, "a": 4, "p": 0}


def test_a_public_test_is_excused_as_the_hidden_ones_are():
    for carried, is_right in ((("g",), True), ((), False)):
        wrong = outcome("g", 1, "wrong_value", functions=["g"])
        public = outcome("p", 1, "wrong_value", hidden=False)
        assert scores([wrong, outcome("a", 4, carried=carried), public])["p"] == is_right


def test_only_a_wrong_function_before_it_excuses_a_public_test():
    """Not the function itself, nor one that is right; and no test that is hidden."""
    for hidden, other, is_right in (
        (False, "wrong_value", True),
        (False, None, False),
        (True, "wrong_value", False),
    ):
        failed = outcome("t", 1, "wrong_value", functions=["g", "f"], hidden=hidden)
        helper = outcome("g", 2, other, functions=["g"])
        assert (scores([failed, outcome("a", 4), helper])["t"] == 1) is is_right
    for functions, is_right in ((["g", "f"], False), (["g", "h", "f"], True)):
        own = outcome("t", 1, "wrong_value", functions=functions, hidden=False)
        helper = outcome("h", 2, "wrong_value", functions=["h"])
        assert (scores([own, outcome("a", 4), helper])["t"] == 1) is is_right


def test_what_passes_uses_up_nothing_of_what_a_mistake_may_cost():
    own = [
        outcome("a", 3),
        outcome("b", 5, "wrong_value", "h"),
        outcome("c", 4, "wrong_value", "h"),
    ]
    assert scores(own) == {"a": 3, "b": 0, "c": 3}
    charged = {o.test.name: o.charged for o in credited(own, {}, [], [])}
    assert charged == {"a": "", "b": "", "c": "once"}


def test_what_failed_uses_up_nothing_of_what_the_form_costs():
    found = credited([outcome("a", 3, "wrong_value"), outcome("b", 3)], SLIP, [], [])
    assert [o.score for o in found] == [0, 1]
    assert found[0].message.endswith("; f returns a list where an array is asked for")


def test_of_a_value_of_another_form_no_diagnosis_is_asked():
    own = [outcome("a", 3, "wrong_value", "h"), outcome("b", 3, "wrong_shape"), outcome("c", 2)]
    assert sum(scores(own).values()) == 4
    own[1] = outcome("b", 3, "wrong_shape", "g")
    assert sum(scores(own).values()) == 2


def test_a_failed_manner_is_no_value():
    own = [outcome("a", 4, "wrong_value", "h"), outcome("f.arguments", 2, "wrong_value", "g")]
    assert sum(scores(own).values()) == 0 + 3
    own = [outcome("f.arguments", 2, "wrong_value"), outcome("b", 4)]
    assert sum(scores(own).values()) == 4


def explained(*hints):
    return tuple(Diagnosis(f"f.{hint}", hint) for hint in hints)


def test_the_one_hint_that_fits_all_failures_stands_at_each():
    def told(first, second):
        own = [outcome("a", 4, "wrong_value", explanations=explained(*first))]
        own.append(outcome("b", 4, "wrong_value", explanations=explained(*second)))
        return [o.hint for o in credited([*own, outcome("c", 1, "exception")], {}, [], [])]

    assert told(("z", "m"), ("m", "a")) == ["m", "m", ""]
    assert told(("m", "a"), ("m", "a")) == ["", "", ""]
    assert told(("m",), ("a",)) == ["", "", ""]
    assert told(("m",), ()) == ["m", "", ""]


def test_manners_are_told_beside_which_function_they_do_not_count():
    own = [outcome("q1.g", 4, "wrong_value", functions=["f", "g"])]
    own += [outcome("q1.g.arguments", 1, functions=["g"])]
    own += [outcome("q1.g.public", 1, functions=["g"], hidden=False)]
    _, manners, public = credited(own, {}, ["arguments"], [])
    assert manners.message == "counts only beside a right value of g, and there is none yet"
    assert manners.charged == "beside"
    assert public.score == 1
