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
# # Homework 2: vanishing and exploding gradients, symmetry, initialisation
#
# A network of thirty layers is a composition of thirty functions, so its gradient is a product of
# thirty matrices. Products are dangerous: a factor of 0.8 and a factor of 1.5 look alike, until
# there are a hundred of them. In this notebook you measure what depth does to a gradient, see
# hidden units that can never become different from each other, and derive and test the choice of
# initial weights that made deep networks trainable.
#
# It follows section 5.4 of *Dive into Deep Learning* (d2l, <https://d2l.ai>): symbols and
# equation numbers are those of the book.
#
# | question | you write | about | points |
# |---|---|---|---|
# | q1 | `sigmoid` `sigmoid_grad` `sigmoid_gradient_curve` | a function that flattens | 8 |
# | q2 | `gradient_norms_by_depth` | what is left of a gradient, layer by layer | 24 |
# | q3 | `random_matrices`, their products, norms, `growth_rate` | products explode | 28 |
# | q4 | `constant_init` `symmetry_gap` | units that stay copies | 9 |
# | q5 | `xavier_normal` `xavier_uniform` `activation_variances` | how to start | 18 |
# | q6 | `he_normal` `leaky_relu` `leaky_relu_grad` `clip_gradients` | relu, and clipping | 13 |
#
# **How it works.** Each function below is a stub that raises `NotImplementedError`. Replace that
# line with your code; keep names, parameters and their order. Then run the `grader.check` cell
# under it. Those public tests are there to help you. Hidden tests with other inputs make up the
# larger part of the 100 points, so a question whose public tests all pass may still hide a
# mistake. Use NumPy (and plain Python) only. Cells that draw plots are experiments with your
# functions; they are not graded.

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
# - **Shapes.** A minibatch has its examples in rows: `X` is (B, n_0). `weights` is a list
#   $W^{(1)}, \dots, W^{(L)}$ with $W^{(l)}$ of shape (n_l, n_(l-1)): outputs first. In a network
#   with one hidden layer `W1` is (h, d) and `W2` is (q, h).
# - **Names.** `activation` is `"relu"`, `"sigmoid"` or `"tanh"`. Any other name raises
#   `ValueError`.
# - **Every layer is activated**, the last one too, and there are no biases.
# - **Derivatives of activations** take the pre-activation, and $\mathrm{relu}'(0) = 0$.
# - **Norms** are Frobenius norms: the root of the sum of the squares of all entries.
#   **Logarithms** are natural. **Variances** are those of a population: divide by the number of
#   entries.
# - **Large inputs.** `sigmoid` and `sigmoid_grad` stay finite and accurate for inputs up to ±1000.
#   A `RuntimeWarning` on the way is no mistake.
# - **Randomness.** `rng` is a `numpy.random.Generator` that is passed in. Draw from it and from
#   nothing else: NumPy's global generator (`np.random.seed`, `np.random.normal`, ...) is neither
#   used nor seeded. Random functions are graded by their statistics, so draw in any order and by
#   any method you like.
# - **Types.** Compute in float64; float32 results are accepted. Integer inputs are promoted to
#   float.
# - **Manners.** No function changes its arguments. An empty batch raises `ValueError`.

# %% [markdown]
# ## Question 1: a function that flattens
#
# For a long time the sigmoid was the natural choice of an activation function: like a neuron it
# is either quiet or firing, with a smooth step in between.
#
# $$\begin{split}
#   \mathrm{sigmoid}(x) &= \frac{1}{1 + e^{-x}} \\
#   \mathrm{sigmoid}'(x) &= \mathrm{sigmoid}(x)\,\bigl(1 - \mathrm{sigmoid}(x)\bigr)
#   \le \frac{1}{4}
#   \end{split} \tag{sigmoid}$$
#
# A product $s\,(1 - s)$ with $0 \le s \le 1$ is largest at $s = \frac12$: hence the $\frac14$.
#
# `sigmoid_gradient_curve` returns the two functions on the grid of the book,
# `np.arange(-8, 8, 0.1)`: 160 values, the last one 7.9.


# %%
def sigmoid(x):
    """The sigmoid, elementwise; finite and accurate for x up to +-1000.

    x: array of any shape. Returns a float array of that shape.
    """
    raise NotImplementedError("sigmoid")


def sigmoid_grad(x):
    """Derivative of sigmoid at the pre-activation x, elementwise; finite for x up to +-1000.

    x: array of any shape. Returns a float array of that shape.
    """
    raise NotImplementedError("sigmoid_grad")


def sigmoid_gradient_curve():
    """Sigmoid and its derivative on the grid x = arange(-8, 8, 0.1).

    Returns a tuple (x, sigmoid, gradient) of three arrays, each (160,).
    """
    raise NotImplementedError("sigmoid_gradient_curve")


# %%
grader.check("q1")

# %% [markdown]
# **Predict:** how many steps to the left and right of 0 is the slope of the sigmoid above 0.01, and
# how large can the slope of *three* sigmoids get, one on top of the other?

# %% tags=["experiment"]
with Experiment():
    x, values, gradient = sigmoid_gradient_curve()
    fig, axes = plt.subplots(1, 2, figsize=(9.5, 3.6), layout="constrained")
    axes[0].plot(x, values, label="sigmoid")
    axes[0].plot(x, gradient, label="gradient")
    axes[0].axhline(0.25, color="gray", linestyle=":", label="1/4")
    flat = np.abs(x[gradient > 0.01]).max()
    for start, end in ((-8, -flat), (flat, 8)):
        axes[0].axvspan(start, end, color="gray", alpha=0.15, linewidth=0)
    axes[0].set(title="shaded: gradient below 0.01", xlabel="x", xlim=(-8, 8))

    value, slope = x, np.ones_like(x)
    for depth in range(1, 4):
        slope = slope * sigmoid_grad(value)  # the chain rule: one more factor
        value = sigmoid(value)
        (line,) = axes[1].semilogy(x, slope, label=f"{depth} sigmoid{'s' * (depth > 1)}")
        axes[1].axhline(0.25**depth, color=line.get_color(), linestyle=":")
    axes[1].set(title="slope of stacked sigmoids; dotted: $(1/4)^L$", xlabel="x", ylim=(1e-6, 1))
    for ax in axes:
        ax.grid(alpha=0.3)
        ax.legend()
    plt.show()

# %% [markdown]
# The sigmoid is flat at *both* ends. On the right, sigmoids are stacked with weights of 1, and
# every one of them multiplies the slope by at most 1/4. With three of them and weights
# $|w| \le 1$, what becomes of a weight next to the input $x$?
#
# $$\left|\frac{\partial}{\partial w_1}\,
#   \mathrm{sigmoid}\bigl(w_3\,\mathrm{sigmoid}(w_2\,\mathrm{sigmoid}(w_1 x))\bigr)\right|
#   \le \left(\frac14\right)^3 |x|$$
#
# **Think.** Which facts enter that bound? Could large weights rescue the gradient? Remember that
# they also push $x$ into the shaded region.
#
# **Think.** $\mathrm{relu}'$ is 1 for every positive input, so products of it do not shrink. The
# price: a unit whose pre-activation is negative for *every* training example has gradient 0 and
# never moves again; it is *dead*. *Leaky relu* gives the negative side a small slope,
# $\max(x, \alpha x)$ with $\alpha = 0.1$, say. How fast does a gradient shrink through ten leaky
# relus on their negative side? Can a dead unit come back to life when the layer before it
# changes?

