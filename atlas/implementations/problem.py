"""
What descent is asked, as a smooth function of a flat vector theta: start, gradient, and the beta that theta stands for
(models/solver.ts has the formulas). X: n x d, y: n.
"""

import numpy as np


class Problem:
    """`penalty` is what the loss itself has of it: 0 where the optimizer decays weights on its own."""

    def __init__(self, task, rule, rng, penalty=0.0):
        self.X, self.y = np.ascontiguousarray(task.X), np.ascontiguousarray(task.y)
        self.find = rule.find
        n, d = self.X.shape
        self.d = d
        self.two = rule.find in ('network', 'factors')
        self.mean = n if rule.find in ('ridge', 'logistic', 'separator') else 1
        self.classes = rule.find in ('logistic', 'separator')
        self.penalty = penalty
        largest = np.linalg.norm(self.X, 2) ** 2
        if rule.find == 'network':
            self.start = np.full(2 * d, rule.alpha)
        elif rule.find == 'factors':
            self.start = 0.5 * rng.standard_normal(2 * d)
        else:
            self.start = np.zeros(d)
        # A step of plain descent that is stable here.
        self.step = 1 / (largest / self.mean / (4 if self.classes else 1) + float(rule.get('penalty') or 0))
        if self.two:
            self.step = 0.02 if rule.find == 'network' else 0.1

    def beta(self, theta):
        if not self.two:
            return np.array(theta)
        u, v = theta[: self.d], theta[self.d :]
        return u * u - v * v if self.find == 'network' else u * v

    def slopes(self, beta):
        """X' times the derivative of the loss by X beta."""
        if self.classes:
            weights = -self.y / (1 + np.exp(np.minimum(self.y * (self.X @ beta), 700)))
        else:
            weights = self.X @ beta - self.y
        return self.X.T @ weights / self.mean

    def gradient(self, theta):
        g = self.slopes(self.beta(theta))
        if self.two:
            u, v = theta[: self.d], theta[self.d :]
            g = np.concatenate([2 * u * g, -2 * v * g] if self.find == 'network' else [v * g, u * g])
        return g + self.penalty * theta if self.penalty else g

    def loss(self, theta):
        at = self.X @ self.beta(theta)
        value = np.logaddexp(0, -self.y * at).sum() if self.classes else 0.5 * np.sum((at - self.y) ** 2)
        return value / self.mean + 0.5 * self.penalty * np.dot(theta, theta)
