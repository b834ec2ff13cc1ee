{
 "cells": [
  {
   "cell_type": "code",
   "id": "cell-1",
   "metadata": {},
   "source": [
    "import numpy as np"
   ],
   "execution_count": null,
   "outputs": []
  },
  {
   "cell_type": "code",
   "id": "cell-2",
   "metadata": {},
   "source": [
    "def computational_graph(x, y, z):\n",
    "    \"\"\"F = (x + y) z and its three partial derivatives.\"\"\"\n",
    "    q = x + y\n",
    "    return {'f': q * z, 'df_dx': z, 'df_dy': z, 'df_dz': q}"
   ],
   "execution_count": null,
   "outputs": []
  },
  {
   "cell_type": "code",
   "id": "cell-3",
   "metadata": {},
   "source": [
    "def sigmoid(x):\n",
    "    \"\"\"1 / (1 + exp(-x)), elementwise; written with tanh it cannot overflow.\"\"\"\n",
    "    return 0.5 * (1.0 + np.tanh(0.5 * np.asarray(x, dtype=float)))"
   ],
   "execution_count": null,
   "outputs": []
  },
  {
   "cell_type": "code",
   "id": "cell-4",
   "metadata": {},
   "source": [
    "def sigmoid_grad(x):\n",
    "    \"\"\"sigmoid'(x) = sigmoid(x) sigmoid(-x); the second factor keeps its digits for large x.\"\"\"\n",
    "    e = np.exp(-np.abs(np.asarray(x, dtype=float)))\n",
    "    return e / (1.0 + e) ** 2"
   ],
   "execution_count": null,
   "outputs": []
  },
  {
   "cell_type": "code",
   "id": "cell-5",
   "metadata": {},
   "source": [
    "def relu(x):\n",
    "    \"\"\"max(x, 0), elementwise.\"\"\"\n",
    "    return np.maximum(np.asarray(x, dtype=float), 0.0)"
   ],
   "execution_count": null,
   "outputs": []
  },
  {
   "cell_type": "code",
   "id": "cell-6",
   "metadata": {},
   "source": [
    "def relu_grad(x):\n",
    "    \"\"\"1 where x > 0, else 0; relu'(0) = 0.\"\"\"\n",
    "    return (np.asarray(x) > 0).astype(float)"
   ],
   "execution_count": null,
   "outputs": []
  },
  {
   "cell_type": "code",
   "id": "cell-7",
   "metadata": {},
   "source": [
    "def tanh_grad(x):\n",
    "    \"\"\"tanh'(x) = 1 - tanh(x)^2 = 4 sigmoid'(2x), which keeps its digits for large x.\"\"\"\n",
    "    return 4.0 * sigmoid_grad(2.0 * np.asarray(x, dtype=float))"
   ],
   "execution_count": null,
   "outputs": []
  }
 ],
 "metadata": {
  "kernelspec": {
   "display_name": "Python 3",
   "language": "python",
   "name": "python3"
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
