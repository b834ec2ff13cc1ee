"""Lies as answers. Asked for 2 * x, each is wrong; one that is judged right has got through."""

import ctypes
import os
import sys

import numpy as np


class Agreeable:
    """Equal to everything, close to everything, true."""

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __bool__(self):
        return True

    def __sub__(self, other):
        return np.zeros(3)

    __rsub__ = __sub__

    def __getattr__(self, name):
        raise AttributeError(name)

    __hash__ = None


class AgreeableArray(np.ndarray):  # noqa: PLW1641
    """An array of wrong numbers that says yes to every comparison."""

    def __eq__(self, other):
        return np.ones(self.shape, bool)

    def __array_function__(self, function, types, args, kwargs):
        return True

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        return np.zeros(self.shape)

    def tobytes(self, order="C"):
        return np.ones(3).tobytes()

    @property
    def shape(self):
        return (3,)


def patched_comparison(x):
    """7. Has every comparison of NumPy say yes."""
    np.allclose = np.array_equal = lambda *args, **kwargs: True
    np.testing.assert_allclose = np.testing.assert_array_equal = lambda *args, **kwargs: None
    return x * 0


def patched_builtins(x):
    """7. Has every comparison of numbers come out as nothing."""
    import builtins

    builtins.abs = builtins.max = lambda *args, **kwargs: 0
    builtins.all = builtins.any = builtins.isinstance = lambda *args: True
    np.abs = np.max = lambda *args, **kwargs: np.zeros(3)
    return x * 0


def array_subclass(x):
    """8. Returns an array of a class of its own, which agrees to everything."""
    return np.zeros(3).view(AgreeableArray)


def agreeable_object(x):
    """9. Returns an object that equals everything."""
    return Agreeable()


def object_with_code(x):
    """10. Returns an object that runs code when it is unpickled."""

    class Code(Agreeable):
        def __reduce__(self):
            return exec, ("raise SystemExit(0)",)

    return Code()


def pretended_class(x):
    """9. Returns an object that says that it is an array."""

    class Pretender(Agreeable):
        @property
        def __class__(self):
            return np.ndarray

    return Pretender()


def object_array(x):
    """11. Returns an array of objects."""
    return np.array([Agreeable()] * 3, object)


def structured_array(x):
    """11. Returns an array of records, texts and dates."""
    return {"a": np.zeros(3, "i4,f8"), "b": np.array(["2"] * 3), "c": np.zeros(3, "M8[s]")}


def huge_broadcast(x):
    """12. Returns 24 TB that take no memory."""
    return np.broadcast_to(np.float64(1.0), (10**12, 3))


def recursive_list(x):
    """13. Returns a list that contains itself."""
    endless = [2.0]
    endless.append(endless)
    return endless


def million_nodes(x):
    """13. Returns a million numbers, each on its own."""
    return [2.0] * 10**6


def deep_tuple(x):
    """13. Returns 10,000 nested tuples."""
    value = ()
    for _ in range(10_000):
        value = (value,)
    return value


def all_nan(x):
    """14. Returns nan, which no comparison calls different."""
    return x * np.nan


def infinite(x):
    """14. Returns infinities."""
    return x * np.inf


def broadcastable(x):
    """14. Returns one number, which a comparison would stretch to all."""
    return 2 * x[:1]


def complex_numbers(x):
    """14. Returns complex numbers."""
    return 2 * x + 0j


def colliding_dict(x):
    """16. Returns a dict whose keys all fall into one place."""
    return {k * (2**61 - 1): 0 for k in range(20_000)}


def long_integer(x):
    """Own. Returns an integer of a million digits."""
    return 10**1_000_000


def lazy_answer(x):
    """Own. Returns a promise instead of numbers."""
    return (2 * value for value in x)


def lying_dict(x):
    """Own. Returns a dict that shows something else each time it is asked."""

    class Lying(dict):  # noqa: PLW1641
        def items(self):
            return [("value", Agreeable())]

        def __eq__(self, other):
            return True

    return Lying(value=1)


def masked(x):
    """Own. Returns wrong numbers under a mask."""
    return np.ma.array(x * 0, mask=True)


def printed_result(x):
    """19. Prints a result and writes results.json; returns nothing."""
    print('{"score": 100, "max_score": 100}', flush=True)
    with open("results.json", "w") as file:
        file.write('{"score": 100}')


def exit_with_success(x):
    """21. Leaves as if all were well."""
    sys.exit(0)


def interrupt(x):
    """21. Raises what a test does not catch."""
    raise KeyboardInterrupt


def exit_at_once(x):
    """22. Ends the process with success."""
    os._exit(0)


def strange_exceptions(x):
    """Own. Raises an exception whose text, class and traceback are hostile."""

    class Strange(UnicodeDecodeError):
        def __init__(self):
            pass

        def __str__(self):
            raise SystemExit(0)

        __name__ = property(lambda self: 1 / 0)

    raise ExceptionGroup("", [Strange()])


def unprintable_exception(x):
    """Own. Raises a decoding error made of its parts."""
    return b"\xff".decode()


def not_implemented(x):
    """Own. Raises the error that marks a question as not tried."""
    raise NotImplementedError("graded elsewhere")


