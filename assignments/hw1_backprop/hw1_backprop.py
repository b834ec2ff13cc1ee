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
# # Homework 1: forward and backward propagation
#
# In this notebook you build a neural network from nothing but NumPy: the forward pass that
# computes a prediction, the backward pass that finds out how every weight should change, and the
# gradient descent that changes them. At the end your own code learns to read handwritten digits.
#
# It follows section 5.3 of *Dive into Deep Learning* (d2l, <https://d2l.ai>): symbols and
# equation numbers are those of the book.
#
# | question | you write | about | points |
# |---|---|---|---|
# | q1 | `computational_graph` | the chain rule on three numbers | 4 |
# | q2 | `sigmoid` `sigmoid_grad` `relu` `relu_grad` `tanh_grad` | activation functions | 14 |
# | q3 | `softmax`, two losses with gradients, `l2_penalty` | what is minimised | 20 |
# | q4 | `mlp_forward` | forward propagation | 14 |
# | q5 | `mlp_backward` | backpropagation | 18 |
# | q6 | `mlp_forward_batch` `mlp_backward_batch` | the same for a minibatch | 16 |
# | q7 | `numerical_gradient` `relative_error` | is the gradient right? | 6 |
# | q8 | `sgd_weight_decay` `mlp_sgd_step` `train_mlp` | learning | 8 |
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
# - **Shapes.** One example is `x` (d,). `W1` is (h, d), `W2` is (q, h), `b1` is (h,), `b2` is
#   (q,). A minibatch has its examples in rows: `X` is (B, d), and every batch result has the
#   batch axis first.
# - **Names.** `activation` is `"relu"`, `"sigmoid"` or `"tanh"`; `loss` is `"squared"` or
#   `"cross_entropy"`. Any other name raises `ValueError`.
# - **Squared loss.** Half the sum of squares over the outputs, mean over the batch. Targets have
#   the shape of `o`; for q = 1 a batch may also give them as (B,).
# - **Cross-entropy.** Softmax of the logits `o`, natural logarithm, mean over the batch. Labels
#   are class indices counted from 0 (one axis fewer than `o`) or one-hot rows (as many axes as
#   `o`).
# - **L2 penalty** (5.3.5).
#   $s = \frac{\lambda}{2} \left(\|W^{(1)}\|_F^2 + \|W^{(2)}\|_F^2\right)$ with the half, never
#   divided by B, biases not penalised. $J = L + s$. Python keeps the word `lambda` for itself, so
#   $\lambda$ is spelled `lambd`.
# - **Derivatives of activations** take the pre-activation, and $\mathrm{relu}'(0) = 0$.
# - **Large inputs.** `sigmoid`, `softmax` and `cross_entropy` stay finite and accurate for inputs
#   up to ±1000. A `RuntimeWarning` on the way is no mistake.
# - **Types.** Compute in float64; float32 results are accepted. Integer inputs are promoted to
#   float. Booleans or floats 0 and 1 are both fine for `relu_grad`.
# - **Manners.** No function changes its arguments. An empty batch raises `ValueError`.

# %% [markdown]
# ## Question 1: a graph of three numbers
#
# A program that computes a number is a graph: variables are joined by *atomic operations* (add,
# multiply, exp, ...), the arrows have a direction and never form a circle, and every operation
# has a known derivative. That is all backpropagation needs. Take
#
# $$f(x, y, z) = (x + y)\,z \tag{graph}$$
#
# and call the inner result $u = x + y$:
#
#     x ---+
#          (+)--- u ---+
#     y ---+           (*)--- f
#     z ---------------+
#
# *Forward*, left to right, every node stores its value. *Backward*, right to left, every node
# receives $\partial f/\partial(\text{its output})$, multiplies it by its own local derivative, and
# hands the product on: $\partial f/\partial f = 1$ at the right end, then
# $\partial f/\partial u = z$ through the product, then
# $\partial f/\partial x = \frac{\partial f}{\partial u}\frac{\partial u}{\partial x}$ through the
# sum. The stored $u$ is needed once more in the backward sweep: do you see where?
#
# Draw the graph for $x = -2,\ y = 5,\ z = -4$ on paper and write every value above its node and
# every derivative below it. Then write the function.


# %%
def computational_graph(x, y, z):
    """Value and partial derivatives of f(x, y, z) = (x + y) z.

    x, y, z: numbers.
    Returns a dict of four floats: f, df_dx, df_dy, df_dz.
    """
    raise NotImplementedError("computational_graph")


# %%
grader.check("q1")

# %% [markdown]
# **Think.** This graph has three inputs and one output. One sweep from the output back
# (*reverse mode*) gave all three derivatives. Sweeping from an input forward (*forward mode*)
# gives the derivatives of everything with respect to that one input, so here it would take three
# sweeps. A network has millions of weights and one loss: which mode do you want? For which shape
# of function would you choose the other?

# %% [markdown]
# ## Question 2: activation functions
#
# Without a nonlinear function between them, two layers of weights are one: $W^{(2)} W^{(1)} x$ is
# a linear map again. Three common choices of $\phi$, all elementwise, with their derivatives:
#
# $$\mathrm{sigmoid}(x) = \frac{1}{1 + e^{-x}}, \qquad
#   \mathrm{sigmoid}'(x) = \mathrm{sigmoid}(x)\,\bigl(1 - \mathrm{sigmoid}(x)\bigr)
#   \tag{sigmoid}$$
#
# $$\mathrm{relu}(x) = \max(x, 0), \qquad
#   \mathrm{relu}'(x) = \begin{cases}1 & x > 0\\ 0 & x \le 0\end{cases} \tag{relu}$$
#
# $$\tanh(x), \qquad \tanh'(x) = 1 - \tanh^2(x) \tag{tanh}$$
#
# NumPy has `np.tanh`, so only its derivative is left to you. At 0 relu has no derivative; like
# every deep learning library we *choose* 0. All derivatives take the pre-activation $x$, not the
# activated value.
#
# $e^{1000}$ is infinite in floating point, but $\mathrm{sigmoid}(-1000)$ is simply 0. Your
# `sigmoid` must be right at both ends.


# %%
def sigmoid(x):
    """The sigmoid, elementwise; finite and accurate for x up to +-1000.

    x: array of any shape. Returns a float array of that shape.
    """
    raise NotImplementedError("sigmoid")


def sigmoid_grad(x):
    """Derivative of sigmoid at the pre-activation x, elementwise.

    x: array of any shape. Returns a float array of that shape.
    """
    raise NotImplementedError("sigmoid_grad")


def relu(x):
    """Relu, elementwise.

    x: array of any shape. Returns a float array of that shape.
    """
    raise NotImplementedError("relu")


