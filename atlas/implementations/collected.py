"""
pytorch_optimizer and schedulefree: what they are called says nothing of what they prefer. Least squares from 0 alone, float64.
"""

import math
import warnings

import pytorch_optimizer
import schedulefree
import torch

from .problem import Problem
from .row import row
from .torch_optim import parameter

warnings.filterwarnings('ignore')

STEPS = {'default': 600, 'tight': 1200}
P = pytorch_optimizer


def optimizer(name, kind, rate, says, package='pytorch_optimizer', **fixed):
    """rate: a number, or a function of the problem."""

    @row(
        name,
        package,
        ('least-l2',),
        f'{says}, decay 0, 600 steps',
        'the same, 1200 steps, the step falls to 0 as a cosine',
    )
    def train(task, rule, rng):
        problem = Problem(task, rule, rng)
        p, theta, g = parameter(problem)
        lr = rate(problem) if callable(rate) else rate
        torch.manual_seed(0)
        made = kind([p], lr=lr, **fixed)
        if hasattr(made, 'train'):
            made.train()
        steps = STEPS[rule.settings]
        for t in range(steps):
            g[:] = problem.gradient(theta)
            if rule.settings == 'tight' and package != 'schedulefree':
                for group in made.param_groups:
                    group['lr'] = lr * 0.5 * (1 + math.cos(math.pi * t / steps))
            made.step()
        if hasattr(made, 'eval'):
            made.eval()
        return problem.beta(theta)


def plain(problem):
    return problem.step


def collected(name, rate, says, **fixed):
    optimizer(f'pytorch_optimizer.{name}', getattr(P, name), rate, says, **fixed)


collected('AdaShift', 1e-1, 'lr .1')
collected('Amos', 1e-1, 'lr .1')
collected('ApolloDQN', 1e-1, 'lr .1')
collected('DAdaptAdam', 1.0, 'lr 1')
collected('DAdaptSGD', 1.0, 'lr 1')
collected('Prodigy', 1.0, 'lr 1')
collected('NovoGrad', 1e-2, 'lr 1e-2')
collected('Fromage', 1e-2, 'lr 1e-2')
collected('PNM', 1e-1, 'lr .1')
collected('Lion', 1e-3, 'lr 1e-3')
collected('SignSGD', 1e-3, 'lr 1e-3')
collected('AdaBelief', 1e-2, 'lr 1e-2')
collected('MADGRAD', 1e-2, 'lr 1e-2')
collected('PAdam', 1e-1, 'lr .1')
optimizer('schedulefree.SGDScheduleFree', schedulefree.SGDScheduleFree, plain, 'lr 1 / L', 'schedulefree')
optimizer('schedulefree.AdamWScheduleFree', schedulefree.AdamWScheduleFree, 1e-2, 'lr 1e-2', 'schedulefree')
