"""
optax in float64, one compiled loop. Tasks are padded by rows and columns of zeros to one shape, which no update sees: a
coordinate that is 0 and has slope 0 stays there. Its own weight decay is the penalty where it has one.
"""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import optax
import optax.contrib

from .problem import Problem
from .row import NORMS, row

jax.config.update('jax_enable_x64', True)

STEPS = {'default': 2000, 'tight': 8000}
COLUMNS = (*NORMS, 'least-q', 'margin-l2', 'margin-linf')
DECAYING = (*COLUMNS, 'ridge', 'factors')
SHAPES = {'separator': (11, 44), 'ridge': (15, 30), 'logistic': (15, 30)}


def padded(array, shape):
    out = np.zeros(shape)
    out[tuple(slice(length) for length in array.shape)] = array
    return jnp.asarray(out)


def slope(find, theta, X, y, penalty, mean):
    d = X.shape[1]
    u, v = theta[:d], theta[d:]
    beta = {'network': lambda: u * u - v * v, 'factors': lambda: u * v}.get(find, lambda: theta)()
    if find in ('separator', 'logistic'):
        g = X.T @ (-y * jax.nn.sigmoid(-y * (X @ beta))) / mean
    else:
        g = X.T @ (X @ beta - y) / mean
    if find in ('network', 'factors'):
        g = jnp.concatenate([2 * u * g, -2 * v * g] if find == 'network' else [v * g, u * g])
    return g + penalty * theta


@partial(jax.jit, static_argnames=('make', 'find', 'steps', 'falls', 'tight'))
def run(make, find, steps, falls, tight, theta, X, y, penalty, decay, mean, rate):
    lr = optax.cosine_decay_schedule(1.0, steps) if falls else (lambda count: 1.0)
    optimizer, seen = make(lambda count: rate * lr(count), decay, tight)

    def step(_, carry):
        theta, state = carry
        g = slope(find, theta, X, y, penalty, mean)
        updates, state = optimizer.update(g, state, theta)
        return optax.apply_updates(theta, updates), state

    theta, state = jax.lax.fori_loop(0, steps, step, (theta, optimizer.init(theta)))
    return seen(state, theta)


def optimizer(name, make, rate, says, tight='eps 1e-30', decays=False):
    """make(schedule, decay, tight) -> the transformation, and what its state and theta stand for."""
    text = 'the step falls to 0 as a cosine over 8000 steps (separators: it does not fall; the network: a quarter of the step, which does not fall)'

    @row(f'optax.{name}', 'optax', DECAYING if decays else COLUMNS, f'{says}, 2000 steps', f'{tight + "; " if tight else ""}{text}')
    def train(task, rule, rng):
        penalty = float(rule.get('penalty') or 0)
        tightly = rule.settings == 'tight'
        slow = 4 if tightly and rule.find == 'network' else 1
        problem = Problem(task, rule, rng)
        n, d = task.X.shape
        rows, cols = SHAPES.get(rule.find, (8, 32))
        start = problem.start.reshape(2, -1) if problem.two else problem.start.reshape(1, -1)
        theta = padded(start, (len(start), cols)).reshape(-1)
        theta = run(
            make,
            rule.find,
            STEPS[rule.settings],
            tightly and rule.find not in ('separator', 'network'),
            tightly,
            theta,
            padded(task.X, (rows, cols)),
            padded(task.y, (rows,)),
            0.0 if decays else penalty,
            # A decay that nobody asked for is the library's own at `default`.
            penalty if penalty or tightly or not decays else decays,
            float(problem.mean),
            (rate(problem) if callable(rate) else rate) / slow,
        )
        return problem.beta(np.asarray(theta).reshape(len(start), cols)[:, :d].reshape(-1))


def of(kind, **fixed):
    return lambda rate, decay, tight: (kind(rate, **fixed), lambda state, theta: theta)


def small(kind, **fixed):
    return lambda rate, decay, tight: (kind(rate, **fixed, **({'eps': 1e-30} if tight else {})), lambda state, theta: theta)


def decayed(kind, eps=True, **fixed):
    def make(rate, decay, tight):
        more = {'eps': 1e-30} if tight and eps else {}
        return kind(rate, weight_decay=decay, **fixed, **more), lambda state, theta: theta

    return make


