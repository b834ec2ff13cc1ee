"""Hidden tests of q1: f = (x + y) z and its partial derivatives."""

from otter.test_files import test_case

from autograder.testing import Cases, generator

from .. import reference

OK_FORMAT = False
name = "q1"
points = None

rng = generator("hw1_backprop", "computational_graph")
CASES = Cases(
    "computational_graph",
    reference.computational_graph,
    # x and y of one sign: next to x + y = 0 an honest float32 has no digits left.
    [tuple(map(float, sign * rng.uniform(1, 3, size=3))) for sign in (1, -1, 1, -1)] + [(2, -7, 3)],
)


@test_case(name="q1.f", points=0.75, hidden=True)
def hidden_f(computational_graph):
    CASES.check(computational_graph, "f")


@test_case(name="q1.df_dx", points=0.75, hidden=True)
def hidden_df_dx(computational_graph):
    CASES.check(computational_graph, "df_dx")


@test_case(name="q1.df_dy", points=0.75, hidden=True)
def hidden_df_dy(computational_graph):
    CASES.check(computational_graph, "df_dy")


@test_case(name="q1.df_dz", points=0.75, hidden=True)
def hidden_df_dz(computational_graph):
    CASES.check(computational_graph, "df_dz")
