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
# # Homework 4: optimisers and batch normalisation
#
# Backpropagation says which way is down. This notebook is about what to do with that: how far to
# go, in which coordinate, with how much memory of the steps before, and how to build the network
# so that the way down is easy to walk. You write the most used optimisers and a normalisation
# layer; then your own code trains a network sixteen layers deep that plain gradient descent cannot
# move at all.
#
# It follows chapter 12 (optimisers) and section 8.5 (batch normalisation) of *Dive into Deep
# Learning* (d2l, <https://d2l.ai>) and two papers: Kingma & Ba, *Adam: A Method for Stochastic
# Optimization* (2015), and Ioffe & Szegedy, *Batch Normalization* (2015).
#
# | question | you write | about | points |
# |---|---|---|---|
# | q1 | `momentum_step` | gradient descent with a velocity | 8 |
# | q2 | `adam_step` | a step size for every coordinate | 20 |
# | q3 | `batchnorm_forward` | normalising a minibatch, in training and in evaluation | 24 |
# | q4 | `batchnorm_backward` | the gradient through mean and variance | 24 |
# | q5 | `nesterov_step` `rmsprop_step` `adagrad_step` | what came before Adam | 16 |
# | q6 | `warmup_cosine` `step_decay` | learning rates that change | 8 |
#
# **How it works.** Each function below is a stub that raises `NotImplementedError`. Replace that
# line with your code; keep names, parameters and their order. Then run the `grader.check` cell
# under it. Those public tests are there to help you. Hidden tests with other inputs make up the
# larger part of the 100 points, so a question whose public tests all pass may still hide a
# mistake. Use NumPy (and plain Python) only. Cells that draw plots are experiments with your
# functions; they are not graded.

# %%
from itertools import pairwise

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
# Grading turns on these. Books and libraries differ in every one of them, so come back here when
# a number is off.
#
# - **Shapes.** `w`, `grad`, `v` and `m` are arrays of one and the same shape, whatever it is. A
#   minibatch `x` has its examples in rows, (B, d); `gamma`, `beta`, `running_mean`, `running_var`
#   are (d,), one number for each feature.
# - **Momentum.** $v \leftarrow \mu v + g$, then $w \leftarrow w - \eta v$ with the *new* $v$: the
#   gradient enters $v$ whole, and the learning rate is not part of $v$. `mu` is $\mu$, `lr` is
#   $\eta$.
# - **Adam.** $t$ counts from 1. $\varepsilon$ is added to $\sqrt{\hat v}$: outside the root, after
#   the bias correction. The moments are returned *without* correction. RMSProp and AdaGrad add
#   $\varepsilon$ to the root as well.
# - **Schedules** count steps from 0.
# - **Batch normalisation.** $\varepsilon$ is added to the variance: inside the root. A batch is
#   normalised with the *biased* variance (divide by B); the *unbiased* one (divide by B - 1) goes
#   into the running variance. `momentum` is the share of the **new** batch:
#   running = (1 - momentum) · running + momentum · batch. (Yes, two things are called momentum.)
# - **Modes.** `train=True` normalises with the statistics of the batch and updates the running
#   statistics; `train=False` normalises with the running statistics and returns them as they were.
# - **The cache** of `batchnorm_forward` is your own: whatever your `batchnorm_backward` needs.
#   It may be anything: a dict, a tuple, an object of a class of your own. Only your own functions
#   look into it.
# - **Types.** Compute in float64; float32 results are accepted. Integer inputs are promoted to
#   float.
# - **Manners.** No function changes its arguments: `v *= mu` and `x -= mean` write into an array
#   that belongs to the caller. No function remembers anything between calls. An empty batch
#   raises `ValueError`. A training batch has at least two examples.

# %% [markdown]
# ## Question 1: momentum
#
# What does a step of gradient descent assume? Suppose that near $w$ the loss curves in every
# direction alike, with curvature $1/\eta$:
#
# $$f(w + d) \approx f(w) + g^\top d + \frac{1}{2\eta} \|d\|^2$$
#
# The $d$ that makes the right-hand side smallest is $d = -\eta g$. So a step of gradient descent
# is exactly right if the curvature is *known* (it is $1/\eta$) and *isotropic* (the same in all
# directions). Neither holds for a network. In a long narrow valley the curvature across is large
# and forces $\eta$ to be small, and along the valley, where there is far to go, that $\eta$ is
# much too small.
#
# **Momentum** gives the moving point a velocity. It adds up past gradients, the older the less:
#
# $$v_t = \mu\, v_{t-1} + g_t \tag{Momentum 1}$$
# $$w_t = w_{t-1} - \eta\, v_t \tag{Momentum 2}$$
#
# with $v_0 = 0$ and $\mu$ usually around 0.9. Written out,
# $v_t = g_t + \mu g_{t-1} + \mu^2 g_{t-2} + \dots$
#
# Other texts keep the learning rate inside: $u \leftarrow \gamma u + \eta g$, $w \leftarrow w - u$.
# As long as $\eta$ stays the same, $u = \eta v$ and both walk the same path. Which of the two
# reacts at once when $\eta$ is lowered during training? We use the first, as d2l and PyTorch do.


# %%
def momentum_step(w, grad, v, lr, mu):
    """One step of gradient descent with momentum (d2l 12.6).

    w: array of any shape. grad: gradient at w. v: velocity from the step before, zeros at first.
    lr: learning rate. mu: share of the old velocity that is kept.

    Returns (w_new, v_new) by (Momentum 1) and (Momentum 2): new arrays of the shape of w; no
    argument is changed.
    """
    raise NotImplementedError("momentum_step")


# %%
grader.check("q1")

# %% [markdown]
# ### What the velocity does to a gradient
#
# Feed `momentum_step` with two artificial gradients: one that is always 1, as on a long even slope,
# and one that is +1 and -1 in turn, as when the walls of a valley throw you from side to side.
#
# **Predict:** how long is a step for $\mu = 0.9$ in the end, left and right, if it is 1 without
# momentum?

# %% tags=["experiment"]
with Experiment():
    num_steps = 40
    gradients = {
        "a steady gradient: 1, 1, 1, ...": np.ones(num_steps),
        "a zigzag: 1, -1, 1, -1, ...": (-1.0) ** np.arange(num_steps),
    }
    fig, axes = plt.subplots(1, 2, figsize=(9, 3.2), layout="constrained")
    for ax, (title, sequence) in zip(axes, gradients.items(), strict=True):
        for mu in (0.0, 0.5, 0.9):
            w, v, lengths = np.zeros(1), np.zeros(1), []
            for grad in sequence:
                new_w, v = momentum_step(w, np.array([grad]), v, 1.0, mu)
                lengths.append(abs((new_w - w)[0]))
                w = new_w
            ax.plot(np.arange(1, num_steps + 1), lengths, label=f"μ = {mu}")
        ax.set(title=title, xlabel="step", ylabel="length of the step / η", ylim=(0, None))
        ax.grid(alpha=0.3)
        ax.legend()
    axes[0].axhline(10, color="gray", linestyle=":")
    axes[0].annotate("1 / (1 - μ)", (1, 9.2), color="gray")
    axes[1].axhline(1 / 1.9, color="gray", linestyle=":")
    axes[1].annotate("1 / (1 + μ)", (25, 0.42), color="gray")
    plt.show()

# %% [markdown]
# **Written 1.** Where do $1/(1 - \mu)$ and $1/(1 + \mu)$ come from? By which factor does momentum
# with $\mu = 0.9$ prefer steady directions to zigzag ones, and what should you try with the
# learning rate first if you switch from $\mu = 0$ to $\mu = 0.9$? Answer in three to five
# sentences, with the sums.
#
# <details><summary>A hint</summary>Write v out as a sum of powers of μ, with the signs of the
# gradients.</details>

# %% [markdown] tags=["written"]
# *Your answer:*

# %% [markdown]
# ### The narrow valley
#
# An elongated quadratic, $f(w) = \frac12 (w_1^2 + 25\, w_2^2)$: its curvature is 1 along the valley
# and 25 across. Gradient descent explodes for $\eta > 2/25 = 0.08$.
#
# **Predict:** of small steps, steps close to that limit, and small steps with momentum, which is
# nearest to the minimum after sixty?


# %%
CURVATURES = np.array([1.0, 25.0])
START = np.array([-9.0, 1.8])


def walk(step, gradient, start, num_steps):
    """Points that `step(w, grad, *state) -> (w, *state)` visits from `start`."""
    points, state = [start], ()
    for _ in range(num_steps):
        w, *state = step(points[-1], gradient(points[-1]), *state)
        points.append(w)
    return np.array(points)