# %% [markdown]
# ## Question 2: what is left of a gradient
#
# A deep network is a composition,
#
# $$h^{(l)} = f_l\bigl(h^{(l-1)}\bigr) \quad\text{and thus}\quad
#   o = f_L \circ \dots \circ f_1(x), \tag{5.4.1}$$
#
# and its gradient with respect to the weights of layer $l$ is a product of $L - l$ matrices and a
# vector:
#
# $$\partial_{W^{(l)}} o =
#   \underbrace{\partial_{h^{(L-1)}} h^{(L)}}_{M^{(L)}} \cdots
#   \underbrace{\partial_{h^{(l)}} h^{(l+1)}}_{M^{(l+1)}}\;
#   \underbrace{\partial_{W^{(l)}} h^{(l)}}_{v^{(l)}} \tag{5.4.2}$$
#
# Here layer $l$ is $h^{(l)} = \phi\bigl(h^{(l-1)} {W^{(l)}}^\top\bigr)$, for a whole minibatch of
# rows, with $h^{(0)} = X$. Every layer is activated, the last one too. For a single number to
# differentiate, take the *objective*
#
# $$J = \frac{1}{B} \sum_{i=1}^{B} \sum_{k} h^{(L)}_{ik}, \tag{objective}$$
#
# the mean over the batch of the sum of the last layer's outputs. `gradient_norms_by_depth` returns
# the Frobenius norms of $\partial J / \partial W^{(1)}, \dots, \partial J / \partial W^{(L)}$, the
# layer nearest the input first:
#
# $$\|A\|_F = \sqrt{\sum_{i,j} a_{ij}^2} \tag{Frobenius norm}$$
#
# You need not multiply the matrices of (5.4.2). One walk forward stores what each layer will need,
# and one walk backward carries $\partial J / \partial h^{(l)}$ from the last layer to the first.
# What is that for the last one? What does a layer need to know to hand it on?


# %%
def gradient_norms_by_depth(X, weights, activation="sigmoid"):
    """Frobenius norm of the gradient of every weight matrix of a deep network (5.4.1, 5.4.2).

    X: (B, n_0). weights: list of L arrays, weights[l] of shape (n_(l+1), n_l).
    activation: "relu", "sigmoid" or "tanh", after every layer; relu'(0) = 0.

    Returns the norms of the gradients of (objective), input side first: an array (L,).
    Raises ValueError for any other activation and for an empty batch.
    """
    raise NotImplementedError("gradient_norms_by_depth")


# %%
grader.check("q2")

# %% [markdown]
# Now make networks of 1 to 30 layers and look at the layer nearest the input. **Predict:** for
# which of relu, tanh and sigmoid is its gradient, after thirty layers, still above 1e-6?
#
# The weights are
# orthogonal matrices, which change no length, so whatever happens comes from the activation. For
# the sigmoid each matrix $M^{(l)}$ of (5.4.2) shrinks a vector to at most a quarter of its length,
# and that gives the dashed bound
#
# $$\left\| \frac{\partial J}{\partial W^{(1)}} \right\| \le
#   \left(\frac14\right)^{L} \sqrt{n}\; \frac1B \sum_i \|x_i\|.$$

# %% tags=["experiment"]
with Experiment():
    rng = np.random.default_rng(0)
    n, depths = 32, np.arange(1, 31)
    X = rng.normal(size=(64, n))
    weights = [np.linalg.qr(rng.normal(size=(n, n)))[0] for _ in depths]
    fig, ax = plt.subplots(figsize=(7, 4), layout="constrained")
    for activation in ("relu", "tanh", "sigmoid"):
        first = [gradient_norms_by_depth(X, weights[:L], activation)[0] for L in depths]
        ax.semilogy(depths, first, markevery=1, label=activation)
    bound = 0.25**depths * np.sqrt(n) * np.linalg.norm(X, axis=1).mean()
    ax.semilogy(depths, bound, "k--", label="bound for sigmoid, $\\propto (1/4)^L$")
    ax.axhspan(1e-6, 1e3, color="green", alpha=0.08, linewidth=0, label="healthy: 1e-6 to 1e3")
    ax.set(title="gradient of the first layer", xlabel="number of layers L")
    ax.set_ylabel("norm of $\\partial J / \\partial W^{(1)}$")
    ax.grid(alpha=0.3)
    ax.legend()
    plt.show()

# %% [markdown]
# **Think.** Read off how many layers of sigmoid leave the healthy range. Why does tanh do so much
# better, although it is a stretched and shifted sigmoid? Why does relu lose about a factor
# $\sqrt2$ with each layer?
#
# The next plot looks into one network of 20 layers of tanh, with Gaussian weights of standard
# deviation $g/\sqrt{n}$, for several $g$. **Predict:** for which $g$ of 0.5, 1, 1.5 and 5 is the
# curve level?

# %% tags=["experiment"]
with Experiment():
    rng = np.random.default_rng(1)
    n, L = 64, 20
    X = rng.normal(size=(64, n))
    standard = [rng.normal(size=(n, n)) / np.sqrt(n) for _ in range(L)]
    fig, ax = plt.subplots(figsize=(7, 4), layout="constrained")
    for g in (5.0, 1.5, 1.0, 0.5):
        norms = gradient_norms_by_depth(X, [g * W for W in standard], "tanh")
        ax.semilogy(np.arange(1, L + 1), norms, markevery=1, label=f"tanh, g = {g}")
    norms = gradient_norms_by_depth(X, standard, "sigmoid")
    ax.semilogy(np.arange(1, L + 1), norms, ls="--", markevery=1, label="sigmoid, g = 1.0")
    ax.axhspan(1e-6, 1e3, color="green", alpha=0.08, linewidth=0, label="healthy: 1e-6 to 1e3")
    ax.set(title="20 layers: gradient by layer", xlabel="layer l (1 is next to the input)")
    ax.set_ylabel("norm of $\\partial J / \\partial W^{(l)}$")
    ax.set_xticks([1, 5, 10, 15, 20])
    ax.grid(alpha=0.3)
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    plt.show()

# %% [markdown]
# A step of gradient descent changes each layer in proportion to its gradient. Where the gradient
# *vanishes* towards the input, only the top layers are trained, on features that stay as random
# as they were in the beginning. Where it *explodes*, steps are huge: the cost jumps, turns into
# infinity and then into NaN, and a learning rate that is right for one layer is absurd for
# another.
#
# **Written 1.** Which of these networks trains its top layers only? The gradient of a weight is the
# product of what comes back and of the activation that went in: why is the curve of $g = 0.5$
# level, and so low? Of these cures, which change the matrices $M^{(l)}$ of (5.4.2), and which only
# treat the result: sums in place of products ($h^{(l)} = h^{(l-1)} + f_l(h^{(l-1)})$, residual
# networks), normalising every layer, clipping the gradient when its norm is too large, another
# activation, another initialisation? Three to five sentences.

# %% [markdown] tags=["written"]
# *Your answer:*

# %% [markdown]
# ## Question 3: products of random matrices
#
# Start with numbers. After a hundred layers of one unit each, with the same weight $w$ and no
# activation, a gradient has been multiplied by $w^{100}$. **Predict:** how large is that for
# $w = 0.8$, 0.95, 1.05 and 1.5?