def free(kind, eval_params, **fixed):
    def make(rate, decay, tight):
        return kind(rate(0), **fixed), lambda state, theta: eval_params(state, theta)

    return make


def sam(rate, decay, tight):
    # One adversarial step of size rho between two steps of descent, at one gradient each.
    made = optax.contrib.sam(optax.sgd(rate), optax.chain(optax.contrib.normalize(), optax.sgd(0.05)), sync_period=2)
    return made, lambda state, theta: theta


def plain(problem):
    return problem.step


def tenth(problem):
    return problem.step / 10


C = optax.contrib
optimizer('sgd', of(optax.sgd), plain, 'lr 1 / L', '')
optimizer('sgd.momentum', of(optax.sgd, momentum=0.9), tenth, 'lr 1 / (10 L), momentum .9', '')
optimizer('adam', small(optax.adam), 1e-2, 'lr 1e-2')
optimizer('adamw', decayed(optax.adamw), 1e-2, 'lr 1e-2, decay 1e-4 unless asked', 'eps 1e-30, decay 0 unless asked', decays=1e-4)
optimizer('adamax', small(optax.adamax), 1e-2, 'lr 1e-2')
optimizer('yogi', small(optax.yogi), 1e-2, 'lr 1e-2')
optimizer('adagrad', small(optax.adagrad), 1e-1, 'lr .1')
optimizer('rmsprop', small(optax.rmsprop), 1e-3, 'lr 1e-3')
optimizer('lion', decayed(optax.lion, eps=False), 1e-3, 'lr 1e-3, decay 1e-3 unless asked', 'decay 0 unless asked', decays=1e-3)
optimizer('sign_sgd', of(optax.sign_sgd), 1e-3, 'lr 1e-3', '')
optimizer('lamb', decayed(optax.lamb), 1e-2, 'lr 1e-2', 'eps 1e-30', decays=0.0)
optimizer('lars', decayed(optax.lars, eps=False), 1.0, 'lr 1', '', decays=0.0)
optimizer('fromage', of(optax.fromage), 1e-2, 'lr 1e-2', '')
optimizer('sam', sam, plain, 'sgd at lr 1 / L, rho .05, sync_period 2', '')
optimizer(
    'schedule_free_sgd', free(C.schedule_free_sgd, C.schedule_free_eval_params), plain, 'lr 1 / L', 'the step does not fall'
)
optimizer(
    'schedule_free_adamw', free(C.schedule_free_adamw, C.schedule_free_eval_params), 1e-2, 'lr 1e-2', 'the step does not fall'
)


@row('optax.lbfgs', 'optax', ('least-l2', 'least-q', 'margin-l2', 'margin-linf'), '200 steps, zoom line search', '2000 steps')
def lbfgs(task, rule, rng):
    problem = Problem(task, rule, rng)
    rows, cols = SHAPES.get(rule.find, (8, 32))
    start = problem.start.reshape(2 if problem.two else 1, -1)
    theta = padded(start, (len(start), cols)).reshape(-1)
    mask = padded(np.ones(len(task.y)), (rows,))
    theta = minimized(rule.find, 200 if rule.settings == 'default' else 2000, theta, padded(task.X, (rows, cols)), padded(task.y, (rows,)), mask)
    return problem.beta(np.asarray(theta).reshape(len(start), cols)[:, : task.X.shape[1]].reshape(-1))


@partial(jax.jit, static_argnames=('find', 'steps'))
def minimized(find, steps, theta, X, y, mask):
    d = X.shape[1]

    def loss(theta):
        beta = theta[:d] ** 2 - theta[d:] ** 2 if find == 'network' else theta
        at = X @ beta
        if find == 'separator':
            return jnp.sum(mask * jax.nn.softplus(-y * at)) / jnp.sum(mask)
        return 0.5 * jnp.sum((at - y) ** 2)

    optimizer = optax.lbfgs()
    evaluate = optax.value_and_grad_from_state(loss)

    def step(_, carry):
        theta, state = carry
        value, grad = evaluate(theta, state=state)
        updates, state = optimizer.update(grad, state, theta, value=value, grad=grad, value_fn=loss)
        return optax.apply_updates(theta, updates), state

    return jax.lax.fori_loop(0, steps, step, (theta, optimizer.init(theta)))[0]
