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
# # Homework 3: dropout and generalisation
#
# A network with enough hidden units can learn any training set by heart, wrong labels included.
# That is not what it is for: it is to be right about examples that it has never seen. This
# notebook is about the distance between the two, and about the strangest of the remedies: while
# the network learns, switch off half of its hidden units, other ones for every example. You write
# dropout and its relatives, train with them, use them to ask a network how sure it is, and stop
# training when it is time to stop.
#
# It follows sections 5.5 and 5.6 of *Dive into Deep Learning* (d2l, <https://d2l.ai>) and four
# papers: Bishop, *Training with Noise is Equivalent to Tikhonov Regularization* (1995);
# Srivastava et al., *Dropout* (2014); Tompson et al., *Efficient Object Localization Using
# Convolutional Networks* (2015); Gal & Ghahramani, *Dropout as a Bayesian Approximation* (2016).
# Equation (5.6.1) is that of the book. Numbers that begin with a 3 are our own: (3.4.2) is the
# second equation of question 4 of homework 3.
#
# | question | you write | about | points |
# |---|---|---|---|
# | q1 | `dropout_forward` | noise that leaves the mean alone | 24 |
# | q2 | `dropout_backward` | the gradient through it | 10 |
# | q3 | `mlp_dropout_forward` `mlp_dropout_backward` | a network with dropout, in both modes | 23 |
# | q4 | `standard_dropout_forward` `spatial_dropout_forward` | the original, and channels | 16 |
# | q5 | `mc_dropout_predict` | how sure is the network? | 13 |
# | q6 | `early_stopping` | when to stop | 14 |
#
# **How it works.** Each function below is a stub that raises `NotImplementedError`. Replace that
# line with your code; keep names, parameters and their order. Then run the `grader.check` cell
# under it. Those public tests are there to help you. Hidden tests with other inputs make up the
# larger part of the 100 points, so a question whose public tests all pass may still hide a
# mistake. Use NumPy (and plain Python) only. Cells that draw plots are experiments with your
# functions; they are not graded.

# %%
from itertools import pairwise, product

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
# Grading turns on these. Books and libraries differ in several of them, so come back here when a
# number is off by a factor.
#
# - **`p`** is the probability of DROPPING a unit; it is kept with probability $1 - p$. Both ends
#   are allowed: `p = 0` keeps everything, `p = 1` drops everything and gives zeros (no `nan`).
#   Outside [0, 1] the three functions that draw a mask for you, `dropout_forward`,
#   `standard_dropout_forward` and `spatial_dropout_forward`, raise `ValueError`, in both modes.
# - **`mask`** is 1 where a unit is kept and 0 where it is dropped. It is *not* scaled: no factor
#   $1/(1 - p)$ in it. It has the shape of what is dropped, and may be float, int or bool.
# - **Modes.** `train=True` draws a mask; `train=False` is evaluation, at test time: nothing is
#   random and the mask is `None`.
# - **Independence.** Every entry (every channel, in spatial dropout) has its own draw, and every
#   call, every example and every sample has fresh draws.
# - **Randomness.** `rng` is a `numpy.random.Generator` that is passed in. Draw from it and from
#   nothing else: NumPy's global generator (`np.random.seed`, `np.random.rand`, ...) is neither
#   used nor seeded, and no generator is made inside. Random functions are graded by their
#   statistics, so draw in any order and by any method you like.
# - **Shapes.** A minibatch has examples in rows: `X` (B, d), `W1` (h, d), `b1` (h,), `W2` (q, h),
#   `b2` (q,). Labels `Y` are class indices (B,) or one-hot rows (B, q).
# - **Loss.** Cross-entropy of the softmax of the logits `o`, natural logarithm, mean over the
#   batch, finite and accurate for logits up to ±1000. No penalty is added. $\mathrm{relu}'(0) = 0$.
# - **Types.** Compute in float64; float32 results are accepted. Integer inputs are promoted to
#   float. A `RuntimeWarning` on the way is no mistake.
# - **Manners.** No function changes its arguments: `h *= mask` writes into an array that belongs
#   to the caller. An empty batch has no mean: the network raises `ValueError`.

# %% [markdown]
# ## Before the questions: fitting is easy
#
# Let $R_\mathrm{emp}$ be the error on the training set and $R$ the error that we would see on
# fresh examples from the same source. We can drive down the first and care about the second. The
# difference, $R - R_\mathrm{emp}$, is the **generalisation gap**.
#
# - A model that cannot even fit the training set **underfits**: both errors are large, the gap is
#   small. It is too simple for the data, or it was not trained well.
# - A model that fits the training set much better than fresh examples **overfits**.
#
# Which of the two happens depends on the *capacity* of the model and on the *data*: how many
# examples there are, how complex the truth is, and how much of the data is noise. The classical
# advice is a model that is neither too small nor too large. Deep networks do not follow it, and
# the first experiment shows that one needs no deep network to see that.
#
# The data are handwritten digits, 1,797 pictures of 8 x 8 pixels, the set that comes with
# scikit-learn, in the file `digits.npz` beside this notebook. To make life hard, a part of the
# labels is replaced by wrong ones.


# %%
def load_digits():
    """Three pairs (X, y), for training, validation and test: 300, 300 and 1,197 digits.

    X: (n, 64) with pixels from -1 (white) to 1 (black). y: (n,) labels. In a fixed random order.
    """
    with np.load("digits.npz") as data:
        X, y = data["X"] / 8 - 1, data["y"].astype(int)
    order = np.random.default_rng(0).permutation(len(y))
    return [(X[part], y[part]) for part in np.split(order, (300, 600))]


def mislabel(y, share, rng):
    """Labels of which a share is replaced by another class, and where that was done."""
    wrong = np.zeros(len(y), dtype=bool)
    wrong[rng.choice(len(y), size=round(share * len(y)), replace=False)] = True
    return np.where(wrong, (y + rng.integers(1, 10, size=len(y))) % 10, y), wrong


def nearest_neighbours(X, y, pictures, k):
    """The commonest label among the k training pictures most similar to each picture."""
    distances = (X**2).sum(axis=1) - 2 * pictures @ X.T  # squared, up to a number for each picture
    nearest = np.argsort(distances, axis=1)[:, :k]
    return np.eye(10)[y][nearest].sum(axis=1).argmax(axis=1)


# %% [markdown]
# **Left:** a network with one hidden layer whose first layer is random and stays so; only the
# second layer is fitted, exactly, by least squares (the smallest solution if there are many). The
# number of hidden units is its capacity. **Right:** the $k$ *nearest neighbours* method, which has
# no parameters at all. It is told the training set, and a new picture gets the label that is the
# commonest among the $k$ training pictures most similar to it.
#
# **Predict:** on the left, which numbers of hidden units are best and worst on the test set?

# %% tags=["experiment"]
with Experiment():
    (X, y), (X_more, y_more), (X_test, y_test) = load_digits()
    X, y = np.concatenate([X, X_more]), np.concatenate([y, y_more])
    rng = np.random.default_rng(0)
    noisy, _ = mislabel(y, 0.2, rng)
    fig, axes = plt.subplots(1, 2, figsize=(10.5, 3.9), layout="constrained", sharey=True)

    V = rng.normal(size=(64, 3000)) / 8
    H_all, H_test = np.maximum(X @ V, 0), np.maximum(X_test @ V, 0)
    widths = np.unique(np.geomspace(5, 3000, 20).astype(int))
    for n, colour in ((100, "C3"), (300, "C0")):
        widths_n = np.union1d(widths, [n])
        fitted, errors = np.eye(10)[noisy[:n]], []
        for width in widths_n:
            H = H_all[:n, :width]
            if width > n:  # the smallest of many solutions, by a small system
                W2 = H.T @ np.linalg.lstsq(H @ H.T, fitted, rcond=1e-14)[0]
            else:
                W2 = np.linalg.lstsq(H, fitted, rcond=1e-10)[0]
            wrong_train = np.mean((H @ W2).argmax(axis=1) != noisy[:n])
            errors.append([wrong_train, np.mean((H_test[:, :width] @ W2).argmax(axis=1) != y_test)])
        train_error, test_error = np.array(errors).T
        axes[0].plot(widths_n, test_error, "o-", color=colour, ms=3, label=f"test, n = {n}")
        axes[0].plot(widths_n, train_error, ":", color=colour, label=f"training, n = {n}")
        axes[0].axvline(n, color=colour, alpha=0.3, linewidth=3)
    axes[0].set(title="random hidden layer; bars: units = examples", xlabel="hidden units")
    axes[0].set(xscale="log", ylabel="share of digits wrong", ylim=(-0.03, 1.2))

    sizes = (25, 50, 100, 200, 400, 600)
    for k, colour in ((1, "C1"), (15, "C2")):
        errors = []
        for n in sizes:
            wrong_train = np.mean(nearest_neighbours(X[:n], noisy[:n], X[:n], k) != noisy[:n])
            wrong_test = np.mean(nearest_neighbours(X[:n], noisy[:n], X_test, k) != y_test)
            errors.append([wrong_train, wrong_test])
        train_error, test_error = np.array(errors).T
        axes[1].plot(sizes, test_error, "o-", color=colour, ms=4, label=f"test, k = {k}")
        axes[1].plot(sizes, train_error, ":", color=colour, label=f"training, k = {k}")
    axes[1].axhline(0.2, color="gray", linewidth=1, label="wrong labels: 20 %")
    axes[1].set(title="nearest neighbours", xlabel="training examples n", xscale="log")
    axes[1].set_xticks(sizes, labels=sizes)
    axes[1].minorticks_off()
    for ax in axes:
        ax.grid(alpha=0.3)
        ax.legend(ncols=2, loc="upper right")
    plt.show()