def relu_grad(x):
    """Derivative of relu at the pre-activation x, elementwise.

    x: array of any shape. Returns an array of that shape, bool or float; relu'(0) = 0.
    """
    raise NotImplementedError("relu_grad")


def tanh_grad(x):
    """Derivative of tanh at the pre-activation x, elementwise.

    x: array of any shape. Returns a float array of that shape.
    """
    raise NotImplementedError("tanh_grad")


# %%
grader.check("q2")

# %% [markdown]
# **Predict:** how high is the derivative of each of the three at 0, and at 4?

# %% tags=["experiment"]
with Experiment():
    x = np.linspace(-6, 6, 241)
    curves = {
        "sigmoid": (sigmoid(x), sigmoid_grad(x)),
        "tanh": (np.tanh(x), tanh_grad(x)),
        "relu": (relu(x), relu_grad(x)),
    }
    fig, axes = plt.subplots(1, 2, figsize=(9, 3.2), layout="constrained")
    for name, values in curves.items():
        for ax, value in zip(axes, values, strict=True):
            ax.plot(x, value, label=name)
    axes[0].set(title="activation", xlabel="x", ylabel="φ(x)", ylim=(-1.2, 3))
    axes[1].set(title="derivative", xlabel="x", ylabel="φ'(x)", ylim=(-0.1, 1.1))
    for ax in axes:
        ax.grid(alpha=0.3)
        ax.legend()
    plt.show()

# %% [markdown]
# **Think.** A unit whose pre-activation is 6 passes back how much of the gradient that it
# receives, under each of the three? What becomes of a relu unit whose pre-activation is negative
# for every training example?

# %% [markdown]
# ## Question 3: losses
#
# **Classification.** A network with one output per class returns *logits* $o$, numbers of any
# size and sign: the name for what goes into a softmax. Softmax turns them into probabilities,
#
# $$f_j = \mathrm{softmax}(o)_j = \frac{e^{o_j}}{\sum_k e^{o_k}}, \tag{softmax}$$
#
# and the loss is the *negative log likelihood* of the right class. If the label is 3, the loss
# is $-\log f_3$ and the other probabilities enter through the denominator alone. Averaged over a
# minibatch with labels $y_i$:
#
# $$L = -\frac{1}{B} \sum_{i=1}^{B} \log \mathrm{softmax}(o_i)_{y_i} \tag{cross-entropy}$$
#
# Combine logarithm and softmax on paper and look at what remains; differentiate that, and the
# result is one of the shortest formulas in this course:
#
# $$\frac{\partial L}{\partial o_i} =
#   \frac{1}{B}\left(\mathrm{softmax}(o_i) - \mathrm{onehot}(y_i)\right)
#   \tag{logit gradient}$$
#
# **Regression.** The squared loss and its gradient:
#
# $$L = \frac{1}{B} \sum_{i=1}^{B} \tfrac12 \|o_i - y_i\|^2, \qquad
#   \frac{\partial L}{\partial o_i} = \frac{1}{B} (o_i - y_i) \tag{squared loss}$$
#
# Both losses take one example `o` (q,), which counts as B = 1, or a minibatch (B, q).
#
# **Penalty.** Large weights make a function that bends sharply. The L2 penalty charges for them
# (5.3.5):
#
# $$s = \frac{\lambda}{2} \left(\|W^{(1)}\|_F^2 + \|W^{(2)}\|_F^2\right) \tag{5.3.5}$$
#
# where $\|W\|_F^2$ is the sum of the squares of all entries. The half is there for convenience:
# the derivative of a square brings a 2, and the two cancel. Biases shift a function and do not
# bend it, so they usually go free, and here they do.
#
# | argument | one example | minibatch |
# |---|---|---|
# | `o` | (q,) | (B, q) |
# | `y`, squared | (q,) | (B, q); for q = 1 also (B,) |
# | `y`, class indices | an integer | (B,) |
# | `y`, one-hot | (q,) | (B, q) |
# | gradient | (q,) | (B, q), 1/B included |
#
# Logits of ±1000 are legal. Softmax does not change when the same number is subtracted from all
# logits of a row. How does that help?


# %%
def softmax(o):
    """Softmax over the last axis; finite and accurate for o up to +-1000.

    o: logits (q,) or (B, q). Returns probabilities, shape of o.
    Raises ValueError for an empty batch.
    """
    raise NotImplementedError("softmax")


def cross_entropy(o, y):
    """Negative log likelihood of the labels y (cross-entropy), mean over the batch.

    o: logits (q,) or (B, q), up to +-1000.
    y: class indices, () or (B,), or one-hot, shape of o.
    Returns a float. Raises ValueError for an empty batch.
    """
    raise NotImplementedError("cross_entropy")


def cross_entropy_grad(o, y):
    """Gradient of cross_entropy(o, y) with respect to o (logit gradient).

    o, y: as for cross_entropy. Returns the shape of o; the 1/B is included.
    Raises ValueError for an empty batch.
    """
    raise NotImplementedError("cross_entropy_grad")


def squared_loss(o, y):
    """Half the sum of squares of o - y over the outputs, mean over the batch.

    o: (q,) or (B, q). y: shape of o; for o of shape (B, 1) also (B,).
    Returns a float. Raises ValueError for an empty batch.
    """
    raise NotImplementedError("squared_loss")


def squared_loss_grad(o, y):
    """Gradient of squared_loss(o, y) with respect to o.

    o, y: as for squared_loss. Returns the shape of o; the 1/B is included.
    Raises ValueError for an empty batch.
    """
    raise NotImplementedError("squared_loss_grad")


def l2_penalty(W1, W2, lambd):
    """The penalty s of (5.3.5).

    W1: (h, d). W2: (q, h). lambd: a number. Returns a float.
    """
    raise NotImplementedError("l2_penalty")


# %%
grader.check("q3")

# %% [markdown]
# Three classes, class 0 is right, and its logit $o_0$ moves while the others stay at 0. For the
# squared loss the target is the one-hot row. **Predict:** where is each of the two gradients 0?

# %% tags=["experiment"]
with Experiment():
    o_0 = np.linspace(-8, 8, 161)
    logits = [np.array([value, 0.0, 0.0]) for value in o_0]
    target = np.array([1.0, 0.0, 0.0])
    curves = {
        "cross-entropy": (
            [cross_entropy(o, 0) for o in logits],
            [cross_entropy_grad(o, 0)[0] for o in logits],
        ),
        "squared": (
            [squared_loss(o, target) for o in logits],
            [squared_loss_grad(o, target)[0] for o in logits],
        ),
    }
    fig, axes = plt.subplots(1, 2, figsize=(9, 3.2), layout="constrained")
    for name, values in curves.items():
        for ax, value in zip(axes, values, strict=True):
            ax.plot(o_0, value, label=name)
    axes[0].set(title="loss", xlabel="logit of the right class", ylabel="L", ylim=(-0.5, 12))
    axes[1].set(title="gradient", xlabel="logit of the right class", ylabel="dL/do_0")
    axes[1].set_ylim(-4, 4)
    for ax in axes:
        ax.grid(alpha=0.3)
        ax.legend()
    plt.show()

