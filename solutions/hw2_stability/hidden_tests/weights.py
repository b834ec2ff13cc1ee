"""What q5 and q6 share: weights of one layer, drawn for N_IN, N_OUT and for the two exchanged."""

from collections.abc import Callable

from autograder.testing import GENERATOR, Experiment, Law, generator

from . import draws

N_IN, N_OUT = 300, 80
SIZE = N_IN * N_OUT
SHAPES = {(n_in, n_out): (n_out, n_in) for n_in, n_out in ((5, 3), (2, 7), (1, 4), (4, 1))}


def experiment(
    function: str,
    statistics: Callable,
    scale: Callable[[int, int], float],
    value_laws: dict[str, Law],
    correlation: Callable[[int], float],
) -> Experiment:
    """The statistics of weights, which shall have `scale(n_in, n_out)`, and the laws of these."""

    def draw(init: Callable) -> dict[str, float]:
        rng = generator("hw2_stability", function)
        many = draws.sample(function, init, rng, N_IN, N_OUT, shape=(N_OUT, N_IN))
        other = draws.sample(function, init, rng, N_OUT, N_IN, shape=(N_IN, N_OUT))
        W = many.value
        links = {
            "rows": draws.correlation(W[0::2], W[1::2]),
            "columns": draws.correlation(W[:, 0::2], W[:, 1::2]),
        }
        exchanged = statistics(other.value, scale(N_OUT, N_IN), links)
        return {
            **statistics(W, scale(N_IN, N_OUT), links),
            **{f"{key}_exchanged": value for key, value in exchanged.items()},
            **links,
            **draws.use(function, init, rng, (6, 5), (5, 6), many, other),
        }

    exchanged_laws = {f"{key}_exchanged": law for key, law in value_laws.items()}
    links = dict.fromkeys(("rows", "columns"), draws.independent(SIZE // 2, correlation))
    return Experiment(function, {draw: value_laws | exchanged_laws | links | GENERATOR})