# %% [markdown]
# On the left the test error falls, rises to a peak where there are just as many hidden units as
# training examples, and *falls again*: **double descent**. The largest networks fit every wrong
# label, and with 100 examples they are the best of all.
#
# **Think.** Where does the network underfit, where does it overfit? Why is the peak just there?
# (How many solutions are there left and right of it, and how large must the weights of the only
# one be?) More examples move the peak to the right: with 300 hidden units, which of the two
# training sets gives the smaller test error? What would be left of the peak without wrong labels?
# Try it.
#
# **Think.** 1-nearest neighbour has training error 0 and never trains. About what share of the
# test digits must it get wrong when 20 % of the labels are wrong, however many examples there are?
# What does $k = 15$ give up in exchange? A deep network that fits its training set exactly has
# much in common with such a **nonparametric** method, whose complexity grows with the data: it
# interpolates. What plays the part of the distance between pictures?
#
# **Think.** Give all pixels a new order, the same one for every picture. What happens to the errors
# of the two methods, and what would happen to those of a convolutional network? What a method
# takes for granted before it has seen an example is its **inductive bias**. The **no free lunch**
# theorem says that, averaged over all conceivable labellings, all methods are equally bad on new
# examples. Why do we learn anything at all, then?
#
# Three sets of examples, for three purposes: the **training set** to fit weights, the **validation
# set** to choose everything else (widths, learning rates, the number of neighbours, $p$, when to
# stop), the **test set** once, at the end. Where data are scarce, **k-fold cross-validation** cuts
# them into $k$ parts and trains $k$ times, each time without one part, on which it validates; then
# it takes the mean. Here five folds of 300 digits choose the number of neighbours, without a look
# at the test set. **Predict:** one neighbour, twenty, or a hundred: which will they choose?

# %% tags=["experiment"]
with Experiment():
    (X, y), _, (X_test, y_test) = load_digits()
    rng = np.random.default_rng(0)
    noisy, _ = mislabel(y, 0.2, rng)
    neighbours = (1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120)
    folds, errors = np.array_split(rng.permutation(len(y)), 5), []
    for fold in folds:
        rest = np.setdiff1d(np.arange(len(y)), fold)
        guesses = [nearest_neighbours(X[rest], noisy[rest], X[fold], k) for k in neighbours]
        errors.append([np.mean(guess != noisy[fold]) for guess in guesses])
    errors = np.array(errors)
    tested = [np.mean(nearest_neighbours(X, noisy, X_test, k) != y_test) for k in neighbours]
    chosen = errors.mean(axis=0).argmin()
    fig, ax = plt.subplots(figsize=(7.5, 3.8), layout="constrained")
    for i, row in enumerate(errors):
        label = "one fold, with its wrong labels" if i == 0 else None
        ax.plot(neighbours, row, color="C0", alpha=0.3, linewidth=1, label=label)
    ax.plot(neighbours, errors.mean(axis=0), "o-", color="C0", label="mean of five folds")
    label = f"chosen: {neighbours[chosen]} neighbours"
    star = {"markersize": 14, "markevery": 1, "label": label}
    ax.plot(neighbours[chosen], errors[:, chosen].mean(), "k*", **star)
    ax.plot(neighbours, tested, "o-", color="C3", label="test set, labels right")
    ax.set(title="five-fold cross-validation", xlabel="number of neighbours", xscale="log")
    ax.set(ylabel="share of digits wrong", ylim=(0, 0.9))
    ax.set_xticks(neighbours, labels=neighbours)
    ax.minorticks_off()
    ax.grid(alpha=0.3)
    ax.legend(loc="upper left")
    plt.show()

# %% [markdown]
# **Think.** The two thick curves have different heights. Why, and why does that not matter for the
# choice? How much do single folds differ? Why is the validation error of the best of a hundred
# models too optimistic? What do five folds cost, what do they gain, and at which size of the data
# would you no longer bother?

# %% [markdown]
# ## Question 1: noise that leaves the mean alone
#
# A good model is *simple*, and one sense of simple is smooth: a small change of the input should
# not change the output much. Bishop (1995) made that precise. Add a little noise to every input
# during training, and on average you minimise the error plus a penalty on the slope of the
# function. For a linear model with $n$ examples and noise of variance $\sigma^2$ in every input it
# is one line of algebra, and the penalty is that of ridge regression, also called Tikhonov
# regularisation:
#
# $$E\,\bigl\|y - (X + \epsilon)\, w\bigr\|^2 = \|y - X w\|^2 + n \sigma^2 \|w\|^2 \tag{3.1.1}$$
#
# Srivastava et al. (2014) carried the idea to the *hidden* layers. What noise would suit a hidden
# layer? It should be **unbiased**, so that the next layer sees what it expects, on average:
# $E[h'] = h$. Additive noise would do. *Dropout* instead switches units off,
#
# $$h' = \begin{cases}
#   0 & \text{with probability } p \\
#   \dfrac{h}{1 - p} & \text{otherwise}
#   \end{cases} \tag{5.6.1}$$
#
# and lets the others make up for them:
#
# $$E[h'] = p \cdot 0 + (1 - p)\, \frac{h}{1 - p} = h, \qquad
#   \mathrm{Var}[h'] = (1 - p)\, \frac{h^2}{(1 - p)^2} - h^2 = \frac{p}{1 - p}\, h^2 \tag{3.1.2}$$
#
# Scaling in training, as here, is called **inverted** dropout. At test time dropout is off, and the
# layer passes $h$ on as it is.
#
# Every unit of every example is dropped independently of all others, so the number of dropped
# units varies from call to call. And some units are 0 without being dropped: after a relu, many.
# Your mask has to know the difference.


# %%
def dropout_forward(h, p, rng, train=True):
    """Inverted dropout (5.6.1).

    h: array of any shape. p: probability of dropping, in [0, 1]. rng: numpy.random.Generator, the
    only source of randomness. train: False for evaluation.

    Training:   mask is 1 (kept, probability 1 - p) or 0 (dropped), independent for every entry;
                out is what (5.6.1) makes of that. p = 1 gives zeros.
    Evaluation: out has the values of h, mask is None.

    Returns (out, mask), both of the shape of h; the mask is not scaled. h stays as it is.
    Raises ValueError for p outside [0, 1].
    """
    raise NotImplementedError("dropout_forward")


# %%
grader.check("q1")

# %% [markdown]
# ### Before and after
#
# The network of the book with five hidden units, and what is left of it for *one* example when
# $h_2$ and $h_5$ have been dropped. The outputs do not depend on them, so no gradient comes back to
# them: in this step their weights, dashed, learn nothing. **Predict:** how many of the 35 weights
# are left in use?

# %% tags=["experiment"]
with Experiment():
    fig, axes = plt.subplots(1, 2, figsize=(10, 3.6), layout="constrained")
    layers = (("x", 4), ("h", 5), ("o", 3))
    for ax, mask, title in (
        (axes[0], [1, 1, 1, 1, 1], "evaluation: the whole network"),
        (axes[1], [1, 0, 1, 1, 0], "training: mask = [1, 0, 1, 1, 0]"),
    ):
        kept = {"x": [1] * 4, "h": mask, "o": [1] * 3}
        at = {
            (layer, i): (i - (size - 1) / 2, 1.2 * height)
            for height, (layer, size) in enumerate(layers)
            for i in range(size)
        }
        for (low, low_size), (high, high_size) in pairwise(layers):
            for i, j in product(range(low_size), range(high_size)):
                style = {"color": "0.35", "linewidth": 0.9}
                if not kept[low][i] * kept[high][j]:
                    style = {"color": "0.8", "linewidth": 0.8, "linestyle": "--"}
                ax.plot(*zip(at[low, i], at[high, j], strict=True), zorder=1, **style)
        for (layer, i), (x, height) in at.items():
            colour = {"x": "#ffd9a0", "h": "#a8d0f0", "o": "#b8e0b0"}[layer]
            on = kept[layer][i]
            face, edge = (colour, "0.2") if on else ("white", "0.7")
            ax.scatter(x, height, s=620, color=face, edgecolor=edge, zorder=2)
            label = f"${layer}_{i + 1}$"
            ax.text(x, height, label, ha="center", va="center", color="0.1" if on else "0.7")
            if not on:
                ax.scatter(x, height, s=420, marker="x", color="C1", linewidth=2, zorder=3)
        ax.set(title=title, xlim=(-2.5, 2.5), ylim=(-0.45, 2.85))
        ax.axis("off")
    plt.show()

# %% [markdown]
# ### Zeros and fours
#
# A layer of ones, 3 x 9, with $p = 0.75$: what is kept becomes $1/(1 - 0.75) = 4$. To its left and
# right the two extremes. Change the seed, and other units are dropped. **Predict:** how many of the
# 27 numbers in the middle are fours?

# %% tags=["experiment"]
with Experiment():
    rng = np.random.default_rng(1)
    fig, axes = plt.subplots(1, 3, figsize=(11, 1.7), layout="constrained")
    for ax, p in zip(axes, (0.0, 0.75, 1.0), strict=True):
        out, mask = dropout_forward(np.ones((3, 9)), p, rng)
        ax.imshow(out, cmap="Blues", vmin=0, vmax=6)
        for (i, j), value in np.ndenumerate(out):
            colour = "white" if value > 3 else "black"
            ax.text(j, i, f"{value:.0f}", ha="center", va="center", color=colour)
        ax.set(xticks=[], yticks=[], title=f"p = {p:g}: {mask.sum():.0f} of 27 kept")
    plt.show()

# %% [markdown]
# **Think.** How many fours do you expect, and how many may it be? What would a function that keeps
# *exactly* a quarter of the units do wrong? Which value should 0/0 have in the last picture?
#
# ### $E[h'] = h$
#
# The algebra (3.1.2) by simulation. **Left:** the mean of the first $k$ draws of one unit with
# $h = 2$, and the band of two standard deviations in which it should lie most of the time.
# **Middle:** the variance of 20,000 draws for many $p$. **Right:** what the next layer gets: a
# weighted sum of 100 hidden units, for 20,000 masks in training and once in evaluation.
# **Predict:** for which of $p = 0.1$, 0.5 and 0.9 is the mean restless longest?

