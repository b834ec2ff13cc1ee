"""Does a session tell exactly what one submission answers?"""

import builtins
import functools
import textwrap
import time
from dataclasses import replace

import numpy as np
import pytest
from sessions import HANGS, LIMITS

from autograder.sandbox.failure import STANDARD_ERRORS
from autograder.sandbox.remote_function import RemoteFunction
from autograder.sandbox.session import MOST_TESTS
from autograder.sandbox.walls import limits
from autograder.sandbox.worker.wire import Unsupported


def test_call(load):
    """Does a call give what the function returns?"""
    session = load("def f(x, y=1): return x + y", "f")
    assert session.ask("f", 1, 2) == 3
    assert RemoteFunction(session, "f")(2) == 3
    assert session.defined == ["f"]
    assert session.problems == []


def test_missing_and_unwritten_functions(load):
    """Are functions that are not there, or not written yet, told apart from wrong ones?"""
    session = load("def f(): raise NotImplementedError('f')\ng = 3", "f", "g", "h")
    assert session.failure("f").reason == "missing"
    assert session.failure("g").message == "g is not defined"
    assert session.failure("h").message == "h is not defined"


CLASSES = {name: kind for name, kind in vars(builtins).items() if isinstance(kind, type)}
ERRORS = {name: kind for name, kind in CLASSES.items() if issubclass(kind, BaseException)}


@pytest.mark.parametrize("name", sorted(ERRORS))
def test_every_exception_arrives_as_itself_or_as_a_plain_failure(load, name):
    """Does each built-in exception arrive as CallFailed, under its own name where that is safe?"""
    makers = {
        "BaseExceptionGroup": "BaseExceptionGroup('m', [KeyboardInterrupt()])",
        "ExceptionGroup": "ExceptionGroup('m', [ValueError()])",
        "UnicodeDecodeError": "UnicodeDecodeError('utf8', b'', 0, 1, 'm')",
        "UnicodeEncodeError": "UnicodeEncodeError('utf8', '', 0, 1, 'm')",
        "UnicodeTranslateError": "UnicodeTranslateError('', 0, 1, 'm')",
    }
    session = load(f"def f(): raise {makers.get(name, name + '(1)')}", "f")
    raised = session.failure("f")
    if name in STANDARD_ERRORS:
        assert isinstance(raised, STANDARD_ERRORS[name]) or raised.reason == "memory"
    if issubclass(ERRORS[name], ValueError):
        assert isinstance(raised, ValueError)
    assert not isinstance(raised, (Warning, StopIteration))


def test_exceptions_of_ones_own_arrive_as_their_base(load):
    """Does an exception class of the submission arrive as the built-in one it derives from?"""
    session = load("class Mine(KeyError): pass\ndef f():\n    raise Mine('text')", "f")
    raised = session.failure("f")
    assert isinstance(raised, KeyError)
    assert raised.message == "f raised KeyError"
    assert raised.detail == "Mine: 'text' (at line 3)"


def test_what_a_submission_says_stays_short_and_writable(load):
    """Is text of a submission cut, apart from ours, and such that a file can hold it?"""
    session = load("def f(): raise ValueError('\\ud800' + 'x' * 10**6)", "f")
    raised = session.failure("f")
    assert len(raised.detail) < 3000
    raised.detail.encode()
    assert raised.message == "f raised ValueError"


def test_values_that_cannot_travel(load):
    """Are values refused that are endless, too many or too large, and objects marked?"""
    source = """
        import numpy as np
        def endless():
            x = []; x.append(x); return x
        def many(): return [0] * 10**6
        def large(): return np.zeros(300_000)
        def strange(): return {1, 2}
    """
    names = ["endless", "many", "large", "strange"]
    session = load("if 1:\n" + source, *names, limits=replace(LIMITS, returned_mib=1))
    assert session.failure("endless").reason == "wrong_type"
    assert session.failure("many").reason == "wrong_type"
    too_large = session.failure("large")
    assert too_large.message.endswith("cannot be graded: more than 1 MiB of arrays")
    assert isinstance(session.ask("strange"), Unsupported)


def test_what_all_calls_return_together_has_an_end(load):
    """Each answer may be in order; hundreds of them would be the grader's memory."""
    source = """if 1:
        import numpy as np
        def large(): return np.zeros(200_000)
        def small(): return np.zeros(9)
    """
    session = load(source, "large", "small", limits=replace(LIMITS, returned_mib=2))
    assert all(session.call("large", ()).shape == (200_000,) for _ in range(5))
    told = session.failure("large").message
    assert told.endswith("cannot be graded: more than 8 MiB of arrays in all calls together")
    session.transcribe()
    assert session.failure("large").message == told
    assert session.call("small", ()).shape == (9,)


