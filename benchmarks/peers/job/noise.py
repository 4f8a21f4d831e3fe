"""A tanh network under label noise: to an interpolant, 2,500 noisy steps on single examples, and back; against plain descent."""

import numpy as np
from laws import most, refuted

N, D, M, RATE, NOISY, WAY, BACK = 5, 5, 16, 0.05, 2500, 4000, 1500


def draw(rng, claim, counts, given):
    lanes = sum(counts.values())
    of = np.concatenate([np.full(T, arm) for arm, T in counts.items()])
    noisy = np.isin(of, ["claim", "noise drawn once", "no way back"])
    if given:
        p = dict(given)
    else:
        # Arms train on the claim's first tasks.
        task = np.concatenate([np.arange(T) for T in counts.values()])
        X = rng.standard_normal((max(counts.values()), N, D))
        X *= np.sqrt(D) / np.linalg.norm(X, axis=2, keepdims=True)
        truth = rng.standard_normal((len(X), D, 1))
        y = np.tanh(X @ truth)[..., 0] + 0.5 * rng.standard_normal(X.shape[:2])
        pick = rng.integers(0, N, (NOISY, lanes))
        sign = rng.choice((-1.0, 1.0), (NOISY, lanes))
        once = rng.choice((-1.0, 1.0), (lanes, N))
        frozen = np.flatnonzero(of == "noise drawn once")
        sign[:, frozen] = once[frozen, pick[:, frozen]]
        shake = rng.standard_normal((NOISY, np.sum(of == "isotropic weight noise"), M * (D + 1)))
        W, a = rng.standard_normal((lanes, M, D)), 0.6 * rng.standard_normal((lanes, M))
        p = {"X": X[task], "y": y[task], "W": W, "a": a, "pick": pick, "sign": sign, "shake": shake}
    p["pick"] = p["pick"].astype(int)
    p["sign"] = p["sign"] * noisy
    shaken = np.flatnonzero(of == "isotropic weight noise")
    return {**p, "of": of, "shaken": shaken, "back": of != "no way back"}


def numpy(p):
    def settle(X, y, W, a, limit):
        W, a, live = W.copy(), a.copy(), np.arange(len(X))
        w, b = W, a
        for k in range(limit + 1):
            h = np.tanh(X @ w.transpose(0, 2, 1))
            r = (h @ b[..., None])[..., 0] - y
            over = (r * r).mean(1) <= 1e-20
            if over.any() or k == limit:
                W[live], a[live] = w, b
                live, X, y, w, b, h, r = (x[~over] for x in (live, X, y, w, b, h, r))
                if len(live) == 0 or k == limit:
                    break
            e = r * (RATE / N)
            back = (1 - h * h) * e[..., None] * b[:, None]
            b = b - (e[:, None] @ h)[:, 0]
            w = w - back.transpose(0, 2, 1) @ X
        return W, a

    W, a = settle(p["X"], p["y"], p["W"], p["a"], WAY)
    V, b = W.copy(), a.copy()
    lanes, shaken = np.arange(len(W)), p["shaken"]
    seen, label = p["X"][lanes, p["pick"]], p["y"][lanes, p["pick"]] + p["sign"]
    for x, y, shake in zip(seen, label, p["shake"]):
        h = np.tanh((V @ x[..., None])[..., 0])
        e = RATE * ((h * b).sum(1) - y)[:, None]
        V -= (e * b * (1 - h * h))[..., None] * x[:, None]
        b -= e * h
        V[shaken] += 0.02 * shake[:, : M * D].reshape(-1, M, D)
        b[shaken] += 0.02 * shake[:, M * D :]
    back = p["back"]
    V[back], b[back] = settle(p["X"][back], p["y"][back], V[back], b[back], BACK)
    return (*settle(p["X"], p["y"], W, a, BACK), V, b)


def jax(p):
    import jax
    import jax.numpy as jnp
    from jax import lax

    def settle(X, y, W, a, limit):
        def look(W, a):
            h = jnp.tanh((W[None] * X[:, None]).sum(2))
            return h, (h * a).sum(1) - y

        def body(at):
            W, a, k, _ = at
            h, r = look(W, a)
            go = ((r * r).mean() > 1e-20) & (k < limit)
            e = RATE * r / N
            back = e[:, None] * a * (1 - h * h)
            moved = W - (back[:, :, None] * X[:, None]).sum(0), a - (e[:, None] * h).sum(0)
            return jnp.where(go, moved[0], W), jnp.where(go, moved[1], a), k + 1, go

        return lax.while_loop(lambda at: at[3], body, (W, a, 0, True))[:2]

    def noisy(W, a, seen, label, shake, shaken):
        def body(at, now):
            W, a = at
            x, y, shake = now
            h = jnp.tanh((W * x[:, None]).sum(2))
            e = RATE * ((h * a).sum(1) - y)[:, None]
            W, a = W - (e * a * (1 - h * h))[..., None] * x[:, None], a - e * h
            W = W.at[shaken].add(0.02 * shake[:, : M * D].reshape(-1, M, D))
            return (W, a.at[shaken].add(0.02 * shake[:, M * D :])), None

        return lax.scan(body, (W, a), (seen, label, shake))[0]

    def program(p):
        X, y, lanes = p["X"], p["y"], jnp.arange(len(p["X"]))
        every = jax.vmap(settle, (0, 0, 0, 0, None))
        W, a = every(X, y, p["W"], p["a"], WAY)
        V, b = noisy(W, a, X[lanes, p["pick"]], y[lanes, p["pick"]] + p["sign"], p["shake"], p["shaken"])
        both = lambda x, z: jnp.concatenate([x, z])
        U, c = every(both(X, X), both(y, y), both(W, V), both(a, b), BACK)
        L, back = len(X), p["back"]
        return U[:L], c[:L], jnp.where(back[:, None, None], U[L:], V), jnp.where(back[:, None], c[L:], b)

    return [np.asarray(x) for x in jax.jit(program)({k: v for k, v in p.items() if k != "of"})]


def judge(claim, counts, p, trained):
    def curve(W, a):
        """The trace of the Hessian at an interpolant, and the mean squared residual."""
        h = np.tanh(p["X"] @ W.transpose(0, 2, 1))
        slopes = ((a[:, None] * (1 - h * h)) ** 2).sum(2) * (p["X"] ** 2).sum(2)
        return ((h * h).sum(2) + slopes).mean(1), (((h @ a[..., None])[..., 0] - p["y"]) ** 2).mean(1)

    W, a, V, b = trained
    (plain, off), (noisy, far) = curve(W, a), curve(V, b)
    of = {"the trace is smaller": 0.8 - noisy / plain, "both runs end at an interpolant": 1e-4 - np.maximum(off, far)}
    trace, ends = of
    asked = lambda arm: [trace, ends] if arm == "claim" else [ends] if arm == "no way back" else [trace]
    margins = {arm: {part: of[part][p["of"] == arm] for part in asked(arm)} for arm in counts}
    judged = {arm: most if arm == "claim" else refuted for arm in counts}
    return all(judged[arm](m >= 0, 0.9) for arm, parts in margins.items() for m in parts.values()), margins
