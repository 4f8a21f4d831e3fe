"""The quadratic network beta = u^2 from u = 1 under label noise, 4,000 steps: a sparse truth from 20 equations in 40 unknowns."""

import numpy as np
from laws import most, refuted

N, D, STEPS, RATE, NOISE, BLOCK = 20, 40, 4000, 0.05, 1.5, 250


def draw(rng, claim, counts, given):
    of = np.concatenate([np.full(T, arm) for arm, T in counts.items()])
    if given:
        p = dict(given)
    else:
        task = np.concatenate([np.arange(T) for T in counts.values()])
        few = of == "five equations"
        n = np.where(few, 5, N)
        # Those with five equations are tasks of their own.
        X, truth = rng.standard_normal((len(of), N, D)), np.zeros((len(of), D))
        X *= (np.arange(N) < n[:, None])[..., None] / np.sqrt(n)[:, None, None]
        for row in truth:
            row[rng.choice(D, 3, replace=False)] = rng.uniform(0.5, 1.5, 3)
        # Arms train on the claim's tasks, wherever it has as many.
        first = {t: k for k, t in reversed(list(enumerate(task))) if not few[k]}
        same = np.array([k if few[k] else first[t] for k, t in enumerate(task)])
        X, truth = X[same], truth[same]
        p = {"X": X, "y": (X @ truth[..., None])[..., 0], "truth": truth, "n": n}
    width = np.where(of == "spherical noise", D, p["n"].astype(int))
    loud = np.where(of == "gradient descent", 0, np.where(of == "spherical noise", 0.5, NOISE))
    return {**p, "of": of, "width": width, "loud": loud, "rng": rng}


def blocks(p):
    """The noise of the labels (for `spherical noise`, of the gradient) and the rates, block by block: steps x lanes x D."""
    of, rng = p["of"], p["rng"]
    signs, once = of == "noise of signs", np.flatnonzero(of == "frozen noise")
    inside = np.arange(D) < p["width"][:, None]
    kept = rng.standard_normal((len(of), D)) if "noise" not in p else None
    for at in range(0, STEPS, BLOCK):
        if "noise" in p:
            noise = p["noise"][:, at : at + BLOCK].transpose(1, 0, 2)
        else:
            noise = rng.standard_normal((BLOCK, len(of), D))
            noise[:, signs] = np.sign(noise[:, signs])
            noise[:, once] = kept[once]
        k = np.arange(at, at + BLOCK)
        yield noise * (inside * p["loud"][:, None]), RATE * np.where(3 * k < STEPS, 1, np.where(3 * k < 2 * STEPS, 0.1, 0.01))


def numpy(p):
    X, y, u = p["X"], p["y"], np.ones((len(p["X"]), D))
    sphere = np.flatnonzero(p["of"] == "spherical noise")
    labels = (p["of"] != "spherical noise")[:, None]
    for noise, rates in blocks(p):
        for z, rate in zip(noise, rates):
            r = (X @ (u * u)[..., None])[..., 0] - y - (z * labels)[:, :N]
            u = u - 2 * rate * u * (r[:, None] @ X)[:, 0]
            u[sphere] += rate * z[sphere]
    return u * u


def jax(p):
    import jax
    import jax.numpy as jnp

    X, y, sphere = p["X"], p["y"], (p["of"] == "spherical noise")[:, None]

    @jax.jit
    def block(u, noise, rates):
        def step(u, now):
            z, rate = now
            r = (X * (u * u)[:, None]).sum(2) - y - jnp.where(sphere, 0, z)[:, :N]
            u = u - 2 * rate * u * (r[:, :, None] * X).sum(1)
            return u + rate * jnp.where(sphere, z, 0), None

        return jax.lax.scan(step, u, (noise, rates))[0]

    u = jnp.ones((len(X), D))
    for noise, rates in blocks(p):
        u = block(u, noise, rates)
    return np.asarray(u * u)


def judge(claim, counts, p, beta):
    margin = 0.05 - ((beta - p["truth"]) ** 2).sum(1) / (p["truth"] ** 2).sum(1)
    margins = {arm: {"the truth is recovered": margin[p["of"] == arm]} for arm in counts}
    held = ("claim", "noise of signs")
    ok = all((most if arm in held else refuted)(m >= 0, 0.8) for arm, parts in margins.items() for m in parts.values())
    return ok, margins
