"""The same work in numpy, PyTorch (eager, autograd) and JAX (jit, fori_loop), float64, one thread.

Usage: training.py LIBRARY CASE DATA STEPS, again and again on standard input; each line is answered by processor
seconds and the loss after STEPS steps, or by `absent`. One process serves many lines, so that imports and compilation are not timed.
"""

import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
os.environ["XLA_FLAGS"] = os.environ.get("XLA_FLAGS", "") + " --xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_ENABLE_X64"] = "1"

import numpy as np  # noqa: E402


def read(case, path):
    data = np.fromfile(path)
    if case in ("diagonal", "dual"):
        n, d = int(data[0]), int(data[1])
        X, rest = data[3 : 3 + n * d].reshape(n, d), data[3 + n * d :]
        return {"rate": data[2], "X": X, "y": rest[:n], "u": np.full(d, 0.1), "v": np.full(d, 0.1)}
    if case == "network":
        n, d, m = int(data[0]), int(data[1]), int(data[2])
        X, rest = data[4 : 4 + n * d].reshape(n, d), data[4 + n * d :]
        theta = rest[n:]
        W, b, a = theta[: d * m].reshape(d, m), theta[d * m : d * m + m], theta[d * m + m : d * m + 2 * m]
        return {"rate": data[3], "X": X, "y": rest[:n], "W": W, "b": b, "a": a, "c": theta[-1:]}
    if case == "sensing":
        n, d = int(data[0]), int(data[1])
        A, rest = data[3 : 3 + n * d * d].reshape(n, d * d), data[3 + n * d * d :]
        return {"rate": data[2], "A": A, "y": rest[:n], "U": rest[n : n + d * d].reshape(d, d)}
    if case == "eigen":
        n = int(data[0])
        return {"G": data[1:].reshape(n, n)}
    n, p, count = int(data[0]), int(data[1]), int(data[2])
    X, rest = data[3 : 3 + n * p].reshape(n, p), data[3 + n * p :]
    return {"X": X, "y": rest[:n], "penalties": rest[n : n + count]}


def dual_step(xp, g):
    """The longest dual step of the diagonal network; `rate` is |X|^2."""

    def step(_, at):
        u, v = at
        slope = (g["X"] @ (u * u - v * v) - g["y"]) @ g["X"]
        h = xp.minimum(0.25 / xp.abs(slope).max(), 0.45 / ((u * u + v * v).max() * g["rate"]))
        factor = xp.exp(-2 * h * slope)
        return u * factor, v / factor

    return step


def numpy_run(case, given, steps):
    g = dict(given)
    if case == "eigen":
        for _ in range(steps):
            values, _vectors = np.linalg.eigh(g["G"])
        return values[-1]
    if case == "ridge":
        for _ in range(steps):
            values, V = np.linalg.eigh(g["X"] @ g["X"].T)
            z = V.T @ g["y"]
            fits = [g["X"].T @ (V @ (z / (values + penalty))) for penalty in g["penalties"]]
        return np.linalg.norm(fits[0])
    rate, y = g["rate"], g["y"]
    if case == "diagonal":
        X, u, v = g["X"], g["u"].copy(), g["v"].copy()
        for _ in range(steps):
            slope = (X @ (u * u - v * v) - y) @ X
            u, v = u - 2 * rate * u * slope, v + 2 * rate * v * slope
        r = X @ (u * u - v * v) - y
        return r @ r / 2
    if case == "dual":
        u, v = g["u"], g["v"]
        step = dual_step(np, g)
        for k in range(steps):
            u, v = step(k, (u, v))
        r = g["X"] @ (u * u - v * v) - y
        return r @ r / 2
    if case == "network":
        X, W, b, a, c = g["X"], g["W"].copy(), g["b"].copy(), g["a"].copy(), g["c"].copy()
        n = len(y)
        for _ in range(steps):
            h = np.maximum(X @ W + b, 0)
            delta = (h @ a + c - y) / n
            z = delta[:, None] * a * (h > 0)
            W, b, a, c = W - rate * (X.T @ z), b - rate * z.sum(0), a - rate * (delta @ h), c - rate * delta.sum()
        f = np.maximum(X @ W + b, 0) @ a + c
        return ((f - y) ** 2).sum() / (2 * n)
    A, U = g["A"], g["U"].copy()
    d = len(U)
    for _ in range(steps):
        G = ((A @ (U @ U.T).ravel() - y) @ A).reshape(d, d)
        U = U - rate * ((G + G.T) @ U)
    r = A @ (U @ U.T).ravel() - y
    return r @ r / 2


def loss_of(case, g, relu):
    """The loss as a function of the parameters, in the words that PyTorch and JAX share."""
    if case in ("diagonal", "dual"):
        return ["u", "v"], lambda u, v: ((g["X"] @ (u * u - v * v) - g["y"]) ** 2).sum() / 2
    if case == "network":
        return ["W", "b", "a", "c"], lambda W, b, a, c: (
            ((relu(g["X"] @ W + b) @ a + c - g["y"]) ** 2).sum() / (2 * len(g["y"]))
        )
    return ["U"], lambda U: ((g["A"] @ (U @ U.T).reshape(-1) - g["y"]) ** 2).sum() / 2


def torch_run(torch, case, given, steps):
    torch.set_num_threads(1)
    g = {k: torch.tensor(v, dtype=torch.float64) if k != "rate" else float(v) for k, v in given.items()}
    if case == "eigen":
        for _ in range(steps):
            values, _vectors = torch.linalg.eigh(g["G"])
        return float(values[-1])
    if case in ("dual", "ridge"):
        return None
    names, loss = loss_of(case, g, torch.relu)
    at = [g[name].clone().requires_grad_(True) for name in names]
    for _ in range(steps):
        grads = torch.autograd.grad(loss(*at), at)
        with torch.no_grad():
            for x, slope in zip(at, grads):
                x -= g["rate"] * slope
    return float(loss(*at).detach())


compiled = {}


def jax_run(jax, case, given, steps):
    if case in ("eigen", "ridge"):
        return None
    jnp = jax.numpy
    g = {k: jnp.asarray(v) for k, v in given.items()}
    names, loss = loss_of(case, g, lambda z: jnp.maximum(z, 0))
    key = (case, tuple(np.shape(v) for v in given.values()))
    if key not in compiled:
        slopes = jax.grad(loss, argnums=tuple(range(len(names))))

        def step(_, at):
            return tuple(x - g["rate"] * slope for x, slope in zip(at, slopes(*at)))

        if case == "dual":
            step = dual_step(jnp, g)
        compiled[key] = jax.jit(lambda at, count: jax.lax.fori_loop(0, count, step, at))
    return float(loss(*jax.block_until_ready(compiled[key](tuple(g[name] for name in names), steps))))


def main():
    modules = {}
    for line in sys.stdin:
        library, case, path, steps = line.split()
        try:
            if library not in modules:
                modules[library] = np if library == "numpy" else __import__(library)
                if library == "jax":
                    __import__("jax.numpy")
            module = modules[library]
            given = read(case, path)
            if library == "jax" and jax_run(module, case, given, 1) is None:
                raise ImportError
            start = time.process_time()
            if library == "numpy":
                loss = numpy_run(case, given, int(steps))
            elif library == "torch":
                loss = torch_run(module, case, given, int(steps))
            else:
                loss = jax_run(module, case, given, int(steps))
            took = time.process_time() - start
            print("absent" if loss is None else f"{took:.9g} {float(np.ravel(loss)[0]):.17g}", flush=True)
        except ImportError:
            print("absent", flush=True)


main()
