"""
What a default decides that no cell of the table tells, each measured once on the installed library: reports/atlas/defaults.json.

    python atlas/defaults.py [PART OF A NAME]
"""

import json
import os
import sys
import warnings
from importlib.metadata import version

import jax
import numpy as np
import optax
import scipy.linalg
import torch
from sklearn.linear_model import RidgeCV
from sklearn.svm import LinearSVC

jax.config.update('jax_enable_x64', True)
warnings.simplefilter('ignore')
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FILE = os.path.join(ROOT, 'reports', 'atlas', 'defaults.json')
ENTRIES = []


def entry(package, what, claims, setting):
    """Above the function that measures, and says in a sentence what it saw. `what`: of which default it is."""

    def enter(measure):
        ENTRIES.append((package, what, claims, setting, measure))
        return measure

    return enter


def wide(seed, n=10, d=40, size=1.0):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((n, d)) / np.sqrt(d), size * rng.standard_normal(n)


def excess(X, y, beta):
    """Of the L2 norm over the least of an interpolant, in percent."""
    return 100 * (np.linalg.norm(beta) / np.linalg.norm(np.linalg.pinv(X) @ y) - 1)


def percent(values):
    low, high = min(values), max(values)
    shown = [f'{value:.1g}' if abs(value) < 1 else f'{value:.0f}' for value in (low, high)]
    return f'{shown[0]}%' if shown[0] == shown[1] else f'{shown[0]} to {shown[1]}%'


def descended(optimizer, X, y, steps):
    """optax from 0 on |X b - y|^2 / 2."""
    slope = jax.grad(lambda b: 0.5 * ((X @ b - y) ** 2).sum())

    @jax.jit
    def run():
        b = jax.numpy.zeros(X.shape[1])

        def step(_, at):
            b, state = at
            change, state = optimizer.update(slope(b), state, b)
            return optax.apply_updates(b, change), state

        return jax.lax.fori_loop(0, steps, step, (b, optimizer.init(b)))[0]

    return np.asarray(run())


def stepped(make, X, y, steps):
    """torch from 0 on the same."""
    X, y = torch.from_numpy(X), torch.from_numpy(y)
    b = torch.zeros(X.shape[1], dtype=torch.float64, requires_grad=True)
    optimizer = make([b])

    def closure():
        optimizer.zero_grad()
        loss = 0.5 * ((X @ b - y) ** 2).sum()
        loss.backward()
        return loss

    for _ in range(steps):
        optimizer.step(closure)
    return b.detach().numpy()


SIZES = (1.0, 0.1, 0.01)
NORMS = ['each-algorithm-its-own-measure', 'large-init-is-min-l2', 'interpolation-risk-law']


@entry('torch', 'Adagrad: the accumulator starts at 0', NORMS, 'initial_accumulator_value=.1, and labels that are small beside it')
def torch_adagrad():
    over = [percent([excess(X, y, stepped(lambda p: torch.optim.Adagrad(p, lr=0.1), X, y, 3000)) for X, y in (wide(s, size=size) for s in range(3))]) for size in SIZES]
    return f'ends {over[0]}, {over[1]} and {over[2]} above the least L2 norm for labels of size 1, .1 and .01'


@entry('optax', 'adagrad: the accumulator starts at .1', NORMS, 'sgd, where the least L2 norm is meant')
def optax_adagrad():
    over = [percent([excess(X, y, descended(optax.adagrad(0.1), X, y, 3000)) for X, y in (wide(s, size=size) for s in range(3))]) for size in SIZES]
    return f'ends {over[0]}, {over[1]} and {over[2]} above the least L2 norm for labels of size 1, .1 and .01: the size of y decides'


