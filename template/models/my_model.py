"""
What my-model.ts trains, in Python: least squares by gradient descent, from b ~ start N(0, I).

    npx claimcheck run my-claim --claims claims --level quick --model my-model="python3 models/my_model.py"
"""

import math

import claimcheck


def dot(x, y):
    return sum(a * b for a, b in zip(x, y))


@claimcheck.model(name='my-model in Python', fields=['start', 'rate', 'residual', 'budget'])
def train(task, rule, streams):
    X, y = [list(row) for row in task.X], list(task.y)
    rate = rule.rate / sum(dot(row, row) for row in X)
    # What my-model.ts draws, to the last bit.
    b = [rule.start * z for z in streams.train.normals(len(X[0]))]
    steps = 0
    while True:
        left = [dot(row, b) - label for row, label in zip(X, y)]
        residual = math.sqrt(dot(left, left))
        if residual <= rule.residual:
            stopped = 'residual'
        elif not residual < 1e12:
            stopped = 'diverged'
        elif steps >= rule.budget:
            stopped = 'budget'
        else:
            b = [entry - rate * dot(column, left) for entry, column in zip(b, zip(*X))]
            steps += 1
            continue
        return claimcheck.Trained({'b': b}, steps, stopped, {'residual': residual})


claimcheck.serve()