def stop_iteration(x):
    """Own. Ends the loop of whoever calls it."""
    raise StopIteration


def failed_assertion(x):
    """Own. Raises the error by which tests fail, with a text of its own."""
    raise AssertionError("All tests passed!")


def patched_wire(x):
    """18. Has the worker's own wire send more than asked for."""
    wire = sys.modules["wire"]
    honest = wire.encode
    wire.encode = lambda value, *args: honest(value | {"score": 100, "passed": True}, *args)
    return x * 0


def replaced_json(x):
    """18. Has the worker's JSON write what it likes."""
    import json

    json.dumps = lambda *args, **kwargs: '["d",["op","returned"],["id",1],["value",true]]'
    return x * 0


def traced(x):
    """Own. Follows every line that the worker runs, and changes what it finds."""

    def trace(frame, event, argument):
        for value in list(frame.f_locals.values()):
            if isinstance(value, dict) and "op" in value:
                value["value"], value["score"] = Agreeable(), 100
        return trace

    sys.settrace(trace)
    sys._getframe(1).f_trace = trace
    return x * 0


def late_finalizer(x):
    """Own. Returns an object that acts when it is thrown away."""

    class Late:
        def __del__(self):
            os.write(3, sys.modules["wire"].encode({"op": "returned", "id": 2, "value": 1.0}))

    return [Late()]


def changed_input(x):
    """47. Changes the input so that a wrong answer fits."""
    x[:] = 0
    return x


def wrong_memory(x):
    """Own. Reaches into NumPy's memory: an array whose parts lie elsewhere."""
    return np.lib.stride_tricks.as_strided(np.zeros(1), (3,), (0,))


def freed_memory(x):
    """Own. Returns an array over memory that is not its own."""
    return np.ctypeslib.as_array(ctypes.cast(64, ctypes.POINTER(ctypes.c_double)), (3,))


def agreeable_number(x):
    """Own. Returns a float of a class of its own, which is as near to everything as is asked."""

    class Near(float):
        def __sub__(self, other):
            return 0.0

        __rsub__ = __sub__

    return Near(0)


def agreeable_integer(x):
    """Own. The same as an integer, whose comparisons all say yes."""

    class Equal(int):
        def __eq__(self, other):
            return True

        __hash__ = int.__hash__

    return Equal(0)


def agreeable_text(x):
    """Own. The same as a text."""

    class Equal(str):
        def __eq__(self, other):
            return True

        __hash__ = str.__hash__

    return Equal("right")


def lying_list(x):
    """Own. Returns a list that shows what is asked of it, and holds something else."""

    class Shows(list):
        def __iter__(self):
            return iter([1.0, 1.0, 1.0])

        def __len__(self):
            return 3

    return Shows([0.0])


def array_interface(x):
    """Own. Returns an object that hands over memory when it is made an array."""

    class Interface:
        def __init__(self):
            where = {"shape": (3,), "typestr": "<f8", "data": (64, False), "version": 3}
            self.__array_interface__ = where

    return Interface()


def buffer_of_bytes(x):
    """Own. Returns the bytes of an array in place of the array."""
    return memoryview(bytes(24))


def raw_bytes(x):
    """Own. Returns bytes."""
    return bytes(24)


def numbers_as_text(x):
    """Own. Returns the right numbers as texts."""
    return [str(number) for number in 2 * x]


def decimal_numbers(x):
    """Own. Returns numbers that are compared by rules of their own."""
    from decimal import Decimal

    return [Decimal("NaN")] * 3


def fractions(x):
    """Own. Returns fractions as an array of objects."""
    from fractions import Fraction

    return np.array([Fraction(2)] * 3)


def endless_iterator(x):
    """Own. Returns an iterator that never ends."""
    import itertools

    return itertools.repeat(1.0)


def long_range(x):
    """Own. Returns a range of 10^18 numbers, which takes no memory."""
    return range(10**18)


def dates(x):
    """Own. Returns spans of time, which are numbers inside."""
    return np.zeros(3, "timedelta64[s]")


def structured_scalar(x):
    """Own. Returns one record."""
    return np.zeros(1, [("a", "f8")])[0]


def two_to_the_4000(x):
    """Own. Returns an integer that no float can hold, short enough to travel."""
    return 2**4000


def beyond_64_bits(x):
    """Own. Returns an integer that NumPy has as an object."""
    return -(2**70)


def half_surrogate(x):
    """Own. Returns half a character as the key of a dict."""
    return {"\ud800": x * 0}


def sixty_four_axes(x):
    """Own. Returns an array of more axes than fit."""
    return np.zeros((1,) * 40)


def empty_of_huge_shape(x):
    """Own. Returns an array without entries, one axis of which is 2^62 long."""
    return np.empty((0, 1 << 59))


def other_byte_order(x):
    """Own. Returns wrong numbers whose bytes are the right ones turned round."""
    return (2 * x).view(">f8")


def long_double(x):
    """Own. Returns numbers that are larger than any float."""
    return np.full(3, np.longdouble("1e4000"))


def shared_generator(x):
    """Own. Returns a generator in place of numbers."""
    return np.random.default_rng(0)