# %% tags=["experiment"]
with Experiment():
    k = np.arange(101)
    fig, ax = plt.subplots(figsize=(7, 3.6), layout="constrained")
    for w in (1.5, 1.05, 1.0, 0.95, 0.8):
        ax.semilogy(k, w**k, label=f"w = {w}: $w^{{100}}$ = {w**100:.1e}")
    ax.set(title="a hundred factors", xlabel="number of factors k", ylabel="$w^k$")
    ax.grid(alpha=0.3)
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    plt.show()

# %% [markdown]
# With matrices the same happens, and it is harder to prevent. Take $k$ matrices of n x n
# independent entries, each normal with mean 0 and variance $\sigma^2$, and multiply them:
#
# $$P_k = M_1 M_2 \cdots M_k \tag{matrix product}$$
#
# The product of a hundred soon reaches 1e24, and one of a thousand leaves the range of float64,
# which ends at 1.8e308 (and at 5e-324 below). So `matrix_product_log_norms` returns *logarithms*
# of the norms, and it must stay finite for 3000 factors, growing or shrinking. You may not form
# $P_{3000}$ itself, then. What may you divide a matrix by, if you remember what you divided by?
#
# (The listing in the book multiplies an initial matrix by 100 more. Here `count` matrices are
# `count` factors.)
#
# No product in the tests is exactly zero. `growth_rate` gets at least two log norms
# $\ell_1, \dots, \ell_k$:
#
# $$\text{rate} = \frac{\ell_k - \ell_1}{k - 1} \tag{growth rate}$$


# %%
def random_matrices(rng, count=100, n=4, var=1.0):
    """Independent square matrices of independent normal entries with mean 0 and variance var.

    rng: numpy.random.Generator, the only source of randomness. count, n: integers.
    Returns an array (count, n, n).
    """
    raise NotImplementedError("random_matrices")


def matrix_product(matrices):
    """M_1 @ M_2 @ ... @ M_k, in this order and of exactly the k matrices given.

    matrices: (k, n, n), k at least 1. Returns an array (n, n).
    """
    raise NotImplementedError("matrix_product")


def matrix_product_log_norms(matrices):
    """Natural logarithm of the Frobenius norm of every prefix M_1 @ ... @ M_i, i = 1, ..., k.

    matrices: (k, n, n), k from 1 to 3000. Returns an array (k,) of finite numbers, also where the
    product itself would be too large or too small for a float.
    """
    raise NotImplementedError("matrix_product_log_norms")


def growth_rate(log_norms):
    """Mean growth by one factor (growth rate).

    log_norms: (k,), k at least 2. Returns a float.
    """
    raise NotImplementedError("growth_rate")


def product_experiment(rng, count=100, n=4, var=1.0):
    """Log norms of the prefixes of a product of `count` random matrices.

    rng, count, n, var: as for random_matrices. Returns an array (count,).
    """
    raise NotImplementedError("product_experiment")


# %%
grader.check("q3")

# %% [markdown]
# **Predict:** the entries of one matrix are of order 1. Of which order are those of the product of
# a hundred?

# %% tags=["experiment"]
with Experiment():
    matrices = random_matrices(np.random.default_rng(0))
    with np.printoptions(precision=2, suppress=False):
        print(f"a single matrix\n{matrices[0]}\n")
        print(f"the product of {len(matrices)} of them\n{matrix_product(matrices)}")

# %% [markdown]
# How fast must it grow? A vector of length 1, multiplied by such a matrix, has a squared length of
# $\sigma^2$ times a chi-squared variable with n degrees of freedom, whatever its direction. The
# mean of the logarithm of that is known, and so is the growth of the log norm by each factor:
#
# $$\text{rate} = \tfrac12 \left(\ln 2 + \psi\!\left(\tfrac n2\right)\right) + \ln \sigma$$
#
# where $\psi$ is the digamma function, the derivative of $\ln \Gamma$.
#
# **Predict:** at which variance between 0.25 and 2 does the product of 4 x 4 matrices neither grow
# nor shrink?


# %%
def theoretical_rate(n, var):
    """(ln 2 + psi(n/2)) / 2 + ln sigma, with psi(x + 1) = psi(x) + 1/x."""
    euler = 0.5772156649015329
    start = 1.0 if n % 2 == 0 else 0.5
    psi = -euler if n % 2 == 0 else -euler - 2 * np.log(2)
    psi += sum(1 / x for x in np.arange(start, n / 2))
    return (np.log(2) + psi + np.log(var)) / 2


# %% tags=["experiment"]
with Experiment():
    rng = np.random.default_rng(2)
    n, k = 4, np.arange(1, 101)
    fig, axes = plt.subplots(1, 2, figsize=(10, 4), layout="constrained", width_ratios=(3, 2))
    for i, var in enumerate((2.0, 1.0, 0.5, 0.25)):
        runs = np.array([product_experiment(rng, 100, n, var) for _ in range(12)])
        rate, theory = np.mean([growth_rate(run) for run in runs]), theoretical_rate(n, var)
        label = f"var = {var}: {rate:+.2f} per factor, theory {theory:+.2f}"
        axes[0].plot(k, runs.T, color=f"C{i}", alpha=0.35, linewidth=0.8)
        axes[0].plot(k, theory * k, "--", color=f"C{i}", linewidth=2, label=label)
    axes[0].set(title="products of 4 x 4 Gaussian matrices, 12 runs each", xlabel="factors k")
    axes[0].set_ylabel("$\\ln \\| M_1 \\cdots M_k \\|_F$")
    axes[0].legend()

    last = [product_experiment(rng)[-1] for _ in range(400)]
    label = f"400 runs: {np.mean(last):.1f} ± {np.std(last):.1f}"
    axes[1].hist(last, bins=25, density=True, alpha=0.7, label=label)
    axes[1].axvline(np.log(1e24), color="black", linestyle="--", label="ln 1e24")
    axes[1].set(title="after 100 factors, var = 1", xlabel="log norm", ylabel="density")
    axes[1].margins(y=0.35)  # room for the legend
    axes[1].legend()
    for ax in axes:
        ax.grid(alpha=0.3)
    plt.show()

# %% [markdown]
# **Written 2.** With var = 1/n (here 0.25) a matrix keeps the squared length of a vector *on
# average*. Why does the product shrink all the same, and does the effect become smaller or larger
# as n grows? Three to five sentences.
#
# <details><summary>A hint</summary>What is larger, the logarithm of a mean or the mean of a
# logarithm?</details>

# %% [markdown] tags=["written"]
# *Your answer:*

# %% [markdown]
# Why not simply work with logarithms throughout, as one does with products of probabilities? A
# logarithm keeps a *number* in range. But the gradient is a vector that goes through *matrices*,
# and a product of matrices has large and small eigenvalues (or singular values) at the same time.
# **Predict:** after 20 factors of 4 x 4, what is the ratio of the largest to the smallest?