# %% tags=["experiment"]
with Experiment():
    rng = np.random.default_rng(2)
    fig, axes = plt.subplots(1, 3, figsize=(11, 3.6), layout="constrained")
    h, k = 2.0, np.arange(1, 3001)
    for p, colour in ((0.9, "C1"), (0.5, "C0"), (0.1, "C2")):
        draws, _ = dropout_forward(np.full(len(k), h), p, rng)
        band = 2 * h * np.sqrt(p / (1 - p) / k)
        axes[0].semilogx(k, np.cumsum(draws) / k, color=colour, label=f"p = {p}")
        axes[0].fill_between(k, h - band, h + band, color=colour, alpha=0.15, linewidth=0)
    axes[0].axhline(h, color="black", linestyle=":", label="h = 2")
    axes[0].set(title="running mean of h', and its band", xlabel="draws k", ylabel="mean")
    axes[0].set(ylim=(-1, 5.5), xlim=(1, len(k)))

    rates, grid = np.arange(0.05, 0.96, 0.05), np.linspace(0, 0.96, 200)
    variances = [dropout_forward(np.full(20_000, h), p, rng)[0].var() for p in rates]
    axes[1].semilogy(rates, variances, "o", markevery=1, label="20,000 draws")
    axes[1].semilogy(grid[1:], h**2 * (grid / (1 - grid))[1:], "k-", lw=1, label="$h^2 p/(1-p)$")
    axes[1].set(title="variance of h'", xlabel="p", ylabel="variance")

    h, w = np.maximum(rng.normal(size=100), 0), rng.normal(size=100) / 10
    for p, colour in ((0.5, "C0"), (0.1, "C2")):
        sums = dropout_forward(np.tile(h, (20_000, 1)), p, rng)[0] @ w
        label = f"training, p = {p}: mean {sums.mean():.3f}"
        axes[2].hist(sums, bins=60, density=True, alpha=0.5, color=colour, label=label)
    value = dropout_forward(h, 0.5, rng, train=False)[0] @ w
    axes[2].axvline(value, color="black", linestyle=":", label=f"evaluation: {value:.3f}")
    axes[2].set(title="input of one unit of the next layer", xlabel="w · h'", ylabel="density")
    axes[2].set_ylim(0, 4.2)
    for ax in axes:
        ax.grid(alpha=0.3)
        ax.legend()
    plt.show()

# %% [markdown]
# **Think.** Training and evaluation agree in the mean of what the next layer receives. Do they also
# agree in the mean of what it gives out, after a relu or a softmax? Why is the mean of a unit with
# $p = 0.9$ so restless? A mask that is drawn once and shared by all examples of a batch would leave
# the mean as it is, too: what would be lost?
#
# ### Noise is a penalty
#
# Two linear regressions on few examples. **Left:** Gaussian noise of variance $\sigma^2$ in the
# inputs; the dots are least squares on 2,000 noisy copies of the data, the lines are ridge
# regression with $\lambda = n\sigma^2$ on the clean data: (3.1.1). **Right:** the same with your
# dropout on the inputs. By the variance in (3.1.2), each weight pays for the size of its own input
# (**predict:** to which value does every weight go on the right, as $p$ nears 1?):
#
# $$E\,\|y - X' w\|^2 = \|y - X w\|^2 +
#   \frac{p}{1 - p} \sum_j w_j^2 \sum_i x_{ij}^2 \tag{3.1.3}$$

# %% tags=["experiment"]
with Experiment():
    rng = np.random.default_rng(3)
    n, copies = 20, 2000
    X = rng.normal(size=(n, 5)) * [1.0, 2.0, 0.5, 1.0, 1.0]
    X[:, 4] += X[:, 3]  # two inputs that say nearly the same
    y = X @ [1.5, -0.7, 1.0, 0.8, 0.0] + 0.5 * rng.normal(size=n)

    def with_gaussian_noise(X, sigma):
        return X + sigma * rng.normal(size=X.shape)

    def with_dropout(X, p):
        return dropout_forward(X, p, rng)[0]

    panels = (
        ("Gaussian noise", "$\\sigma$", 2.0, with_gaussian_noise, lambda s: n * s**2 * np.eye(5)),
        ("dropout", "p", 0.9, with_dropout, lambda p: p / (1 - p) * np.diag((X**2).sum(axis=0))),
    )
    fig, axes = plt.subplots(1, 2, figsize=(10, 3.7), layout="constrained", sharey=True)
    for ax, (name, symbol, end, disturbed, penalty) in zip(axes, panels, strict=True):
        fitted = []
        for size in np.linspace(0, end, 10):
            noisy = disturbed(np.tile(X, (copies, 1)), size)
            fitted.append(np.linalg.solve(noisy.T @ noisy, noisy.T @ np.tile(y, copies)))
        grid = np.linspace(0, end, 100)
        theory = np.array([np.linalg.solve(X.T @ X + penalty(size), X.T @ y) for size in grid])
        for j in range(5):
            ax.plot(grid, theory[:, j], color=f"C{j}", marker="", label=f"$w_{j + 1}$")
            style = {"color": f"C{j}", "markevery": 1}
            ax.plot(np.linspace(0, end, 10), np.array(fitted)[:, j], "o", **style)
        ax.axhline(0, color="black", linewidth=0.5)
        ax.set(title=f"{name} on the inputs; lines: the penalty", xlabel=symbol)
        ax.grid(alpha=0.3)
    axes[0].set_ylabel("weight")
    axes[1].legend(ncols=2)
    plt.show()

# %% [markdown]
# **Think.** $w_2$ belongs to an input that is twice as large. Which of the two penalties treats it
# differently, and how? If an input is measured in grams in place of kilograms, which of the two
# gives another prediction? Why do $w_4$ and $w_5$, whose inputs say nearly the same, move towards
# each other?

# %% [markdown]
# ## Question 2: the backward pass
#
# A dropped unit had no influence on the loss, a kept one had $1/(1 - p)$ times its own. So the
# gradient goes back through the *same* mask, with the same factor:
#
# $$\frac{\partial L}{\partial h_i} = \frac{\mathrm{mask}_i}{1 - p}\,
#   \frac{\partial L}{\partial h'_i} \tag{3.2.1}$$
#
# In evaluation the mask is `None`, and the gradient passes unchanged. With $p = 1$ every unit was
# dropped: which gradient is left?


# %%
def dropout_backward(dout, mask, p):
    """Gradient of the loss with respect to the input of dropout_forward (3.2.1).

    dout: gradient of the loss with respect to its output, array of any shape. mask: the mask it
    returned, 1 kept and 0 dropped, unscaled, of the shape of dout; or None (evaluation): the
    identity. p: probability of dropping. p = 1 gives zeros.

    Returns an array of the shape of dout. No argument is changed.
    """
    raise NotImplementedError("dropout_backward")


# %%
grader.check("q2")

# %% [markdown]
# Is it the derivative of your forward pass? Central differences, with a generator that starts from
# the same seed for each evaluation, so that the mask stays put while an input is moved. The
# function is $L = \sum_i c_i h_i'^2$. **Predict:** about how many of the 40 gradients are exactly
# 0?

# %% tags=["experiment"]
with Experiment():
    rng = np.random.default_rng(4)
    h, c, p = rng.normal(size=40), rng.normal(size=40), 0.4
    out, mask = dropout_forward(h, p, np.random.default_rng(0))
    gradient = dropout_backward(2 * c * out, mask, p)
    numerical = np.empty_like(h)
    for i in range(len(h)):
        step = 1e-5 * (np.arange(len(h)) == i)
        above, below = (
            np.sum(c * dropout_forward(moved, p, np.random.default_rng(0))[0] ** 2)
            for moved in (h + step, h - step)
        )
        numerical[i] = (above - below) / 2e-5
    fig, ax = plt.subplots(figsize=(8, 3.2), layout="constrained")
    ax.bar(np.arange(40), numerical, color="0.8", label="central differences")
    for kept, colour, name in ((1, "C0", "kept"), (0, "C1", "dropped")):
        units = np.flatnonzero(mask == kept)
        style = {"color": colour, "markevery": 1, "label": f"your gradient, {name}"}
        ax.plot(units, gradient[units], "o", **style)
    ax.set(title="gradient with respect to the input, p = 0.4", xlabel="unit", ylabel="dL/dh")
    ax.grid(alpha=0.3)
    ax.legend()
    plt.show()

# %% [markdown]
# **Written 1.** What would you see in this plot if the backward pass drew a mask of its own? And
# what if the mask were found afterwards, as "the output is not 0", behind a relu: for which units
# does that go wrong, and does it matter there? Three to five sentences.

# %% [markdown] tags=["written"]
# *Your answer:*

# %% [markdown]
# ## Question 3: a network with dropout
#
# Now the network of the book: one hidden layer of relu, a softmax, and dropout on the output of
# the hidden layer, *before* $W^{(2)}$. For a minibatch of rows:
#
# $$z = X {W^{(1)}}^\top + b^{(1)}, \qquad h = \mathrm{relu}(z) \tag{3.3.1}$$
# $$h' = \frac{\mathrm{mask}}{1 - p} \odot h, \qquad
#   o = h' {W^{(2)}}^\top + b^{(2)} \tag{3.3.2}$$
# $$L = -\frac1B \sum_{i=1}^{B} \ln \mathrm{softmax}(o_i)_{y_i} \tag{3.3.3}$$
#
# The mask (B, h) is an argument: every example has a row of its own, so it is trained in a network
# of its own. Drawing the mask outside makes the function deterministic, which is easier to test;
# and $h'$ is `h_dropped` in the code. `mask=None` is evaluation mode: $h' = h$.
#
# The backward pass is that of homework 1 with one station more:
#
# $$\frac{\partial L}{\partial o} = \frac1B
#   \bigl(\mathrm{softmax}(o) - \mathrm{onehot}(Y)\bigr), \qquad
#   \frac{\partial L}{\partial W^{(2)}} = {\frac{\partial L}{\partial o}}^{\!\top} h', \qquad
#   \frac{\partial L}{\partial b^{(2)}} = \sum_i \frac{\partial L}{\partial o_i} \tag{3.3.4}$$
# $$\frac{\partial L}{\partial h'} = \frac{\partial L}{\partial o}\, W^{(2)}, \qquad
#   \frac{\partial L}{\partial h} = \frac{\mathrm{mask}}{1 - p} \odot
#   \frac{\partial L}{\partial h'}, \qquad
#   \frac{\partial L}{\partial z} = \mathrm{relu}'(z) \odot
#   \frac{\partial L}{\partial h} \tag{3.3.5}$$
# $$\frac{\partial L}{\partial W^{(1)}} = {\frac{\partial L}{\partial z}}^{\!\top} X, \qquad
#   \frac{\partial L}{\partial b^{(1)}} = \sum_i \frac{\partial L}{\partial z_i} \tag{3.3.6}$$
#
# `mlp_dropout_backward` is tested with caches that are right, and reads nothing but their keys.


