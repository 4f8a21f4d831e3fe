"""Double descent: nine least-norm fits of a task, of 20 inputs or of random ReLU features, and their risks."""

import numpy as np
from laws import most, refuted

P, SIGMA = 20, 0.5
# Rows and features of each fit; 0 features: the inputs themselves.
FITS = {
    "linear": [(10, 0), (20, 0), (40, 0)],
    "wide": [(40, 20), (40, 40), (40, 80)],
    "long": [(20, 40), (40, 40), (80, 40)],
}
# The penalty of an arm's fits of one kind; of all others it is 0.
PENALTY = {
    "optimal ridge": ("linear", P * SIGMA**2),
    "ridge on features, along p": ("wide", 5.0),
    "ridge on features, along n": ("long", 5.0),
}


def draw(rng, claim, counts, given):
    of = np.concatenate([np.full(T, arm) for arm, T in counts.items()])
    sigma = np.where(of == "noiseless", 0, SIGMA)
    if given:
        p = dict(given)
    else:
        task = np.concatenate([np.arange(T) for T in counts.values()])
        count = max(counts.values())
        X, truth = rng.standard_normal((count, 80, P)), rng.standard_normal((count, P))
        truth /= np.linalg.norm(truth, axis=1, keepdims=True)
        noise = rng.standard_normal((count, 80))[task] * sigma[:, None]
        W = rng.standard_normal((len(of), 80, P)) / np.sqrt(P)
        points = rng.standard_normal((count, 200, P))
        y = (X @ truth[..., None])[task, :, 0] + noise
        p = {"X": X[task], "y": y, "truth": truth[task], "W": W, "points": points[task]}
    for kind in FITS:
        p[kind] = np.array([PENALTY[arm][1] if PENALTY.get(arm, "")[:1] == (kind,) else 0.0 for arm in of])
    return {**p, "of": of, "sigma2": sigma**2}


def excesses(xp, p, fit):
    """The risks of the nine fits of one task, or of all at once; `fit(X, y, penalty)`: beta, spectrum of X'X, filter."""
    T = lambda x: xp.swapaxes(x, -1, -2)
    times = lambda A, x: (A @ x[..., None])[..., 0]
    target = times(p["points"], p["truth"])
    F, G = (xp.maximum(0, x @ T(p["W"])) for x in (p["X"], p["points"]))
    risk = {}
    for kind, sizes in FITS.items():
        for k, (n, features) in enumerate(sizes):
            X = F[..., :n, :features] if features else p["X"][..., :n, :]
            beta, s, g = fit(X, p["y"][..., :n], p[kind])
            if features:
                risk[kind, k] = ((times(G[..., :features], beta) - target) ** 2).mean(-1)
            else:
                missed = ((1 - g * s) ** 2).sum(-1) + P - s.shape[-1]
                risk["averaged", k] = missed / P + p["sigma2"] * (s * g * g).sum(-1)
                risk["raw", k] = ((beta - p["truth"]) ** 2).sum(-1)
    return risk


def solved(xp, X, y, penalty, decompose):
    """From X = U diag(sigma) V', or from the smaller Gram matrix where it has digits enough."""
    wide = X.shape[-2] <= X.shape[-1]
    Xt = xp.swapaxes(X, -1, -2)
    s, V = decompose(X @ Xt if wide else Xt @ X)
    z = (xp.swapaxes(V, -1, -2) @ (y[..., None] if wide else Xt @ y[..., None]))[..., 0]
    g = xp.where(s > 1e-13 * s[..., -1:], 1 / (s + penalty[..., None]), 0)
    inner = V @ (g * z)[..., None]
    return (Xt @ inner if wide else inner)[..., 0], s, g


def by_svd(xp, X, y, penalty):
    U, sigma, Vt = xp.linalg.svd(X, full_matrices=False)
    s = sigma**2
    g = xp.where(sigma > 0, 1 / (s + penalty[..., None]), 0)
    z = (xp.swapaxes(U, -1, -2) @ y[..., None])[..., 0]
    return (xp.swapaxes(Vt, -1, -2) @ (g * sigma * z)[..., None])[..., 0], s[..., ::-1], g[..., ::-1]


def numpy(p):
    def fit(X, y, penalty):
        found = solved(np, X, y, penalty, np.linalg.eigh)
        s = found[1]
        poor = np.flatnonzero(s[:, 0] <= 1e-8 * s[:, -1])
        if len(poor):
            for whole, better in zip(found, by_svd(np, X[poor], y[poor], penalty[poor])):
                whole[poor] = better
        return found

    return excesses(np, p, fit)


def jax(p):
    import jax
    import jax.numpy as jnp
    from jax import lax

    def fit(X, y, penalty):
        found = solved(jnp, X, y, penalty, jnp.linalg.eigh)
        s = found[1]
        return lax.cond(s[0] <= 1e-8 * s[-1], lambda: by_svd(jnp, X, y, penalty), lambda: found)

    one = lambda task: {f"{kind} {k}": v for (kind, k), v in excesses(jnp, task, fit).items()}
    # Not vmap: several decompositions at once stand still now and then (jax 0.10.2, two cores).
    found = jax.jit(lambda p: lax.map(one, p))({k: v for k, v in p.items() if k != "of"})
    return {(name.split()[0], int(name.split()[1])): np.asarray(v) for name, v in found.items()}


PARTS = {
    "averaged": "linear, along n",
    "raw": "raw linear runs, along n",
    "wide": "random features, along p",
    "long": "random features, along n",
}
SAME = "raw runs have the averaged risk away from the peak"


def judge(claim, counts, p, risk):
    of = {part: risk[kind, 1] - 3 * np.maximum(risk[kind, 0], risk[kind, 2]) for kind, part in PARTS.items()}
    of[SAME] = (risk["raw", 0] + risk["raw", 2]) / (risk["averaged", 0] + risk["averaged", 2]) - 1
    broken = {arm: PARTS.get(kind, PARTS["averaged"]) for arm, (kind, _) in PENALTY.items()} | {"noiseless": PARTS["averaged"]}
    margins = {arm: {part: of[part][p["of"] == arm] for part in ([broken[arm]] if arm in broken else of)} for arm in counts}
    same = np.clip(margins["claim"][SAME], -0.8, 0.8)
    ok = abs(same.mean()) + 2.6 * same.std() / np.sqrt(len(same)) < 0.15
    for arm, parts in margins.items():
        ok &= all((refuted if arm in broken else most)(m >= 0, 0.5) for part, m in parts.items() if part != SAME)
    return bool(ok), margins
