"""tests/reference/hard.json: the lasso and ridge on questions on which float64 alone was wrong. All values are reproduced.

Python 3.11; the standard library alone: rational arithmetic on the numbers as float64 holds them. The questions are those of
the file: they were found by a search.
"""
from fractions import Fraction as Q
from agree import Reference

reference = Reference("hard")


def solved(A, b):
    """A x = b by elimination, exactly."""
    rows = [list(row) + [right] for row, right in zip(A, b)]
    n = len(rows)
    for k in range(n):
        pivot = next(i for i in range(k, n) if rows[i][k] != 0)
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [x / rows[k][k] for x in rows[k]]
        for i in range(n):
            if i != k and rows[i][k] != 0:
                rows[i] = [x - rows[i][k] * y for x, y in zip(rows[i], rows[k])]
    return [row[n] for row in rows]


def dot(a, b):
    return sum((x * y for x, y in zip(a, b)), Q(0))


def exact(of):
    return [[Q(x) for x in row] for row in of["X"]], [Q(x) for x in of["y"]]


# |X b - y|^2 / (2 n) + penalty |b|_1: the equations on the support, and everywhere |x_j.r| <= n penalty.
for one in reference.values["lasso"]:
    X, y = exact(one)
    columns = list(zip(*X))
    penalty = len(y) * Q(one["penalty"])
    stored = [float(b) for b in one["minimizer"]]
    support = [j for j, b in enumerate(stored) if b != 0]
    signs = [1 if stored[j] > 0 else -1 for j in support]
    gram = [[dot(columns[i], columns[j]) for j in support] for i in support]
    found = solved(gram, [dot(columns[j], y) - s * penalty for j, s in zip(support, signs)])
    beta = [Q(0)] * len(columns)
    for j, b in zip(support, found):
        beta[j] = b
    left = [right - dot(row, beta) for row, right in zip(X, y)]
    assert all(abs(dot(column, left)) <= penalty for column in columns), one["about"]
    assert all(b * s > 0 for b, s in zip(found, signs)), one["about"]
    size = max(abs(b) for b in stored)
    reference.check("lasso", one["about"], [float(b) / size for b in beta], [b / size for b in stored], 1e-15)

# |X b - y|^2 + penalty |b|^2, by b = X' (X X' + penalty)^-1 y or (X'X + penalty)^-1 X'y, whichever has an inverse.
for one in reference.values["ridge"]:
    X, y = exact(one)
    penalty = Q(one["penalty"])
    columns = list(zip(*X))
    wide = len(columns) > len(X)
    rows = X if wide else columns
    gram = [[dot(a, b) + (penalty if i == j else 0) for j, b in enumerate(rows)] for i, a in enumerate(rows)]
    right = y if wide else [dot(column, y) for column in columns]
    found = solved(gram, right)
    beta = [dot(column, found) for column in columns] if wide else found
    reference.check("ridge", one["about"], [float(b) for b in beta], [float(b) for b in one["beta"]], 1e-15)
reference.end()