# %%
def mlp_dropout_forward(X, Y, W1, b1, W2, b2, p, mask):
    """Loss of a relu network with dropout on its hidden layer, (3.3.1) to (3.3.3).

    X: (B, d). Y: labels (B,) or one-hot rows (B, q). W1: (h, d). b1: (h,). W2: (q, h). b2: (q,).
    p: probability with which the mask was drawn. mask: (B, h), 1 kept and 0 dropped, unscaled; or
    None for evaluation mode, in which h_dropped is h whatever p is.

    Returns a dict with the keys X, Y, W1, b1, W2, b2, p, mask (the arguments) and
    z, h, h_dropped: (B, h)    o: (B, q), the logits    L: float, mean cross-entropy.
    Raises ValueError for an empty batch.
    """
    raise NotImplementedError("mlp_dropout_forward")


def mlp_dropout_backward(cache):
    """Gradients of L with respect to the parameters, (3.3.4) to (3.3.6).

    cache: what mlp_dropout_forward returned; no other key than those listed there is read. It is
    not changed: calling the function twice gives the same answer.

    Returns a dict: dL_dW1 (h, d), dL_db1 (h,), dL_dW2 (q, h), dL_db2 (q,).
    """
    raise NotImplementedError("mlp_dropout_backward")


# %%
grader.check("q3")

# %% [markdown]
# With these two, training takes a few lines. The next cell is complete. `train` returns the
# parameters after every epoch, so that we can look back. It draws its masks with your
# `dropout_forward`, which also puts dropout on the *inputs* where `p_input` is above 0.


# %%
def train(X, y, rng, p=0.0, p_input=0.0, weight_decay=0.0, epochs=100, num_hiddens=100, lr=0.05):
    """Minibatch gradient descent. Returns a list: the parameters at first and after each epoch."""
    num_inputs, num_outputs = X.shape[1], 10
    params = [
        rng.normal(size=(num_hiddens, num_inputs)) * np.sqrt(2 / num_inputs),
        np.zeros(num_hiddens),
        rng.normal(size=(num_outputs, num_hiddens)) * np.sqrt(1 / num_hiddens),
        np.zeros(num_outputs),
    ]
    history = [params]
    for _ in range(epochs):
        for rows in np.array_split(rng.permutation(len(y)), len(y) // 30):
            inputs, _ = dropout_forward(X[rows], p_input, rng)
            _, mask = dropout_forward(np.ones((len(rows), num_hiddens)), p, rng)
            grads = mlp_dropout_backward(mlp_dropout_forward(inputs, y[rows], *params, p, mask))
            steps = [grads[f"dL_d{name}"] for name in ("W1", "b1", "W2", "b2")]
            kept = [1 - lr * weight_decay if w.ndim == 2 else 1.0 for w in params]
            params = [k * w - lr * dw for k, w, dw in zip(kept, params, steps, strict=True)]
        history.append(params)
    return history


def evaluate(params, X, y):
    """Loss and accuracy in evaluation mode."""
    cache = mlp_dropout_forward(X, y, *params, 0.0, None)
    return cache["L"], np.mean(cache["o"].argmax(axis=1) == y)


# %% [markdown]
# ### The gap closes
#
# 300 training digits, of which 30 % have a wrong label. Without and with dropout. **Predict:**
# which of the two ends with the lower training loss, and which with the higher test accuracy?

# %% tags=["experiment"]
with Experiment():
    (X, y), _, (X_test, y_test) = load_digits()
    noisy, _ = mislabel(y, 0.3, np.random.default_rng(5))
    fig, axes = plt.subplots(1, 2, figsize=(10, 3.7), layout="constrained", sharey=True)
    for ax, p in zip(axes, (0.0, 0.5), strict=True):
        history = train(X, noisy, np.random.default_rng(0), p=p, epochs=120)
        epochs = np.arange(0, len(history), 3)
        fitted = [evaluate(history[t], X, noisy)[1] for t in epochs]
        tested = [evaluate(history[t], X_test, y_test)[1] for t in epochs]
        ax.plot(epochs, fitted, label="training set, with its wrong labels")
        ax.plot(epochs, tested, label="test set, labels right")
        ax.axhline(0.7, color="gray", linestyle=":", label="right labels in training: 70 %")
        ax.set(title=f"p = {p:g}: at the end {tested[-1]:.0%} of the test set", xlabel="epoch")
        ax.grid(alpha=0.3)
    axes[0].set_ylabel("accuracy, evaluation mode")
    axes[0].legend(loc="lower right")
    plt.show()

# %% [markdown]
# **Think.** Both networks have the same capacity and the same data. Where would you see, in the
# curves of the training set alone, that the left one has begun to learn by heart? Why may the
# accuracy on the test set be higher than that on the training set here?
#
# ### How much dropout, and where?
#
# Each layer may have a rate of its own; a common choice is a small one near the input and a larger
# one further up. **Left:** dropout on the hidden layer only, from none to nearly everything.
# **Right:** the accuracy on the test set for rates at the inputs and in the hidden layer. (All
# networks get the same number of steps, and to choose a rate one would use a validation set.)
#
# **Predict:** which does the network stand better, $p = 0.9$ in the hidden layer or $p = 0.5$ at
# the inputs?

# %% tags=["experiment"]
with Experiment():
    (X, y), _, (X_test, y_test) = load_digits()
    noisy, _ = mislabel(y, 0.3, np.random.default_rng(5))
    hidden_rates, input_rates = (0.0, 0.25, 0.5, 0.75, 0.9, 0.98), (0.0, 0.2, 0.5)
    fitted, tested = np.empty((2, len(input_rates), len(hidden_rates)))
    for (i, p_input), (j, p) in product(enumerate(input_rates), enumerate(hidden_rates)):
        params = train(X, noisy, np.random.default_rng(0), p, p_input)[-1]
        fitted[i, j] = evaluate(params, X, noisy)[1]
        tested[i, j] = evaluate(params, X_test, y_test)[1]
    fig, axes = plt.subplots(1, 2, figsize=(10.5, 3.7), layout="constrained", width_ratios=(1, 1.2))
    axes[0].plot(hidden_rates, fitted[0], "o:", label="training set, with its wrong labels")
    axes[0].plot(hidden_rates, tested[0], "o-", label="test set")
    axes[0].set(title="too little, enough, too much", xlabel="p in the hidden layer")
    axes[0].set(ylabel="accuracy", ylim=(0, 1.03))
    axes[0].grid(alpha=0.3)
    axes[0].legend(loc="lower left")
    axes[1].imshow(tested, cmap="viridis", vmin=0.3, vmax=0.9, aspect="auto")
    for (i, j), value in np.ndenumerate(tested):
        colour = "white" if value < 0.7 else "black"
        axes[1].text(j, i, f"{value:.0%}", ha="center", va="center", color=colour)
    axes[1].set(title="accuracy on the test set", xlabel="p in the hidden layer", ylabel="p_input")
    axes[1].set(xticks=range(len(hidden_rates)), xticklabels=hidden_rates)
    axes[1].set(yticks=range(len(input_rates)), yticklabels=input_rates)
    plt.show()

# %% [markdown]
# **Think.** Where does dropout underfit? Why is a rate of 0.5 mild for 100 hidden units, and would
# it be for 5? Why do inputs stand less dropout than hidden units do?

# %% [markdown]
# ### More data out of the same data
#
# *Data augmentation* is the noise that knows something: disturb the inputs in ways that do not
# change the label, and train on those, too. Each of 300 digits comes with four copies, moved by a
# quarter of a pixel, or by a whole one, in the four directions. All networks get the same number of
# steps. **Predict:** who reads most of the test digits, and who reads most of them if they, too,
# are moved by a pixel?

# %% tags=["experiment"]
with Experiment():
    (X, y), _, (X_test, y_test) = load_digits()
    directions = ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1))

    def moved(X, down, across):
        """Pictures (n, 64) moved by whole pixels; what comes in is white."""
        padded = np.pad(X.reshape(-1, 8, 8), ((0, 0), (1, 1), (1, 1)), constant_values=-1)
        return padded[:, 1 - down : 9 - down, 1 - across : 9 - across].reshape(-1, 64)

    def augmented(share):
        """The training digits and four copies; share is how far they move, in pixels."""
        copies = [(1 - share) * X + share * moved(X, *where) for where in directions]
        return np.concatenate(copies), np.tile(y, 5)

    X_moved = np.concatenate([moved(X_test, *where) for where in directions[1:]])
    y_moved = np.tile(y_test, 4)
    settings = {
        "plain": ((X, y), {"epochs": 100}),
        "dropout": ((X, y), {"epochs": 100, "p": 0.5}),
        "¼ pixel": (augmented(0.25), {"epochs": 20}),
        "1 pixel": (augmented(1.0), {"epochs": 20}),
    }
    fig, axes = plt.subplots(1, 2, figsize=(9.5, 3.4), layout="constrained", sharey=True)
    shares = []
    for (examples, labels), setting in settings.values():
        params = train(examples, labels, np.random.default_rng(2), **setting)[-1]
        tests = (X_test, y_test), (X_moved, y_moved)
        shares.append([evaluate(params, *pair)[1] for pair in tests])
    titles = "test digits as they are", "moved by a pixel"
    for ax, values, title in zip(axes, np.transpose(shares), titles, strict=True):
        bars = ax.bar(list(settings), values, color=["C1", "C0", "C2", "C3"])
        ax.bar_label(bars, [f"{value:.1%}" for value in values])
        ax.set(title=title, ylim=(0, 1.1))
        ax.grid(alpha=0.3, axis="y")
        ax.set_axisbelow(True)
    axes[0].set_ylabel("accuracy")
    plt.show()

# %% [markdown]
# **Think.** The digits of this data set were made to fill their frame before they were stored. For
# which of the two test sets is "a digit that is moved is the same digit" knowledge, and for which
# is it a burden? Which disturbances would you allow for digits, and which not? (Think of a 6 that
# is turned.) What does dropout disturb, and which knowledge about the world is in that?

# %% [markdown]
# ### No, some, and too much
#
# Points in a square; those inside a disc are of class 1. There are 100 to learn from, 15 of them
# with the wrong label, and 100 hidden units. The line is where the network is undecided. Under the
# three pictures, a slider for $p$. **Predict:** what is the boundary for $p = 0$, and what
# for $p = 0.98$?