# %% tags=["experiment"]
with Experiment():
    rng = np.random.default_rng(3)
    matrices = random_matrices(rng, 20, 4, 0.25)
    prefixes = [matrix_product(matrices[:k]) for k in range(1, 21)]
    values = np.array([np.linalg.svd(P, compute_uv=False) for P in prefixes])
    fig, ax = plt.subplots(figsize=(7, 3.6), layout="constrained")
    ax.semilogy(np.arange(1, 21), values, markevery=1)
    ax.set(title="the four singular values of the product, var = 1/n", xlabel="factors k")
    ax.set_ylabel("singular value")
    ax.set_xticks([1, 5, 10, 15, 20])
    ax.grid(alpha=0.3)
    plt.show()
    print(f"after 20 factors: largest / smallest = {values[-1, 0] / values[-1, -1]:.1e}")

# %% [markdown]
# **Think.** No single factor in front of the product can make all four directions healthy. What
# does that say about choosing the learning rate? Which matrices have products whose singular
# values stay 1 for ever?

# %% [markdown]
# ## Question 4: symmetry
#
# Exchange two hidden units, with all weights that lead to them and away from them, and the network
# computes the same function as before. Nothing distinguishes hidden unit 1 from hidden unit 2
# except their weights. So what if these start out equal, all weights of a layer being the same
# constant $c$?
#
# A hidden unit $j$ of a network with one hidden layer consists of row $j$ of $W^{(1)}$, its
# inputs, and column $j$ of $W^{(2)}$, its outputs. If two units agree in both, they get the same
# activation for each example, therefore the same gradient, therefore the same step, and they agree
# for ever: the whole layer works like a single unit. `symmetry_gap` measures how far the units
# are from being copies. It is the largest absolute difference between any weight of any hidden
# unit and the weight in the same place of unit 0:
#
# $$\mathrm{gap} = \max_j \max\left(
#   \max_i \bigl|W^{(1)}_{ji} - W^{(1)}_{0i}\bigr|,\;
#   \max_k \bigl|W^{(2)}_{kj} - W^{(2)}_{k0}\bigr|\right) \tag{gap}$$


# %%
def constant_init(n_in, n_hidden, n_out, c):
    """Weights of a network with one hidden layer, every entry c.

    n_in, n_hidden, n_out: integers. c: a number.
    Returns a tuple (W1, W2): W1 (n_hidden, n_in), W2 (n_out, n_hidden).
    """
    raise NotImplementedError("constant_init")


def symmetry_gap(W1, W2):
    """Largest absolute difference of any hidden unit's weights from those of unit 0.

    W1: (h, d), unit j is row j. W2: (q, h), unit j is column j.
    Returns a float: 0 if and only if all hidden units are copies of each other.
    """
    raise NotImplementedError("symmetry_gap")


# %%
grader.check("q4")

# %% [markdown]
# Here is the network of homework 1, with a hidden layer of tanh and without biases, trained by
# minibatches of handwritten digits: 1,797 pictures of 8 x 8 pixels, the set that comes with
# scikit-learn, in the file `digits.npz` beside this notebook. The next cell is complete.


# %%
def load_digits():
    """The digits in a fixed random order: X (n, 64) with pixels in [0, 1], labels y (n,)."""
    with np.load("digits.npz") as data:
        X, y = data["X"] / 16, data["y"].astype(int)
    order = np.random.default_rng(0).permutation(len(y))
    return X[order], y[order]