def test_functions_as_arguments(load):
    """Can a submission call functions of ours, back and forth, and survive their errors?"""
    source = """if 1:
        def f(g, x): return g(g(x))
        def safe(g):
            try:
                return g(-1)
            except ValueError as error:
                return str(error)
        def greedy(g):
            import numpy as np
            return g(np.zeros(10**6))
    """
    session = load(source, "f", "safe", "greedy")
    assert session.ask("f", lambda x: 2 * x, np.ones(2)).tolist() == [4, 4]
    assert session.ask("safe", lambda x: [][x]) == "IndexError in the function given"
    assert session.failure("greedy", lambda x: x).reason == "exception"


LENDS = """
import os
def h(x): return -x
TABLE = {"h": h}
def f(x): return h(x) + 1
def g(x): return TABLE["h"](x) + 1
def end(): os._exit(0)
"""


def test_lend(load):
    """Does the submission's own code use what is lent, in tables and after a restart, too?"""
    session = load(LENDS, "f", "g", "h", "end")
    assert session.ask("f", 1.0) == session.ask("g", 1.0) == 0.0
    session.lend({"h": lambda x: 10 * x})
    assert session.ask("f", 1.0) == session.ask("g", 1.0) == 11.0
    session.failure("end")
    assert session.ask("f", 1.0) == session.ask("g", 1.0) == 11.0


def test_what_is_lent_does_not_answer_while_the_submission_loads(load):
    session = load(f"{LENDS}\nx = h(1.0)\ndef y(): return x", "f", "h", "y")
    session.lend({"h": lambda x: 10 * x})
    assert session.ask("f", 1.0) == 11.0
    assert session.failure("y").reason == "exception"


def test_stubs_are_told_apart(load):
    """Are functions that only raise NotImplementedError known, and those that call one not?"""
    source = "def a(x):\n    raise NotImplementedError('a')\ndef b(x):\n    return a(x)"
    assert load(source, "a", "b").stubs == ["a"]


def test_generators_move_on(load):
    """Is a generator that was passed left where the submission left it?"""
    session = load("def f(rng): return rng.random(3)", "f")
    ours, reference = np.random.default_rng(5), np.random.default_rng(5)
    assert session.ask("f", ours).tolist() == reference.random(3).tolist()
    assert ours.random() == reference.random()


def test_generators_move_on_in_a_callback(load):
    """Is a generator that the submission passes on moved by what the trusted side draws?"""
    session = load("def f(h, rng): return [h(3, rng=rng), h(2, rng=rng), rng.random()]", "f")
    ours, reference = np.random.default_rng(5), np.random.default_rng(5)
    *drawn, last = session.ask("f", lambda size, rng: rng.random(size), ours)
    assert np.concatenate(drawn).tolist() == reference.random(5).tolist()
    assert last == reference.random()


@pytest.mark.parametrize(
    ("asked", "is_answered"),
    [
        ("h(np.zeros(8000), 0.5, 400)", True),
        ("h(2_000)", True),
        ("h(1, 14_000)", False),  # random_matrices(rng, 1, 14_000) is 1.5 GB
        ("h(np.zeros(9000))", False),
        ("h(np.zeros((8000, 1)), np.zeros(8000))", False),
        ("h(20_000, 20_000)", False),
        ("h(np.int64(20_000), np.array([20_000]))", False),
        ("h(np.zeros(8000), num_samples=1000)", False),
        ("h([[1] * 9, {'n': 10**7}])", False),
        ("h(object)", False),
    ],
)
def test_what_a_submission_may_ask_for(load, asked, is_answered):
    """A reference that is asked for large arrays or many rounds would take the grader's memory."""
    session = load(f"import numpy as np\ndef f(h): return {asked}", "f")
    if is_answered:
        assert session.ask("f", lambda *_: 1) == 1
    else:
        assert session.failure("f", lambda *_, **__: 1).reason in ("exception", "wrong_type")


def test_what_is_made_of_a_builtin_travels_as_that(load):
    """A notebook's own check takes an OrderedDict for a dict; so must the grade."""
    source = """
        import collections, enum
        class Text(str): pass
        def f():
            pair = collections.namedtuple("pair", "a b")(1, [2.0])
            enumeration = enum.IntEnum("E", "one two").two
            return collections.OrderedDict({Text("s"): pair, np.int64(3): enumeration})
    """
    session = load("import numpy as np\n" + textwrap.dedent(source), "f")
    got = session.ask("f")
    assert got == {"s": (1, [2.0]), 3: 2}
    assert [type(got), type(got["s"]), type(got[3])] == [dict, tuple, int]
    assert {type(key) for key in got} == {str, int}


@pytest.mark.parametrize("key", ["b'h'", "(1, 2)", "frozenset()"])
def test_a_dict_with_odd_keys_is_a_wrong_type(load, key):
    session = load(f"def f(): return {{{key}: 1.0}}", "f")
    assert session.failure("f").reason == "wrong_type"