@entry('torch', 'LBFGS: tolerances are absolute', NORMS, 'tolerance_grad=0, tolerance_change=0, or labels of size 1')
def torch_lbfgs():
    def left(X, y):
        make = lambda p: torch.optim.LBFGS(p, max_iter=1000)
        return 100 * np.linalg.norm(X @ stepped(make, X, y, 20) - y) / np.linalg.norm(y)

    over = [percent([left(*wide(s, size=size)) for s in range(3)]) for size in (1.0, 1e-3, 1e-4)]
    return f'leaves a residual of {over[0]}, {over[1]} and {over[2]} of y for labels of size 1, 1e-3 and 1e-4, and does not say so'


@entry('optax', 'adamw: epsilon 1e-8', ['adamw-epsilon-is-a-barrier', 'steepest-descent-max-margin'], 'eps=1e-30 for the geometry of signs')
def adamw_epsilon():
    from scipy.optimize import linprog

    rng = np.random.default_rng(0)
    shares = {1e-8: [], 1e-30: []}
    for _ in range(3):
        Z = rng.standard_normal((20, 50))
        largest = -linprog(np.r_[np.zeros(50), -1], A_ub=np.c_[-Z, np.ones(20)], b_ub=np.zeros(20), bounds=[(-1, 1)] * 50 + [(None, None)]).fun
        slope = jax.grad(lambda b: jax.numpy.logaddexp(0, -(Z @ b)).mean())
        for eps, seen in shares.items():
            optimizer = optax.adamw(1e-2, eps=eps, weight_decay=0.1)

            def step(_, at):
                b, state = at
                change, state = optimizer.update(slope(b), state, b)
                return optax.apply_updates(b, change), state

            start = jax.numpy.zeros(50)
            b = np.asarray(jax.jit(lambda: jax.lax.fori_loop(0, 100_000, step, (start, optimizer.init(start)))[0])())
            seen.append(100 * (Z @ b).min() / np.abs(b).max() / largest)
    return f'after 100,000 steps with decay .1 on separable data (20 x 50) it has {percent(shares[1e-8])} of the largest Linf margin; with eps=1e-30 it has {percent(shares[1e-30])}'


@entry('torch', 'Muon: orthogonalized in bfloat16, by five steps', ['small-init-recovers-low-rank', 'small-init-nuclear-commuting'], 'an exact orthogonalization, where rank or span matters')
def muon():
    rng = np.random.default_rng(0)
    counts = []
    for _ in range(3):
        W = torch.zeros(40, 30, requires_grad=True)
        optimizer = torch.optim.Muon([W], lr=1.0, weight_decay=0.0, momentum=0.0, nesterov=False)
        W.grad = torch.from_numpy(np.outer(rng.standard_normal(40), rng.standard_normal(30)).astype(np.float32))
        optimizer.step()
        values = np.linalg.svd(W.detach().numpy(), compute_uv=False)
        counts.append(int((values > 0.1 * values[0]).sum()))
    return f'a gradient of rank 1 becomes a step with {min(counts)} to {max(counts)} directions above a tenth of the largest (40 x 30)'


@entry('torch', 'OneCycleLR, CyclicLR: cycle_momentum is on', ['plain-descent-selects-drifted-q'], 'cycle_momentum=False')
def cycled():
    seen = []
    for make in (lambda o: torch.optim.lr_scheduler.OneCycleLR(o, max_lr=0.1, total_steps=100), lambda o: torch.optim.lr_scheduler.CyclicLR(o, 1e-3, 1e-1)):
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
        make(optimizer)
        seen.append(optimizer.param_groups[0]['momentum'])
    return f'SGD without momentum gets momentum {seen[0]:g} and {seen[1]:g}, without a warning'


@entry('torch, optax', 'decay of one name', ['regularized-optima-agree', 'weight-decay-on-factors-is-lasso'], 'decay in so many words')
def decays():
    import inspect

    default = lambda make, name: inspect.signature(make).parameters[name].default
    return (
        f'AdamW decays by {default(torch.optim.AdamW, "weight_decay"):g} in torch and {default(optax.adamw, "weight_decay"):g} in optax, '
        f'Muon by {default(torch.optim.Muon, "weight_decay"):g} and {default(optax.contrib.muon, "weight_decay"):g}, '
        f'Lion in optax by {default(optax.lion, "weight_decay"):g}, and none of it is the gradient of a penalty'
    )