# %% [markdown]
# **Think.** Why does cross-entropy never pull harder than 1 on one logit? What does the squared
# loss do to a logit that is "too right"?
#
# **Think.** With d inputs, m hidden units and k classes, and with biases, a network of one hidden
# layer has $(d + 1)\,m + (m + 1)\,k$ parameters. Where do the two ones come from? How many are
# there for digits of 8 x 8 pixels, 32 hidden units and ten classes?

# %% [markdown]
# ## Question 4: forward propagation
#
# *Forward propagation* walks from the input to the output and keeps every intermediate variable
# that it computes. Here is the whole network with one hidden layer as a graph (d2l 5.3.1): squares
# are variables, circles are operators; the input is at the lower left and the objective at the
# upper right.
#
# ![The computational graph of a one-hidden-layer MLP with L2 penalty](graph.png)
#
# $$z = W^{(1)} x \tag{5.3.1}$$
# $$h = \phi(z) \tag{5.3.2}$$
# $$o = W^{(2)} h \tag{5.3.3}$$
# $$L = l(o, y) \tag{5.3.4}$$
# $$s = \tfrac{\lambda}{2}\left(\|W^{(1)}\|_F^2 + \|W^{(2)}\|_F^2\right) \tag{5.3.5}$$
# $$J = L + s \tag{5.3.6}$$
#
# The book leaves biases out; we allow them. Where `b1` is given, $z = W^{(1)} x + b^{(1)}$; where
# `b2` is given, $o = W^{(2)} h + b^{(2)}$. `None` means there is none.
#
# | | x | z, h | o | W1 | W2 | L, s, J |
# |---|---|---|---|---|---|---|
# | shape | (d,) | (h,) | (q,) | (h, d) | (q, h) | numbers |
#
# The function returns the *cache*: a dict with everything that the backward pass will need. Keep
# the vectors one-dimensional; a column of shape (h, 1) plus a bias of shape (h,) is an (h, h)
# matrix, and NumPy does not complain.


# %%
def mlp_forward(x, y, W1, W2, lambd, activation, loss, b1=None, b2=None):
    """Forward propagation of one example through the MLP with L2 penalty (5.3.1-5.3.6).

    x: (d,). y: target (q,) for "squared"; class index or one-hot (q,) for "cross_entropy".
    W1: (h, d). W2: (q, h). lambd: a number. b1: (h,) or None. b2: (q,) or None.
    activation: "relu", "sigmoid" or "tanh". loss: "squared" or "cross_entropy".

    Returns the cache, a dict: x, y, z (h,), h (h,), o (q,), L, s, J (floats), and
    W1, W2, lambd, activation, loss, b1, b2 as they came.
    Raises ValueError for any other name of an activation or a loss.
    """
    raise NotImplementedError("mlp_forward")


# %%
grader.check("q4")

# %% [markdown]
# Backpropagation walks the graph in reverse and reuses what is stored. A prediction can forget the
# variables of a layer as soon as the next layer is there: at its worst it holds two of them. For
# one hidden layer that saves half of the memory, and no more. The plot adds up the bytes of $z$,
# $h$ and $o$ in your cache for 128 examples, and lays that layer many times upon itself.
#
# **Predict:** how many times as much memory does training need with 50 hidden layers?

# %% tags=["experiment"]
with Experiment():
    rng = np.random.default_rng(0)
    W1, W2 = rng.normal(size=(256, 64)), rng.normal(size=(10, 256))
    cache = mlp_forward(rng.normal(size=64), 3, W1, W2, 0.0, "relu", "cross_entropy")
    z, h, o = (128 * np.asarray(cache[key]).nbytes / 1e6 for key in ("z", "h", "o"))
    layers = np.arange(1, 51)
    training = layers * (z + h) + o
    prediction = np.where(layers == 1, h + o, z + h)
    fig, ax = plt.subplots(figsize=(6.5, 3.4), layout="constrained")
    ax.plot(layers, training, label="training")
    ax.plot(layers, prediction, label="prediction")
    for L in (1, 50):
        ratio = training[L - 1] / prediction[L - 1]
        ax.annotate(f"{ratio:.0f} times", (L, training[L - 1]), (-8, 6), textcoords="offset points")
    ax.set(title="128 examples, layers of 256 units", xlabel="hidden layers", ylabel="megabytes")
    ax.set(xlim=(0, 55), ylim=(0, 1.15 * training[-1]))
    ax.grid(alpha=0.3)
    ax.legend()
    plt.show()

# %% [markdown]
# **Think.** Roughly, the memory for training grows with (number of layers) x (batch size). Which
# of the two would you reduce if training runs out of memory, and what would it cost you? One
# could also store only every second layer. What would then have to happen in the backward pass?

# %% [markdown]
# ## Question 5: backpropagation
#
# For $Y = f(X)$ and $Z = g(Y)$ the chain rule says
#
# $$\frac{\partial Z}{\partial X} =
#   \mathrm{prod}\left(\frac{\partial Z}{\partial Y}, \frac{\partial Y}{\partial X}\right)
#   \tag{5.3.7}$$
#
# where prod stands for "multiply, after transposing and swapping whatever has to be". For vectors
# it is a matrix product; for more axes it only hides the bookkeeping. Finding the right
# transposes is the real work of this question, and shapes are the best guide: a gradient has
# exactly the shape of the variable it belongs to.
#
# Start at the upper right of the graph and walk against the arrows.
#
# $$\frac{\partial J}{\partial L} = 1 \quad\text{and}\quad \frac{\partial J}{\partial s} = 1
#   \tag{5.3.8}$$
# $$\frac{\partial J}{\partial o} = \frac{\partial L}{\partial o} \tag{5.3.9}$$
# $$\frac{\partial s}{\partial W^{(1)}} = \lambda W^{(1)} \quad\text{and}\quad
#   \frac{\partial s}{\partial W^{(2)}} = \lambda W^{(2)} \tag{5.3.10}$$
# $$\frac{\partial J}{\partial W^{(2)}} =
#   \frac{\partial J}{\partial o}\, h^\top + \lambda W^{(2)} \tag{5.3.11}$$
# $$\frac{\partial J}{\partial h} = {W^{(2)}}^\top \frac{\partial J}{\partial o} \tag{5.3.12}$$
# $$\frac{\partial J}{\partial z} = \frac{\partial J}{\partial h} \odot \phi'(z) \tag{5.3.13}$$
# $$\frac{\partial J}{\partial W^{(1)}} =
#   \frac{\partial J}{\partial z}\, x^\top + \lambda W^{(1)} \tag{5.3.14}$$
#
# $\odot$ multiplies entry by entry. $W^{(1)}$ reaches $J$ along two paths, through $z$ and through
# $s$, and the contributions of all paths are *added*. A bias is added to $z$ or $o$ directly, so
# its gradient is that of $z$ or $o$ itself.
#
# | | dJ_do | dJ_dW2 | dJ_dh, dJ_dz | dJ_dW1 | dJ_db1 | dJ_db2 |
# |---|---|---|---|---|---|---|
# | shape | (q,) | (q, h) | (h,) | (h, d) | (h,) | (q,) |
#
# `mlp_backward` is tested with caches that are right, not with those of your `mlp_forward`, so a
# mistake there does not cost points here. It reads only the keys listed in question 4: keys of
# your own would be missing. In the public tests d = h = q, so that a wrong transpose shows as a
# wrong number where it happens; the hidden tests use different sizes too.


