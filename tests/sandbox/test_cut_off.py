"""Is what runs long at load cut off, and everything else kept?"""

import time

import pytest
from cells import Cell
from loader import Loader
from sessions import LIMITS, PATIENCE
from stopwatch import MOST_SECONDS, Stopwatch

from autograder.sandbox.walls.limits import Limits

TRAINING = "for epoch in range(10**12): W = epoch"
ASLEEP = "import time\ntime.sleep(10**6)"
IN_A_THREAD = """import threading, time
def burn():
    end = time.process_time() + 30
    while time.process_time() < end: pass
thread = threading.Thread(target=burn, daemon=True)
thread.start()
thread.join()"""
SECONDS = 1.0  # for a load: a statement has a tenth of it


def run(*sources, skip=(), seconds=SECONDS):
    """A loader that ran these cells, and where it cut something off."""
    cuts = []
    loader = Loader(set(skip), lambda *_: None, lambda *at: cuts.append(at), Stopwatch(seconds), {})
    with loader.stopwatch:
        loader.load("ipynb", [Cell(f"cell {n}", source) for n, source in enumerate(sources)])
    return loader, cuts


pytestmark = pytest.mark.usefixtures("timers")


@pytest.mark.parametrize("long", [TRAINING, ASLEEP, IN_A_THREAD, "while True:\n    pass"])
def test_what_runs_long_is_cut_off(long):
    loader, cuts = run("def f(): return 1", long, "x = 5\ndef g(): return x")
    assert (loader.namespace["f"](), loader.namespace["g"]()) == (1, 5)
    assert [(cell, seconds) for cell, *_, seconds in cuts] == [(1, 0.1)]
    assert loader.problems == []


def test_one_that_catches_everything_is_cut_off_again():
    catching = "for _ in range(2):\n    try:\n        while True: pass\n    except: pass\n"
    loader, cuts = run(catching + "else:\n    while True: pass", "y = 1")
    assert (loader.namespace["y"], len(cuts)) == (1, 1)


def test_definitions_and_imports_are_never_cut_off():
    slow = "import time\ndef wait():\n    end = time.process_time() + 0.3\n"
    slow += "    while time.process_time() < end: pass\n"
    loader, cuts = run(slow, "def f(x=wait()): return 7")
    assert (loader.namespace["f"](), cuts) == (7, [])


@pytest.mark.parametrize("skipped", [True, False])
def test_what_is_cut_off_keeps_its_definitions(skipped):
    long = "if True:\n    import math\n    def f(): return math.pi\n    W = 1\n"
    long += "    while True: pass"
    loader, cuts = run(long, skip=[(0, 0)] if skipped else [])
    assert loader.namespace["f"]() > 3
    assert ("W" in loader.namespace) == (len(cuts) == 1) == (not skipped)


def test_many_long_cells_have_little_time_each_and_constants_enough():
    begun = time.process_time()
    loader, cuts = run(*[TRAINING] * 20, "x = 5")
    assert loader.namespace["x"] == 5
    assert len(cuts) == 20
    told = [seconds for *_, seconds in cuts]
    assert told == sorted(told, reverse=True)
    assert told[-1] < told[0] == SECONDS / 10
    assert time.process_time() - begun < SECONDS


def test_what_comes_to_its_end_takes_nothing_from_what_comes_after():
    """Or the last of many constants that each take a while would be lost."""
    wait = "import time\nend = time.process_time() + 0.12\n"
    wait += "while time.process_time() < end: pass\nx = 1"
    _, cuts = run(*[wait] * 8, seconds=2.0)
    assert cuts == []


def test_what_could_be_lost_is_told():
    """Names that a function of the submission uses, or that are functions asked for."""
    uses_w = "def predict(x): return [W for _ in x]\nclass Net:\n    def f(self): return bias"
    loader, _ = run(uses_w, "W = 0\n" + TRAINING, "bias, c = 1 / 0", "f = g()", "print(d)")
    assert loader.missing(["f"]) == {(1, 1): ["W"]}
    assert [problem.lost for problem in loader.problems] == [True, True, False]


def test_one_note_of_a_cell_that_was_cut_off_is_enough():
    """What comes after it in the cell may stumble, unless a function is lost by that."""
    loader, _ = run(TRAINING + "\nprint(losses[-1])\nf = losses[-1]", "print(losses)")
    assert loader.missing(["f"]) == {(0, 0): []}
    assert [(problem.cell, problem.line) for problem in loader.problems] == [
        ("cell 0", 3),
        ("cell 1", 1),
    ]


def test_a_cell_that_is_no_python_may_lose_anything():
    loader, _ = run("def f(:")
    assert [problem.lost for problem in loader.problems] == [True]


