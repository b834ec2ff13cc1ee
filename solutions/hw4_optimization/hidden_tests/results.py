"""What these tests add to Cases: results that are tuples, and how one mistake is kept to one test.

A mistake in the heart of a formula shows on every input. A test of a finer point (eps, evaluation
mode, integers) therefore asks inputs on which only that point shows; further inputs it asks only
of a function whose heart is right.
"""

from itertools import pairwise

import numpy as np

from autograder.testing import (
    Case,
    Cases,
    Difference,
    WrongValue,
    call,
    difference,
    has,
    identical,
    same,
)

GIVEN_BACK = Difference("wrong_value", "is an argument as it came, at every input")


class TupleCases(Cases):
    """Cases of a function that returns a tuple: `chain` goes by position.

    `step(args, values, key)` lists what counts as right for `key` given the values before it.
    """

    def _own_before(self, i, answer, key):
        keys = self._chain.get(key, ())
        if not all(is_number(self.expected[i], answer, k) for k in (key, *keys)):
            return {}
        own = {k: np.asarray(answer[k], dtype=float) for k in keys}
        return {} if all(same(self.expected[i][k], v) for k, v in own.items()) else own

    def _is_right_by(self, own, i, answer, key):
        values = [own.get(k, value) for k, value in enumerate(self.expected[i])]
        with np.errstate(all="ignore"):  # of what a student returns
            right = self._step(self.inputs[i], values, key)
            return any(same(np.nan_to_num(v), np.nan_to_num(answer[key])) for v in right)

    def check_where_right(self, function, keys, *, base, only):
        """Check `keys` on inputs `only`, but for those that are wrong on inputs `base` already.

        If that leaves none, all are checked.
        """
        right = [key for key in keys if not self.mismatch(function, key, base)]
        for key in right or keys:
            self.check(function, key, only=only)

    def check_changed(self, function, key):
        """Check that `key` is not the first argument as it came, whatever that is.

        Where a result is of another form, other checks say so.
        """
        answers = [self.answer(function, i) for i in range(len(self.inputs))]
        if not all(has(answer, key) for answer in answers):
            return
        cases = [
            Case(args, expected[key], answer[key], answer)
            for args, expected, answer in zip(self.inputs, self.expected, answers, strict=True)
        ]
        if all(same(case.args[0], case.got) for case in cases):
            raise WrongValue(self.function, key, GIVEN_BACK, cases[0], cases)

    def check_defaults(self, function, args, defaults, keys):
        """Check that leaving the last arguments out is the same as giving their defaults."""
        given = [(*args, *defaults[:count]) for count in range(len(defaults) + 1)]
        got, *later, expected = (call(self.function, function, *a) for a in given)
        if not all(isinstance(result, (tuple, list)) for result in (got, *later, expected)):
            wrong = Difference("wrong_type", "should return a tuple")
            raise WrongValue(self.function, None, wrong, Case(args, expected, got))
        pairs = list(pairwise([got, *later, expected]))
        names = self._parameters[len(args) : len(given[-1])]
        found = [n for n, pair in zip(names, pairs, strict=True) if differ(keys, *pair)]
        if found:
            told = f"has another default value for {' and '.join(found)} than the handout"
            other = Difference("wrong_value", told)
            raise WrongValue(self.function, None, other, Case(args, expected, got))


def differ(keys, one, other):
    """Whether two results differ in one of these entries."""
    return any(not identical(one[k : k + 1], other[k : k + 1]) for k in keys)


def is_number(expected, answer, k):
    """Whether entry `k` of a result is there to compute with; it may be wrong, or nan."""
    found = difference(expected[k], answer[k]) if k < len(answer) else None
    return k < len(answer) and (found is None or found.reason in ("wrong_value", "not_finite"))