# %%
def mlp_backward(cache):
    """Backpropagation for one example (5.3.8-5.3.14).

    cache: what mlp_forward returns, with the keys listed there and no others. Not changed:
    calling the function twice gives the same answer.

    Returns a dict: dJ_do (q,), dJ_dW2 (q, h), dJ_dh (h,), dJ_dz (h,), dJ_dW1 (h, d); also
    dJ_db1 (h,) if cache["b1"] is not None, and dJ_db2 (q,) if cache["b2"] is not None.
    """
    raise NotImplementedError("mlp_backward")


# %%
grader.check("q5")

# %% [markdown]
# What the gradient promises: walk a distance $t$ from $W^{(1)}$ straight against the gradient and
# $J$ falls at first like a line of slope $-\|\partial J/\partial W^{(1)}\|$. Is the dashed line a
# tangent to your curve at $t = 0$? **Predict:** does $J$ stay above that line, or fall below it?

# %% tags=["experiment"]
with Experiment():
    rng = np.random.default_rng(3)
    x, y = rng.normal(size=4), rng.normal(size=2)
    W1, W2 = rng.normal(size=(3, 4)), rng.normal(size=(2, 3))
    cache = mlp_forward(x, y, W1, W2, 0.1, "tanh", "squared")
    gradient = mlp_backward(cache)["dJ_dW1"]
    slope = np.linalg.norm(gradient)
    t = np.linspace(-0.6, 2.2, 57)
    steps = [W1 - distance * gradient / slope for distance in t]
    J = [mlp_forward(x, y, stepped, W2, 0.1, "tanh", "squared")["J"] for stepped in steps]
    fig, ax = plt.subplots(figsize=(6, 3.4), layout="constrained")
    ax.plot(t, J, label="J, by forward propagation")
    ax.plot(t, cache["J"] - slope * t, "--", label="line of slope -||dJ/dW1||")
    ax.plot(0, cache["J"], "ko", markevery=1)
    ax.set(title="one step against the gradient", xlabel="distance t", ylabel="J")
    ax.set_ylim(min(J) - 0.3, max(J) + 0.3)
    ax.grid(alpha=0.3)
    ax.legend()
    plt.show()

# %% [markdown]
# **Written 1.** Why must forward propagation come before backpropagation, and why must the weights
# not change between the two? Name, for each gradient of question 5, what it takes from the cache.

# %% [markdown] tags=["written"]
# *Your answer:*

# %% [markdown]
# ## Question 6: a minibatch
#
# The objective of training is a mean over all n examples, plus the penalty. There are three ways
# to follow its gradient:
#
# - *batch* gradient descent uses all n examples for one step: exact and slow;
# - *stochastic* gradient descent uses one example, drawn at random: cheap and noisy;
# - *minibatch* gradient descent uses B of them: the usual compromise, and it keeps the matrix
#   units of a processor busy.
#
# Examples are now rows, and the equations of one example turn into
#
# $$Z = X {W^{(1)}}^\top + b^{(1)}, \quad H = \phi(Z), \quad
#   O = H {W^{(2)}}^\top + b^{(2)}, \quad J = L + s \tag{minibatch}$$
#
# with the mean over the batch in $L$ (question 3). The penalty belongs to the weights, not to
# the examples: it enters once, whatever B is. Going back, `dJ_do` already holds the 1/B of the
# mean. A weight takes part in every example, so its gradient is the *sum* over the rows of what
# equations (5.3.11) and (5.3.14) give for each of them; the same holds for a bias. Which matrix
# product does this sum in one stroke? Shapes will tell.
#
# | | X | Z, H | O | dJ_do | dJ_dh, dJ_dz | dJ_dW1 | dJ_dW2 | dJ_db1 | dJ_db2 |
# |---|---|---|---|---|---|---|---|---|---|
# | shape | (B, d) | (B, h) | (B, q) | (B, q) | (B, h) | (h, d) | (q, h) | (h,) | (q,) |
#
# The keys are those of questions 4 and 5, in lower case too: `x` holds X, `z` holds Z.


# %%
def mlp_forward_batch(X, Y, W1, W2, lambd, activation, loss, b1=None, b2=None):
    """Forward propagation of a minibatch, examples in rows.

    X: (B, d). Y: (B, q) for "squared", for q = 1 also (B,); class indices (B,) or one-hot
    (B, q) for "cross_entropy". The other arguments are those of mlp_forward.

    Returns the cache with the keys of mlp_forward: x (B, d), y, z (B, h), h (B, h), o (B, q),
    L, s, J (floats), and W1, W2, lambd, activation, loss, b1, b2 as they came.
    Raises ValueError for any other name of an activation or a loss and for an empty batch.
    """
    raise NotImplementedError("mlp_forward_batch")


def mlp_backward_batch(cache):
    """Backpropagation for a minibatch, examples in rows.

    cache: what mlp_forward_batch returns, with the keys listed there and no others; not changed.
    Returns a dict: dJ_do (B, q) with the 1/B included, dJ_dW2 (q, h), dJ_dh (B, h), dJ_dz (B, h),
    dJ_dW1 (h, d); also dJ_db1 (h,) if cache["b1"] is not None, and dJ_db2 (q,) if cache["b2"] is
    not None.
    """
    raise NotImplementedError("mlp_backward_batch")


# %%
grader.check("q6")

# %% [markdown]
# From here on the experiments use real data: 1,797 handwritten digits of 8 x 8 pixels, the set
# that comes with scikit-learn, in the file `digits.npz` beside this notebook.


