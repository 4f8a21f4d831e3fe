"""
The diagonal linear network beta = u^D - v^D in numpy, in the place of `diagonal-network`: squared loss, from u = v = alpha.

    npx claimcheck run small-init-is-min-l1 --model diagonal-network="python3 diagonal_numpy.py"

- `mirror`: the exact dual step, u <- u exp(-2 h g) at depth 2, with g = X'(X beta - y).
- `gradient`: plain descent. `adam`: Adam, its rate falling linearly to zero.

X: n x d, y: n, u, v, beta: d.
"""

import claimcheck
import numpy as np

FIELDS = [
    *('alpha', 'depth', 'balance', 'gaussian', 'signs', 'centred'),
    *('optimizer', 'lossScale', 'weighted', 'single', 'within', 'stable', 'rate', 'ofCurvature'),
    *('falling', 'labelNoise', 'noiseOfSigns', 'frozen', 'gradientNoise', 'residual', 'steps', 'budget', 'then'),
]


def start(rule, d, stream):
    """u and v, as they are drawn: all of u, then all of v."""

    def drawn(scale):
        x = np.empty(d)
        for j in range(d):
            size = scale * (abs(stream.normal()) if rule.get('gaussian') else 1)
            x[j] = -size if rule.get('signs') and stream.uniform() < 0.5 else size
        return x

    return drawn(rule.alpha), drawn(rule.alpha * rule.get('balance', 1))


def mirrored(depth, x, g, rate):
    """x moves along g by its dual: log x at depth 2, x^(2 - D) beyond."""
    if depth == 2:
        return x * np.exp(-rate * g)
    return x / (1 + x ** (depth - 2) * (depth - 2) * rate * g) ** (1 / (depth - 2))


def sizes(phase, depth, norm, rate, limit):
    """How far a step goes: the fixed rate, or as far as is safe where u, v and g are."""
    scale = phase.get('lossScale', 1)

    def widest(u, v):
        return depth**2 * np.max(u ** (2 * depth - 2) + v ** (2 * depth - 2)) * norm

    def reach(u, v, g):
        if depth == 2:
            return 0.25 / np.max(np.abs(g))
        fastest = np.max(np.maximum(np.abs(u), np.abs(v)) ** (depth - 2) * np.abs(g))
        return 0.25 / (depth * (depth - 2) * fastest)

    if phase.optimizer == 'adam':
        return lambda made, u, v, g: rate * (1 - made / limit)
    if rate is not None:
        return lambda made, u, v, g: scale * rate * (0.1 ** (3 * made // limit) if phase.get('falling') else 1)
    if phase.optimizer == 'mirror':
        return lambda made, u, v, g: scale * min(reach(u, v, g), 1.8 / widest(u, v))
    return lambda made, u, v, g: scale * min(phase.within / (2 * np.max(np.abs(g))), 2 * phase.stable / widest(u, v))


def movers(optimizer, depth):
    """What moves u and v by a step of h along g."""
    moments = [0, 0, 0, 0]

    def mirror(u, v, g, h, made):
        return mirrored(depth, u, g, depth * h), mirrored(depth, v, g, -depth * h)

    def gradient(u, v, g, h, made):
        return u - depth * h * u ** (depth - 1) * g, v + depth * h * v ** (depth - 1) * g

    def adam(u, v, g, h, made):
        moved = []
        for k, (x, sign) in enumerate(((u, 1), (v, -1))):
            slope = sign * depth * x ** (depth - 1) * g
            moments[k] = 0.9 * moments[k] + 0.1 * slope
            moments[k + 2] = 0.999 * moments[k + 2] + 0.001 * slope**2
            first = moments[k] / (1 - 0.9 ** (made + 1))
            second = moments[k + 2] / (1 - 0.999 ** (made + 1))
            moved.append(x - h * first / (np.sqrt(second) + 1e-8))
        return moved

    return {'mirror': mirror, 'gradient': gradient, 'adam': adam}[optimizer]


def noises(phase, n, stream):
    """The noise of n labels, step by step."""
    while True:
        drawn = stream.normals(64, n)
        if phase.get('noiseOfSigns'):
            drawn = np.sign(drawn)
        for row in phase.labelNoise * drawn:
            while True:
                yield row
                if not phase.get('frozen'):
                    break


def curvature(X, u, v):
    """|4 X diag(u^2 + v^2) X'|_2"""
    return np.linalg.norm(2 * X * np.sqrt(u**2 + v**2), 2) ** 2


@claimcheck.model(name='diagonal network in numpy', fields=FIELDS)
def train(task, rule, streams):
    X, y, depth = task.X, task.y, int(rule.get('depth', 2))
    n, d = X.shape
    u, v = start(rule, d, streams.train)
    origin = u**depth - v**depth if rule.get('centred') else 0
    product = u * v
    norm = np.linalg.norm(X, 2) ** 2
    total, last = 0, 0.0
    for phase in [rule, *rule.get('then', [])]:
        if phase.optimizer not in ('mirror', 'gradient', 'adam'):
            raise claimcheck.Refused(f'the optimizer {phase.optimizer} is not here; mirror, gradient and adam are')
        limit = phase.get('steps', phase.get('budget', 200_000))
        rate = phase.ofCurvature / curvature(X, u, v) if 'ofCurvature' in phase else phase.get('rate')
        size, move = sizes(phase, depth, norm, rate, limit), movers(phase.optimizer, depth)
        weights = 1 / (1 + np.arange(n) / n) if phase.get('weighted') else 1

        noise = noises(phase, n, streams.noise) if phase.get('labelNoise') else None
        made = 0
        while True:
            beta = u**depth - v**depth - origin
            r = X @ beta - y
            left = np.sqrt(r @ r)
            if left <= phase.get('residual', -1):
                stopped = 'residual'
            elif not left < 1e12:
                stopped = 'diverged'
            elif made >= limit:
                stopped = 'steps' if 'steps' in phase else 'budget'
            else:
                seen = weights * (r if noise is None else r - next(noise))
                if phase.get('single'):
                    seen = np.where(np.arange(n) == streams.train.integer(n), seen, 0)
                g = seen @ X
                h = size(made, u, v, g)
                u, v = move(u, v, g, h, made)
                if phase.optimizer == 'gradient':
                    product = product * (1 - 4 * h * h * g * g)
                if phase.get('gradientNoise'):
                    u = u + h * phase.gradientNoise * streams.noise.normals(d)
                    # The quadratic network has no v.
                    v = np.where(v == 0, 0, v + h * phase.gradientNoise * streams.noise.normals(d))
                made += 1
                continue
            break
        total, last = total + made, 0.0 if rate is None else rate
        if stopped in ('budget', 'diverged'):
            break
    with np.errstate(invalid='ignore', divide='ignore'):
        drift = np.max(np.abs(u * v / product - 1))
    facts = {'residual': left, 'drift': drift, 'rate': last}
    return claimcheck.Trained({'beta': beta, 'u': u, 'v': v}, steps=total, stopped=stopped, facts=facts)


if __name__ == '__main__':
    train.serve()