# %% tags=["experiment"]
with Experiment():

    def disc(rng, n):
        """Points (n, 2) in a square and whether they lie in the disc of radius 1."""
        points = rng.uniform(-1.5, 1.5, size=(n, 2))
        return points, (np.hypot(*points.T) < 1).astype(int)

    rng = np.random.default_rng(6)
    (X, y), (X_new, y_new) = disc(rng, 100), disc(rng, 4000)
    flipped = rng.choice(100, 15, replace=False)
    y[flipped] = 1 - y[flipped]
    grid = np.linspace(-1.5, 1.5, 61)
    plane = np.stack(np.meshgrid(grid, grid), axis=-1).reshape(-1, 2)
    rates = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98)
    networks = {
        p: train(X, y, np.random.default_rng(0), p=p, epochs=600, lr=0.2)[-1] for p in rates
    }
    fitted = [evaluate(network, X, y)[1] for network in networks.values()]
    tested = [evaluate(network, X_new, y_new)[1] for network in networks.values()]

    def draw_boundary(ax, p):
        o = mlp_dropout_forward(plane, np.zeros(61**2, int), *networks[p], 0.0, None)["o"]
        difference = (o[:, 1] - o[:, 0]).reshape(61, 61)
        ax.contourf(grid, grid, np.tanh(difference / 2), 20, cmap="RdBu", alpha=0.6)
        ax.contour(grid, grid, difference, [0], colors="black")
        for label, marker in ((0, "o"), (1, "s")):
            ax.scatter(*X[y == label].T, c=f"C{1 - label}", marker=marker, s=20, edgecolor="white")
        ax.set(title=f"p = {p}", xticks=(), yticks=(), aspect="equal")
        ax.set_xlabel(f"{tested[rates.index(p)]:.0%} of new points right")

    fig, axes = plt.subplots(1, 3, figsize=(10, 3.7), layout="constrained")
    for ax, p in zip(axes, (0.0, 0.5, 0.98), strict=True):
        draw_boundary(ax, p)
    plt.show()

    fig, axes = plt.subplots(1, 2, figsize=(9, 3.9), layout="constrained", width_ratios=(1, 1.3))

    def show_rate(frame):
        for ax in axes:
            ax.clear()
        draw_boundary(axes[0], rates[frame])
        axes[1].plot(rates, fitted, markevery=1, label="training set, with its wrong labels")
        axes[1].plot(rates, tested, markevery=1, label="new points, labels right")
        axes[1].axvline(rates[frame], color="black", linestyle=":")
        axes[1].set(title="accuracy", xlabel="p", ylim=(0.5, 1))
        axes[1].grid(alpha=0.3)
        axes[1].legend(loc="lower left")

    show_film(fig, show_rate, len(rates))

# %% [markdown]
# **Think.** Which of the wrong labels does the network without dropout give in to? Which function
# is left for the largest $p$, and why just that one?
#
# ### What the first layer looks at
#
# The rows of $W^{(1)}$ as pictures, the ten largest of fifty, for networks that were trained
# without and with dropout on 600 digits. (Weight decay takes away what is left of the random
# start.) **Right:** for each hidden unit, the share of the test digits for which it is on, the
# busiest unit first. **Predict:** in which of the two networks is a unit on more often?

# %% tags=["experiment"]
with Experiment():
    (X, y), (X_more, y_more), (X_test, y_test) = load_digits()
    X, y = np.concatenate([X, X_more]), np.concatenate([y, y_more])
    fig = plt.figure(figsize=(11, 3.6), layout="constrained")
    left, right = fig.subfigures(1, 2, width_ratios=(1.5, 1))
    pictures, ax = left.subplots(4, 5), right.subplots()
    for i, p in enumerate((0.0, 0.5)):
        setting = {"p": p, "weight_decay": 0.01, "epochs": 200, "num_hiddens": 50}
        params = train(X, y, np.random.default_rng(0), **setting)[-1]
        W1, rows = params[0], pictures[2 * i : 2 * i + 2]
        largest = np.argsort(-np.linalg.norm(W1, axis=1))[:10]
        for picture, unit in zip(rows.flat, largest, strict=True):
            limit = np.abs(W1[unit]).max()
            picture.imshow(W1[unit].reshape(8, 8), cmap="RdBu", vmin=-limit, vmax=limit)
            picture.set(xticks=[], yticks=[])
        rows[0, 0].set_ylabel(f"p = {p}", rotation=0, ha="right", va="center", fontsize=10)
        on = (mlp_dropout_forward(X_test, y_test, *params, 0.0, None)["h"] > 0).mean(axis=0)
        right_share = evaluate(params, X_test, y_test)[1]
        label = f"p = {p}: on for {on.mean():.0%}; {right_share:.1%} right"
        ax.plot(np.arange(1, 51), np.sort(on)[::-1], label=label)
    ax.set(title="share of digits for which a unit is on", xlabel="unit", ylim=(0, 1.35))
    ax.grid(alpha=0.3)
    ax.legend(loc="upper right")
    plt.show()

# %% [markdown]
# At 8 x 8 pixels the pictures themselves hardly differ. (On larger pictures the paper finds edges,
# strokes and spots with dropout, and nothing to recognise without.) The plot does: dropout makes
# hidden units **sparse**, on for fewer digits.
#
# **Think.** Why does it pay for a unit that may vanish at any moment to speak up for a few digits
# only?

# %% [markdown]
# ### An ensemble of $2^N$ networks
#
# Every mask is a *thinned* network. With $N$ hidden units there are $2^N$ of them, all sharing the
# same weights, and each step of training trains a random few. Evaluation mode is an average over
# all of them. Here $N = 10$, so that all 1,024 can be asked. **Predict:** is the mean of all their
# answers better or worse than a single one of them, usually?

# %% tags=["experiment"]
with Experiment():
    (X, y), _, (X_test, y_test) = load_digits()
    X_test, y_test = X_test[:300], y_test[:300]
    masks = np.array(list(product((0.0, 1.0), repeat=10)))
    fig, axes = plt.subplots(1, 2, figsize=(10, 3.6), layout="constrained", sharey=True)
    for ax, p_train in zip(axes, (0.0, 0.5), strict=True):
        rng = np.random.default_rng(0)
        params = train(X, y, rng, p_train, num_hiddens=10, epochs=150)[-1]
        logits = []
        for mask in masks:
            rows = np.tile(mask, (len(X_test), 1))
            logits.append(mlp_dropout_forward(X_test, y_test, *params, 0.5, rows)["o"])
        logits = np.array(logits)
        o = mlp_dropout_forward(X_test, y_test, *params, 0.5, None)["o"]
        e = np.exp(logits - logits.max(axis=2, keepdims=True))
        votes = (e / e.sum(axis=2, keepdims=True)).mean(axis=0)
        accuracies = (logits.argmax(axis=2) == y_test).mean(axis=1)
        ax.hist(
            accuracies, bins=np.linspace(0, 1, 41), color="0.75", label="1,024 thinned networks"
        )
        for values, colour, style, name in (
            (votes, "C1", "-", "mean of their softmax outputs"),
            (o, "C0", "--", "evaluation mode"),
        ):
            right = np.mean(values.argmax(axis=1) == y_test)
            ax.axvline(right, color=colour, linestyle=style, label=f"{name}: {right:.0%}")
        difference = np.abs(logits.mean(axis=0) - o).max()
        print(f"p = {p_train:g}: mean logits of all masks - evaluation mode: {difference:.0e}")
        ax.set(title=f"trained with p = {p_train:g}", xlabel="accuracy on the test set")
        ax.legend(loc="upper left")
    axes[0].set(ylabel="thinned networks", ylim=(0, 160))
    plt.show()

# %% [markdown]
# **Think.** The mean of the *logits* over all masks is exactly that of evaluation mode: why? Would
# it be with two hidden layers? Why is the ensemble better than nearly all of its members?
# Evaluation mode is one pass in place of 1,024: for which of the two networks is it a good stand-in
# for the ensemble? How many networks does a layer of 100 units contain, and how many of them has
# training ever seen?
#
# ### Co-adaptation
#
# Hidden units that are trained together come to rely on each other: one corrects the mistakes of
# another, and neither is of much use alone. With dropout no unit can count on a particular partner.
# (The paper compares it with reproduction: half of the genes of a child come from each of two
# parents. That breaks up what had been working well together, and yet it is what most animals do,
# perhaps because a gene that is useful with *any* partners is worth more than one that needs all
# the others.)
#
# **Left:** random hidden units of two trained networks are taken away, and the others have
# to make up for it. **Right:** a single unit is taken away, each of the 100 in turn. By how much
# does the training loss rise?
#
# **Predict:** with half of the units gone, how many of a hundred digits does each network still
# read?

# %% tags=["experiment"]
with Experiment():
    (X, y), _, (X_test, y_test) = load_digits()
    fig, axes = plt.subplots(1, 2, figsize=(10, 3.7), layout="constrained")
    removed = np.arange(0, 100, 10)
    for p, colour in ((0.0, "C1"), (0.5, "C0")):
        rng = np.random.default_rng(0)
        params = train(X, y, rng, p, epochs=150)[-1]
        curve = []
        for count in removed:
            share = []
            for _ in range(8):
                mask = np.tile(rng.permutation(100) >= count, (len(y_test), 1))
                cache = mlp_dropout_forward(X_test, y_test, *params, count / 100, mask)
                share.append(np.mean(cache["o"].argmax(axis=1) == y_test))
            curve.append([np.mean(share), np.std(share)])
        mean, std = np.array(curve).T
        axes[0].plot(removed, mean, "o-", ms=4, color=colour, label=f"trained with p = {p:g}")
        axes[0].fill_between(removed, mean - std, mean + std, color=colour, alpha=0.15, lw=0)

        whole, losses = evaluate(params, X, y)[0], []
        for without in 1 - np.eye(100):
            mask = np.tile(without, (len(y), 1))
            losses.append(mlp_dropout_forward(X, y, *params, 0.0, mask)["L"])
        rises = np.sort(np.array(losses) / whole - 1)[::-1]
        axes[1].plot(np.arange(1, 101), rises, color=colour, label=f"trained with p = {p:g}")
    axes[0].set(title="hidden units taken away, 8 times each", xlabel="removed, of 100")
    axes[0].set(ylabel="accuracy on the test set", ylim=(0, 1))
    axes[0].grid(alpha=0.3)
    axes[0].legend(loc="lower left")
    axes[1].set(title="one hidden unit taken away", xlabel="units, the most important one first")
    axes[1].set_ylabel("rise of the training loss")
    axes[1].yaxis.set_major_formatter("{x:+.0%}")
    axes[1].grid(alpha=0.3)
    axes[1].legend()
    plt.show()