# %%
def load_digits(num_train=1400):
    """The digits in a fixed random order: X_train, y_train, X_test, y_test; pixels in [0, 1]."""
    with np.load("digits.npz") as data:
        X, y = data["X"] / 16, data["y"].astype(int)
    order = np.random.default_rng(0).permutation(len(y))
    X, y = X[order], y[order]
    return X[:num_train], y[:num_train], X[num_train:], y[num_train:]


def random_weights(rng, num_inputs=64, num_hiddens=32, num_outputs=10):
    """W1 (h, d) and W2 (q, h), Gaussian; homework 2 is about the choice of these variances."""
    W1 = rng.normal(0, np.sqrt(2 / (num_inputs + num_hiddens)), (num_hiddens, num_inputs))
    W2 = rng.normal(0, np.sqrt(2 / (num_hiddens + num_outputs)), (num_outputs, num_hiddens))
    return W1, W2


# %% [markdown]
# A minibatch drawn at random gives an *unbiased estimate* of the full gradient: wrong each time,
# right on average. For 500 minibatches of each size the plot shows how far the estimate of
# $\partial J/\partial W^{(1)}$ goes in the direction of the full gradient; 1 is as far as the full
# gradient itself. **Predict:** how does the spread change from B = 1 to 10 and to 100?

# %% tags=["experiment"]
with Experiment():
    rng = np.random.default_rng(4)
    X, y, _, _ = load_digits()
    W1, W2 = random_weights(rng)

    def gradient(rows):
        cache = mlp_forward_batch(X[rows], y[rows], W1, W2, 1e-3, "relu", "cross_entropy")
        return mlp_backward_batch(cache)["dJ_dW1"]

    full = gradient(np.arange(len(y)))
    fig, ax = plt.subplots(figsize=(6.5, 3.6), layout="constrained")
    for batch_size in (1, 10, 100):
        batches = [rng.integers(len(y), size=batch_size) for _ in range(500)]
        share = [np.sum(gradient(rows) * full) / np.sum(full**2) for rows in batches]
        label = f"B = {batch_size}: {np.mean(share):.2f} ± {np.std(share):.2f}"
        ax.hist(share, bins=np.linspace(-4, 7, 111), density=True, alpha=0.6, label=label)
    ax.axvline(1, color="black", linestyle="--", label="full gradient")
    ax.set(title="minibatch gradients are right on average", ylabel="density")
    ax.set_xlabel("component along the full gradient")
    ax.legend()
    plt.show()

# %% [markdown]
# **Written 2.** By which factor does the spread shrink from B = 1 to B = 100, why by that one, and
# what does a step cost in return? The penalty part of the gradient is the same in all minibatches:
# does it make the estimate biased? Three to five sentences.
#
# <details><summary>A hint</summary>What is the deviation of a mean of B independent
# numbers?</details>

# %% [markdown] tags=["written"]
# *Your answer:*

# %% [markdown]
# ## Question 7: checking a gradient
#
# A wrong gradient rarely crashes; the network just learns a little worse. So measure it. For a
# scalar function f of an array x, change one entry at a time (*central difference*):
#
# $$\frac{\partial f}{\partial x_i} \approx
#   \frac{f(x + \varepsilon e_i) - f(x - \varepsilon e_i)}{2\varepsilon}
#   \tag{central difference}$$
#
# where $e_i$ is 1 at entry i and 0 elsewhere. Compare two gradients a and b by a number that does
# not depend on their scale:
#
# $$\mathrm{relative\ error}(a, b) = \frac{\|a - b\|}{\|a\| + \|b\|} \tag{relative error}$$
#
# with $\|a\|^2$ the sum of squares of all entries, for arrays of any shape, and 0 when both are
# zero.
#
# This is *numerical* differentiation: approximate, and it needs two evaluations of f for every
# single entry. *Symbolic* differentiation manipulates formulas, which grow and grow. Automatic
# differentiation is neither. It applies the derivative of each atomic operation to the numbers
# that were stored, as you did in question 5: exact up to rounding, for about the price of two
# forward passes: a product W h of the forward pass has two of its size in the backward pass, one
# for the gradient of W and one for that of h.


# %%
def numerical_gradient(f, x, eps=1e-5):
    """Gradient of a scalar function by central differences, one entry of x at a time.

    f: function that takes an array of the shape of x and returns a number.
    x: array of any shape; left as it was. Integers are promoted to float. eps: half the step.
    Returns a float64 array of the shape of x.
    """
    raise NotImplementedError("numerical_gradient")


def relative_error(a, b):
    """How far two arrays are apart (relative error); 0.0 when both are zero.

    a, b: arrays of the same shape; the norm is the root of the sum of squares of all entries.
    Returns a float.
    """
    raise NotImplementedError("relative_error")


# %%
grader.check("q7")

# %% [markdown]
# How small should $\varepsilon$ be? Your `mlp_backward` against your `numerical_gradient`.
# **Predict:** is the error smallest for the smallest $\varepsilon$?

# %% tags=["experiment"]
with Experiment():
    rng = np.random.default_rng(5)
    x, y = rng.normal(size=4), rng.normal(size=2)
    W1, W2 = rng.normal(size=(3, 4)), rng.normal(size=(2, 3))
    gradient = mlp_backward(mlp_forward(x, y, W1, W2, 0.1, "tanh", "squared"))["dJ_dW1"]

    def objective(weights):
        return mlp_forward(x, y, weights, W2, 0.1, "tanh", "squared")["J"]

    eps = np.logspace(-12, 0, 49)
    errors = [relative_error(gradient, numerical_gradient(objective, W1, e)) for e in eps]
    fig, ax = plt.subplots(figsize=(6, 3.6), layout="constrained")
    ax.loglog(eps, errors, "o-", markersize=3, label="relative error")
    ax.loglog(eps, eps**2, "--", label="ε²: what the formula neglects")
    ax.loglog(eps, np.finfo(float).eps / eps, ":", label="2.2e-16 / ε: rounding")
    ax.axvline(1e-5, color="gray", linewidth=1, label="the default, 1e-5")
    ax.set(title="gradient check of dJ/dW1", xlabel="ε", ylabel="relative error", ylim=(1e-13, 10))
    ax.grid(alpha=0.3)
    ax.legend()
    plt.show()

# %% [markdown]
# If the curve does not go down to about 1e-10, one of the two gradients is wrong.
#
# **Think.** Why does the error grow again for small $\varepsilon$? How would the picture change
# with the one-sided difference $(f(x + \varepsilon e_i) - f(x))/\varepsilon$? For the network of
# question 8 with 2,368 weights, how many forward passes does one numerical gradient take, and how
# many does backpropagation need?