@pytest.mark.slow
def test_our_time_is_not_endless(load, monkeypatch):
    """What a callback takes is ours, until a submission has had enough of it."""
    monkeypatch.setattr("autograder.sandbox.session.OUR_SECONDS", 0.7)
    source = "def f(h, n):\n    for _ in range(n): h(1.0)\n    return 1\n"
    session = load(source, "f", limits=HANGS)
    slow = functools.partial(time.sleep, 0.5)
    session.begin_test()
    assert session.call("f", (lambda _: slow(), 1)) == 1
    assert session.failure("f", lambda _: slow(), 3).reason == "timeout"


def test_a_callback_may_answer_with_too_much(load):
    session = load("def f(h):\n    try: h(1.0)\n    except ValueError as e: return str(e)\n", "f")
    assert session.ask("f", lambda _: np.zeros(9 << 20)) == "too large an answer"


def test_observe(load):
    """Is it seen when a call changes its arguments or draws from NumPy's global generator?"""
    source = "import numpy as np\ndef f(x): x[0] = 9\ndef g(x): return np.random.rand()"
    session = load(source, "f", "g")
    mine = np.zeros(2)
    seen = session.ask("f", mine, observe=True)
    assert seen.args[0].tolist() == [9, 0]
    assert mine.tolist() == [0, 0]
    assert not seen.global_random_changed
    assert session.ask("g", mine, observe=True).global_random_changed


@pytest.mark.parametrize(("count", "ends"), [(40, False), (100, True)])
def test_a_function_may_not_ask_without_end(load, monkeypatch, count, ends):
    """The time of a callback is ours, so their number is bounded."""
    monkeypatch.setattr("autograder.sandbox.session.MAX_CALLBACKS", 50)
    session = load(f"def f(h):\n    for _ in range({count}):\n        h(1.0)\n    return 1\n", "f")
    if ends:
        assert session.failure("f", lambda x: x).reason == "crash"
    else:
        assert session.ask("f", lambda x: x) == 1


def test_what_notebooks_expect_of_jupyter_works_behind_the_wall(load_cells):
    cells = [
        "import asyncio\nasync def f():\n    await asyncio.sleep(0.001)\n    return 1",
        "x = sum(await asyncio.gather(f(), f()))",
        "%%writefile own_helpers.py\ndef g():\n    return 10",
        "from own_helpers import *",
        "from dataclasses import dataclass\n@dataclass\nclass P:\n    y: 'int' = 100",
        "if __name__ == '__main__':\n    p = P()",
        "def total():\n    return x + g() + p.y",
    ]
    session = load_cells([("a cell", source) for source in cells], "total")
    assert (session.problems, session.ask("total")) == ([], 112)


def test_a_submission_that_drips_is_not_called_for_ever(load):
    """Does each call in time still end, once all together have taken too long?"""
    session = load("def f():\n    while True: pass\ndef g(): return 1", "f", "g", limits=HANGS)
    assert session.ask("g") == 1
    session._used = MOST_TESTS * HANGS.test_seconds - 0.1
    assert session.failure("f").reason == "timeout"
    session.allow(HANGS.test_seconds)
    failure = session.failure("g")
    assert (failure.reason, failure.message) == (
        "timeout",
        "g is not called: all calls together took too long",
    )


@pytest.mark.parametrize(
    ("container", "mib"), [("max", 1024), (str(768 << 20), 256), (str(1200 << 20), 688)]
)
def test_memory_follows_the_container(container, mib, tmp_path, monkeypatch):
    """Does a submission get no more than what is there beside the grader?"""
    told = tmp_path / "memory.max"
    told.write_text(container + "\n")
    monkeypatch.setattr(limits, "CONTAINERS", (told, tmp_path / "none"))
    monkeypatch.setattr(limits.os, "sysconf", {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": 1 << 22}.get)
    limits.memory_that_fits.cache_clear()
    try:
        assert limits.Limits().memory_mib == mib
        assert limits.Limits(memory_mib=2000).memory_mib == 2000, "what a TA sets is kept"
    finally:
        limits.memory_that_fits.cache_clear()


def test_many_values_are_much_though_their_text_is_short(load):
    """An empty list is four characters on the way, and 64 bytes in the grader's memory."""
    source = "def many(): return [[]] * 10_000\ndef few(): return [[]] * 300\n"
    session = load(source, "many", "few", limits=replace(LIMITS, returned_mib=1))
    assert [len(session.ask("many")) for _ in range(3)] == [10_000] * 3
    told = session.failure("many").message
    assert told.endswith("more than 4 MiB of arrays in all calls together")
    assert session.ask("few") == [[]] * 300


def test_no_text_in_a_list_is_long(load):
    """NumPy would make every entry as long; on its own, a text is as it came."""
    source = "def f(): return {'a' * 9: 'b' * 999, 'row': ['c' * 101, ['d' * 100], 1.0]}"
    value = load(source, "f").ask("f")
    row = [Unsupported("str"), ["d" * 100], 1.0]
    assert value == {"a" * 9: "b" * 999, "row": row}