# %% [markdown]
# **Think.** How many units may be missing before one digit in five is misread, for either network?
# On the left what is kept is scaled by $1/(1 - p)$, with the share that is missing as $p$: why? Are
# the units of the second network more alike, or is it something else that makes each of them
# dispensable? Homework 2 had hidden units that stay copies of each other; dropout separates them.
# How?

# %% [markdown]
# ## Question 4: the original, and whole channels
#
# **Standard dropout.** Srivastava et al. (2014) put the factor elsewhere. In training a unit is
# kept as it is, or dropped; at test time, when all units are there at once, each is made smaller:
#
# $$h' = \mathrm{mask} \odot h \quad\text{(training)}, \qquad
#   h' = (1 - p)\, h \quad\text{(test)} \tag{3.4.1}$$
#
# The next layer then sees $(1 - p)\,h$ on average in both phases; with inverted dropout it sees
# $h$. Today's libraries use the inverted form: a trained network can be used without knowing $p$.
#
# **Spatial dropout.** In a convolutional network the hidden layer is a stack of *feature maps*, and
# neighbours in a map say nearly the same. Drop a single pixel, and its value can be read off from
# those around it: little is lost, so little is learned from the loss. Tompson et al. (2015) drop
# whole maps (*channels*). For `h` of shape (B, C, H, W):
#
# $$h'_{bcij} = \frac{m_{bc}}{1 - p}\, h_{bcij}, \qquad
#   m_{bc} = 0 \text{ with probability } p, \text{ else } 1 \tag{3.4.2}$$
#
# with one draw for each channel of each example. It is inverted, as in question 1. The mask you
# return has the shape of `h`: $m_{bc}$ repeated over the map.


# %%
def standard_dropout_forward(h, p, rng, train=True):
    """The original dropout, which scales at test time (3.4.1).

    h: array of any shape. p: probability of dropping, in [0, 1]. rng: numpy.random.Generator, the
    only source of randomness. train: False for test time.

    Training: mask is 1 or 0, independent for every entry; out is h where kept, 0 where dropped.
    Test:     out is (1 - p) h, mask is None.

    Returns (out, mask), both of the shape of h. Raises ValueError for p outside [0, 1].
    """
    raise NotImplementedError("standard_dropout_forward")


def spatial_dropout_forward(h, p, rng, train=True):
    """Inverted dropout of whole channels (3.4.2).

    h: (B, C, H, W). p: probability of dropping a channel, in [0, 1]. rng: numpy.random.Generator,
    the only source of randomness. train: False for evaluation.

    Training:   mask is constant over each channel of each example, 1 or 0, independent of all
                other channels and examples; out is h / (1 - p) where kept, 0 where dropped.
    Evaluation: out has the values of h, mask is None.

    Returns (out, mask), both of the shape of h. Raises ValueError for p outside [0, 1].
    """
    raise NotImplementedError("spatial_dropout_forward")


# %%
grader.check("q4")

# %% [markdown]
# **Predict:** a hidden unit has the value 1 and $p = 0.8$. Which values does it take in training,
# and which at test time, in either form?

# %% tags=["experiment"]
with Experiment():
    rng, h = np.random.default_rng(6), np.ones(20_000)
    rates = (0.2, 0.5, 0.8)
    fig, axes = plt.subplots(1, 2, figsize=(9.5, 3.5), layout="constrained", sharey=True)
    forms = (("standard", standard_dropout_forward), ("inverted", dropout_forward))
    for ax, (name, forward) in zip(axes, forms, strict=True):
        for x, p in enumerate(rates):
            out = forward(h, p, rng)[0]
            values, counts = np.unique(out, return_counts=True)
            first = x == 0
            ax.scatter(
                [x - 0.15] * len(values),
                values,
                s=500 * counts / len(h),
                color="C3",
                alpha=0.8,
                label="training: a kept or a dropped 1" if first else None,
            )
            for value in values[1:]:
                ax.annotate(f"{value:g}", (x - 0.28, value), ha="right", va="center")
            ax.plot(
                [x - 0.3, x],
                [out.mean()] * 2,
                color="black",
                marker="none",
                linewidth=2,
                label="training: mean" if first else None,
            )
            (value,) = np.unique(forward(h, p, rng, train=False)[0])
            ax.scatter(
                x + 0.2, value, s=70, marker="D", color="C0", label="test" if first else None
            )
            ax.annotate(f"{value:g}", (x + 0.3, value), va="center")
        ax.set(
            title=f"{name} dropout of h = 1", xticks=range(3), xlim=(-0.6, 2.6), ylim=(-0.5, 5.5)
        )
        ax.set_xticklabels([f"p = {p}" for p in rates])
        ax.grid(alpha=0.3, axis="y")
    axes[0].set_ylabel("h'")
    axes[0].legend(loc="upper left")
    plt.show()

# %% [markdown]
# The size of a circle is the share of the units. In each form, and for each $p$, the mean of
# training (the bar) and the value at test time (the diamond) have the same height: the layers that
# follow see the same expectation in both phases. The two forms differ in the phase that scales.
#
# **Think.** Somebody trains with the inverted form and tests with the standard one. What does the
# second layer see? Which of its parameters would repair that? In which form can you change $p$
# from epoch to epoch without any further thought?
#
# ### What a neighbour knows
#
# Smooth random feature maps, of which half is dropped: pixel by pixel, or map by map. Then the
# gaps are filled by the mean of their four neighbours, again and again. **Predict:** which gaps are
# filled the better, and does the smoothness of the maps matter for both?


# %%
def feature_maps(rng, smoothness, shape=(1, 4, 24, 24)):
    """Random maps, mean 0, variance 1; pixels closer than `smoothness` resemble each other."""
    frequencies = [np.fft.fftfreq(n)[:, None] for n in shape[-2:]]
    squares = frequencies[0] ** 2 + frequencies[1].T ** 2
    blur = np.exp(-2 * (np.pi * smoothness) ** 2 * squares / 2)
    maps = np.fft.ifft2(np.fft.fft2(rng.normal(size=shape)) * blur).real
    maps -= maps.mean(axis=(-2, -1), keepdims=True)
    return maps / maps.std(axis=(-2, -1), keepdims=True)


def filled_from_neighbours(h, mask):
    """Where the mask is 0, the mean of the four neighbours (the maps are closed to a torus)."""
    filled = h * mask
    for _ in range(100):
        shifted = [np.roll(filled, step, axis) for step in (-1, 1) for axis in (-2, -1)]
        filled = np.where(mask == 1, h, np.mean(shifted, axis=0))
    return filled


# %% tags=["experiment"]
with Experiment():
    rng, p = np.random.default_rng(7), 0.5
    kinds = {"single pixels": dropout_forward, "whole channels": spatial_dropout_forward}
    fig = plt.figure(figsize=(11, 5.2), layout="constrained")
    left, right = fig.subfigures(1, 2, width_ratios=(1.5, 1))
    pictures, ax = left.subplots(5, 4), right.subplots()
    h = feature_maps(rng, 3.0)
    rows = [("four feature maps", h)]
    for name, forward in kinds.items():
        _, mask = forward(h, p, rng)
        rows.append((f"{name} dropped", np.where(mask == 1, h, np.nan)))
        rows.append(("the gaps filled", filled_from_neighbours(h, mask)))
    for row, (name, maps) in zip(pictures, rows, strict=True):
        for picture, values in zip(row, maps[0], strict=True):
            picture.imshow(values, cmap="RdBu", vmin=-2.5, vmax=2.5)
            picture.set(xticks=[], yticks=[], facecolor="0.85")
        row[0].set_ylabel(name.replace(" ", "\n"), fontsize=9, rotation=0, ha="right", va="center")

    smoothness = np.array([0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0])
    for name, forward in kinds.items():
        errors = []
        for width in smoothness:
            h = feature_maps(rng, width, (1, 32, 24, 24))
            _, mask = forward(h, p, rng)
            missing = filled_from_neighbours(h, mask)[mask == 0] - h[mask == 0]
            errors.append(np.sqrt(np.mean(missing**2)))
        ax.plot(smoothness, errors, "o-", label=f"{name} dropped")
    ax.set(title="how well the gaps are filled", xlabel="smoothness of the maps, in pixels")
    ax.set(ylabel="rms error at dropped places (std of h is 1)", ylim=(0, 1.25))
    ax.grid(alpha=0.3)
    ax.legend()
    plt.show()

# %% [markdown]
# **Think.** Where the maps are smooth, how much has dropout of single pixels taken away from the
# next layer? Where neighbours are independent, at the left end, which of the two ways is the
# stronger noise? What is the variance of the *mean* of a map under either of them? Would you expect
# anything from spatial dropout on the input of a network for grey pictures, with its one channel?

# %% [markdown]
# ## Question 5: how sure is the network?
#
# At test time dropout is off, usually. Gal & Ghahramani (2016) leave it on: ask the network many
# times, with a fresh mask each time, and look at how much the answers differ. This is *Monte Carlo
# dropout*. With $S$ samples, and $\mathrm{mask}^{(s)}$ drawn anew for every sample and every
# example,
#
# $$\pi^{(s)} = \mathrm{softmax}\bigl(o(X, \mathrm{mask}^{(s)})\bigr), \qquad
#   \mathrm{mean} = \frac1S \sum_{s=1}^{S} \pi^{(s)}, \qquad
#   \mathrm{std} = \sqrt{\frac1S \sum_{s=1}^{S} \bigl(\pi^{(s)} - \mathrm{mean}\bigr)^2}
#   \tag{3.5.1}$$
#
# entry by entry. The network is that of question 3, and the averages are those of the softmax
# outputs, not of the logits.


