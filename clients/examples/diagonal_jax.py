"""
The diagonal linear network beta = u^D - v^D in JAX, in the place of `diagonal-network`: many trainings at once, each in a
lane of one compiled loop.

    npx claimcheck run small-init-is-min-l1 --model diagonal-network="python3 diagonal_jax.py"

Tasks are padded by zeros to a few shapes, so that little is compiled, and always fill 16 lanes, so that a trial has the
same bits whatever stands beside it. X: n x d, y: n, u, v, beta: d.
"""

from functools import partial

import claimcheck
import jax
import jax.numpy as jnp
import numpy as np

jax.config.update('jax_enable_x64', True)

LANES = 16
FIELDS = [
    *('alpha', 'depth', 'balance', 'gaussian', 'centred', 'optimizer', 'lossScale'),
    *('weighted', 'single', 'rate', 'residual', 'steps', 'budget'),
]


def train(lane, depth, optimizer, single):
    """One training, from lane['u'] and lane['v']."""
    X, y = lane['X'], lane['y']

    def image(u, v):
        return u**depth - v**depth - lane['origin']

    def loss(u, v, weights):
        r = X @ image(u, v) - y
        return jnp.sum(weights * r**2) / 2

    def left(u, v):
        return jnp.linalg.norm(X @ image(u, v) - y)

    def goes_on(state):
        u, v, _, made = state
        size = left(u, v)
        return (size > lane['residual']) & (size < 1e12) & (made < lane['limit'])

    def weights(made):
        if not single:
            return lane['weights']
        key = jax.random.fold_in(jax.random.key(lane['seed']), made)
        return lane['weights'] * (jnp.arange(len(y)) == jax.random.randint(key, (), 0, lane['n']))

    def mirror(state):
        u, v, moments, made = state
        g = (weights(made) * (X @ image(u, v) - y)) @ X
        curvature = depth**2 * jnp.max(u ** (2 * depth - 2) + v ** (2 * depth - 2)) * lane['norm']
        fastest = 2 * jnp.max(jnp.abs(g))
        if depth > 2:
            fastest = depth * (depth - 2) * jnp.max(jnp.maximum(u, v) ** (depth - 2) * jnp.abs(g))
        h = lane['scale'] * jnp.minimum((0.5 if depth == 2 else 0.25) / fastest, 1.8 / curvature)

        def moved(x, rate):
            if depth == 2:
                return x * jnp.exp(-rate * g)
            return x / (1 + x ** (depth - 2) * (depth - 2) * rate * g) ** (1 / (depth - 2))

        return moved(u, depth * h), moved(v, -depth * h), moments, made + 1

    def adam(state):
        u, v, (first, second), made = state
        slope = jnp.stack(jax.grad(loss, (0, 1))(u, v, weights(made)))
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        mean, square = first / (1 - 0.9 ** (made + 1)), second / (1 - 0.999 ** (made + 1))
        u, v = jnp.stack([u, v]) - lane['rate'] * (1 - made / lane['limit']) * mean / (jnp.sqrt(square) + 1e-8)
        return u, v, (first, second), made + 1

    zeros = jnp.zeros((2, len(lane['u'])))
    begun = lane['u'], lane['v'], (zeros, zeros), 0
    u, v, _, made = jax.lax.while_loop(goes_on, {'mirror': mirror, 'adam': adam}[optimizer], begun)
    return image(u, v), u, v, made, left(u, v)


@partial(jax.jit, static_argnames=('depth', 'optimizer', 'single'))
def train_all(lanes, depth, optimizer, single):
    return jax.vmap(partial(train, depth=depth, optimizer=optimizer, single=single))(lanes)


def padded(x, *shape):
    return np.pad(x, [(0, to - length) for length, to in zip(x.shape, shape)])


def up_to(length, step):
    return -(-length // step) * step


def lane_of(task, rule, streams):
    """The arrays of a lane, and what is compiled."""
    if rule.optimizer not in ('mirror', 'adam'):
        raise claimcheck.Refused(f'the optimizer {rule.optimizer} is not here; mirror and adam are')
    n, d = task.X.shape
    depth = int(rule.get('depth', 2))
    sizes = [np.abs(streams.train.normals(d)) if rule.get('gaussian') else np.ones(d) for _ in range(2)]
    u, v = rule.alpha * sizes[0], rule.alpha * rule.get('balance', 1) * sizes[1]
    rows, cols = up_to(n, 8), up_to(d, 16)
    lane = {
        'X': padded(task.X, rows, cols),
        'y': padded(task.y, rows),
        'u': padded(u, cols),
        'v': padded(v, cols),
        'origin': padded(u**depth - v**depth if rule.get('centred') else np.zeros(d), cols),
        'weights': padded(1 / (1 + np.arange(n) / n) if rule.get('weighted') else np.ones(n), rows),
        'norm': np.linalg.norm(task.X, 2) ** 2,
        'scale': float(rule.get('lossScale', 1)),
        'rate': float(rule.get('rate', 0)),
        'residual': float(rule.get('residual', -1)),
        'limit': int(rule.get('steps', rule.get('budget', 200_000))),
        'n': n,
        'seed': streams.train.seed,
    }
    return lane, (rows, cols, depth, rule.optimizer, bool(rule.get('single')))


def ended(trial, beta, u, v, made, left):
    rule, d = trial.rule, trial.task.X.shape[1]
    if left <= rule.get('residual', -1):
        stopped = 'residual'
    elif not left < 1e12:
        stopped = 'diverged'
    else:
        stopped = 'steps' if 'steps' in rule else 'budget'
    facts = {'residual': left, 'drift': 0, 'rate': rule.get('rate', 0)}
    return claimcheck.Trained({'beta': beta[:d], 'u': u[:d], 'v': v[:d]}, steps=made, stopped=stopped, facts=facts)


@claimcheck.model(name='diagonal network in JAX', fields=FIELDS, together=True, batch=LANES)
def network(trials):
    results, groups = [None] * len(trials), {}
    for k, trial in enumerate(trials):
        try:
            lane, kind = lane_of(*trial[:3])
            groups.setdefault(kind, []).append((k, lane))
        except Exception as error:
            results[k] = error
    for (_, _, depth, optimizer, single), members in groups.items():
        for at in range(0, len(members), LANES):
            some = members[at : at + LANES]
            lanes = [lane for _, lane in some] + [some[0][1]] * (LANES - len(some))
            stacked = {name: np.stack([lane[name] for lane in lanes]) for name in lanes[0]}
            columns = [np.asarray(each) for each in train_all(stacked, depth, optimizer, single)]
            for row, (k, _) in enumerate(some):
                results[k] = ended(trials[k], *(column[row] for column in columns))
    return results


if __name__ == '__main__':
    network.serve()
