import marimo

__generated_with = "0.9.14"
app = marimo.App()


@app.cell
def _():
    import numpy as np
    return (np,)


@app.cell
def _(np):
    def relu(x):
        return np.maximum(0, x)
    return (relu,)


if __name__ == "__main__":
    app.run()
