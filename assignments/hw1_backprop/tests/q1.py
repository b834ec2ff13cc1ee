"""Public tests of q1: a graph of three numbers.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

from functools import lru_cache

from public_checks import check, entry, test_case

OK_FORMAT = False

name = "q1"
points = None

POINTS = [((-2.0, 5.0, -4.0), (-12.0, -4.0, -4.0, 3.0)), ((0.5, 1.5, 3.0), (6.0, 3.0, 3.0, 2.0))]


@lru_cache(maxsize=len(POINTS))  # both tests look at the same results
def graph_at(computational_graph, x, y, z):
    return computational_graph(x, y, z)


@test_case(name="q1.f.worked_example", points=0.5)
def public_f(computational_graph):
    for (x, y, z), (f, *_) in POINTS:
        result = graph_at(computational_graph, x, y, z)
        got = entry("computational_graph", result, "f")
        check(f"f at x = {x}, y = {y}, z = {z}", got, f, "the forward pass: first the sum")


@test_case(name="q1.gradients.worked_example", points=0.5)
def public_gradients(computational_graph):
    for (x, y, z), (_, *gradients) in POINTS:
        result = graph_at(computational_graph, x, y, z)
        for key, expected in zip(("df_dx", "df_dy", "df_dz"), gradients, strict=True):
            got = entry("computational_graph", result, key)
            look = "the way back: the product first, then the sum"
            check(f"{key} at x = {x}, y = {y}, z = {z}", got, expected, look)
