"""
torch.optim, one vector as one parameter, float64, one thread. The gradient is given (problem.py), so that what is seen is the
optimizer alone. Its own weight decay is the penalty, where it has one; the penalty is in the loss otherwise.
"""

import math

import torch

from .problem import Problem
from .row import NORMS, row

torch.set_num_threads(1)

# Steps at either setting; of a separator there is no end, and its step stays.
STEPS = {'default': 500, 'tight': 1000}
LONG = {'default': 500, 'tight': 1500}
COLUMNS = ('least-l2', 'least-linf', 'least-q', 'margin-l2', 'margin-linf', 'ridge')
FACTORS = (*COLUMNS, 'factors')


def parameter(problem, shape=(-1,)):
    p = torch.nn.Parameter(torch.from_numpy(problem.start.copy()).reshape(shape))
    p.grad = torch.zeros_like(p)
    # Both share the memory of the tensors.
    return p, p.detach().numpy().reshape(-1), p.grad.numpy().reshape(-1)


def descend(problem, rule, make, rate, shape):
    tight = rule.settings == 'tight'
    free = problem.find == 'separator'
    steps = (LONG if free else STEPS)[rule.settings]
    falls = tight and problem.find not in ('separator', 'network')
    # Both are slow to leave the coordinates that they begin near.
    if tight and problem.two:
        steps *= 4
    if tight and problem.find == 'network':
        rate /= 4
    p, theta, g = parameter(problem, shape)
    optimizer = make(p, rate, tight)
    before = None
    for t in range(steps):
        g[:] = problem.gradient(theta)
        # Nothing moves any more.
        if t % 50 == 0 and not free:
            if before is not None and abs(theta - before).max() <= 1e-13 * abs(theta).max():
                break
            before = theta.copy()
        if falls:
            for group in optimizer.param_groups:
                group['lr'] = rate * 0.5 * (1 + math.cos(math.pi * t / steps))
        optimizer.step()
    return problem.beta(theta)


def optimizer(name, make, rate, says, tight='', decays=True, columns=COLUMNS, shape=(-1,)):
    """make(parameter, rate, decay or None for the library's own, tight); rate: a number, or a function of the problem."""
    text = 'the step falls to 0 as a cosine over 1000 steps (factors: 4000; separators: 1500, it does not fall; the network: 4000 of a quarter of the step, which does not fall)'

    @row(f'torch.{name}', 'torch', columns, f'{says}, 500 steps', f'{tight + "; " if tight else ""}{text}')
    def train(task, rule, rng):
        penalty = float(rule.get('penalty') or 0)
        problem = Problem(task, rule, rng, penalty=0.0 if decays else penalty)
        step = rate(problem) if callable(rate) else rate

        def made(p, lr, tight):
            decay = {}
            if decays and (penalty or tight):
                decay = {'weight_decay': penalty}
            return make([p], lr=lr, tight=tight, **decay)

        return descend(problem, rule, made, step, shape)


def of(kind, tighter=None, **fixed):
    def make(params, tight, **given):
        return kind(params, **fixed, **given, **((tighter or {}) if tight else {}))

    return make


O = torch.optim
EXACT = {'eps': 1e-30}
SMALL = 'eps 1e-30'


def plain(problem):
    return 0.2 if problem.find == 'factors' else problem.step


def tenth(problem):
    return plain(problem) / 10


optimizer('SGD', of(O.SGD), plain, 'lr 1 / L', columns=FACTORS)
optimizer('SGD.momentum', of(O.SGD, momentum=0.9), tenth, 'lr 1 / (10 L), momentum .9', columns=FACTORS)
optimizer('SGD.dampening', of(O.SGD, momentum=0.9, dampening=0.9), plain, 'lr 1 / L, momentum .9, dampening .9')
optimizer('SGD.nesterov', of(O.SGD, momentum=0.9, nesterov=True), tenth, 'lr 1 / (10 L), Nesterov momentum .9')
optimizer('Adam', of(O.Adam, EXACT), 1e-2, 'lr 1e-2', SMALL, columns=FACTORS)
optimizer('AdamW', of(O.AdamW, EXACT), 1e-2, 'lr 1e-2, decay .01 unless asked', SMALL + ', decay 0 unless asked', columns=FACTORS)
optimizer('NAdam', of(O.NAdam, EXACT), 1e-2, 'lr 1e-2', SMALL)
optimizer('RAdam', of(O.RAdam, EXACT), 1e-2, 'lr 1e-2', SMALL)
optimizer('Adamax', of(O.Adamax, EXACT), 1e-2, 'lr 1e-2', SMALL)
optimizer('Adagrad', of(O.Adagrad, EXACT), 1e-1, 'lr .1', SMALL)
optimizer('Adagrad.start', of(O.Adagrad, EXACT, initial_accumulator_value=0.1), 1e-1, 'lr .1, accumulator .1', SMALL)
optimizer('Adadelta', of(O.Adadelta), 1.0, 'lr 1')
optimizer('RMSprop', of(O.RMSprop, EXACT), 5e-3, 'lr 5e-3', SMALL)
optimizer('Rprop', of(O.Rprop), 1e-2, 'lr 1e-2', decays=False)
optimizer('ASGD', of(O.ASGD), plain, 'lr 1 / L')
optimizer('Muon', of(O.Muon), 1e-2, 'lr 1e-2, the vector as d x 1, decay .1 unless asked', 'decay 0 unless asked', shape=(-1, 1), columns=FACTORS)
optimizer('Adafactor', of(O.Adafactor), 1e-2, 'lr 1e-2')


def lbfgs(name, **fixed):
    tightest = {'tolerance_grad': 0.0, 'tolerance_change': 0.0}

    @row(f'torch.{name}', 'torch', FACTORS, 'lr 1, 20 iterations a step, 100 steps', 'both tolerances 0')
    def train(task, rule, rng):
        problem = Problem(task, rule, rng, penalty=float(rule.get('penalty') or 0))
        p, theta, g = parameter(problem)
        optimizer = O.LBFGS([p], **fixed, **(tightest if rule.settings == 'tight' else {}))

        def closure():
            g[:] = problem.gradient(theta)
            return torch.tensor(problem.loss(theta), dtype=torch.float64)

        for _ in range(100):
            before = theta.copy()
            optimizer.step(closure)
            if (theta == before).all():
                break
        return problem.beta(theta)


lbfgs('LBFGS')
lbfgs('LBFGS.strong-wolfe', line_search_fn='strong_wolfe')


@row('torch.lstsq', 'torch', NORMS, 'gelsy', 'gelsd')
def lstsq(task, rule, rng):
    X, y = torch.from_numpy(task.X.copy()), torch.from_numpy(task.y.copy())
    driver = {'driver': 'gelsd'} if rule.settings == 'tight' else {}
    return torch.linalg.lstsq(X, y[:, None], **driver).solution[:, 0].numpy()