def probabilities(W1, W2, X):
    """Softmax outputs (B, q) of the network."""
    o = np.tanh(X @ W1.T) @ W2.T
    e = np.exp(o - o.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cost(W1, W2, X, y):
    """Mean cross-entropy."""
    right = probabilities(W1, W2, X)[np.arange(len(y)), y]
    return -np.log(np.maximum(right, 1e-300)).mean()


def sgd_step(W1, W2, X, y, lr, mask=1.0):
    """New (W1, W2) after one step on the cost; `mask` multiplies the hidden layer, for dropout."""
    h = np.tanh(X @ W1.T)
    o = (h * mask) @ W2.T
    e = np.exp(o - o.max(axis=1, keepdims=True))
    do = (e / e.sum(axis=1, keepdims=True) - np.eye(len(W2))[y]) / len(y)
    dz = (do @ W2) * mask * (1 - h**2)
    return W1 - lr * dz.T @ X, W2 - lr * do.T @ (h * mask)


# %% [markdown]
# Three networks of six hidden units: constant weights; the same with *dropout*, which switches
# off each hidden unit with probability 1/2 for each example (homework 3 is about it); and small
# random weights. The pictures show what the hidden units have learned to look at, the rows of
# $W^{(1)}$. **Predict:** which of the three networks have hidden units that differ in the end?

# %% tags=["experiment"]
with Experiment():
    X, y = load_digits()
    X = X - X.mean(axis=0)
    num_hiddens, steps, lr = 6, 400, 0.3
    starts = {
        "constant": constant_init(64, num_hiddens, 10, 0.1),
        "constant, with dropout": constant_init(64, num_hiddens, 10, 0.1),
        "random": tuple(
            np.random.default_rng(1).normal(0, 0.1, size=W.shape)
            for W in constant_init(64, num_hiddens, 10, 0.1)
        ),
    }
    fig = plt.figure(figsize=(10, 4.2), layout="constrained")
    left, right = fig.subfigures(1, 2, width_ratios=(1, 1.1))
    ax, pictures = left.subplots(), right.subplots(3, num_hiddens)
    for row, (name, start) in enumerate(starts.items()):
        (W1, W2), rng, gaps = start, np.random.default_rng(0), []
        for _ in range(steps):
            gaps.append(symmetry_gap(W1, W2))
            rows = rng.integers(len(y), size=50)
            dropped = rng.random((50, num_hiddens)) < 0.5
            mask = np.where(dropped, 0.0, 2.0) if "dropout" in name else 1.0
            W1, W2 = sgd_step(W1, W2, X[rows], y[rows], lr, mask)
        accuracy = np.mean(probabilities(W1, W2, X).argmax(axis=1) == y)
        ax.plot(gaps, label=f"{name}: {accuracy:.0%} right")
        limit = np.abs(W1).max()
        for j, picture in enumerate(pictures[row]):
            picture.imshow(W1[j].reshape(8, 8), cmap="RdBu", vmin=-limit, vmax=limit)
            picture.set(xticks=[], yticks=[])
        pictures[row, 0].set_title(name, loc="left", fontsize=9)
    ax.set(title="symmetry gap", xlabel="minibatches", ylabel="largest difference from unit 0")
    ax.grid(alpha=0.3)
    ax.legend()
    right.suptitle("the six hidden units after training")
    plt.show()

# %% [markdown]
# With constant weights the gap stays 0 (up to the last bit): minibatch gradient descent cannot
# break the symmetry, however long it runs, although every minibatch is drawn at random. Dropout
# can.
#
# **Think.** Where exactly does the randomness of dropout enter, and why is that of the minibatches
# not enough? With $c = 0$, what are the gradients of $W^{(1)}$ and $W^{(2)}$? Would it be enough
# to make just one of the two layers random? Is it a problem to start all weights of a linear or a
# softmax regression, which have no hidden layer, with the same value?

# %% [markdown]
# ## Question 5: how to start
#
# So weights must be random, neither too small nor too large. How large, then? Take one layer
# without its activation,
#
# $$o_i = \sum_{j=1}^{n_\mathrm{in}} w_{ij} x_j, \tag{5.4.3}$$
#
# with independent weights of mean 0 and variance $\sigma^2$, and inputs of mean 0 and variance
# $\gamma^2$, independent of the weights and of each other.
#
# **Forward.** The mean of $o_i$ is $\sum_j E[w_{ij}]\,E[x_j] = 0$. In the variance, the mixed terms
# $E[w_{ij} w_{ik}]\,E[x_j x_k]$ with $j \ne k$ are zero as well, and what is left is
#
# $$E[o_i] = 0, \qquad
#   \mathrm{Var}[o_i] = \sum_{j=1}^{n_\mathrm{in}} E[w_{ij}^2]\, E[x_j^2]
#   = n_\mathrm{in}\, \sigma^2 \gamma^2 \tag{5.4.4}$$
#
# The variance stays what it was, layer after layer, if $n_\mathrm{in}\, \sigma^2 = 1$.
#
# **Backward.** The gradient goes through the same layer in reverse, by the transposed matrix,
# $\partial J/\partial x_j = \sum_{i=1}^{n_\mathrm{out}} w_{ij}\, \partial J/\partial o_i$: a sum of
# $n_\mathrm{out}$ terms this time. Its variance stays what it was if
# $n_\mathrm{out}\, \sigma^2 = 1$.
#
# Both cannot be true unless the layer is square. *Xavier initialisation* (Glorot and Bengio 2010)
# meets in the middle:
#
# $$\tfrac12 (n_\mathrm{in} + n_\mathrm{out})\, \sigma^2 = 1
#   \quad\text{or}\quad
#   \sigma = \sqrt{\frac{2}{n_\mathrm{in} + n_\mathrm{out}}} \tag{5.4.5}$$
#
# Nothing in this asks for a normal distribution. A uniform one on $[-a, a]$ has variance
#
# $$\frac{1}{2a} \int_{-a}^{a} w^2\, dw = \frac{a^2}{3},
#   \quad\text{so}\quad a = \sqrt{\frac{6}{n_\mathrm{in} + n_\mathrm{out}}} \tag{Xavier uniform}$$
#
# gives the same $\sigma$. (PyTorch's default for a linear layer is uniform too, on
# $[-\sqrt{k}, \sqrt{k}]$ with $k = 1/n_\mathrm{in}$. Which variance is that?)
#
# `activation_variances` is the instrument: for a network as in question 2, it returns the variance
# of all the entries of each layer's output, all examples and units taken together.


# %%
def xavier_normal(rng, n_in, n_out):
    """Weights of one layer, normal with mean 0 and the variance of (5.4.5).

    rng: numpy.random.Generator, the only source of randomness. n_in, n_out: integers.
    Returns an array (n_out, n_in).
    """
    raise NotImplementedError("xavier_normal")


def xavier_uniform(rng, n_in, n_out):
    """Weights of one layer, uniform with the bounds of (Xavier uniform).

    rng: numpy.random.Generator, the only source of randomness. n_in, n_out: integers.
    Returns an array (n_out, n_in).
    """
    raise NotImplementedError("xavier_uniform")


def activation_variances(X, weights, activation):
    """Population variance of all entries of h^(l), for l = 1, ..., L.

    X: (B, n_0). weights: list of L arrays, weights[l] of shape (n_(l+1), n_l).
    activation: "relu", "sigmoid" or "tanh", after every layer.

    Returns an array (L,), in which X has no part. Raises ValueError for any other activation and
    for an empty batch.
    """
    raise NotImplementedError("activation_variances")


# %%
grader.check("q5")

# %% [markdown]
# **Predict:** a normal and a uniform distribution with the same deviation: which of the two has the
# larger largest weight?

# %% tags=["experiment"]
with Experiment():
    rng = np.random.default_rng(5)
    n_in, n_out = 300, 100
    sigma = np.sqrt(2 / (n_in + n_out))
    w = np.linspace(-4 * sigma, 4 * sigma, 401)
    densities = {
        "xavier_normal": np.exp(-((w / sigma) ** 2) / 2) / (sigma * np.sqrt(2 * np.pi)),
        "xavier_uniform": (np.abs(w) <= np.sqrt(3) * sigma) / (2 * np.sqrt(3) * sigma),
    }
    weights = [xavier_normal(rng, n_in, n_out), xavier_uniform(rng, n_in, n_out)]
    fig, axes = plt.subplots(1, 2, figsize=(9, 3.2), layout="constrained", sharey=True)
    for ax, W, (name, density) in zip(axes, weights, densities.items(), strict=True):
        ax.hist(W.ravel(), bins=80, density=True, alpha=0.6, label=f"std {W.std():.4f}")
        ax.plot(w, density, "k--", linewidth=1, label=f"asked for: std {sigma:.4f}")
        ax.set(title=f"{name}(rng, {n_in}, {n_out})", xlabel="weight")
        ax.grid(alpha=0.3)
        ax.legend(loc="upper right")
    axes[0].set(ylabel="density", ylim=(0, 7.6))
    plt.show()

# %% [markdown]
# ### Does the variance survive?
#
# Thirty layers of width 100. Left: tanh, with Xavier weights and with multiples of them. Right:
# relu. The derivation above left the activation out. **Predict:** what does relu do to the variance
# that comes in, and which factor repairs it?

# %% tags=["experiment"]
with Experiment():
    rng = np.random.default_rng(6)
    n, L = 100, 30
    X = rng.normal(size=(200, n))
    weights = [xavier_normal(rng, n, n) for _ in range(L)]
    layers = np.arange(1, L + 1)
    fig, axes = plt.subplots(1, 2, figsize=(9.5, 3.6), layout="constrained")
    for factor in (2.0, 1.0, 0.5):
        variances = activation_variances(X, [factor * W for W in weights], "tanh")
        axes[0].semilogy(layers, variances, markevery=1, label=f"{factor} x Xavier")
    for factor, name in ((2.0, "2.0"), (np.sqrt(2), "√2"), (1.0, "1.0")):
        variances = activation_variances(X, [factor * W for W in weights], "relu")
        axes[1].semilogy(layers, variances, markevery=1, label=f"{name} x Xavier")
    for ax, activation in zip(axes, ("tanh", "relu"), strict=True):
        ax.set(title=activation, xlabel="layer", ylabel="variance of the outputs")
        ax.grid(alpha=0.3)
        ax.legend()
    plt.show()

# %% [markdown]
# **Think.** Twice Xavier keeps the variance of tanh at 0.6, with 1 as the largest that it could be.
# Is that good? (Look at the histograms below.) The factor $\sqrt2$ for relu: derive it, and compare
# with question 6.
#
# ### Histograms by layer
#
# This is the experiment of Glorot and Bengio (2010): five layers of tanh, digits as input, a
# softmax on top. The first row shows the activations of every layer, the second the
# backpropagated gradients $\partial J_i / \partial z^{(l)}_{ij}$, one for each example and unit. To
# measure a gradient here, a unit is wiggled by a tiny *imaginary* amount: to first order,
# $f(z + i\varepsilon) = f(z) + i\varepsilon f'(z)$, so the imaginary part of the cost, divided by
# $\varepsilon$, is the derivative. Nothing is subtracted, so no digits cancel. **Predict:** what do
# the activations of layer 5 look like if the weights are 0.3 times Xavier's, and what if 5 times?


# %%
def layer_outputs(X, weights):
    """h^(1) to h^(L) of layers of tanh."""
    outputs = []
    for W in weights:
        X = np.tanh(X @ W.T)
        outputs.append(X)
    return outputs


def wiggled_gradients(X, y, weights, top, layer, units):
    """dJ_i / dz_ij of some units j of one layer, for every example i: (B, len(units))."""
    columns = []
    for j in units:
        z = (X if layer == 0 else layer_outputs(X, weights[:layer])[-1]) @ weights[layer].T + 0j
        z[:, j] += 1e-30j
        h = np.tanh(z)
        for W in weights[layer + 1 :]:
            h = np.tanh(h @ W.T)
        o = h @ top.T
        costs = np.log(np.exp(o).sum(axis=1)) - o[np.arange(len(y)), y]
        columns.append(costs.imag / 1e-30)
    return np.stack(columns, axis=1)


# %% tags=["experiment"]
with Experiment():
    rng = np.random.default_rng(7)
    X, y = load_digits()
    X, y = X[:100] - X.mean(axis=0), y[:100]
    xavier = [xavier_normal(rng, n_in, 80) for n_in in (64, 80, 80, 80, 80)]
    top = xavier_normal(rng, 80, 10)
    colours = plt.cm.viridis(np.linspace(0, 0.9, len(xavier)))
    fig, axes = plt.subplots(2, 4, figsize=(11, 5), layout="constrained", sharex="row")
    for column, (name, factor) in enumerate(
        (("zero", 0.0), ("0.3 x Xavier", 0.3), ("Xavier", 1.0), ("5 x Xavier", 5.0))
    ):
        weights = [factor * W for W in xavier]
        outputs = layer_outputs(X, weights)
        for layer, colour in enumerate(colours):
            units = rng.choice(80, size=8, replace=False)
            grads = wiggled_gradients(X, y, weights, factor * top, layer, units)
            sizes = np.log10(np.maximum(np.abs(grads), 1e-12))
            shown = (outputs[layer], np.linspace(-1, 1, 61)), (sizes, np.linspace(-12, 1, 66))
            for ax, (values, bins) in zip(axes[:, column], shown, strict=True):
                density, _ = np.histogram(values, bins=bins, density=True)
                ax.stairs(density, bins, color=colour, label=f"layer {layer + 1}")
        axes[0, column].set(title=name, xlabel="activation", yscale="log", ylim=(1e-2, 50))
        axes[1, column].set(xlabel="$\\log_{10}$ |gradient|")
    for row in axes:
        row[0].set_ylabel("density")
    axes[0, 0].legend()
    plt.show()

# %% [markdown]
# (A gradient of exactly 0 is drawn at -12.)
#
# **Written 3.** Find in the pictures: activations that die out layer by layer; units that are
# saturated at ±1; gradients that shrink on the way to the input; gradients that are as large in
# layer 1 as in layer 5. Which of the four networks will learn, and which of the others fail by
# vanishing, which by exploding gradients? Three to five sentences that name the pictures.

# %% [markdown] tags=["written"]
# *Your answer:*

# %% [markdown]
# ### A slider for the scale
#
# Fifteen layers of tanh, 100 units each, and Xavier weights times a factor that grows from picture
# to picture. **Left:** the activations of five of the layers. **Right:** your
# `gradient_norms_by_depth`. **Predict:** which fails first when the factor grows past 1, the
# activations or the gradients?

# %% tags=["experiment"]
with Experiment():
    rng = np.random.default_rng(11)
    X, xavier = rng.normal(size=(100, 100)), [xavier_normal(rng, 100, 100) for _ in range(15)]
    layers, bins = np.arange(1, 16), np.linspace(-1, 1, 41)
    fig, axes = plt.subplots(1, 2, figsize=(9.5, 3.7), layout="constrained")

    def show_factor(frame):
        factor = (0.3, 0.5, 0.7, 0.85, 1.0, 1.2, 1.5, 2.0, 3.0, 5.0)[frame]
        weights = [factor * W for W in xavier]
        outputs = layer_outputs(X, weights)
        for ax in axes:
            ax.clear()
            ax.grid(alpha=0.3)
        for i, layer in enumerate((1, 4, 8, 12, 15)):
            density, _ = np.histogram(outputs[layer - 1], bins=bins, density=True)
            axes[0].stairs(density, bins, color=f"C{i}", lw=1.5, label=f"layer {layer}")
        axes[0].set(title=f"{factor} x Xavier", xlabel="activation", ylabel="density")
        axes[0].set(yscale="log", ylim=(1e-2, 1e3))
        axes[0].legend(loc="upper center", ncols=3)
        axes[1].semilogy(layers, gradient_norms_by_depth(X, weights, "tanh"), markevery=1)
        axes[1].axhspan(1e-6, 1e3, color="C2", alpha=0.1, lw=0, label="healthy: 1e-6 to 1e3")
        axes[1].set(title="gradient by layer", xlabel="layer", ylim=(1e-10, 1e10))
        axes[1].set_ylabel("norm of $\\partial J / \\partial W^{(l)}$")
        axes[1].legend(loc="upper right")

    show_film(fig, show_factor, 10)

# %% [markdown]
# ### Four ways to start, one task
#
# Two classes of points in the plane, a ring around a disc, and 20 hidden units of tanh (with a
# constant 1 as third input in place of a bias). Weights are zero, or Xavier's times 0.01, 1 and 20.
# **Predict:** which of the four learn at once, which late, which never?

# %% tags=["experiment"]
with Experiment():
    rng = np.random.default_rng(8)
    y = np.repeat([0, 1], 100)
    radius, angle = rng.normal(np.where(y == 1, 2.0, 0.6), 0.35), rng.uniform(0, 2 * np.pi, 200)
    X = np.stack([radius * np.cos(angle), radius * np.sin(angle), np.ones(200)], axis=1)
    xavier = xavier_normal(rng, 3, 20), xavier_normal(rng, 20, 2)
    grid = np.linspace(-3, 3, 121)
    plane = np.stack([*(a.ravel() for a in np.meshgrid(grid, grid)), np.ones(121**2)], axis=1)
    starts = {"zero": 0.0, "0.01 x Xavier": 0.01, "Xavier": 1.0, "20 x Xavier": 20.0}
    fig, axes = plt.subplots(1, 4, figsize=(11, 3.1), layout="constrained")
    histories, lr = {}, 0.3
    for ax, (name, factor) in zip(axes, starts.items(), strict=True):
        W1, W2 = (factor * W for W in xavier)
        batches, history = np.random.default_rng(0), []
        for _ in range(600):
            rows = batches.integers(200, size=20)
            old = W1, W2
            W1, W2 = sgd_step(W1, W2, X[rows], y[rows], lr)
            size = np.hypot(np.linalg.norm(old[0]), np.linalg.norm(old[1]))
            step = np.hypot(np.linalg.norm(W1 - old[0]), np.linalg.norm(W2 - old[1]))
            history.append([cost(*old, X, y), size, step / lr])
        histories[name] = np.array(history)
        p = probabilities(W1, W2, plane)[:, 1].reshape(121, 121)
        ax.contourf(grid, grid, p, levels=np.linspace(0, 1, 11), cmap="RdBu", alpha=0.6)
        ax.contour(grid, grid, p, levels=[0.5], colors="black", linewidths=0.8)
        ax.scatter(*X[:, :2].T, c=y, cmap="RdBu", s=16, edgecolor="white", linewidth=0.5)
        ax.set(title=name, xticks=[], yticks=[], aspect="equal")
    plt.show()

    fig, axes = plt.subplots(1, 3, figsize=(11, 3.1), layout="constrained")
    titles = ("cost", "norm of all weights", "norm of the gradient")
    for name, history in histories.items():
        for ax, title, values in zip(axes, titles, history.T, strict=True):
            ax.plot(np.maximum(values, 1e-5), label=name, linewidth=1)
            ax.set(title=title, xlabel="minibatches", yscale="log")
    for ax in axes:
        ax.grid(alpha=0.3)
    axes[0].legend()
    plt.show()

# %% [markdown]
# (What is exactly 0 is drawn at 1e-5.)
#
# **Think.** Why does nothing happen at zero, and why does the network that starts too small wait
# before it learns? The one that starts too large is fast, but look at its boundary: what would it
# do with new points? Which of the three curves on the right would you watch to notice a bad start
# early?
#
# ### Digits, batch by batch
#
# At last the digits, with 64 hidden units and minibatches of 20: zero weights, uniform ones on
# $\pm 1/\sqrt{n_\mathrm{in}}$ (PyTorch's default), Xavier, and standard normal ones. The cost and
# the number of misclassified digits are those of 100 digits that are not used for training.
# **Predict:** how many are wrong after 60 minibatches, for each?

# %% tags=["experiment"]
with Experiment():
    X, y = load_digits()
    X_shown, y_shown, X, y = X[:100], y[:100], X[100:], y[100:]
    rng = np.random.default_rng(9)
    shapes = ((64, 64), (10, 64))  # (n_out, n_in)
    starts = {
        "zero": [np.zeros(shape) for shape in shapes],
        "uniform": [rng.uniform(-1, 1, s) / np.sqrt(s[1]) for s in shapes],
        "Xavier": [xavier_normal(rng, n_in, n_out) for n_out, n_in in shapes],
        "standard normal": [rng.normal(size=shape) for shape in shapes],
    }
    fig, axes = plt.subplots(1, 2, figsize=(10, 3.6), layout="constrained")
    after, when = {}, 60
    for name, start in starts.items():
        (W1, W2), batches, history = start, np.random.default_rng(0), []
        for batch in range(301):
            guess = probabilities(W1, W2, X_shown).argmax(axis=1)
            history.append([cost(W1, W2, X_shown, y_shown), np.sum(guess != y_shown)])
            if batch == when:
                after[name] = guess
            rows = batches.integers(len(y), size=20)
            W1, W2 = sgd_step(W1, W2, X[rows], y[rows], 0.2)
        for ax, values in zip(axes, np.array(history).T, strict=True):
            ax.plot(values, label=name, linewidth=1.2)
    axes[0].set(title="cost of 100 digits", xlabel="minibatches", ylabel="cross-entropy")
    axes[0].set_yscale("log")
    axes[1].set(title="misclassified, out of 100", xlabel="minibatches", ylim=(0, 100))
    for ax in axes:
        ax.axvline(when, color="gray", linestyle=":", linewidth=1)
        ax.grid(alpha=0.3)
    axes[1].legend()
    plt.show()

    fig, axes = plt.subplots(1, 4, figsize=(11, 3.5), layout="constrained")
    for ax, (name, guess) in zip(axes, after.items(), strict=True):
        ink = X_shown.reshape(100, 8, 8, 1)
        colour = np.where((guess == y_shown)[:, None], [0.1, 0.2, 0.8], [0.85, 0.1, 0.1])
        tiles = 1 - ink * (1 - colour[:, None, None, :])
        tiles = np.pad(tiles, ((0, 0), (1, 1), (1, 1), (0, 0)), constant_values=1)
        ax.imshow(tiles.reshape(10, 10, 10, 10, 3).swapaxes(1, 2).reshape(100, 100, 3))
        ax.set(title=f"{name}: {np.sum(guess != y_shown)} wrong", xticks=[], yticks=[])
    fig.suptitle(f"the 100 digits after {when} minibatches: right in blue, wrong in red")
    plt.show()

# %% [markdown]
# **Think.** Zero weights never move, and standard normal ones start from a high cost. Which
# question of this homework explains the first, and which the second? Uniform weights have 3 times
# (first layer) and 5 times (second layer) less variance than Xavier's here. How does the left
# picture show that, and where would you expect a larger difference?

# %% [markdown]
# ## Question 6: relu, and when all else fails
#
# **He initialisation.** The derivation of question 5 left the activation out. Relu sets one half of
# the numbers to 0. For a pre-activation $o$ that is symmetric about 0,
# $E[\mathrm{relu}(o)^2] = \frac12 E[o^2]$: every layer halves what counts, and the next one has to
# make up for it. With (5.4.4) that gives He et al. (2015)
#
# $$\tfrac12\, n_\mathrm{in}\, \sigma^2 = 1 \tag{He}$$
#
# for weights that are normal with mean 0. (This counts the forward pass. In the backward pass
# $n_\mathrm{out}$ takes the place of $n_\mathrm{in}$; either will do.)
#
# **Leaky relu** does not let a unit die. The positive side stays as it is, and the negative side
# gets a small slope $\alpha$:
#
# $$\mathrm{leaky}(x) = \begin{cases} x & x > 0 \\ \alpha\, x & x \le 0 \end{cases}
#   \tag{leaky relu}$$
#
# **Clipping** treats the symptom. If the gradient of a step is longer than a limit $c$, it is
# shortened to length $c$. All arrays $g_1, g_2, \dots$ together are *one* gradient, with one norm
# and one factor, so the direction of the step stays:
#
# $$\|g\| = \sqrt{\textstyle\sum_k \|g_k\|_F^2}, \qquad
#   g_k \leftarrow \min\left(1, \frac{c}{\|g\|}\right) g_k \tag{clipping}$$
#
# A gradient of zeros stays as it is.


# %%
def he_normal(rng, n_in, n_out):
    """Weights of one layer, normal with mean 0 and the variance of (He).

    rng: numpy.random.Generator, the only source of randomness. n_in, n_out: integers.
    Returns an array (n_out, n_in).
    """
    raise NotImplementedError("he_normal")


def leaky_relu(x, alpha=0.1):
    """Leaky relu, elementwise.

    x: array of any shape. alpha: slope of the negative side, between 0 and 1.
    Returns a float array of the shape of x.
    """
    raise NotImplementedError("leaky_relu")


def leaky_relu_grad(x, alpha=0.1):
    """Derivative of leaky relu at the pre-activation x, elementwise; alpha where x is 0.

    x: array of any shape. alpha: slope of the negative side, between 0 and 1.
    Returns a float array of the shape of x.
    """
    raise NotImplementedError("leaky_relu_grad")


def clip_gradients(grads, max_norm):
    """Gradients shortened by one factor, so that their norm together is at most max_norm.

    grads: list of arrays of any shapes, at least one. max_norm: positive number.
    Returns a tuple (clipped, norm): clipped, a list of arrays of the same shapes; norm, the norm of
    all of grads together as they came, a float. Neither the list nor its arrays are changed.
    """
    raise NotImplementedError("clip_gradients")


# %%
grader.check("q6")

# %% [markdown]
# ### Thirty layers of relu, and a step too long
#
# Left: thirty layers of width 100, with He's weights and with Xavier's, and relu; for the third
# curve leaky relu with $\alpha = 0.5$ in place of relu, and weights of He. Right: a network of one
# unit a layer, $o = w^{10}$, that has to learn the output 1 from $w = 1.5$ on; its loss is
# $\frac12 (o - 1)^2$ and its learning rate 0.001, without clipping and with the limit 10.
#
# **Predict:** where is the weight after the first step, with clipping and without?

# %% tags=["experiment"]
with Experiment():
    rng = np.random.default_rng(10)
    n, L = 100, 30
    X = rng.normal(size=(200, n))
    fig, axes = plt.subplots(1, 2, figsize=(10, 3.6), layout="constrained")
    for name, init, alpha in (
        ("He, relu", he_normal, 0.0),
        ("Xavier, relu", xavier_normal, 0.0),
        ("He, leaky relu", he_normal, 0.5),
    ):
        h, squares = X, []
        for _ in range(L):
            h = leaky_relu(h @ init(rng, n, n).T, alpha)
            squares.append(np.mean(h**2))
        axes[0].semilogy(np.arange(1, L + 1), squares, label=name)
    axes[0].set(title="thirty layers", xlabel="layer", ylabel="mean square of the outputs")
    for limit in (np.inf, 10.0):
        w, path = 1.5, []
        for _ in range(60):
            path.append(w)
            with np.errstate(all="ignore"):  # without a limit it explodes
                gradient = np.array([(w**10 - 1) * 10 * w**9])
                (clipped,), norm = clip_gradients([gradient], limit)
                w = w - 0.001 * clipped[0]
        axes[1].plot(path, label=f"limit {limit:g}", linewidth=2)
    axes[1].axhline(1, color="gray", linestyle=":")
    axes[1].set(title="ten layers of one unit", xlabel="step", ylabel="weight w", ylim=(-25, 5))
    for ax in axes:
        ax.grid(alpha=0.3)
        ax.legend()
    plt.show()

# %% [markdown]
# **Think.** Which factor in place of He's 2 keeps the mean square with leaky relu of slope
# $\alpha$? Why does clipping leave the minimum where it is, and what does it do to the learning
# rate far away?
#
# <details><summary>A hint</summary>What share of the mean square passes the negative
# side?</details>
#
# ### Sums in place of products
#
# A *residual* layer adds to what comes in: $h^{(l)} = h^{(l-1)} + s\,f_l(h^{(l-1)})$. The matrices
# $M^{(l)}$ of (5.4.2) become $1 + s\,M_f^{(l)}$: a gradient always finds the 1 to pass through.
# With relus and inputs that are not negative, such a layer is two plain ones with special weights,
# so your `gradient_norms_by_depth` can measure it. The plots show the gradient of the first layer,
# for networks of 1 to 50 layers with weights of He times a factor: plain, and as a sum with $s = 1$
# and with $s = 1/\sqrt L$ for $L$ layers.
#
# **Predict:** for which of the three does doubling the weights matter least?

# %% tags=["experiment"]
with Experiment():

    def residual(W, s):
        """Two layers of relu that make h + s relu(W h) of an h that is not negative."""
        same = np.eye(len(W))
        return [np.vstack([same, W]), np.hstack([same, s * same])]

    rng = np.random.default_rng(12)
    n, depths = 64, np.array([1, *range(5, 51, 5)])
    X, he = np.abs(rng.normal(size=(50, n))), [he_normal(rng, n, n) for _ in range(50)]
    fig, axes = plt.subplots(1, 3, figsize=(11, 3.6), layout="constrained", sharey=True)
    for ax, factor in zip(axes, (0.5, 1.0, 2.0), strict=True):
        weights = [factor * W for W in he]
        for name, build in (
            ("product", lambda W, L: [W]),
            ("sum, s = 1", lambda W, L: residual(W, 1.0)),
            ("sum, s = $1/\\sqrt{L}$", lambda W, L: residual(W, L**-0.5)),
        ):
            networks = [[layer for W in weights[:L] for layer in build(W, L)] for L in depths]
            first = [gradient_norms_by_depth(X, network, "relu")[0] for network in networks]
            ax.semilogy(depths, first, markevery=1, label=name)
        ax.axhspan(1e-6, 1e3, color="C2", alpha=0.1, lw=0, label="healthy: 1e-6 to 1e3")
        ax.set(title=f"{factor} x He", xlabel="number of layers L")
        ax.grid(alpha=0.3)
    axes[0].set_ylabel("gradient of the first layer")
    axes[0].legend(loc="upper left")
    plt.show()

# %% [markdown]
# **Think.** A sum with $s = 1$ does not vanish, but it explodes: by which factor does a layer
# multiply the mean square of a gradient, if the sum's two parts are independent and weights are
# He's? (The picture shows more than that: they are not, quite.) Why is $s = 1/\sqrt L$ safer?
# (Remember what $(1 + c/L)^L$ tends to.)
#
# ## The same in PyTorch
#
# An optional cell, for those who have PyTorch (`pip install torch`): `torch.nn.init` and
# `torch.nn.utils` hold what you have written. Weights are drawn at random, so only their deviations
# can be compared. **Predict:** for a layer from 300 to 100 units, which is larger, Xavier's
# deviation or He's?

# %% tags=["experiment"]
with Experiment():
    import torch
    from torch import nn

    rng = np.random.default_rng(13)
    X, weights = rng.normal(size=(20, 8)), [rng.normal(size=(8, 8)) for _ in range(6)]
    layers = [nn.Linear(8, 8, bias=False) for _ in weights]
    network = nn.Sequential(*(part for layer in layers for part in (layer, nn.Tanh()))).double()
    for layer, W in zip(layers, weights, strict=True):
        layer.weight.data = torch.tensor(W)
    network(torch.tensor(X)).sum(dim=1).mean().backward()
    gradients = [layer.weight.grad for layer in layers]

    own = gradient_norms_by_depth(X, weights, "tanh")
    compare("gradient norms", own, [gradient.norm().item() for gradient in gradients])
    clipped, norm = clip_gradients([gradient.numpy() for gradient in gradients], 0.1)
    theirs = nn.utils.clip_grad_norm_(network.parameters(), 0.1).item()
    compare("their norm together", norm, theirs)
    compare("the first one, clipped", clipped[0], gradients[0])
    x = np.linspace(-3, 3, 7)
    compare("leaky relu", leaky_relu(x), nn.functional.leaky_relu(torch.tensor(x), 0.1))
    for name, own, theirs in (
        ("Xavier normal", xavier_normal, nn.init.xavier_normal_),
        ("Xavier uniform", xavier_uniform, nn.init.xavier_uniform_),
        ("He normal", he_normal, nn.init.kaiming_normal_),
    ):
        drawn, filled = own(rng, 300, 100), theirs(torch.empty(100, 300))
        print(f"{name:24} deviation {drawn.std():.4f}, PyTorch's {filled.std():.4f}")

# %% [markdown]
# ## A challenge, not graded
#
# Train fifty layers. Take the digits of question 4, fifty layers of 32 units of tanh or relu, plain
# SGD, and no normalisation, no residual connections: nothing but the initial weights (and the
# learning rate) is yours. `gradient_norms_by_depth` tells you before the first step whether a start
# has a chance. How many of the digits does your network read after 1,000 minibatches? Orthogonal
# weights, and weights that begin as the identity, are good places to look.

# %% [markdown]
# That is all. Save the notebook, check it once more from top to bottom (restart the kernel and
# run all cells), and hand it in.