# %%
def mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples):
    """Softmax outputs of the network of question 3 under many masks (3.5.1).

    X: (B, d). W1: (h, d). b1: (h,). W2: (q, h). b2: (q,). p: probability of dropping a hidden
    unit. rng: numpy.random.Generator, the only source of randomness. num_samples: number S of
    masks for each example, at least 1.

    Returns (mean, std), each (B, q): mean and population standard deviation over the samples.
    """
    raise NotImplementedError("mc_dropout_predict")


# %%
grader.check("q5")

# %% [markdown]
# ### A picture that changes its mind
#
# One test digit turns into another, pixel by pixel. **Left:** what the network says, in the mean
# and with a band of one standard deviation, and what it says in evaluation mode. **Right:** the
# *agreement*, the share of the masks that vote for the most popular class. A sample of its own is
# one call with `num_samples=1`. **Predict:** where is the agreement lowest, and how low?


# %%
def agreement(X, params, p, rng, num_samples):
    """Share of the masks that vote for the class with most votes, for each picture: (B,)."""
    votes = np.zeros((len(X), 10))
    for _ in range(num_samples):
        sample, _ = mc_dropout_predict(X, *params, p, rng, 1)
        votes[np.arange(len(X)), sample.argmax(axis=1)] += 1
    return votes.max(axis=1) / num_samples


# %% tags=["experiment"]
with Experiment():
    (X, y), _, (X_test, y_test) = load_digits()
    p, rng = 0.5, np.random.default_rng(8)
    network = train(X, y, rng, p, epochs=150)[-1]

    first, second = X_test[y_test == 3][0], X_test[y_test == 6][0]
    t = np.linspace(0, 1, 61)
    pictures = (1 - t)[:, None] * first + t[:, None] * second
    mean, std = mc_dropout_predict(pictures, *network, p, rng, 300)
    o = mlp_dropout_forward(pictures, np.zeros(61, int), *network, p, None)["o"]
    e = np.exp(o - o.max(axis=1, keepdims=True))
    evaluation = e / e.sum(axis=1, keepdims=True)

    fig = plt.figure(figsize=(11, 5), layout="constrained")
    top, bottom = fig.subfigures(2, 1, height_ratios=(1, 4))
    for ax, i in zip(top.subplots(1, 11), np.arange(0, 61, 6), strict=True):
        ax.imshow(pictures[i].reshape(8, 8), cmap="gray_r", vmin=-1, vmax=1)
        ax.set(xticks=[], yticks=[])
        ax.set_title(f"t = {t[i]:.1f}", fontsize=9)
    axes = bottom.subplots(1, 2, width_ratios=(1.6, 1))
    for digit in np.argsort(-mean.max(axis=0))[:4]:
        line, *_ = axes[0].plot(t, mean[:, digit], label=f"it is a {digit}")
        band = mean[:, digit] - std[:, digit], mean[:, digit] + std[:, digit]
        axes[0].fill_between(t, *np.clip(band, 0, 1), color=line.get_color(), alpha=0.15, lw=0)
        axes[0].plot(t, evaluation[:, digit], ":", color=line.get_color(), linewidth=1)
    axes[0].set(title="mean ± std over 300 masks; dotted: evaluation mode", xlabel="t")
    axes[0].set(ylabel="softmax output", ylim=(0, 1), xlim=(0, 1))
    axes[1].plot(t, agreement(pictures, network, p, rng, 100), color="black")
    axes[1].set(title="agreement of 100 masks", xlabel="t", ylim=(0, 1.03), xlim=(0, 1))
    for ax in axes:
        ax.grid(alpha=0.3)
    axes[0].legend(loc="center left")
    plt.show()

# %% [markdown]
# **Think.** Where is the picture nothing at all, and what says so: the mean, the band, the
# agreement, or the dotted line? The band is broadest where? If the *agreement* is 1, can the
# network still be wrong?
#
# ### Agreement as confidence
#
# The same network and three kinds of pictures: test digits that evaluation mode reads right, test
# digits that it misreads, and pictures that are no digits (the pixels of test digits, shuffled).
# **Predict:** on which of the three do the masks agree most, and on which least?

# %% tags=["experiment"]
with Experiment():
    (X, y), _, (X_test, y_test) = load_digits()
    p, rng = 0.5, np.random.default_rng(8)
    network = train(X, y, rng, p, epochs=150)[-1]
    agreed = agreement(X_test, network, p, rng, 50)
    shuffled = agreement(rng.permuted(X_test, axis=1), network, p, rng, 50)
    cache = mlp_dropout_forward(X_test, y_test, *network, p, None)
    is_right = cache["o"].argmax(axis=1) == y_test
    fig, axes = plt.subplots(1, 2, figsize=(10, 3.7), layout="constrained")
    bins = np.linspace(0.2, 1, 17)
    for values, colour, name in (
        (agreed[is_right], "C0", "read right"),
        (agreed[~is_right], "C1", "misread"),
        (shuffled, "0.5", "no digit"),
    ):
        counts, _ = np.histogram(values, bins)
        label = f"{name} ({len(values)})"
        axes[0].stairs(counts / len(values), bins, lw=2, color=colour, label=label)
    axes[0].set(title="agreement of 50 masks", xlabel="agreement", ylabel="share of the pictures")
    axes[0].legend(loc="upper left")

    order = np.argsort(-agreed, kind="stable")
    answered = np.arange(1, len(order) + 1) / len(order)
    wrong = 1 - np.cumsum(is_right[order]) / np.arange(1, len(order) + 1)
    axes[1].plot(answered, wrong, label="most agreed upon first")
    axes[1].axhline(np.mean(~is_right), color="gray", linestyle=":", label="in random order")
    axes[1].set(title="answer only what the masks agree upon", xlabel="share of digits answered")
    axes[1].set(ylabel="share of the answers wrong", ylim=(0, None))
    axes[1].legend(loc="upper left")
    for ax in axes:
        ax.grid(alpha=0.3)
    plt.show()

# %% [markdown]
# **Think.** A post office may hand doubtful envelopes to a person. How would you choose the
# agreement below which it does? Which share of the shuffled pictures would it still sort into a
# sack, and what does that say about confidence far from the training data? The largest softmax
# output of evaluation mode is a confidence, too, and costs one pass in place of fifty: compare.

# %% [markdown]
# ## Question 6: when to stop
#
# Networks fit *clean* labels before *wrong* ones: what many examples have in common is learned
# first, exceptions must be learned by heart, one by one (you will see it below). So there is a
# moment in training at which the network knows the rule and not yet the exceptions. **Early
# stopping** looks for it on the validation set: stop when the validation loss has not fallen by
# more than $\varepsilon$ for some epochs, the *patience*. Then go back to the weights of the best
# epoch.
#
# Precisely: epochs count from 0, and `losses[t]` is the validation loss of epoch $t$. (In the plots
# below `losses[0]` is that of the untrained network, so `losses[t]` is the loss after $t$ passes
# through the training set.) The first epoch is the best one so far. An epoch
#
# $$\text{improves if and only if}\quad \mathrm{loss}_t < \mathrm{best} - \varepsilon \tag{3.6.1}$$
#
# where best is the loss of the best epoch so far; it becomes the best epoch then, and the count of
# misses starts again from 0. Any other epoch is a miss, also one that is lower than the best by
# less than $\varepsilon$; it does not change best. Training stops right after the epoch that makes
# `patience` misses in a row; if that never happens, after the last one. In the code $\varepsilon$
# is `min_delta`.
#
# An example with patience 2 and $\varepsilon = 0$: losses 5, 3, 4, 2, 2, 3, 1 stop after epoch 5,
# and the best epoch is 3. The 1 at the end is never seen.


# %%
def early_stopping(losses, patience, min_delta=0.0):
    """Epoch at which training stops, and the best epoch until then (3.6.1).

    losses: validation losses by epoch, at least one. patience: misses in a row that end the
    training, at least 1. min_delta: an epoch improves only if its loss is below best - min_delta.

    Returns (stop_epoch, best_epoch), two integers that count from 0. Without `patience` misses in
    a row, stop_epoch is the last epoch.
    """
    raise NotImplementedError("early_stopping")


# %%
grader.check("q6")

# %% [markdown]
# ### Four ways to train on wrong labels
#
# 300 training digits and 300 validation digits, with 30 % of the labels wrong in both, and 100
# hidden units. The plain network, stopped early (patience 15, $\varepsilon = 0.001$) or not; weight
# decay, which multiplies the weights by $1 - \eta\lambda$ in every step; dropout, with 0.2 at the
# inputs and 0.5 in the hidden layer. The losses are those of evaluation mode. **Predict:** put the
# four in order of their test accuracy.

# %% tags=["experiment"]
with Experiment():
    (X, y), (X_val, y_val), (X_test, y_test) = load_digits()
    rng = np.random.default_rng(5)
    (noisy, wrong), (noisy_val, _) = mislabel(y, 0.3, rng), mislabel(y_val, 0.3, rng)
    settings = {
        "plain": {},
        "weight decay": {"weight_decay": 0.03},
        "dropout": {"p": 0.5, "p_input": 0.2},
    }
    histories = {
        name: train(X, noisy, np.random.default_rng(0), epochs=200, **setting)
        for name, setting in settings.items()
    }
    losses = {
        name: [evaluate(params, X_val, noisy_val)[0] for params in history]
        for name, history in histories.items()
    }
    patience, min_delta = 15, 0.001
    stop, best = early_stopping(losses["plain"], patience, min_delta)
    colours = dict(zip(settings, ("C1", "C2", "C0"), strict=True))

    fig, axes = plt.subplots(2, 2, figsize=(11, 7.4), layout="constrained")
    fitted = [evaluate(params, X, noisy)[0] for params in histories["plain"]]
    axes[0, 0].plot(fitted, color="0.5", label="training loss")
    axes[0, 0].plot(losses["plain"], color="C1", label="validation loss")
    axes[0, 0].axvspan(best, stop, color="C3", alpha=0.2, lw=0, label="patience")
    star = {"ms": 13, "markevery": 1, "label": f"best epoch: {best}"}
    axes[0, 0].plot(best, losses["plain"][best], "k*", **star)
    axes[0, 0].axvline(stop, color="black", linestyle="--", label=f"stop: {stop}")
    axes[0, 0].set(title="plain", ylabel="cross-entropy", ylim=(0, 3.6))

    for name, curve in losses.items():
        axes[0, 1].plot(curve, color=colours[name], label=name)
    axes[0, 1].set(title="validation loss of the three", ylabel="cross-entropy", ylim=(0, 3.6))

    outputs = [
        mlp_dropout_forward(X, noisy, *params, 0.0, None)["o"].argmax(axis=1)
        for params in histories["plain"]
    ]
    for where, target, style, label in (
        (~wrong, noisy, {"color": "C0"}, "right labels: learned"),
        (wrong, noisy, {"color": "C1"}, "wrong labels: learned"),
        (wrong, y, {"color": "C1", "linestyle": ":"}, "wrong labels: the true class seen"),
    ):
        shares = [np.mean(output[where] == target[where]) for output in outputs]
        axes[1, 0].plot(shares, label=label, **style)
    axes[1, 0].axvline(best, color="black", linewidth=1, label="best epoch")
    axes[1, 0].set(title="plain: clean labels are fitted first", ylabel="share of the examples")
    axes[1, 0].set(ylim=(0, 1.4), yticks=np.linspace(0, 1, 6))

    finals = {"plain": histories["plain"][-1], "stopped early": histories["plain"][best]}
    finals |= {name: histories[name][-1] for name in ("weight decay", "dropout")}
    tested = [evaluate(params, X_test, y_test)[1] for params in finals.values()]
    shades = ["C1", "C3", "C2", "C0"]
    bars = axes[1, 1].bar(list(finals), tested, color=shades)
    axes[1, 1].bar_label(bars, [f"{share:.0%}" for share in tested])
    axes[1, 1].set(title="test set, labels right", ylabel="accuracy", ylim=(0, 1))
    axes[1, 1].set_axisbelow(True)
    for ax in axes.flat:
        ax.grid(alpha=0.3)
    for ax in axes.flat[:3]:
        ax.set_xlabel("epoch")
        ax.legend(loc="upper right", ncols=2 if ax in axes[:, 0] else 1)
    plt.show()

