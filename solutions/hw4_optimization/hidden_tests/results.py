"""What these tests add to Cases: results that are tuples, and how one mistake is kept to one test.

A mistake in the heart of a formula shows on every input. A test of a finer point (eps, evaluation
mode, integers) therefore asks inputs on which only that point shows; further inputs it asks only
of a function whose heart is right.
"""

import numpy as np

from autograder.testing import (
    Case,
    Cases,
    Difference,
    WrongValue,
    call,
    difference,
    identical,
    same,
)


class TupleCases(Cases):
    """Cases of a function that returns a tuple: `chain` goes by position.

    `step(args, values, key)` lists what counts as right for `key` given the values before it.
    """

    def _follows(self, i, answer, key):
        values, own = list(self.expected[i]), self._chain.get(key, ())
        found = [is_number(self.expected[i], answer, k) for k in (key, *own)]
        if not all(found) or all(same(values[k], answer[k]) for k in own):
            return False
        for k in own:
            values[k] = np.asarray(answer[k], dtype=float)
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

    def check_defaults(self, function, args, defaults, keys):
        """Check that leaving the last arguments out is the same as giving their defaults."""
        got, expected = (call(self.function, function, *a) for a in (args, (*args, *defaults)))
        if not all(isinstance(result, (tuple, list)) for result in (got, expected)):
            wrong = Difference("wrong_type", "should return a tuple")
            raise WrongValue(self.function, None, wrong, Case(args, expected, got))
        if any(not identical(expected[k : k + 1], got[k : k + 1]) for k in keys):
            other = Difference("wrong_value", "has other default values than the handout")
            raise WrongValue(self.function, None, other, Case(args, expected, got))


def is_number(expected, answer, k):
    """Whether entry `k` of a result is there to compute with; it may be wrong, or nan."""
    found = difference(expected[k], answer[k]) if k < len(answer) else None
    return k < len(answer) and (found is None or found.reason in ("wrong_value", "not_finite"))