# %% [markdown]
# ## Question 8: learning
#
# One step of gradient descent with learning rate $\eta$ (`lr`) on $J = L + s$ moves a weight by
# $-\eta$ times its gradient, of which $\lambda w$ comes from the penalty. Collect the terms in w:
#
# $$w \leftarrow w - \eta \left(\frac{\partial L}{\partial w} + \lambda w\right)
#   \tag{SGD step}$$
# $$w \leftarrow (1 - \eta\lambda)\, w - \eta\, \frac{\partial L}{\partial w} \tag{weight decay}$$
#
# Before it follows the data, every weight shrinks by the factor $1 - \eta\lambda$: hence the name
# *weight decay*. In `sgd_weight_decay`, `grad` is the gradient of the loss alone, without the
# penalty. `dJ_dW1` and `dJ_dW2` from question 6 contain the penalty already, so do not count it
# twice.
#
# `mlp_sgd_step` takes both gradients at the old weights and only then changes any of them.
# `train_mlp` repeats it. Both use the network without biases, and the whole of `X` in each step.


# %%
def sgd_weight_decay(w, grad, lr, lambd):
    """One step of gradient descent by (weight decay).

    w: array. grad: gradient of the loss without the penalty, shape of w. lr, lambd: numbers.
    Returns the new w as a new array; w itself is not changed.
    """
    raise NotImplementedError("sgd_weight_decay")


def mlp_sgd_step(W1, W2, X, Y, lambd, lr, activation, loss):
    """One step of gradient descent on J for the minibatch (X, Y), no biases.

    Shapes and names as in mlp_forward_batch. Both gradients are those at the old W1 and W2.

    Returns (W1_new, W2_new), new arrays; W1 and W2 are not changed.
    """
    raise NotImplementedError("mlp_sgd_step")


def train_mlp(W1, W2, X, Y, lambd, lr, steps, activation, loss):
    """`steps` steps of gradient descent, each on all of (X, Y).

    Arguments as in mlp_sgd_step.

    Returns (W1_final, W2_final), new arrays; the arguments are not changed.
    """
    raise NotImplementedError("train_mlp")


# %%
grader.check("q8")

# %% [markdown]
# ### The learning rate
#
# Forty steps of batch gradient descent on the digits, from the same weights, with the squared
# loss on one-hot targets. **Predict:** which of 0.002, 0.05 and 0.2 is best, and what do the others
# do?

# %% tags=["experiment"]
with Experiment():
    X, y, _, _ = load_digits()
    Y = np.eye(10)[y]
    fig, ax = plt.subplots(figsize=(6, 3.6), layout="constrained")
    for lr in (0.002, 0.05, 0.2):
        W1, W2 = random_weights(np.random.default_rng(1))
        curve = []
        for _ in range(40):
            curve.append(mlp_forward_batch(X, Y, W1, W2, 1e-3, "tanh", "squared")["J"])
            W1, W2 = mlp_sgd_step(W1, W2, X, Y, 1e-3, lr, "tanh", "squared")
        ax.semilogy(curve, label=f"η = {lr}")
    ax.set(title="three learning rates", xlabel="step", ylabel="J", ylim=(0.2, 1e4))
    ax.grid(alpha=0.3)
    ax.legend()
    plt.show()

# %% [markdown]
# **Think.** Near a minimum where J curves like $\frac{c}{2} w^2$, a step multiplies the error by
# $1 - \eta c$. For which $\eta$ does that shrink, swing from side to side, explode?

# %% [markdown]
# ### A slider for the learning rate
#
# A network with just two weights, $o = w_2 \tanh(w_1 x)$, so that $J$ can be drawn: a valley. Each
# picture shows thirty steps of your `mlp_sgd_step` from the same point, with a larger $\eta$ than
# the picture before. **Predict:** what does the path look like just before $\eta$ is too large?

# %% tags=["experiment"]
with Experiment():
    X = np.linspace(-2, 2, 9)[:, None]
    Y = 1.6 * np.tanh(1.2 * X)
    w1, w2 = np.linspace(-0.3, 2.7, 46), np.linspace(-1.2, 3.4, 46)

    def objective(a, b):
        weights = np.array([[a]]), np.array([[b]])
        return mlp_forward_batch(X, Y, *weights, 0.0, "tanh", "squared")["J"]

    heights = np.array([[objective(a, b) for a in w1] for b in w2])
    fig, axes = plt.subplots(1, 2, figsize=(9.5, 4), layout="constrained")

    def show_rate(frame):
        lr = (0.05, 0.2, 0.5, 1.0, 1.5, 2.0, 2.3, 2.5, 2.6, 2.8)[frame]
        W1, W2, path = np.array([[2.6]]), np.array([[0.3]]), []
        for _ in range(30):
            path.append([W1.item(), W2.item()])
            W1, W2 = mlp_sgd_step(W1, W2, X, Y, 0.0, lr, "tanh", "squared")
        for ax in axes:
            ax.clear()
            ax.grid(alpha=0.3)
        axes[0].contour(w1, w2, heights, np.geomspace(0.003, 6, 14), cmap="Greys_r", linewidths=0.7)
        axes[0].plot(*np.transpose(path), "o-", color="C1", markevery=1, linewidth=1)
        axes[0].plot(*path[0], "o", color="C0", markevery=1, markersize=7)
        axes[0].set(title=f"η = {lr}", xlabel="$w_1$", ylabel="$w_2$")
        axes[0].set(xlim=w1[[0, -1]], ylim=w2[[0, -1]])
        axes[1].semilogy([objective(*point) for point in path], markevery=1)
        axes[1].set(title="thirty steps", xlabel="step", ylabel="J", ylim=(1e-8, 20))

    show_film(fig, show_rate, 10)

# %% [markdown]
# ### Batch, minibatch, stochastic
#
# The same number of examples seen, in steps of different size. **Predict:** after five times all
# examples, who is lowest?