# %% [markdown]
# **Think.** At which epoch has the plain network learned nearly all right labels and hardly any
# wrong one? What does it say about the mislabelled digits then, and where does that knowledge go
# later? Without wrong labels, would you expect early stopping to gain much?
#
# **Think.** With a patience of 1, where would the plain network have stopped? What do patience and
# $\varepsilon$ guard against, and what does a large patience cost? The weights at the best epoch
# must have been stored. In what sense does stopping early keep the weights small, and which of the
# other three regularisers does it resemble in that?
#
# **Written 2.** Dropout, weight decay, early stopping and noise in the inputs all make the fit to
# the training set *worse*. Name the inductive bias that each of them adds, in a sentence each, and
# one piece of evidence for it from your plots.
#
# <details><summary>A hint</summary>For each, which of two networks with the same training loss
# would it prefer?</details>

# %% [markdown] tags=["written"]
# *Your answer:*

# %% [markdown]
# ### What can be promised
#
# **Why the classical bounds fail.** A classical bound says: with $n$ examples, *every* function
# that the model can represent has a gap of at most so much. It has to hold for the worst of them,
# and grows with the capacity. The networks above have 7,510 parameters and 300 examples, and in the
# end fit the wrong labels almost as well as the right ones. Zhang et al. (2017) trained large
# networks on labels that were drawn at random, all of them: training error 0, test error that of a
# guess. So the same set of functions contains one with the largest gap that there is, a bound that
# holds for all of them cannot promise less, and yet the function that training finds on true labels
# is good. What is special must lie in the data and in the *way* to the solution, which such a bound
# does not look at.
#
# **A guarantee that looks at wrong labels.** The order in which labels are fitted, which you have
# seen above, can be turned into a promise. Deep networks learn well from data most of whose labels
# are wrong (Rolnick et al. 2017), and Garg et al. (2021) make it exact: add some examples with
# labels drawn *at random* to the training set. If training brings the error on the clean part down
# while the random part is still missed about as often as by guessing, then the error on new
# examples must be small: for two classes it is at most (up to a term that shrinks with the number
# of examples)
#
# $$\text{error on the clean part} + 1 - 2 \cdot \text{error on the random part}. \tag{3.6.2}$$
#
# No test set is needed, nor a word about the size of the network.
#
# **Wide networks are kernel methods.** In a very wide network each weight has to move only a little
# to fit the data. If it is that little, the network is as good as linear in its *weights*:
#
# $$f_w(x) \approx f_{w_0}(x) + \nabla f_{w_0}(x)^\top (w - w_0), \tag{3.6.3}$$
#
# and gradient descent does with it what it does with a linear regression. The answer to a new $x$
# is then a weighted sum of what the training examples ask for, and the weights depend on the
# **tangent kernel** $K(x, x') = \nabla f_{w_0}(x)^\top\, \nabla f_{w_0}(x')$ (Jacot et al. 2018):
# it plays the part of the likeness between pictures, as in a nonparametric method. Fitting exactly
# and generalising well is nothing strange there. But the features of such a network never change,
# and those of the networks that we use do.
#
# **Think.** Which value has (3.6.2) for a network that fits both parts exactly, and which for one
# that guesses on the random part and is right on 98 % of the clean one? In the plot "clean labels
# are fitted first", at which epoch would you have stopped to get the best promise? And where in
# this notebook have you seen a network whose features do not move?

# %% [markdown]
# ### How patient?
#
# Where the plain network stops for each patience, and what the test set says about the epoch that
# is taken for the best. One may watch the validation *loss* or, in its place, the *share of wrong
# answers*, which moves in steps of one digit in 300. **Predict:** which of the two stops too early
# more easily?

# %% tags=["experiment"]
with Experiment():
    (X, y), (X_val, y_val), (X_test, y_test) = load_digits()
    rng = np.random.default_rng(5)
    (noisy, _), (noisy_val, _) = mislabel(y, 0.3, rng), mislabel(y_val, 0.3, rng)
    history = train(X, noisy, np.random.default_rng(0), epochs=200)
    val_losses, val_right = np.array([evaluate(params, X_val, noisy_val) for params in history]).T
    patiences = np.arange(1, 31)
    fig, axes = plt.subplots(1, 2, figsize=(10.5, 3.6), layout="constrained")
    for watched, min_delta, colour, name in (
        (val_losses, 0.0, "C0", "loss, ε = 0"),
        (val_losses, 0.05, "C2", "loss, ε = 0.05"),
        (1 - val_right, 0.0, "C3", "share wrong, ε = 0"),
    ):
        results = [early_stopping(watched, int(k), min_delta) for k in patiences]
        stop, best = np.array(results).T
        axes[0].plot(patiences, stop, "o-", ms=3, color=colour, label=f"{name}: stop")
        axes[0].plot(patiences, best, ":", color=colour, linewidth=2, label=f"{name}: best")
        tested = {t: evaluate(history[t], X_test, y_test)[1] for t in set(best)}
        axes[1].plot(patiences, [tested[t] for t in best], "o-", ms=3, color=colour, label=name)
    never = evaluate(history[-1], X_test, y_test)[1]
    axes[1].axhline(never, color="C1", linestyle=":", label="never stopped")
    axes[0].set(title="when", xlabel="patience", ylabel="epoch", ylim=(0, None))
    axes[1].set(title="the weights of the best epoch", xlabel="patience", ylim=(0.6, 1))
    axes[1].set_ylabel("accuracy on the test set")
    for ax in axes:
        ax.grid(alpha=0.3)
        ax.legend(loc="upper left" if ax is axes[0] else "lower right")
    plt.show()

# %% [markdown]
# **Think.** From which patience on does a longer one only cost time? Why does the share of wrong
# answers need more patience than the loss? How much of the work of 200 epochs is saved? May you
# choose the patience by the right picture?
#
# ## The same in PyTorch
#
# An optional cell, for those who have PyTorch (`pip install torch`). `nn.Dropout` is inverted
# dropout, `nn.Dropout2d` the spatial one, and `train()` and `eval()` switch between the modes.
# PyTorch's masks are its own, so your functions are given a mask that PyTorch has drawn.
# **Predict:** a layer of ones with $p = 0.75$: which numbers come out in training, and which in
# evaluation?

# %% tags=["experiment"]
with Experiment():
    import torch
    from torch import nn

    torch.manual_seed(0)
    rng = np.random.default_rng(14)
    X, y = rng.normal(size=(30, 64)), rng.integers(10, size=30)
    network = nn.Sequential(
        nn.Linear(64, 40), nn.ReLU(), nn.Dropout(0.5), nn.Linear(40, 10)
    ).double()
    params = [parameter.detach().numpy().copy() for parameter in network.parameters()]
    drawn = []
    network[2].register_forward_hook(lambda layer, inputs, output: drawn.append(output))
    h = network[:2](torch.tensor(X)).detach().numpy()

    network.train()
    loss = nn.functional.cross_entropy(network(torch.tensor(X)), torch.tensor(y))
    loss.backward()
    mask = np.where(h > 0, drawn[-1].detach().numpy() > 0, 1)  # where h is 0 it does not matter
    cache = mlp_dropout_forward(X, y, *params, 0.5, mask)
    gradients = mlp_dropout_backward(cache)
    compare("loss in training", cache["L"], loss.item())
    for name, parameter in zip(("W1", "b1", "W2", "b2"), network.parameters(), strict=True):
        compare(f"gradient of {name}", gradients[f"dL_d{name}"], parameter.grad)

    network.eval()
    loss = nn.functional.cross_entropy(network(torch.tensor(X)), torch.tensor(y))
    compare("loss in evaluation", evaluate(params, X, y)[0], loss.item())
    ones, maps = torch.ones(3, 9), torch.ones(1, 6, 2, 2)
    print("dropout of ones:", *np.unique(nn.Dropout(0.75)(ones)))
    print("dropout of channels:", *nn.Dropout2d(0.5)(maps).mean(dim=(0, 2, 3)).tolist())

# %% [markdown]
# ## A challenge, not graded
#
# In a hundred lines of NumPy, your functions included, what is the best accuracy that you can reach
# on the 1,197 test digits, with the 600 others (all labels right) to train and to choose with?
# Dropout, decay, patience, pictures shifted by a pixel, several networks that vote: all is allowed,
# but for a look at the test digits before the end. How far is it above nearest neighbours, and how
# large is the difference that chance alone would make with 1,197 digits?
#
# That is all. Save the notebook, check it once more from top to bottom (restart the kernel and
# run all cells), and hand it in.
