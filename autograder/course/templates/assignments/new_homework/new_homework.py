# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A new homework
#
# Say in three sentences what students build here and what it is good for. Name the book or the
# lecture that it follows: symbols and equation numbers are taken from there.
#
# | question | you write | about | points |
# |---|---|---|---|
# | q1 | `standardize` | features on one scale | 100 |
#
# **How it works.** Each function below is a stub that raises `NotImplementedError`. Replace that
# line with your code; keep names, parameters and their order. Then run the `grader.check` cell
# under it. Those public tests are there to help you. Hidden tests with other inputs make up the
# larger part of the points, so a question whose public tests all pass may still hide a mistake.
# Use NumPy (and plain Python) only. Cells that draw plots are experiments with your functions;
# they are not graded.

# %%
import matplotlib.pyplot as plt
import numpy as np
import otter

grader = otter.Notebook()

# %% [markdown]
# The next cell is complete as it is. Its colours can be told apart by readers who are colour-blind,
# and every curve has a marker of its own. An experiment below that needs a function you have not
# written yet says so in one line and leaves its plot out.


# %%
plt.style.use("default")  # a white page behind every picture, in a dark theme, too
plt.rcParams["axes.prop_cycle"] = plt.cycler(
    color=["#0072B2", "#D55E00", "#009E73", "#E69F00", "#CC79A7", "#56B4E9", "#000000"],
    marker=["o", "s", "^", "D", "v", "P", "X"],
    markevery=[0.1] * 7,  # a marker now and then, however many points a curve has
)
plt.rcParams |= {"lines.markersize": 4, "legend.fontsize": 9}


class Experiment:
    """Guards the block of a `with`: what cannot run yet prints one line in place of its plot."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        if not isinstance(error, Exception):
            return False
        plt.close("all")
        if isinstance(error, NotImplementedError):
            print(f"Write {error} first, then run this cell again.")
        elif isinstance(error, ModuleNotFoundError):
            print(f"This cell is optional and needs {error.name}, which is not installed here.")
        else:
            print(f"This experiment stopped with {kind.__name__}: {error}")
            print("Do the checks of the functions that it uses pass?")
        return True


def show_film(fig, draw, frames):
    """The pictures of draw(0), draw(1), ... with a slider; the last alone where no script runs."""
    from base64 import b64encode
    from io import BytesIO

    from IPython import display, get_ipython

    if not get_ipython():
        draw(frames - 1)
        plt.show()
        return
    pictures = []
    for frame in range(frames):
        draw(frame)
        if frame == 0:
            fig.canvas.draw()
            fig.set_layout_engine("none")  # axes stay where they are
        file = BytesIO()
        fig.savefig(file)
        pictures.append(b64encode(file.getvalue()).decode())
    plt.close(fig)
    page = "".join(
        f'<img src="data:image/png;base64,{picture}"{" hidden" * (i > 0)}>'
        for i, picture in enumerate(pictures)
    )
    show = "this.parentElement.querySelectorAll('img').forEach((p, i) => p.hidden = i != value)"
    play = (
        "const s = this.nextElementSibling; s.value = 0; const t = setInterval(() => "
        "{ s.oninput(); if (s.value == s.max) clearInterval(t); s.stepUp() }, 600)"
    )
    page += f'<br><button title="play" onclick="{play}">&#9654;</button> '
    page += f'<input type="range" style="width: 70%" max="{frames - 1}" value="0" oninput="{show}">'
    display.display({"text/html": f"<div>{page}</div>", "image/png": pictures[-1]}, raw=True)


def compare(name, yours, theirs):
    """Says whether two numbers or arrays agree to six digits of the largest entry."""
    theirs = np.asarray(theirs)
    gap = np.max(np.abs(np.asarray(yours) - theirs)) / np.max(np.abs(theirs))
    print(f"{name:24}", "the same to six digits" if gap < 1e-6 else f"NOT the same: {gap:.0e}")


# %% [markdown]
# ## Conventions
#
# Grading turns on these, so come back to them when a number is off by a factor.
#
# - **Shapes.** A batch has its examples in rows: `X` is (B, d).
# - **Manners.** No function changes its arguments.

# %% [markdown]
# ## Question 1: features on one scale
#
# A feature in metres and one in millimetres should count alike. Each column of X is shifted by its
# mean $\mu_j$ and divided by its standard deviation $\sigma_j$, both over the batch:
#
# $$z_{ij} = \frac{x_{ij} - \mu_j}{\sigma_j}, \qquad
#   \sigma_j^2 = \frac{1}{B} \sum_{i=1}^{B} (x_{ij} - \mu_j)^2 \tag{1.1}$$


# %%
def standardize(X):
    """The columns of X with mean 0 and standard deviation 1 (1.1).

    X: (B, d), no column constant. Returns a new array (B, d).
    """
    raise NotImplementedError("standardize")


# %%
grader.check("q1")

# %% [markdown]
# **Experiment.** Two features of very different size, before and after. **Predict:** what are the
# ranges of the right picture?

# %% tags=["experiment"]
with Experiment():
    rng = np.random.default_rng(0)
    X = rng.normal([2.0, 300.0], [0.5, 90.0], size=(200, 2))
    fig, axes = plt.subplots(1, 2, figsize=(8, 3.4), layout="constrained")
    for ax, points, title in zip(axes, (X, standardize(X)), ("before", "after"), strict=True):
        ax.scatter(*points.T, s=8)
        ax.set(title=title, xlabel="feature 1", ylabel="feature 2")
        ax.axis("equal")
        ax.grid(alpha=0.3)
    plt.show()

# %% [markdown]
# That is all. Save the notebook, check it once more from top to bottom (restart the kernel and
# run all cells), and hand it in.