@entry('scikit-learn', 'RidgeCV: leave-one-out', ['held-out-ridge-monotone', 'weak-ridge-keeps-the-peak'], 'held-out points (PredefinedSplit)')
def leave_one_out():
    told = []
    for n, d in ((40, 100), (100, 40)):
        rng = np.random.default_rng(0)
        best = 0.25 * d
        picks = {0.1: 0, 1: 0, 10: 0}
        for _ in range(200):
            X = rng.standard_normal((n, d))
            truth = rng.standard_normal(d)
            y = X @ (truth / np.linalg.norm(truth)) + 0.5 * rng.standard_normal(n)
            picked = RidgeCV([best * c for c in picks], fit_intercept=False).fit(X, y).alpha_ / best
            picks[min(picks, key=lambda c: abs(c - picked))] += 1
        told.append(f'of 200 draws of {n} x {d} it picks .1, 1 and 10 times the best penalty {picks[0.1]}, {picks[1]} and {picks[10]} times')
    return '; '.join(told)


@entry('scipy', 'linalg.lstsq: singular values are cut off at eps', NORMS, 'cond=1e-12, or numpy.linalg.lstsq')
def centred():
    over = []
    for seed in range(10):
        X, y = wide(seed, 100, 400)
        X, y = X - X.mean(0), y - y.mean()
        over.append(excess(X, y, scipy.linalg.lstsq(X, y)[0]))
    return f'on centred data (100 x 400, so rank 99) it ends up to {max(over):.1g}% above the least L2 norm'


@entry('numpy', 'linalg.pinv: rcond 1e-15 whatever the precision', NORMS, 'rcond=1e-6 for float32')
def pseudoinverse():
    X, y = wide(0, 20, 60)
    X[-1] = X[0] + X[1]
    far = lambda kind: np.linalg.norm(np.linalg.pinv(X.astype(kind)) @ y.astype(kind)) / np.linalg.norm(np.linalg.pinv(X, rcond=1e-10) @ y)
    return f'of a matrix that lacks a rank it gives a norm {far(np.float32):.0e} times that of the least-squares solution of least norm in float32, and {far(np.float64):.3f} times in float64'


@entry('scikit-learn', 'LinearSVC: the intercept is one more weight, and penalized', ['steepest-descent-max-margin', 'l2-cannot-void-it'], 'intercept_scaling=1000, or fit_intercept=False')
def intercept():
    short = []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        X = rng.standard_normal((100, 5))
        y = np.where(X[:, 0] + 0.5 * rng.standard_normal(100) + 1 > 0, 1, -1)
        ends = [LinearSVC(intercept_scaling=scale, tol=1e-10, max_iter=1_000_000).fit(X, y).intercept_[0] for scale in (1, 1000)]
        short.append(100 * (1 - ends[0] / ends[1]))
    return f'with classes out of balance it is {percent(short)} smaller than that of an intercept that is free (100 x 5)'


def main():
    only = sys.argv[1] if len(sys.argv) > 1 else ''
    entries = []
    for package, what, claims, setting, measure in ENTRIES:
        if only not in f'{package} {what}':
            continue
        versions = ', '.join(f'{name} {version(name).split("+")[0]}' for name in package.split(', '))
        entries.append({'versions': versions, 'what': what, 'seen': measure(), 'claims': claims, 'set': setting})
        print(f'{versions}: {what}: {entries[-1]["seen"]}', flush=True)
    if only:
        return
    with open(FILE, 'w') as file:
        file.write(json.dumps(entries, indent=1) + '\n')


if __name__ == '__main__':
    main()