CELLS = [("cell a", "def f(): return 1"), ("cell b", "def g(): return x"), ("cell c", "x = 5")]


def told(session):
    return [(problem.cell, problem.line, problem.lost) for problem in session.problems]


@pytest.mark.slow
def test_eight_training_cells_cost_nothing(load_cells):
    """Also not their time again in the child that comes after a crash."""
    source = "import os\ndef end(): os._exit(1)\n"
    cells = [*CELLS, ("cell d", source), *[("long", TRAINING)] * 8]
    session = load_cells(cells, "f", "g", "end", limits=Limits(load_seconds=2.0))
    assert (session.ask("f"), session.ask("g")) == (1, 5)
    assert told(session) == [("long", 1, False)] * 8
    first = str(session.problems[0])
    assert first.startswith("long, line 1: was cut off after 0.2 s because it runs long")
    assert first.endswith("no function was lost by it")
    session._loads.limits = Limits(load_seconds=0.2)
    assert session.failure("end").reason == "crash"
    assert session.ask("g") == 5
    assert len(session.problems) == 8


def test_a_name_that_is_needed_is_told(load_cells):
    cells = [("cell a", "def f(): return W"), ("long", TRAINING), ("cell c", "def g(): return 1")]
    session = load_cells(cells, "f", "g", limits=Limits(load_seconds=2.0))
    assert session.ask("g") == 1
    assert isinstance(session.failure("f"), NameError)
    assert [problem.lost for problem in session.problems] == [True]
    assert str(session.problems[0]).endswith("would have defined: W")


def test_no_answer_depends_on_how_far_a_training_came(load_cells):
    """Not even in place, nor in the child that comes after a crash."""
    training = "while True: W[0] += 1"
    source = "import os\ndef f(): return W\ndef end(): os._exit(1)"
    cells = [("cell a", "W = [0]"), ("cell b", source), ("long", training)]
    session = load_cells(cells, "f", "end", limits=Limits(load_seconds=2.0))
    assert session.ask("f") == [0]
    session.failure("end")
    assert session.ask("f") == [0]


def test_names_of_a_nested_expression_can_be_told(load_cells):
    """However deep: a child that ended while it looked for them would cost the whole submission."""
    deep = "x = missing" + "+1" * 2000
    session = load_cells([("deep", deep), *CELLS], "f")
    assert session.ask("f") == 1
    assert len(session.problems) == 1


@pytest.mark.parametrize(
    "end",
    ["import os\nos._exit(0)", "import sys\nsys.exit(0)", "quit()", "exit()", "raise SystemExit"],
)
def test_cells_that_end_the_process_cost_nothing(load_cells, end):
    session = load_cells([*CELLS, *[("end", end)] * 5, ("last", "def h(): return 3")], *"fgh")
    assert (session.ask("f"), session.ask("g"), session.ask("h")) == (1, 5, 3)
    assert [lost for _, _, lost in told(session)] == [False] * 5


@pytest.mark.parametrize("source", ["name = input('?')", "import sys\ntext = sys.stdin.read()"])
def test_a_cell_that_waits_for_input_costs_nothing(load_cells, source):
    session = load_cells([("asks", source), *CELLS], "f", "g")
    assert (session.ask("f"), session.ask("g")) == (1, 5)
    assert not any(problem.lost for problem in session.problems)


@pytest.mark.slow
def test_what_cannot_be_cut_off_is_left_out(load_cells):
    """The old way, for one who blocks the signals."""
    source = "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))\nwhile 1: pass"
    session = load_cells([("hangs", source), *CELLS], "f", limits=Limits(1.0, PATIENCE))
    assert session.ask("f") == 1
    assert told(session) == [("hangs", 3, False)]


@pytest.mark.slow
def test_one_who_kills_every_child_is_given_up(load_cells, monkeypatch):
    """Each kill costs a worker, so few are enough."""
    source = "import ctypes\n" + "ctypes.string_at(0)\n" * 8
    session = load_cells([("crashes", source), *CELLS], "f")
    assert session.failure("f").reason == "crash"
    assert len(session.problems) == 4


def test_graded_calls_are_not_cut_off(load_cells):
    """They have the time of a test, which is more than that of a statement at load."""
    wait = "import time\ndef f():\n    end = time.process_time() + 0.5\n"
    wait += "    while time.process_time() < end: pass\n    return 1"
    session = load_cells([("long", TRAINING), ("waits", wait)], "f", limits=Limits(1.0, PATIENCE))
    assert session.ask("f") == 1


def test_a_statement_has_a_second_at_most():
    assert Stopwatch(1000.0).budget == MOST_SECONDS == 1.0
    assert LIMITS.load_seconds >= 10
