"""Which law random numbers obey in place of the one asked for, read off their moments."""

from autograder.diagnosis.error_patterns import Diagnosis
from autograder.testing.statistical_test import BrokenLaw

IN_PLACE = (
    "{} is written into: `x += ...`, `x[...] = ...` and out= change the caller's array, and "
    "`y = x` is no copy. Write x = x + ..., or begin with x.copy()."
)
UNCHANGED = "unchanged"  # how the name of a law ends that says so of an argument
OTHER_GENERATOR = (
    "Draw with the generator that is given, as in rng.normal(...): not with np.random, nor with "
    "a default_rng() made inside."
)
NOTHING_DRAWN = (
    "There are calls in which nothing is drawn from the rng that is given: draw with it, as in "
    "rng.normal(...), and with no generator that is made and seeded inside."
)
GLOBAL = (
    "np.random.seed, np.random.normal and the like act on one generator that all code shares: draw "
    "with the rng that is given."
)
GENERATOR = {
    "moved": ("other_generator", OTHER_GENERATOR),
    "replayed": ("other_generator", OTHER_GENERATOR),
    "fresh": None,  # it draws from rng, and the result is the same: in many ways
    "global": ("global_generator", GLOBAL),
}
TRUNCATED = "Large ones are missing, as if the normal numbers were cut or clipped."
RATIOS = {
    2.0: "twice",
    0.5: "half of",
    3.0: "three times",
    1 / 3: "a third of",
    1.5: "one and a half times",
    4.0: "four times",
    0.25: "a quarter of",
    6.0: "six times",
}
MOST_NEAR = 10.0
FAR = ("more than ten times", "less than a tenth of")
NEAR = 0.04  # of a ratio: laws of 24,000 numbers are narrower
FOURTH = {"normal": 3.0, "uniform": 1.8}  # moments, by the square of the second
LEAST_OF_NORMAL = 2.85
WIDTH = {"normal": 0.15, "uniform": 0.05}
PEAK_OF_UNIFORM = 1.75  # by the root of the second moment, as the means of what is never negative
MEAN_OF_UNIFORM, MEAN_OF_ABSOLUTE = 0.866, 0.798


def law_of(mismatch: BrokenLaw) -> Diagnosis | None:
    """What is said of a law that is broken; None if the moments say nothing."""
    drawn = {k: v for k, v in mismatch.drawn.items() if isinstance(v, float)}
    laws = mismatch.experiment.laws
    wanted = kind_of(laws["fourth"].low, laws["fourth"].high) if "fourth" in laws else ""
    if mismatch.name.endswith(UNCHANGED):
        found = ("changes_an_argument", IN_PLACE.format("An argument"))
    elif mismatch.name == "moved" and drawn.get("replayed") and not drawn.get("global"):
        found = ("nothing_drawn", NOTHING_DRAWN)
    elif mismatch.name in GENERATOR:
        found = GENERATOR[mismatch.name]
    else:
        found = of_moments(mismatch.name, drawn, wanted)
    return Diagnosis(f"{mismatch.function}.{found[0]}", found[1]) if found else None


def kind_of(low: float, high: float) -> str:
    """The law whose fourth moment lies between two numbers."""
    return next((kind for kind, moment in FOURTH.items() if low < moment < high), "")


def of_moments(name: str, drawn: dict[str, float], wanted: str) -> tuple[str, str] | None:
    """Slug and hint of another mean, of another law, or of another scale."""
    mean, fourth = drawn.get("mean", 0.0), drawn.get("fourth", 0.0)
    kind = next((k for k, moment in FOURTH.items() if abs(fourth - moment) < WIDTH[k]), "")
    is_cut = drawn.get("peak", 0.0) < PEAK_OF_UNIFORM
    if kind == "uniform" and is_cut and abs(mean - MEAN_OF_UNIFORM) < NEAR:
        return "from_zero", "They are uniform from 0 up: none is negative, and their mean is not 0."
    if kind == "normal" and abs(mean - MEAN_OF_ABSOLUTE) < NEAR:
        return "absolute_values", "They are absolute values of normal numbers: none is negative."
    if abs(mean) > NEAR:  # their moments are those of no law that is known here
        return None
    if wanted and kind and kind != wanted:
        return f"{kind}_for_{wanted}", f"They are {kind}, and {wanted} ones are asked for."
    if (
        wanted == "normal"
        and name.startswith(("peak", "middle"))
        and FOURTH["uniform"] < fourth < 2.9
    ):
        return "truncated", "Large ones are missing, as if the normal numbers were cut or clipped."
    return of_scale(name, drawn)


def of_scale(name: str, drawn: dict[str, float]) -> tuple[str, str] | None:
    """Slug and hint of a variance, or a bound, that is a plain multiple of the right one."""
    for what in ("variance", "bound"):
        values = [drawn[key] for key in (what, f"{what}_exchanged") if key in drawn]
        (words, *others) = {ratio_in_words(value) for value in values} or {""}
        if name.startswith(what) and words and not others:
            slug = f"{what}_{words.replace(' ', '_')}"
            sizes = " Do the sizes of the layer enter as they should?" if words in FAR else ""
            return slug, f"In this test the {what} is {words} what it should be.{sizes}"
    return None


def ratio_in_words(value: float) -> str:
    """A ratio to the right scale, if it is a plain one, or far from 1."""
    far = FAR[0] if value > MOST_NEAR else FAR[1] if 0 < value < 1 / MOST_NEAR else ""
    return next((words for r, words in RATIOS.items() if abs(value / r - 1) < NEAR), far)