def draw_valley(ax, value, points, title, bottom=-4):
    """Contours of a function of two numbers, and a path on them."""
    w1, w2 = np.meshgrid(np.linspace(-10.5, 3.5, 200), np.linspace(bottom, 4, 160))
    levels = np.geomspace(0.5, 500, 10)
    ax.contour(w1, w2, value(np.stack([w1, w2], axis=-1)), levels, cmap="Greys_r", linewidths=0.7)
    ax.plot(*points.T, ".-", color="C1", markevery=1, linewidth=1)
    ax.plot(*points[0], "o", color="C0", markevery=1, markersize=6)
    ax.plot(0, 0, "*", color="black", markevery=1, markersize=9)
    ax.set(title=title, xlabel="w1", ylabel="w2", aspect="equal")


# %% tags=["experiment"]
with Experiment():

    def valley(w):
        return 0.5 * np.sum(CURVATURES * w**2, axis=-1)

    def slope(w):
        return CURVATURES * w

    def momentum(lr, mu):
        return lambda w, grad, v=0.0: momentum_step(w, grad, v + np.zeros(2), lr, mu)

    runs = {
        "small steps: η = 0.02": momentum(0.02, 0.0),
        "large steps: η = 0.077": momentum(0.077, 0.0),
        "momentum: η = 0.02, μ = 0.8": momentum(0.02, 0.8),
    }
    fig, axes = plt.subplots(2, 2, figsize=(9.5, 5), layout="constrained")
    axes = axes.ravel()
    for ax, (title, step) in zip(axes, runs.items(), strict=False):
        points = walk(step, slope, START, 60)
        draw_valley(ax, valley, points, title)
        axes[3].semilogy(valley(points), label=title)
    axes[3].set(title="sixty steps", xlabel="step", ylabel="f(w)", ylim=(1e-10, 1e3))
    axes[3].grid(alpha=0.3)
    axes[3].legend()
    plt.show()

# %% [markdown]
# Small steps creep along the valley. Large ones are thrown from wall to wall. The velocity adds up
# along the valley and cancels across it, so momentum makes progress with the small $\eta$.
#
# **Think.** Near the minimum the path with momentum swings around. What happens for $\mu = 0.99$?
# Try it.

# %% [markdown]
# ### Local barriers
#
# A ball that rolls has momentum enough to cross a small hill; one that only slides down stops in
# the first hollow. **Predict:** in which hollow does the ball with $\mu = 0.9$ end, the deepest?

# %% tags=["experiment"]
with Experiment():

    def bumpy(w):
        return 0.05 * w**2 + 0.35 * np.cos(3 * w)

    def bumpy_slope(w):
        return 0.1 * w - 1.05 * np.sin(3 * w)

    x = np.linspace(-9.5, 9.5, 500)
    fig, axes = plt.subplots(1, 2, figsize=(9, 3.2), layout="constrained", sharey=True)
    for ax, mu in zip(axes, (0.0, 0.9), strict=True):
        w, v, points = np.array([-8.7]), np.zeros(1), []
        for _ in range(150):
            points.append(w[0])
            w, v = momentum_step(w, bumpy_slope(w), v, 0.05, mu)
        points = np.array(points)
        ax.plot(x, bumpy(x), "-", color="gray")
        ax.scatter(points, bumpy(points), c=np.arange(150), cmap="viridis", s=14, zorder=3)
        ax.scatter(points[-1], bumpy(points[-1]), 160, "C1", marker="*", zorder=4, label="end")
        ax.set(title=f"η = 0.05, μ = {mu}", xlabel="w")
        ax.legend(loc="upper center")
    axes[0].set_ylabel("f(w)")
    plt.show()

# %% [markdown]
# **Think.** Can momentum also carry the ball *out of* the deepest hollow? Why is the noise of
# minibatch gradients, for once, of some use here?

# %% [markdown]
# ## Question 2: Adam
#
# In the valley above, $w_2$ wanted a small step and $w_1$ a large one. Adam gives every coordinate
# its own step size. It keeps two moving averages of each coordinate's gradient $g_t$, the first of
# the gradient itself, the second of its square (all operations entry by entry; Kingma & Ba 2015,
# algorithm 1; d2l 12.10):
#
# $$m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \tag{Adam 1}$$
# $$v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \tag{Adam 2}$$
#
# Both start at zero and are too small at first. If all gradients are alike,
# $\mathbb{E}[m_t] = (1 - \beta_1)(1 + \beta_1 + \dots + \beta_1^{t-1})\, \mathbb{E}[g]
# = (1 - \beta_1^t)\, \mathbb{E}[g]$, so division by $1 - \beta_1^t$ repairs it. This is the *bias
# correction*:
#
# $$\hat m_t = \frac{m_t}{1 - \beta_1^t}, \qquad \hat v_t = \frac{v_t}{1 - \beta_2^t}
#   \tag{Adam 3}$$
#
# and the step is the average gradient in units of its own size:
#
# $$w_t = w_{t-1} - \eta\, \frac{\hat m_t}{\sqrt{\hat v_t} + \varepsilon} \tag{Adam 4}$$
#
# $\beta_1 = 0.9$, $\beta_2 = 0.999$ and $\eta = 0.001$ are what the paper suggests, and the
# defaults of PyTorch. $\varepsilon$ keeps 0/0 away, and where gradients are tiny it keeps the step
# small. It stands outside the root and is added after the correction.
#
# You will meet other versions, in lectures too. Some divide by $1 - \beta$ without the power $t$:
# that is right in the first step and wrong in all others (for a steady gradient the steps settle at
# 0.32 $\eta$, not at $\eta$). Some put $\varepsilon$ under the root, where $10^{-8}$ acts like
# $10^{-4}$ beside it. (Adam 1) to (Adam 4) are the paper's and PyTorch's, and are what is graded.
#
# The function makes step number `t`, with `t = 1` for the first, and gets the moments that the step
# before returned: the plain averages $m$ and $v$, not the corrected ones.