# %% tags=["experiment"]
with Experiment():
    X, y, _, _ = load_digits()
    n = len(y)
    fig, ax = plt.subplots(figsize=(6, 3.6), layout="constrained")
    for batch_size, lr in ((n, 0.5), (50, 0.5), (1, 0.02)):
        rng = np.random.default_rng(1)
        W1, W2 = random_weights(rng)
        num_steps = 5 * n // batch_size
        seen, curve = [], []
        for step in range(num_steps + 1):
            if step % max(1, num_steps // 50) == 0:
                seen.append(step * batch_size / n)
                cache = mlp_forward_batch(X, y, W1, W2, 1e-3, "relu", "cross_entropy")
                curve.append(cache["J"])
            rows = rng.permutation(n)[:batch_size]
            W1, W2 = mlp_sgd_step(W1, W2, X[rows], y[rows], 1e-3, lr, "relu", "cross_entropy")
        ax.plot(seen, curve, ".-", markersize=4, label=f"B = {batch_size}, η = {lr}")
    ax.set(title="cost against work", xlabel="examples seen / n", ylabel="J on all examples")
    ax.grid(alpha=0.3)
    ax.legend()
    plt.show()

# %% [markdown]
# **Think.** Why did the learning rate for B = 1 have to be smaller? What would happen with 0.5?

# %% [markdown]
# ### Weight decay
#
# The penalty is a *soft* constraint: weights may be large if the data pay for it. The *hard*
# constraint, minimise L subject to $\|w\|^2 \le \theta$, is its twin: for each $\lambda$ there is a
# $\theta$ with the same solution. What happens to $\theta$ as $\lambda$ grows?
#
# Two classes that overlap, 60 points to learn from, ten hidden units of tanh (a constant 1 is the
# third input, in place of a bias). The percentages are the points right, the line is where the
# network is undecided.
#
# **Predict:** which of $\lambda = 0$, 0.003 and 0.02 is best on the 60 points, and which on new
# ones?

# %% tags=["experiment"]
with Experiment():

    def crescents(rng, n):
        """Points (n, 3) of two noisy crescents, the last entry 1, and their classes (n,)."""
        t, classes = rng.uniform(0, np.pi, size=n), rng.integers(2, size=n)
        x = np.where(classes == 0, np.cos(t), 1 - np.cos(t)) + 0.35 * rng.normal(size=n)
        y = np.where(classes == 0, np.sin(t), 0.5 - np.sin(t)) + 0.35 * rng.normal(size=n)
        return np.stack([x, y, np.ones(n)], axis=1), classes

    rng = np.random.default_rng(4)
    (X, y), (X_new, y_new) = crescents(rng, 60), crescents(rng, 4000)
    grid = np.stack(np.meshgrid(np.linspace(-2.2, 3.2, 109), np.linspace(-1.8, 2.2, 81)), axis=-1)
    plane = np.concatenate([grid.reshape(-1, 2), np.ones((81 * 109, 1))], axis=1)
    fig, axes = plt.subplots(1, 3, figsize=(11, 3.4), layout="constrained")
    for ax, lambd in zip(axes, (0.0, 0.003, 0.02), strict=True):
        rng = np.random.default_rng(1)
        W1, W2 = rng.normal(size=(10, 3)), rng.normal(0, 0.4, size=(2, 10))
        W1, W2 = train_mlp(W1, W2, X, y, lambd, 0.5, 2000, "tanh", "cross_entropy")

        def outputs(points, labels, weights=(W1, W2)):
            return mlp_forward_batch(points, labels, *weights, 0.0, "tanh", "cross_entropy")

        seen, new = outputs(X, y), outputs(X_new, y_new)
        shares = [np.mean(c["o"].argmax(axis=1) == c["y"]) for c in (seen, new)]
        o = outputs(plane, np.zeros(len(plane), dtype=int))["o"]
        difference = (o[:, 1] - o[:, 0]).reshape(81, 109)
        ax.contourf(*grid.transpose(2, 0, 1), np.tanh(difference / 2), 20, cmap="RdBu", alpha=0.6)
        ax.contour(*grid.transpose(2, 0, 1), difference, [0], colors="black")
        for label, marker in ((0, "o"), (1, "s")):
            ax.scatter(*X[y == label, :2].T, c=f"C{1 - label}", marker=marker, edgecolor="white")
        size = np.sqrt(np.sum(W1**2) + np.sum(W2**2))
        ax.set_title(f"λ = {lambd:g}, size of the weights {size:.1f}")
        ax.set_xlabel(f"{shares[0]:.0%} of these, {shares[1]:.0%} of new; loss {new['L']:.2f}")
        ax.set(xticks=(), yticks=(), aspect="equal")
    plt.show()

# %% [markdown]
# ### Two penalties, two balls
#
# The L2 penalty (*ridge*) pulls a weight with a force proportional to its size. The L1 penalty
# $\lambda \sum |w|$ (*lasso*) pulls with the same force whatever the size. As hard constraints they
# are a ball: round for L2, a square on its tip for L1. **Left and middle:** contours of the loss of
# a linear regression with two weights, its minimum without a penalty (black), and the best point of
# each ball (star). **Right:** a regression with 20 inputs, of which only the first three matter;
# the steps of L2 are your `sgd_weight_decay`, those of L1 are gradient descent, after which every
# weight moves towards 0 by $\eta\lambda$, but not across.
#
# **Predict:** how many of the 20 weights are exactly 0 in the end, under L2 and under L1?

# %% tags=["experiment"]
with Experiment():

    def towards_zero(w, step):
        """Every weight moved towards 0 by step, but not across."""
        return np.sign(w) * np.maximum(np.abs(w) - step, 0)

    def fit(X, y, lambd, penalty, steps=3000, lr=0.1):
        w = np.zeros(X.shape[1])
        for _ in range(steps):
            gradient = X.T @ (X @ w - y) / len(y)
            if penalty == "L2":
                w = sgd_weight_decay(w, gradient, lr, lambd)
            else:
                w = towards_zero(sgd_weight_decay(w, gradient, lr, 0.0), lr * lambd)
        return w

    rng = np.random.default_rng(6)
    X = rng.normal(size=(100, 2)) @ np.array([[1.0, -0.5], [0.0, 0.6]])
    y = X @ [0.5, 2.0]
    grid = np.linspace(-1.8, 2.6, 131)
    w1, w2 = np.meshgrid(grid, grid)
    loss = np.mean((np.stack([w1, w2], axis=-1) @ X.T - y) ** 2, axis=-1) / 2
    fig, axes = plt.subplots(1, 3, figsize=(11, 3.7), layout="constrained")
    sizes = {"L2": (w1**2 + w2**2, 0.2), "L1": (np.abs(w1) + np.abs(w2), 0.35)}
    for ax, (penalty, (size, lambd)) in zip(axes, sizes.items(), strict=False):
        w = fit(X, y, lambd, penalty)
        reached = np.sum(w**2) if penalty == "L2" else np.sum(np.abs(w))
        ax.contour(grid, grid, loss, np.geomspace(0.02, 3, 9), cmap="Greys_r", linewidths=0.8)
        ax.contourf(grid, grid, size, [0, reached], colors="C5", alpha=0.4)
        ax.plot(0.5, 2.0, "o", color="black", markevery=1, markersize=6)
        style = {"color": "C1", "markevery": 1, "markersize": 14}
        ax.plot(*w, "*", label=f"({w[0]:.2f}, {w[1]:.2f})", **style)
        ax.set(title=f"{penalty}, λ = {lambd}", xlabel="$w_1$", ylabel="$w_2$", aspect="equal")
        ax.legend(loc="lower right")

    truth = np.array([2.0, -1.0, 0.5, *np.zeros(17)])
    X = rng.normal(size=(60, 20))
    y = X @ truth + 0.5 * rng.normal(size=60)
    for penalty, lambd in (("L2", 0.2), ("L1", 0.2)):
        w = fit(X, y, lambd, penalty)
        label = f"{penalty}: {np.sum(w == 0)} weights are exactly 0"
        axes[2].plot(np.arange(1, 21), w, linestyle="none", markevery=1, markersize=6, label=label)
    axes[2].plot(np.arange(1, 21), truth, "k_", markersize=10, markevery=1, label="the truth")
    axes[2].set(title="20 inputs, λ = 0.2", xlabel="input", ylabel="weight")
    axes[2].set_xticks([1, 5, 10, 15, 20])
    axes[2].grid(alpha=0.3)
    axes[2].legend()
    plt.show()

# %% [markdown]
# A network that leaves out inputs is easier to read and cheaper to run: L1 is also a way to *select
# features*. What L1 keeps it makes smaller, too: compare the first weight with the truth.
#
# **Think.** Why does the best point lie on a corner for L1, and hardly ever for L2? What does the
# force of each penalty do to a weight that is already small?

# %% [markdown]
# ### Your network reads digits
#
# 64 pixels, 32 hidden units, ten classes; minibatches of 50, thirty times through the training
# set. Everything the network knows went through your functions. **Predict:** how many of a hundred
# test digits will it read right in the end?

# %% tags=["experiment"]
with Experiment():
    rng = np.random.default_rng(2)
    X_train, y_train, X_test, y_test = load_digits()
    W1, W2 = random_weights(rng)
    lambd, lr = 1e-4, 0.5
    history = []
    for _ in range(31):
        train = mlp_forward_batch(X_train, y_train, W1, W2, lambd, "relu", "cross_entropy")
        test = mlp_forward_batch(X_test, y_test, W1, W2, lambd, "relu", "cross_entropy")
        right = [np.mean(c["o"].argmax(axis=1) == c["y"]) for c in (train, test)]
        history.append([train["L"], test["L"], *right])
        for rows in np.array_split(rng.permutation(len(y_train)), len(y_train) // 50):
            X, y = X_train[rows], y_train[rows]
            W1, W2 = mlp_sgd_step(W1, W2, X, y, lambd, lr, "relu", "cross_entropy")
    history = np.array(history)
    fig, axes = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
    axes[0].semilogy(history[:, :2], label=["training", "test"])
    axes[0].set(title="loss", xlabel="epoch", ylabel="L")
    axes[1].plot(history[:, 2:], label=["training", "test"])
    axes[1].set(title="accuracy", xlabel="epoch", ylabel="share of digits right", ylim=(0, 1.02))
    for ax in axes:
        ax.grid(alpha=0.3)
        ax.legend()
    plt.show()
    print(f"accuracy: training {history[-1, 2]:.1%}, test {history[-1, 3]:.1%}")

    guess = test["o"].argmax(axis=1)
    wrong = np.flatnonzero(guess != y_test)[:8]
    shown = np.concatenate([np.flatnonzero(guess == y_test)[: 24 - len(wrong)], wrong])
    fig, axes = plt.subplots(3, 8, figsize=(9, 4.2), layout="constrained")
    for ax, i in zip(axes.flat, shown, strict=False):
        colour, cmap = ("red", "Reds") if i in wrong else ("blue", "Blues")
        ax.imshow(X_test[i].reshape(8, 8), cmap=cmap)
        ax.set_title(f"{guess[i]} ({y_test[i]})", color=colour, fontsize=9)
    for ax in axes.flat:
        ax.axis("off")
    fig.suptitle("test digits: what the network says (what it is); right in blue, wrong in red")
    plt.show()

# %% [markdown]
# **Written 3.** Training loss and test loss part after a while. Which one would you watch to decide
# when to stop, and on which digits may you watch it? Look at the red digits: what do they have in
# common? Three to five sentences.

# %% [markdown] tags=["written"]
# *Your answer:*

# %% [markdown]
# ## The same in PyTorch
#
# An optional cell, for those who have PyTorch (`pip install torch`). Its autograd is the machine
# that you have been: `backward()` walks the graph of the forward pass in reverse. **Predict:** how
# many lines take the place of your eight questions?

# %% tags=["experiment"]
with Experiment():
    import torch

    rng = np.random.default_rng(7)
    X, y = rng.normal(size=(50, 64)), rng.integers(10, size=50)
    W1, W2 = random_weights(rng)
    cache = mlp_forward_batch(X, y, W1, W2, 0.1, "relu", "cross_entropy")
    gradients = mlp_backward_batch(cache)
    stepped = mlp_sgd_step(W1, W2, X, y, 0.1, 0.5, "relu", "cross_entropy")

    network = torch.nn.Sequential(
        torch.nn.Linear(64, 32, bias=False), torch.nn.ReLU(), torch.nn.Linear(32, 10, bias=False)
    ).double()
    network[0].weight.data, network[2].weight.data = torch.tensor(W1), torch.tensor(W2)
    step = torch.optim.SGD(network.parameters(), lr=0.5, weight_decay=0.1)
    loss = torch.nn.functional.cross_entropy(network(torch.tensor(X)), torch.tensor(y))
    loss.backward()
    penalty = [0.1 * torch.tensor(W) for W in (W1, W2)]  # torch adds it in the step
    theirs = [layer.weight.grad + s for layer, s in zip(network[::2], penalty, strict=True)]
    step.step()

    compare("loss L", cache["L"], loss.item())
    compare("gradient of W1", gradients["dJ_dW1"], theirs[0])
    compare("gradient of W2", gradients["dJ_dW2"], theirs[1])
    compare("W1 after a step", stepped[0], network[0].weight.detach())
    compare("W2 after a step", stepped[1], network[2].weight.detach())

# %% [markdown]
# ## A challenge, not graded
#
# You differentiated one network by hand. Write the machine that does it for any: a class `Value` of
# thirty lines that wraps a number, remembers from which values and by which operation it came (`+`,
# `*`, `exp`, `relu`), and has a method `backward()` that walks the graph in reverse and fills in
# `grad` for all of them. Question 1 is your first test, `mlp_backward` with d = 2, h = 3, q = 2 the
# second. In which order must the values be visited, and what happens to a value that is used twice?
#
# That is all. Save the notebook, check it once more from top to bottom (restart the kernel and
# run all cells), and hand it in.
