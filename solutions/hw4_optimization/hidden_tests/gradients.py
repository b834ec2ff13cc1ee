"""How q4 is asked: a student's batchnorm_backward gets the cache of the same student's forward.

What a cache holds is the student's own affair, so no cache of ours can take its place. A wrong
forward pass leaves wrong numbers in it: then those gradients are right, too, that follow from the
normalised values which this forward pass returned.
"""

from weakref import WeakKeyDictionary

import numpy as np

from autograder.testing import (
    CallFailed,
    Case,
    Cases,
    ChangedArgument,
    Context,
    Difference,
    LostEntry,
    Mismatch,
    NotRepeatable,
    WrongValue,
    again,
    call,
    difference,
    has,
    identical,
    observe,
    same,
)

from .. import reference
from .results import GIVEN_BACK, is_number

DX, DGAMMA, DBETA = 0, 1, 2
FORWARD, BACKWARD = "batchnorm_forward", "batchnorm_backward"
MISSING = Difference("missing", "is not in the result")


class GradientCases(Cases):
    """Pairs (dout, arguments of batchnorm_forward).

    As `inputs` they are the arguments (dout, cache) of batchnorm_backward, with our own cache.
    """

    def __init__(self, pairs):
        self._forward_args = [args for _, args in pairs]
        self._outs, caches = [], []
        for dout, args in pairs:
            out, cache, *_ = reference.batchnorm_forward(*args)
            self._outs.append(out)
            caches.append((dout, cache))
        super().__init__(BACKWARD, reference.batchnorm_backward, caches)
        self._known = WeakKeyDictionary()

    def check_pair(self, forward, backward, key, *, only=None):
        """Compare gradient `key` of the student's two functions with the reference's.

        A forward pass that raises leaves nothing to go back from: what remains is compared. So it
        is where a backward pass raises because B is not d: square batches say what it does.
        """
        chosen = [i for i, args in enumerate(self._forward_args) if not only or only(*args)]
        possible = [i for i in chosen if self._has_forward(forward, backward, i)]
        answered = [i for i in possible if self._has_answer(forward, backward, i)]
        if any(len(set(self.inputs[i][0].shape)) == 1 for i in answered):
            possible = answered
        returned, first = [], None
        for i in possible or chosen:
            out, gradients = self._own(forward, backward, i)
            expected = self.expected[i][key]
            if not isinstance(gradients, (tuple, list)) or len(gradients) <= key:
                case = Case(self.inputs[i], expected, gradients)
                raise LostEntry(BACKWARD, key, MISSING, case)
            returned.append(Case(self.inputs[i], expected, gradients[key], gradients))
            found = difference(expected, gradients[key])
            if found and not self._follows_from(i, out, gradients, key):
                first = first or (found, returned[-1])
        if key == DX and not first and self._gives_dout_back(forward, backward, returned):
            first = GIVEN_BACK, returned[0]
        if first:
            context = Context(parameters=self._parameters, reference=self._reference)
            raise WrongValue(BACKWARD, key, *first, returned, context)

    def _gives_dout_back(self, forward, backward, returned):
        """Whether dx is dout as it came, at these inputs and at all others."""
        if not all(same(dout, case.got) for case in returned for dout in case.args[:1]):
            return False
        others = [i for i in range(len(self.inputs)) if self._has_forward(forward, backward, i)]
        answers = [(i, self._own(forward, backward, i)[1]) for i in others]
        return all(has(own, DX) and same(self.inputs[i][0], own[DX]) for i, own in answers)

    def is_right(self, forward, backward, key, *, only):
        """Whether `check_pair` raises nothing."""
        try:
            self.check_pair(forward, backward, key, only=only)
        except (Mismatch, CallFailed):
            return False
        return True

    def check_twice(self, forward, backward):
        """Check that two calls with one cache give the same, and leave it and dout as they were."""
        for i in (0, 1):
            dout, cache = self.inputs[i][0], self._cache(forward, i)[1]
            first = observe(BACKWARD, backward, dout, cache)
            for position, (before, now) in enumerate(zip((dout, cache), first.args, strict=True)):
                if not identical(before, now):
                    parameter = ("dout", "cache")[position]
                    raise ChangedArgument(BACKWARD, parameter, self.inputs[i], position, now)
            second = call(BACKWARD, backward, dout, cache)
            if not identical(first.value, second):
                raise NotRepeatable(BACKWARD, self.inputs[i], first.value, second)

    def _cache(self, forward, i):
        """What the student's forward pass returns for input `i`: its output and its cache."""
        args = self._forward_args[i]
        result = call(FORWARD, forward, *args)
        if not isinstance(result, (tuple, list)) or len(result) < 2:
            raise LostEntry(FORWARD, 1, MISSING, Case(args, None, result))
        return result[:2]

    def _own(self, forward, backward, i):
        """The student's out and gradients for input `i`; asked once. Raises what a call raised."""
        known = self._known.setdefault(backward, {})
        if i not in known:
            try:
                out, cache = self._cache(forward, i)
                known[i] = out, call(BACKWARD, backward, self.inputs[i][0], cache)
            except Exception as error:  # noqa: BLE001 - each test of this input fails by it
                known[i] = again(error)
        if isinstance(known[i], Exception):
            raise again(known[i])
        return known[i]

    def _has_forward(self, forward, backward, i):
        """Whether the student's forward pass gives something for input `i`."""
        try:
            self._own(forward, backward, i)
        except CallFailed as error:
            return error.function != FORWARD
        except Mismatch:
            return False
        return True

    def _has_answer(self, forward, backward, i):
        """Whether the student's backward pass does not stumble over the shapes of input `i`."""
        try:
            self._own(forward, backward, i)
        except ValueError:
            return False
        except CallFailed:
            return True
        return True

    def _follows_from(self, i, out, gradients, key):
        """Whether a gradient is right by the student's own normalised values or own sums."""
        if key == DBETA:
            return self._sums_alike(i, gradients)
        if not is_number(self.expected[i], gradients, key):
            return False
        with np.errstate(all="ignore"):  # of what a student returns
            for direct, *values in self._alternatives(i, out, gradients):
                # For two examples the parts of dx cancel: rounding is measured by one of them.
                room = direct if key == DX else 0.0
                if same(values[key] + room, gradients[key] + room):
                    return True
        return False

    def _sums_alike(self, i, gradients):
        """Whether dbeta is wrong as dgamma is: another sum or a mean, or one for the other."""
        dout, cache = self.inputs[i]
        product = dout * (cache["x"] - cache["mean"]) / np.sqrt(cache["var"] + cache["eps"])
        kinds = [np.mean, np.sum, lambda a, **_: a]
        ways = [{"axis": 0}, {"axis": 1}, {"axis": 0, "keepdims": True}]
        pairs = [(kind(product, **way), kind(dout, **way)) for kind in kinds for way in ways]
        pairs.append((dout.sum(axis=0), product.sum(axis=0)))
        own = gradients[DGAMMA], gradients[DBETA]
        return any(all(map(same, pair, own)) for pair in pairs)

    def _alternatives(self, i, out, gradients):
        """The direct part of dx, then all gradients, by what the student's forward made of x.

        dx may also use the student's own dgamma and dbeta, which count in tests of their own. From
        sums that are zero, and should not be, nothing follows.
        """
        dout, cache = self.inputs[i]
        inv_std = 1 / np.sqrt(cache["var"] + cache["eps"])
        ways = [((cache["x"] - cache["mean"]) * inv_std, inv_std, cache["train"])]
        ways += self._own_ways(i, out)
        own_sums = gradients[DGAMMA : DBETA + 1]
        has_sums = all(self._is_sum(i, gradients, k) for k in (DGAMMA, DBETA))
        for x_hat, slope, train in ways:
            sums = (dout * x_hat).sum(axis=0), dout.sum(axis=0)
            scale = cache["gamma"] * slope
            for dgamma, dbeta in [sums, *[own_sums] * has_sums]:
                rest = scale * (dout - x_hat * dgamma / len(dout)) if train else scale * dout
                yield (scale * dout, rest - scale * dbeta / len(dout) * train, *sums)
                # The same where x_hat has mean zero; a wrong one may not.
                yield (scale * dout, rest - rest.mean(axis=0) * train, *sums)

    def _is_sum(self, i, gradients, key):
        """Whether there is something in dgamma or dbeta to compute with."""
        right = self.expected[i]
        is_there = is_number(right, gradients, key)
        return is_there and (np.any(gradients[key]) or same(right[key], gradients[key]))

    def _own_ways(self, i, out):
        """x_hat and its slope in x, read off a wrong output, and the modes it may stand for."""
        found = difference(self._outs[i], out)
        if not found or found.reason != "wrong_value":
            return []
        *args, train = self._forward_args[i]
        other = reference.batchnorm_forward(*args, not train)[0]
        modes = (True, False) if same(other, out) else (train,)
        x, gamma, beta, *_ = args
        x_hat = (out - beta) / gamma
        return [(x_hat, slopes(x, x_hat, axis), mode) for axis in (0, 1) for mode in modes]


def slopes(x, x_hat, axis):
    """Slope of x_hat over x along an axis, from the smallest x to the largest."""
    ends = [np.expand_dims(f(x, axis=axis), axis) for f in (np.argmin, np.argmax)]
    low, high = ([np.take_along_axis(a, end, axis) for a in (x, x_hat)] for end in ends)
    return (high[1] - low[1]) / (high[0] - low[0])