# %%
def adam_step(w, grad, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Step number t of Adam (Kingma & Ba 2015, algorithm 1).

    w: array of any shape. grad: gradient at w. m, v: the moments that the step before returned,
    zeros at first. t: number of this step, 1 for the first. All arrays have the shape of w.

    Returns (w_new, m_new, v_new) by (Adam 1) to (Adam 4), the moments without correction: new
    arrays; no argument is changed.
    """
    raise NotImplementedError("adam_step")


# %%
grader.check("q2")

# %% [markdown]
# ### The first steps
#
# For a gradient that never changes, every step of Adam has the length $\eta$, whatever the size of
# the gradient. Without the bias correction it would not: your `adam_step` shows what happens if it
# is told that it is late in training, where nothing is left to correct. **Predict:** are the first
# steps without correction too short or too long?

# %% tags=["experiment"]
with Experiment():
    num_steps, grad = 2000, np.array([0.01, 1.0, 100.0])
    fig, ax = plt.subplots(figsize=(6.5, 3.4), layout="constrained")
    for label, late in (("with bias correction", 0), ("without (t much too large)", 10**6)):
        w, m, v, lengths = np.zeros(3), np.zeros(3), np.zeros(3), []
        for t in range(1, num_steps + 1):
            new_w, m, v = adam_step(w, grad, m, v, t + late, lr=1.0)
            lengths.append(np.abs(new_w - w))
            w = new_w
        for curve, style in zip(np.transpose(lengths), ("-", "--", ":"), strict=True):
            colour = "C1" if late else "C0"
            steps = np.arange(1, num_steps + 1)
            text = label if style == "-" else None  # the three gradients give one curve
            ax.semilogx(steps, curve, style, color=colour, label=text, linewidth=2)
    ax.set(title="Adam with a constant gradient: 0.01, 1 and 100", xlabel="step", ylim=(0, 7))
    ax.set_ylabel("length of the step / η")
    ax.grid(alpha=0.3)
    ax.legend()
    plt.show()

# %% [markdown]
# **Think.** $m$ and $v$ are both too *small* at first: why are the steps too *long*? Multiply a
# loss by 1000: what does that do to the path of gradient descent, and what to the path of Adam?
#
# <details><summary>A hint</summary>Which of the two is too small by the larger factor at t = 1, and
# what does the root make of that?</details>

# %% [markdown]
# ### Three optimisers in two valleys
#
# The valley from above, and the same valley, with its starting point, turned by 35 degrees.
# **Predict:** whose path is the same in both, only turned?

# %% tags=["experiment"]
with Experiment():

    def turned(angle):
        """The valley turned by an angle in degrees: value, gradient and starting point."""
        c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
        turn = np.array([[c, -s], [s, c]])
        hessian = turn @ np.diag(CURVATURES) @ turn.T

        def value(w):
            return 0.5 * np.sum((w @ hessian) * w, axis=-1)

        return value, lambda w: hessian @ w, turn @ START

    def adam(lr):
        def step(w, grad, m=0.0, v=0.0, t=0):
            zeros = np.zeros(2)
            return *adam_step(w, grad, m + zeros, v + zeros, t + 1, lr), t + 1

        return step

    runs = {
        "gradient descent, η = 0.07": momentum(0.07, 0.0),
        "momentum, η = 0.02, μ = 0.8": momentum(0.02, 0.8),
        "Adam, η = 0.2": adam(0.2),
    }
    fig, axes = plt.subplots(2, 4, figsize=(11, 5.6), layout="constrained")
    for row, angle in zip(axes, (0, 35), strict=True):
        value, gradient, start = turned(angle)
        for ax, (title, step) in zip(row, runs.items(), strict=False):
            points = walk(step, gradient, start, 80)
            draw_valley(ax, value, points, title.replace(", ", "\n", 1), bottom=-7)
            row[3].semilogy(value(points), label=title.partition(",")[0])
        row[3].set(title=f"turned by {angle}°", xlabel="step", ylabel="f(w)", ylim=(1e-12, 1e3))
        row[3].grid(alpha=0.3)
        row[3].legend()
    plt.show()

# %% [markdown]
# **Written 2.** In the first row Adam leaves at an angle of 45 degrees: why? Gradient descent and
# momentum walk the same path in both rows, only turned; Adam does not. Which of its operations
# depends on the choice of coordinates, and what does that say about the weights of a network, which
# are given to us in one particular coordinate system? Three to five sentences.

# %% [markdown] tags=["written"]
# *Your answer:*

# %% [markdown]
# ### A race
#
# Four of them in the turned valley, three steps from picture to picture. **Predict:** who leads
# after ten steps, and who arrives first?

# %% tags=["experiment"]
with Experiment():
    value, gradient, start = turned(35)
    racers = {
        "gradient descent, η = 0.07": momentum(0.07, 0.0),
        "momentum, η = 0.02, μ = 0.8": momentum(0.02, 0.8),
        "Adam, η = 0.2": adam(0.2),
        "Adam, η = 1": adam(1.0),
    }
    paths = {name: walk(step, gradient, start, 39) for name, step in racers.items()}
    w1, w2 = np.meshgrid(np.linspace(-10.5, 4, 120), np.linspace(-7.5, 4, 100))
    heights = value(np.stack([w1, w2], axis=-1))
    fig, axes = plt.subplots(1, 2, figsize=(9.5, 3.6), layout="constrained", width_ratios=(1.3, 1))

    def show_step(frame):
        step = 3 * frame
        for ax in axes:
            ax.clear()
            ax.grid(alpha=0.3)
        axes[0].contour(w1, w2, heights, np.geomspace(0.5, 500, 9), cmap="Greys_r", linewidths=0.7)
        axes[0].plot(0, 0, "*", color="black", markevery=1, markersize=10)
        for i, (name, points) in enumerate(paths.items()):
            style = {"color": f"C{i}", "linewidth": 1.5}
            axes[0].plot(*points[: step + 1].T, marker="", **style)
            axes[0].plot(*points[step], marker="osDP"[i], markevery=1, markersize=9, **style)
            axes[1].semilogy(value(points[: step + 1]), marker="osDP"[i], label=name, **style)
        axes[0].set(title=f"step {step}", xlabel="w1", ylabel="w2", aspect="equal")
        axes[1].set(title="height", xlabel="step", ylabel="f(w)", xlim=(0, 40), ylim=(1e-4, 1e3))
        axes[1].legend(loc="lower left")

    show_film(fig, show_step, 14)

# %% [markdown]
# ### The ideal: to know the curvature
#
# All of these guess at the curvature. Whoever knows it can jump: Newton's **second-order** step
# $w \leftarrow w - H^{-1} g$ goes to the minimum of the quadratic that has the gradient $g$ and the
# matrix $H$ of second derivatives. **Left:** the turned valley, with the $\eta$ and $\mu$ from
# above. **Right:** the bumpy line from above, on which Newton starts from 25 points. **Predict:**
# how many steps does Newton need on the left, and where does he end on the right, always in a
# hollow?

# %% tags=["experiment"]
with Experiment():
    value, gradient, start = turned(35)
    basis = np.eye(2)
    hessian = np.stack([gradient(e) for e in basis], axis=1)  # the gradient is H w
    runs = {
        "momentum, η = 0.02, μ = 0.8": momentum(0.02, 0.8),
        "Adam, η = 0.2": adam(0.2),
        "Newton": lambda w, grad: (w - np.linalg.solve(hessian, grad),),
    }
    fig, axes = plt.subplots(1, 2, figsize=(10, 3.7), layout="constrained")
    for name, step in runs.items():
        heights = np.maximum(value(walk(step, gradient, start, 40)), 1e-20)
        axes[0].semilogy(heights, label=name)
    axes[0].set(title="the valley, turned by 35°", xlabel="step", ylabel="f(w)", ylim=(1e-21, 1e4))
    x = np.linspace(-9.5, 9.5, 500)
    axes[1].plot(x, bumpy(x), "-", color="gray", marker="")
    ends = np.linspace(-8.7, 8.7, 25)
    for _ in range(30):
        curvature = 0.1 - 3.15 * np.cos(3 * ends)
        ends = ends - bumpy_slope(ends) / curvature
    elsewhere = np.sum(np.abs(ends) > 9.5)
    for sign, colour, marker, name in ((1, "C0", "o", "in hollows"), (-1, "C1", "^", "on tops")):
        found = ends[(np.sign(curvature) == sign) & (np.abs(ends) < 9.5)]
        label = f"{name}: {len(found)} of 25"
        axes[1].scatter(found, bumpy(found), 40, colour, marker=marker, zorder=3, label=label)
    title = f"Newton on the bumpy line; {elsewhere} of 25 end elsewhere"
    axes[1].set(title=title, xlabel="w", ylabel="f(w)", ylim=(-0.5, 6.5))
    for ax, place in zip(axes, ("center right", "upper center"), strict=True):
        ax.grid(alpha=0.3)
        ax.legend(loc=place)
    plt.show()

# %% [markdown]
# (A height of exactly 0, or close to it, is drawn at 1e-20.) On a quadratic one step is enough,
# whatever its curvatures and however it is turned. Elsewhere a bare Newton step goes to where the
# gradient is 0, and a top is as good as a hollow. And it is dear: the network below has 2,410
# parameters, so its $H$ has 5.8 million entries, and for a billion parameters nobody can even store
# it. Adam divides by one number for each parameter, as if $H$ were diagonal.
#
# **Think.** Which $\eta$ makes gradient descent a Newton step, and for which $H$? What would you
# change in Newton's step so that it never climbs?

# %% [markdown]
# ### On the digits
#
# 1,797 handwritten digits of 8 x 8 pixels, the set that comes with scikit-learn, in the file
# `digits.npz` beside this notebook. The network has 32 hidden relu units. The next cell is
# complete: it is homework 1 in a few lines, with all parameters in one list.
#
# **Predict:** with the same $\eta = 0.02$, how many times as fast is momentum with $\mu = 0.9$?


# %%
def load_digits(num_train=1400):
    """The digits in a fixed random order: X_train, y_train, X_test, y_test; pixels in [0, 1]."""
    with np.load("digits.npz") as data:
        X, y = data["X"] / 16, data["y"].astype(int)
    order = np.random.default_rng(0).permutation(len(y))
    X, y = X[order], y[order]
    return X[:num_train], y[:num_train], X[num_train:], y[num_train:]


def softmax_loss(o, y):
    """Mean cross-entropy of the logits o (B, q) for labels y (B,), and its gradient."""
    p = np.exp(o - o.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    rows = np.arange(len(y))
    loss = -np.mean(np.log(p[rows, y] + 1e-300))
    p[rows, y] -= 1
    return loss, p / len(y)


def new_network(rng, num_hiddens=32):
    """W1, b1, W2, b2 of a network from 64 pixels to ten classes."""
    W1, W2 = rng.normal(0, 0.14, (num_hiddens, 64)), rng.normal(0, 0.22, (10, num_hiddens))
    return [W1, np.zeros(num_hiddens), W2, np.zeros(10)]


def logits(parameters, X):
    """The hidden layer and the logits."""
    W1, b1, W2, b2 = parameters
    h = np.maximum(X @ W1.T + b1, 0)
    return h, h @ W2.T + b2


def gradients_of(parameters, X, y):
    """Gradients of the mean cross-entropy with respect to the parameters."""
    h, o = logits(parameters, X)
    _, do = softmax_loss(o, y)
    dz = do @ parameters[2] * (h > 0)
    return [dz.T @ X, dz.sum(axis=0), do.T @ h, do.sum(axis=0)]


def train_network(optimiser, num_epochs, batch_size=50, seed=1, report=None):
    """Train a network; `optimiser(w, grad, state, t) -> (w, state)` makes each step."""
    X, y, _, _ = load_digits()
    rng = np.random.default_rng(seed)
    parameters, states, t = new_network(rng), [None] * 4, 0
    for _ in range(num_epochs):
        if report:
            report(parameters)
        for rows in np.array_split(rng.permutation(len(y)), len(y) // batch_size):
            t += 1
            grads = gradients_of(parameters, X[rows], y[rows])
            steps = zip(parameters, grads, states, strict=True)
            parameters, states = zip(*[optimiser(*args, t) for args in steps], strict=True)
    if report:
        report(parameters)
    return parameters


def sgd_optimiser(lr, mu=0.0):
    """momentum_step as an optimiser; without momentum it is plain SGD."""

    def optimiser(w, grad, v, t):
        return momentum_step(w, grad, np.zeros_like(w) if v is None else v, lr, mu)

    return optimiser


def adam_optimiser(lr):
    """adam_step as an optimiser, with its default betas."""

    def optimiser(w, grad, moments, t):
        m, v = (np.zeros_like(w), np.zeros_like(w)) if moments is None else moments
        w, m, v = adam_step(w, grad, m, v, t, lr)
        return w, (m, v)

    return optimiser


# %% tags=["experiment"]
with Experiment():
    X, y, X_test, y_test = load_digits()
    runs = {
        "SGD, η = 0.02": sgd_optimiser(0.02),
        "momentum, η = 0.02, μ = 0.9": sgd_optimiser(0.02, 0.9),
        "Adam, η = 0.001": adam_optimiser(0.001),
        "Adam, η = 0.005": adam_optimiser(0.005),
        "SGD, well tuned: η = 0.5": sgd_optimiser(0.5),
    }
    fig, axes = plt.subplots(1, 2, figsize=(10, 3.6), layout="constrained")
    for label, optimiser in runs.items():
        history = []

        def report(parameters, history=history):
            loss, _ = softmax_loss(logits(parameters, X)[1], y)
            right = np.mean(logits(parameters, X_test)[1].argmax(axis=1) == y_test)
            history.append([loss, 1 - right])

        train_network(optimiser, 30, report=report)
        for ax, curve in zip(axes, np.array(history).T, strict=True):
            ax.semilogy(curve, label=label)
    axes[0].set(title="loss on the training set", xlabel="epoch", ylabel="cross-entropy")
    axes[1].set(title="errors on the test set", xlabel="epoch", ylabel="share of digits wrong")
    for ax in axes:
        ax.grid(alpha=0.3, which="both")
    axes[1].legend(loc="upper right")
    plt.show()

# %% [markdown]
# With the same $\eta$ momentum is about ten times as fast as SGD. Adam does decently with its
# default rate on a problem it has never seen. But well-tuned SGD keeps up with the best of them,
# and on large image problems well-tuned SGD, usually with momentum, often generalises *better*.
#
# How much care does each of them want? Test error after ten epochs for a range of learning rates.
# **Predict:** whose curve is shifted against which, and who works at $\eta = 0.5$?

# %% tags=["experiment"]
with Experiment():
    _, _, X_test, y_test = load_digits()
    families = {
        "SGD": (sgd_optimiser, np.geomspace(1e-3, 10, 9)),
        "momentum, μ = 0.9": (lambda lr: sgd_optimiser(lr, 0.9), np.geomspace(1e-3, 10, 9)),
        "Adam": (adam_optimiser, np.geomspace(1e-5, 1, 11)),
    }
    fig, ax = plt.subplots(figsize=(6.5, 3.6), layout="constrained")
    for label, (optimiser, rates) in families.items():
        errors = []
        for lr in rates:
            with np.errstate(all="ignore"):  # large rates explode
                parameters = train_network(optimiser(lr), 10)
                right = np.mean(logits(parameters, X_test)[1].argmax(axis=1) == y_test)
            errors.append(1 - right)
        ax.loglog(rates, errors, markevery=1, label=label)
    ax.axvline(1e-3, color="gray", linewidth=1, linestyle=":", label="Adam's default")
    ax.set(title="test error after ten epochs", xlabel="learning rate η", ylabel="share wrong")
    ax.grid(alpha=0.3, which="both")
    ax.legend()
    plt.show()

# %% [markdown]
# **Think.** By about which factor are the curves of SGD and momentum shifted against each other,
# and where have you seen that factor before?

# %% [markdown]
# ## Question 3: batch normalisation, forward
#
# Each layer of a deep network learns from inputs that the layers below keep changing. If one of
# them doubles its weights, everything above sees inputs twice as large, and after sixteen layers a
# factor of 2 in each is a factor of 65,536. *Batch normalisation* (Ioffe & Szegedy 2015; d2l 8.5)
# makes the scale of a layer's input a constant, whatever happens below. For each feature, over
# the B examples of a minibatch:
#
# $$\hat\mu = \frac1B \sum_{i=1}^B x_i, \qquad
#   \hat\sigma^2 = \frac1B \sum_{i=1}^B (x_i - \hat\mu)^2 \tag{BN 1}$$
#
# $$\hat x_i = \frac{x_i - \hat\mu}{\sqrt{\hat\sigma^2 + \varepsilon}}, \qquad
#   y_i = \gamma\, \hat x_i + \beta \tag{BN 2}$$
#
# $\gamma$ and $\beta$ are learned; with them the layer can have any mean and any deviation that it
# likes, but now those are two parameters and not the outcome of everything below. $\varepsilon$
# keeps a feature that hardly varies from being blown up.
#
# **At evaluation** an example must not depend on its neighbours in the batch, and there may be
# only one. So training keeps *running statistics*: after every training batch
#
# $$\begin{split}
#   \mathrm{running\_mean} &\leftarrow (1 - \alpha)\, \mathrm{running\_mean} + \alpha\, \hat\mu \\
#   \mathrm{running\_var} &\leftarrow (1 - \alpha)\, \mathrm{running\_var} +
#   \alpha\, \frac{B}{B - 1}\, \hat\sigma^2
#   \end{split} \tag{BN 3}$$
#
# where $\alpha$ is `momentum`, the share of the new batch. The factor $B/(B-1)$ makes the variance
# that is stored unbiased. With `train=False` these two take the places of $\hat\mu$ and
# $\hat\sigma^2$ and stay as they are.
#
# The function also returns a cache for question 4. What is in it is up to you; `train` has to leave
# a trace in it.


# %%
def batchnorm_forward(
    x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-5, train=True
):
    """Batch normalisation of a minibatch (Ioffe & Szegedy 2015, algorithm 1).

    x: (B, d). gamma, beta, running_mean, running_var: (d,). momentum: share of the new batch in
    the running statistics. eps: added to the variance, inside the root.

    Training (B >= 2): by (BN 1) to (BN 3). Evaluation (train=False): x is normalised with
    running_mean and running_var, which are returned with the values they had.

    Returns (out, cache, running_mean, running_var): out (B, d); cache, what batchnorm_backward
    needs; running statistics (d,). No argument is changed. Raises ValueError for an empty batch.
    """
    raise NotImplementedError("batchnorm_forward")


# %%
grader.check("q3")

# %% [markdown]
# ### Ten thousand points
#
# Gaussian data with means -10, 25, 3 and deviations 2, 5, 10; scale $\gamma = (1, 2, 3)$ and shift
# $\beta = (2, 4, 8)$. **Predict:** what are mean and deviation of the output, and is it Gaussian?

# %% tags=["experiment"]
with Experiment():
    rng = np.random.default_rng(0)
    x = rng.normal([-10, 25, 3], [2, 5, 10], size=(10_000, 3))
    gamma, beta = np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 8.0])
    out, *_ = batchnorm_forward(x, gamma, beta, np.zeros(3), np.ones(3))
    fig, axes = plt.subplots(1, 2, figsize=(9, 3.2), layout="constrained")
    for ax, data, title in zip(axes, (x, out), ("before", "after"), strict=True):
        bins = np.linspace(-40, 45, 171) if title == "before" else np.linspace(-8, 20, 171)
        for j in range(3):
            mean, std = data[:, j].mean(), data[:, j].std()
            label = f"feature {j}: {mean:.2f} ± {std:.2f}"
            ax.hist(data[:, j], bins=bins, density=True, alpha=0.6, label=label)
        ax.set(title=f"{title} batch normalisation", xlabel="value", ylabel="density")
        ax.legend()
    plt.show()

# %% [markdown]
# **Think.** The output has just the means $\beta$ and the deviations $\gamma$, to all printed
# digits. Which small number keeps the deviations from being exactly that? If the input were
# uniform, what would the output be?

# %% [markdown]
# ### Running statistics
#
# Feature 1 from above, 16 examples at a time. How fast does the running mean find 25, how fast the
# running variance 25, and how much do they tremble when they are there? **Predict:** which of the
# shares 0.5, 0.1 and 0.01 is slowest, and which trembles most?

# %% tags=["experiment"]
with Experiment():
    fig, axes = plt.subplots(1, 2, figsize=(9, 3.2), layout="constrained")
    for momentum_share in (0.5, 0.1, 0.01):
        rng = np.random.default_rng(0)
        running_mean, running_var, history = np.zeros(1), np.ones(1), []
        for _ in range(400):
            history.append([running_mean[0], running_var[0]])
            x = rng.normal(25, 5, size=(16, 1))
            args = x, np.ones(1), np.zeros(1), running_mean, running_var, momentum_share
            _, _, running_mean, running_var = batchnorm_forward(*args)
        for ax, curve in zip(axes, np.array(history).T, strict=True):
            ax.plot(curve, label=f"momentum = {momentum_share}", linewidth=1)
    axes[0].set(title="running mean", xlabel="batch", ylabel="running_mean", ylim=(0, 30))
    axes[1].set(title="running variance", xlabel="batch", ylabel="running_var", ylim=(0, 45))
    for ax in axes:
        ax.axhline(25, color="black", linestyle=":", linewidth=1)
        ax.grid(alpha=0.3)
        ax.legend()
    plt.show()

# %% [markdown]
# **Think.** After about how many batches is the start forgotten, for each share? With the biased
# variance in place of the unbiased one, at which height would the right curve settle for B = 16,
# and where for B = 2?
#
# <details><summary>A hint</summary>The biased variance is (B - 1)/B times the unbiased one, on
# average.</details>

# %% [markdown]
# ## Question 4: batch normalisation, backward
#
# In evaluation the statistics are constants and the layer is linear in x. In training each $x_i$
# reaches the loss $\ell$ in three ways: directly through $\hat x_i$, and through $\hat\mu$ and
# $\hat\sigma^2$, through which it touches every example of the batch. Ioffe & Szegedy give the
# chain, for each feature:
#
# $$\frac{\partial \ell}{\partial \beta} = \sum_i \frac{\partial \ell}{\partial y_i}, \qquad
#   \frac{\partial \ell}{\partial \gamma} = \sum_i \frac{\partial \ell}{\partial y_i}\, \hat x_i,
#   \qquad
#   \frac{\partial \ell}{\partial \hat x_i} = \gamma\, \frac{\partial \ell}{\partial y_i}
#   \tag{BN 4}$$
#
# $$\begin{split}
#   \frac{\partial \ell}{\partial \hat\sigma^2} &=
#   -\frac12 (\hat\sigma^2 + \varepsilon)^{-3/2}
#   \sum_i \frac{\partial \ell}{\partial \hat x_i}\, (x_i - \hat\mu) \\
#   \frac{\partial \ell}{\partial \hat\mu} &=
#   -\frac{1}{\sqrt{\hat\sigma^2 + \varepsilon}} \sum_i \frac{\partial \ell}{\partial \hat x_i}
#   \end{split} \tag{BN 5}$$
#
# $$\frac{\partial \ell}{\partial x_i} =
#   \frac{\partial \ell}{\partial \hat x_i}\, \frac{1}{\sqrt{\hat\sigma^2 + \varepsilon}} +
#   \frac{\partial \ell}{\partial \hat\sigma^2}\, \frac{2 (x_i - \hat\mu)}{B} +
#   \frac{\partial \ell}{\partial \hat\mu}\, \frac1B \tag{BN 6}$$
#
# You may write it just so. Or put (BN 5) into (BN 6) first: what remains is short, and
# it says that two things are taken away from the gradient, its mean and its component along
# $\hat x$. Either way:
#
# - In training dx adds up to 0 over the batch. Why? (What becomes of the output if all $x_i$ grow
#   by 1?)
# - `dgamma` and `dbeta` are sums over the batch, not means: `dout` already holds whatever 1/B the
#   loss has.
# - `batchnorm_backward` is tested with the cache of *your* `batchnorm_forward`. If a mistake there
#   puts wrong numbers into the cache, it does not cost points again here as long as the gradients
#   follow from those numbers.


# %%
def batchnorm_backward(dout, cache):
    """Gradients of a loss through batch normalisation (Ioffe & Szegedy 2015, section 3).

    dout: gradient of the loss with respect to the output, (B, d). cache: what batchnorm_forward
    returned, in training or in evaluation. Neither is changed: calling the function twice gives
    the same.

    Training: mean and variance of the batch depend on x. Evaluation: the statistics are constants.
    Returns (dx, dgamma, dbeta): (B, d), (d,), (d,); dgamma and dbeta are sums over the batch.
    """
    raise NotImplementedError("batchnorm_backward")


# %%
grader.check("q4")

# %% [markdown]
# ### Is the gradient right?
#
# Central differences through your own forward pass, for $\ell = \sum_{ij} C_{ij}\, y_{ij}$ with a
# random matrix $C$. The second bars belong to a popular mistake, a dx that takes the statistics for
# constants in training, too. **Predict:** how wrong is it, and in which mode is it right?

# %% tags=["experiment"]
with Experiment():
    rng = np.random.default_rng(3)
    x, C = rng.normal(2, 3, size=(8, 4)), rng.normal(size=(8, 4))
    gamma, beta = rng.normal(size=4), rng.normal(size=4)
    statistics = rng.normal(size=4), rng.uniform(1, 9, size=4)

    def numerical(train, h=1e-5):
        """Central differences of the loss, for every entry of x."""
        gradient = np.zeros_like(x)
        for index in np.ndindex(x.shape):
            shifted = [x.copy(), x.copy()]
            shifted[0][index] += h
            shifted[1][index] -= h
            above, below = (
                np.sum(C * batchnorm_forward(s, gamma, beta, *statistics, train=train)[0])
                for s in shifted
            )
            gradient[index] = (above - below) / (2 * h)
        return gradient

    fig, ax = plt.subplots(figsize=(6.5, 3.2), layout="constrained")
    for position, train in enumerate((True, False)):
        _, cache, *_ = batchnorm_forward(x, gamma, beta, *statistics, train=train)
        dx, _, _ = batchnorm_backward(C, cache)
        scale = np.sqrt(x.var(axis=0) + 1e-5 if train else statistics[1] + 1e-5)
        expected = numerical(train)
        for shift, name, colour, value in (
            (-0.2, "your dx", "C0", dx),
            (0.2, "without the ways through mean and variance", "C1", C * gamma / scale),
        ):
            error = np.linalg.norm(value - expected) / np.linalg.norm(expected)
            label = name if train else None
            bar = ax.bar(position + shift, max(error, 1e-12), 0.35, color=colour, label=label)
            ax.bar_label(bar, [f"{error:.0e}"], padding=2)
    ax.set(title="distance from central differences", ylabel="relative error", yscale="log")
    ax.set(ylim=(1e-13, 1e6), xticks=(0, 1), xticklabels=("training", "evaluation"))
    ax.legend(loc="upper right")
    plt.show()

# %% [markdown]
# ### Sixteen layers
#
# Points in a square; those inside a disc are of class 1, the others of class 0. The network is
# needlessly deep: sixteen layers of 32 relu units. Its weights are drawn naively, all from one
# Gaussian, with no thought given to the size of the layers (homework 2 is about that thought), and
# it is trained by plain SGD with $\eta = 0.1$. Batch normalisation stands between the product with
# the weights and the relu. The next cell is complete.
#
# **Predict:** weights of deviation 0.1 and of deviation 1, each without and with batch
# normalisation. Which of the four learn?


# %%
class DeepNetwork:
    """Layers of `width` relu units with or without batch normalisation, and one logit."""

    def __init__(self, rng, std, batchnorm, depth=16, width=32, num_inputs=2):
        sizes = [num_inputs] + [width] * depth
        self.W = [rng.normal(0, std, (m, n)) for n, m in pairwise(sizes)]
        self.w, self.b = rng.normal(0, std, width), 0.0
        self.gamma, self.beta = np.ones((depth, width)), np.zeros((depth, width))
        self.mean, self.var = np.zeros((depth, width)), np.ones((depth, width))
        self.batchnorm = batchnorm

    def forward(self, X, train):
        """Logits (B,); what the backward pass needs is kept."""
        self.h, self.z, self.caches = [X], [], []
        for i, W in enumerate(self.W):
            z = self.h[-1] @ W.T
            if self.batchnorm:
                args = z, self.gamma[i], self.beta[i], self.mean[i], self.var[i]
                z, cache, self.mean[i], self.var[i] = batchnorm_forward(*args, train=train)
                self.caches.append(cache)
            else:
                z = z + self.beta[i]
            self.z.append(z)
            self.h.append(np.maximum(z, 0))
        return self.h[-1] @ self.w + self.b

    def sgd_step(self, X, y, lr):
        """One step on the mean logistic loss; returns that loss."""
        o = self.forward(X, train=True)
        do = (1 / (1 + np.exp(-o)) - y) / len(y)
        dh, dw = np.outer(do, self.w), self.h[-1].T @ do
        for i in reversed(range(len(self.W))):
            dz = dh * (self.z[i] > 0)
            if self.batchnorm:
                dz, dgamma, dbeta = batchnorm_backward(dz, self.caches[i])
                self.gamma[i] -= lr * dgamma
            else:
                dbeta = dz.sum(axis=0)
            self.beta[i] -= lr * dbeta
            dh = dz @ self.W[i]
            self.W[i] -= lr * dz.T @ self.h[i]
        self.w, self.b = self.w - lr * dw, self.b - lr * do.sum()
        return np.mean(np.logaddexp(0, o) - y * o)


def disc(rng, num_points):
    """Points in the square [-1, 1]^2 and whether they lie in a disc of half its area."""
    X = rng.uniform(-1, 1, size=(num_points, 2))
    return X, (np.sum(X**2, axis=1) < 2 / np.pi).astype(float)


# %% tags=["experiment"]
with Experiment():
    grid = np.stack(np.meshgrid(*[np.linspace(-1, 1, 81)] * 2), axis=-1).reshape(-1, 2)
    X, y = disc(np.random.default_rng(0), 512)
    colours = {0.1: "C0", 1.0: "C1"}
    curves, axes = plt.subplots(1, 2, figsize=(10, 3.4), layout="constrained")
    pictures, frames = plt.subplots(1, 4, figsize=(11, 3), layout="constrained")
    frame = iter(frames)
    with np.errstate(all="ignore"):  # large weights explode
        for batchnorm in (False, True):
            for std in (0.1, 1.0):
                rng = np.random.default_rng(1)
                network = DeepNetwork(rng, std, batchnorm)
                network.forward(X, train=True)
                label = f"{'with' if batchnorm else 'without'} BN, weights N(0, {std:g}²)"
                style = {"color": colours[std], "linestyle": "-" if batchnorm else ":"}
                axes[0].semilogy([np.std(h) for h in network.h], label=label, **style)
                losses = []
                for _ in range(800):
                    rows = rng.integers(len(y), size=64)
                    losses.append(network.sgd_step(X[rows], y[rows], 0.1))
                smooth = np.convolve(losses, np.ones(20) / 20, mode="valid")
                if np.isfinite(smooth).any():
                    axes[1].plot(smooth, label=label, **style)
                ax = next(frame)
                o = network.forward(grid, train=False)
                p = (1 / (1 + np.exp(-o))).reshape(81, 81)
                ax.imshow(p, extent=(-1, 1, -1, 1), origin="lower", cmap="RdBu_r", vmin=0, vmax=1)
                ax.scatter(*X[:200].T, c=y[:200], cmap="RdBu_r", s=14, edgecolors="white", lw=0.5)
                ax.set(title=label, xticks=(), yticks=())
                ax.title.set_size(9)
                if np.isnan(p).all():
                    ax.text(0, 0, "not a number", ha="center", backgroundcolor="white")
    axes[0].set(title="size of the activations at the start", xlabel="layer", ylabel="deviation")
    axes[0].set_ylim(1e-9, 1e14)
    axes[1].set(title="loss, SGD with η = 0.1", xlabel="step", ylabel="logistic loss", ylim=(0, 1))
    for ax in axes:
        ax.grid(alpha=0.3)
    axes[0].legend()
    pictures.suptitle("where the trained network sees class 1 (red) and class 0 (blue)")
    plt.show()

# %% [markdown]
# **Think.** Without normalisation small weights leave a loss of $\ln 2 = 0.693$: what does the
# network say about every point, and why does no gradient tell it otherwise? The curve for large
# weights is missing altogether: what happened in the first steps? With batch normalisation the two
# scales of weights give almost the same activations. Show that $\mathrm{BN}(aWx) = \mathrm{BN}(Wx)$
# for every number $a > 0$ (neglect $\varepsilon$), and that the gradient with respect to $W$
# becomes *smaller* when $W$ grows. That is why larger learning rates are safe.
#
# <details><summary>A hint</summary>Which of mean, deviation and normalised value change when all
# inputs of a feature are multiplied by a?</details>

# %% [markdown]
# ### Which statistics at evaluation?
#
# A network with batch normalisation for the digits, trained on minibatches of 32. Now it has to
# read the test digits, in batches of different sizes. It may normalise with the running statistics
# (`train=False`), or with those of the batch that it is given (as if still in training). The digits
# come in random order, or sorted by class, as when somebody reads a page of sevens. **Predict:**
# for which of the four ways does the size of the batch matter?

# %% tags=["experiment"]
with Experiment():
    X, y, X_test, y_test = load_digits()
    rng = np.random.default_rng(5)
    W1, _, W2, b2 = new_network(rng)
    gamma, beta, mean, var = np.ones(32), np.zeros(32), np.zeros(32), np.ones(32)

    def hidden(images, train):
        """Hidden layer after batch normalisation and relu, and what comes with it."""
        z, *rest = batchnorm_forward(images @ W1.T, gamma, beta, mean, var, train=train)
        return np.maximum(z, 0), *rest

    for _ in range(15):
        for rows in np.array_split(rng.permutation(len(y)), len(y) // 32):
            h, cache, mean, var = hidden(X[rows], train=True)
            _, do = softmax_loss(h @ W2.T + b2, y[rows])
            dz, dgamma, dbeta = batchnorm_backward(do @ W2 * (h > 0), cache)
            W1, W2 = W1 - 0.2 * dz.T @ X[rows], W2 - 0.2 * do.T @ h
            gamma, beta, b2 = gamma - 0.2 * dgamma, beta - 0.2 * dbeta, b2 - 0.2 * do.sum(axis=0)

    def accuracy(order, batch_size, train):
        right = 0
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            if train and len(rows) < 2:
                rows = order[-2:]
            h = hidden(X_test[rows], train)[0]
            right += np.sum((h @ W2.T + b2).argmax(axis=1) == y_test[rows])
        return right / len(order)

    random_order = rng.permutation(len(y_test))
    orders = {"in random order": random_order, "sorted by class": np.argsort(y_test)}
    sizes = [2, 4, 8, 16, 32, 64, 128, len(y_test)]
    fig, ax = plt.subplots(figsize=(6.5, 3.6), layout="constrained")
    for (name, order), width in zip(orders.items(), (9, 4), strict=True):
        curve = [accuracy(order, size, train=True) for size in sizes]
        ax.semilogx(sizes, curve, markevery=1, label=f"batch statistics, {name}")
        curve = [accuracy(order, size, train=False) for size in sizes]
        style = {"fillstyle": "none", "markersize": width, "markevery": 1}
        ax.semilogx(sizes, curve, ":", marker="o", **style, label=f"running, {name}")
    ax.set(title="test digits read by a network with batch normalisation", xlabel="batch size")
    ax.set(ylabel="share of digits right", ylim=(0, 1.03))
    ax.grid(alpha=0.3)
    ax.legend()
    plt.show()

# %% [markdown]
# **Written 3.** Forgetting to switch to evaluation mode is one of the commonest bugs in deep
# learning. Which of these curves would you see, in which tests would you notice, and in which not?
# Say why batch statistics fail for small batches, and why a batch of sevens is worse than a random
# one of the same size. Three to five sentences.

# %% [markdown] tags=["written"]
# *Your answer:*

# %% [markdown]
# ### Batch normalisation for images
#
# A convolutional layer gives pictures, its *channels*: an array (B, C, H, W). All pixels of a
# channel come from the same weights, so they are normalised together: one mean, one variance, one
# $\gamma$ and one $\beta$ for each *channel*, over all examples and all places. Your function does
# it when pixels are laid out as examples, (B·H·W, C). Three channels of the digits, by three
# filters. **Predict:** what happens to the picture if each *pixel* is normalised for itself, as (B,
# C·H·W)?

# %% tags=["experiment"]
with Experiment():
    X, y, _, _ = load_digits()
    images = np.pad(X.reshape(-1, 8, 8), ((0, 0), (1, 1), (1, 1)))
    up, left = images[:, :-2, 1:-1], images[:, 1:-1, :-2]
    down, right = images[:, 2:, 1:-1], images[:, 1:-1, 2:]
    middle = images[:, 1:-1, 1:-1]
    h = np.stack([10 * middle + 3, down - up, 0.2 * (right - left)], axis=1)  # (B, 3, 8, 8)

    def normalised(x):
        d = x.shape[1]
        return batchnorm_forward(x, np.ones(d), np.zeros(d), np.zeros(d), np.ones(d))[0]

    pixels_as_examples = h.transpose(0, 2, 3, 1).reshape(-1, 3)
    by_channel = normalised(pixels_as_examples).reshape(-1, 8, 8, 3).transpose(0, 3, 1, 2)
    by_pixel = normalised(h.reshape(len(h), -1)).reshape(h.shape)
    rows = {"before": h, "each channel": by_channel, "each pixel": by_pixel}
    fig, axes = plt.subplots(3, 6, figsize=(10, 5), layout="constrained")
    for row, (name, values) in zip(axes, rows.items(), strict=True):
        for c in range(3):
            limit = np.abs(values[:2, c]).max()
            for ax, image in zip(row[2 * c : 2 * c + 2], values[:2, c], strict=True):
                ax.imshow(image, cmap="RdBu", vmin=-limit, vmax=limit)
                ax.set(xticks=(), yticks=())
            mean, std = round(values[:, c].mean(), 2) + 0.0, values[:, c].std()
            row[2 * c].set_title(f"channel {c}: {mean:.2f} ± {std:.2f}", fontsize=9, loc="left")
        row[0].set_ylabel(name, rotation=0, ha="right", va="center")
    plt.show()
    largest = [values[:, 0].max() for values in (by_channel, by_pixel)]
    print("largest entry of channel 0: {:.1f} by channel, {:.1f} by pixel".format(*largest))

# %% [markdown]
# By channel, means and deviations become 0 and 1 and the picture stays a picture. By pixel, what
# all digits share is gone, and a pixel near the edge that is nearly always white shouts when it is
# not. Spatial dropout (homework 3) treats a channel as one for the same reason.
#
# Batch normalisation adds a noise of its own: every example is normalised with the mean of others,
# drawn at random. That is one reason why networks with it need less dropout, or none.
#
# **Think.** How many numbers $\gamma$ and $\beta$ have 64 channels of 32 x 32 pixels, by channel
# and by pixel? Which of the two still works when a larger picture comes in at test time?

# %% [markdown]
# ## Question 5: three relatives
#
# **Nesterov's momentum** looks before it leaps. The velocity carries $w$ on by
# $-\eta\, \mu\, v$ whatever the gradient says, so why not ask for the gradient over there? If $w$
# stands for that point ahead (which is where the gradient is taken), the two updates become
#
# $$v_t = \mu\, v_{t-1} + g_t \tag{Nesterov 1}$$
# $$w_t = w_{t-1} - \eta\, (g_t + \mu\, v_t) \tag{Nesterov 2}$$
#
# which is what PyTorch computes for `SGD(nesterov=True)` (d2l 12.6; Sutskever et al. 2013). Other
# texts keep $\eta$ inside $v$, or the point behind: same path, other numbers.
#
# **AdaGrad** (Duchi et al. 2011; d2l 12.7) was first to give every coordinate a step of its own. It
# adds up the squares of that coordinate's gradients, $s_0 = 0$, entry by entry:
#
# $$s_t = s_{t-1} + g_t^2 \tag{AdaGrad 1}$$
# $$w_t = w_{t-1} - \eta\, \frac{g_t}{\sqrt{s_t} + \varepsilon} \tag{AdaGrad 2}$$
#
# A coordinate whose gradient is nearly always zero (a rare word, say) keeps large steps for the day
# when it is needed. But $s$ never falls, and so every step size falls for ever.
#
# **RMSProp** (Tieleman & Hinton 2012; d2l 12.8) forgets. The sum becomes a moving average:
#
# $$s_t = \beta\, s_{t-1} + (1 - \beta)\, g_t^2 \tag{RMSProp 1}$$
# $$w_t = w_{t-1} - \eta\, \frac{g_t}{\sqrt{s_t} + \varepsilon} \tag{RMSProp 2}$$
#
# RMSProp with momentum and bias correction is Adam. In both, $\varepsilon$ is added to the root,
# and the step uses the new $s$.


# %%
def nesterov_step(w, grad, v, lr, mu):
    """One step of gradient descent with Nesterov's momentum, as torch.optim.SGD(nesterov=True).

    w: array of any shape. grad: gradient at w, the point ahead. v: velocity from the step before,
    zeros at first. lr: learning rate. mu: share of the old velocity that is kept.

    Returns (w_new, v_new) by (Nesterov 1) and (Nesterov 2): new arrays of the shape of w; no
    argument is changed.
    """
    raise NotImplementedError("nesterov_step")


def rmsprop_step(w, grad, s, lr, beta=0.9, eps=1e-8):
    """One step of RMSProp (d2l 12.8).

    w: array of any shape. grad: gradient at w. s: moving average of squared gradients that the
    step before returned, zeros at first. beta: share of the old s that is kept.

    Returns (w_new, s_new) by (RMSProp 1) and (RMSProp 2): new arrays of the shape of w; no argument
    is changed.
    """
    raise NotImplementedError("rmsprop_step")


def adagrad_step(w, grad, s, lr, eps=1e-8):
    """One step of AdaGrad (d2l 12.7).

    w: array of any shape. grad: gradient at w. s: sum of the squared gradients of all steps before,
    zeros at first.

    Returns (w_new, s_new) by (AdaGrad 1) and (AdaGrad 2): new arrays of the shape of w; no argument
    is changed.
    """
    raise NotImplementedError("adagrad_step")


# %%
grader.check("q5")

# %% [markdown]
# ### Looking ahead, and looking back
#
# Left: the narrow valley again, momentum beside Nesterov's, with the same $\eta$ and $\mu$. Right:
# a gradient that is 1 for a hundred steps and then only 0.01, as when a network leaves a slope for
# a plateau; both methods walk with $\eta = 1$.
#
# **Predict:** what are the lengths of the steps of AdaGrad and of RMSProp at the end, two hundred
# steps after the change?

# %% tags=["experiment"]
with Experiment():

    def nesterov(lr, mu):
        return lambda w, grad, v=0.0: nesterov_step(w, grad, v + np.zeros(2), lr, mu)

    fig, axes = plt.subplots(1, 2, figsize=(10, 3.6), layout="constrained")
    for name, method in (("momentum", momentum), ("Nesterov", nesterov)):
        points = walk(method(0.035, 0.9), slope, START, 150)
        axes[0].semilogy(valley(points), label=name)
    axes[0].set(title="the valley, η = 0.035, μ = 0.9", xlabel="step", ylabel="f(w)")
    gradients = np.repeat([1.0, 0.01], [100, 200])
    for name, method in (("AdaGrad", adagrad_step), ("RMSProp", rmsprop_step)):
        s, lengths = np.zeros(1), []
        for grad in gradients:
            w, s = method(np.zeros(1), np.array([grad]), s, 1.0)
            lengths.append(abs(w[0]))
        axes[1].semilogy(lengths, label=name)
    axes[1].axvline(100, color="gray", linestyle=":")
    axes[1].annotate("the gradient falls to 0.01", (104, 2), color="gray")
    axes[1].set(title="a slope, then a plateau", xlabel="step", ylabel="length of the step / η")
    for ax in axes:
        ax.grid(alpha=0.3)
        ax.legend()
    plt.show()

# %% [markdown]
# **Think.** RMSProp's first steps are longer than $\eta$: by which factor, and what does Adam do
# about it? After the change AdaGrad's steps stay at 0.001 for good, those of RMSProp grow back to
# 1. For which kind of problem is AdaGrad's memory a virtue?
#
# <details><summary>A hint</summary>How often, and with which size, does the gradient of a rare word
# come?</details>

# %% [markdown]
# ## Question 6: learning rates that change
#
# With minibatches the gradient is noisy, and at a constant rate $w$ never comes to rest: it
# trembles around the minimum, the wider the larger $\eta$. A large rate is right far away and a
# small one near by, so the rate should fall during training. Steps are counted from $t = 0$.
#
# **Step decay**, the classic: a factor $\gamma$ after every $k$ steps (`every`),
#
# $$\eta_t = \eta\, \gamma^{\lfloor t / k \rfloor}. \tag{Step decay}$$
#
# **Warmup and half a cosine**, the usual choice for large models (Loshchilov & Hutter 2017; d2l
# 12.11), for a run of $T$ steps (`total`) whose first $k$ (`warmup`) rise on a straight line,
#
# $$\eta_t = \eta\, \frac{t + 1}{k} \quad\text{for } t < k, \tag{Warmup}$$
#
# from $\eta / k$ at $t = 0$ to $\eta$ at $t = k - 1$. From $t = k$ to the last step, $t = T - 1$,
# the rate follows half a period of a cosine from $\eta$ down to $\eta_\mathrm{min}$:
#
# $$\eta_t = \eta_\mathrm{min} + \tfrac12 (\eta - \eta_\mathrm{min})\,
#   (1 + \cos \pi \tau), \qquad
#   \tau = 0 \text{ at } t = k, \quad \tau = 1 \text{ at } t = T - 1. \tag{Cosine}$$
#
# In between $\tau$ grows by the same amount with each step; which is up to you to find. A cosine
# of one step alone ($k = T - 1$) has the rate $\eta$. A warmup of 0 steps or of all $T$ is allowed.


# %%
def warmup_cosine(t, total, lr, warmup=0, lr_min=0.0):
    """The learning rate of step t: a linear rise to lr, then half a cosine down to lr_min.

    t: number of the step, 0 <= t < total, an int or a float. total: number of steps. lr: largest
    rate. warmup: number of steps that rise, 0 <= warmup <= total. lr_min: rate of the last step.

    Returns a float.
    """
    raise NotImplementedError("warmup_cosine")


def step_decay(t, lr, factor, every):
    """The learning rate of step t, multiplied by factor each time that `every` steps are over.

    t: number of the step, t >= 0, an int or a float. lr: rate of the first steps.

    Returns a float.
    """
    raise NotImplementedError("step_decay")


# %%
grader.check("q6")

# %% [markdown]
# ### A rate that is too large, for most of the time
#
# The digits once more, eight epochs in minibatches of 20, momentum 0.9 and a rate of 0.2, which is
# too large to come to rest with.
#
# **Predict:** which schedule leaves the lowest loss?

# %% tags=["experiment"]
with Experiment():
    X, y, X_test, y_test = load_digits()
    num_epochs, batch_size, lr = 8, 20, 0.2
    total = num_epochs * (len(y) // batch_size)
    schedules = {
        "constant": lambda t: lr,
        "step decay": lambda t: step_decay(t, lr, 0.3, total // 4),
        "cosine": lambda t: warmup_cosine(t, total, lr),
        "warmup, cosine": lambda t: warmup_cosine(t, total, lr, total // 10),
    }
    fig, axes = plt.subplots(1, 2, figsize=(10, 3.6), layout="constrained")
    for name, rate in schedules.items():
        history = []

        def optimiser(w, grad, v, t, rate=rate):
            v = np.zeros_like(w) if v is None else v
            return momentum_step(w, grad, v, rate(t - 1), 0.9)

        def report(parameters, history=history):
            history.append(softmax_loss(logits(parameters, X)[1], y)[0])

        parameters = train_network(optimiser, num_epochs, batch_size, report=report)
        wrong = np.mean(logits(parameters, X_test)[1].argmax(axis=1) != y_test)
        axes[0].plot([rate(t) for t in range(total)], label=name)
        axes[1].semilogy(history, label=f"{name}: {wrong:.1%} wrong")
    axes[0].set(title="learning rate", xlabel="step", ylabel="η")
    axes[1].set(title="loss on the training set; test digits wrong", xlabel="epoch")
    axes[1].set_ylabel("cross-entropy")
    for ax in axes:
        ax.grid(alpha=0.3)
        ax.legend()
    plt.show()

# %% [markdown]
# **Think.** At a constant rate the loss comes down to a height and stays there, trembling. Why does
# it fall at once when the rate falls? What would the curve of a rate that falls too early look
# like?
#
# ## The same in PyTorch
#
# An optional cell, for those who have PyTorch (`pip install torch`): five steps of each optimiser,
# two batches of batch normalisation, and a schedule. PyTorch counts $\varepsilon$, `momentum` and
# the biased variance as the conventions above do. **Predict:** in which of the lines would a wrong
# convention show at once, and in which only after some steps?

# %% tags=["experiment"]
with Experiment():
    import torch
    from torch import nn

    rng = np.random.default_rng(15)
    start, gradients = rng.normal(size=7), rng.normal(size=(5, 7))

    def five_steps(step, num_states):
        w, states = start, [np.zeros(7)] * num_states
        for t, grad in enumerate(gradients, start=1):
            w, *states = step(w, grad, *states, t)
        return w

    def theirs(make):
        w = nn.Parameter(torch.tensor(start))
        optimiser = make([w])
        for grad in gradients:
            w.grad = torch.tensor(grad)
            optimiser.step()
        return w.detach()

    lr, optim = 0.1, torch.optim
    for name, step, num_states, make in (
        ("momentum", lambda w, g, v, t: momentum_step(w, g, v, lr, 0.9), 1,
         lambda w: optim.SGD(w, lr, momentum=0.9)),
        ("Nesterov", lambda w, g, v, t: nesterov_step(w, g, v, lr, 0.9), 1,
         lambda w: optim.SGD(w, lr, momentum=0.9, nesterov=True)),
        ("Adam", lambda w, g, m, v, t: adam_step(w, g, m, v, t, lr), 2,
         lambda w: optim.Adam(w, lr)),
        ("RMSProp", lambda w, g, s, t: rmsprop_step(w, g, s, lr), 1,
         lambda w: optim.RMSprop(w, lr, alpha=0.9)),
        ("AdaGrad", lambda w, g, s, t: adagrad_step(w, g, s, lr), 1,
         lambda w: optim.Adagrad(w, lr, eps=1e-8)),
    ):  # fmt: skip
        compare(f"{name}, five steps", five_steps(step, num_states), theirs(make))

    layer, statistics = nn.BatchNorm1d(4).double(), (np.zeros(4), np.ones(4))
    gamma, beta = np.ones(4), np.zeros(4)
    for _ in range(2):
        x, dout = rng.normal(2, 3, size=(8, 4)), rng.normal(size=(8, 4))
        out, cache, *statistics = batchnorm_forward(x, gamma, beta, *statistics)
        inputs = torch.tensor(x, requires_grad=True)
        layer(inputs).backward(torch.tensor(dout))
    compare("batch norm, dx", batchnorm_backward(dout, cache)[0], inputs.grad)
    compare("its running variance", statistics[1], layer.running_var)
    layer.eval()
    out, *_ = batchnorm_forward(x, gamma, beta, *statistics, train=False)
    compare("in evaluation", out, layer(torch.tensor(x)).detach())
    images, layer = rng.normal(5, 2, size=(6, 3, 8, 8)), nn.BatchNorm2d(3).double()
    rows = images.transpose(0, 2, 3, 1).reshape(-1, 3)
    out, *_ = batchnorm_forward(rows, np.ones(3), np.zeros(3), np.zeros(3), np.ones(3))
    out = out.reshape(6, 8, 8, 3).transpose(0, 3, 1, 2)
    compare("images, by channel", out, layer(torch.tensor(images)).detach())
    optimiser = optim.SGD([nn.Parameter(torch.ones(1))], lr)
    scheduler, rates = optim.lr_scheduler.StepLR(optimiser, 3, 0.5), []
    for _ in range(9):
        rates.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        scheduler.step()
    compare("step decay", [step_decay(t, lr, 0.5, 3) for t in range(9)], rates)

# %% [markdown]
# ## A challenge, not graded
#
# Which optimiser walks the narrow valley fastest? From `START`, with any method and any settings,
# fixed before the first step, bring `valley(w)` below 1e-8 and count the gradients you ask for.
# Gradient descent with $\eta = 0.077$ needs 145, momentum with $\eta = 0.02$ and $\mu = 0.8$
# needs 89. What is the smallest number you can reach without using the Hessian? What is it
# with? And how much of your lead is left on the valley that is turned by 35 degrees?

# %% [markdown]
# That is all. Save the notebook, check it once more from top to bottom (restart the kernel and
# run all cells), and hand it in.
