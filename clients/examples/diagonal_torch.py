"""
The diagonal linear network beta = u^D - v^D in PyTorch, in the place of `diagonal-network`.

    npx claimcheck run small-init-is-not-min-l2 --model diagonal-network="python3 diagonal_torch.py"

`mirror` is the exact dual step; `gradient` is torch.optim.SGD and `adam` torch.optim.Adam, on gradients by autograd.
X: n x d, y: n, u, v, beta: d.
"""

import claimcheck
import torch

torch.set_num_threads(1)
torch.use_deterministic_algorithms(True)

FIELDS = [
    *('alpha', 'depth', 'balance', 'gaussian', 'centred', 'optimizer', 'lossScale'),
    *('weighted', 'single', 'within', 'stable', 'rate', 'residual', 'steps', 'budget'),
]


def tensor(array):
    return torch.tensor(array, dtype=torch.float64)


def mirrored(depth, x, g, rate):
    if depth == 2:
        return x * torch.exp(-rate * g)
    return x / (1 + x ** (depth - 2) * (depth - 2) * rate * g) ** (1 / (depth - 2))


@claimcheck.model(name='diagonal network in PyTorch', fields=FIELDS)
def train(task, rule, streams):
    X, y, depth = tensor(task.X), tensor(task.y), int(rule.get('depth', 2))
    n, d = X.shape
    sizes = [tensor(streams.train.normals(d)).abs() if rule.get('gaussian') else 1 for _ in range(2)]
    u = (rule.alpha * sizes[0] * torch.ones(d, dtype=torch.float64)).requires_grad_()
    v = (rule.alpha * rule.get('balance', 1) * sizes[1] * torch.ones(d, dtype=torch.float64)).requires_grad_()
    origin = (u**depth - v**depth).detach() if rule.get('centred') else 0
    norm = torch.linalg.matrix_norm(X, 2) ** 2
    weights = 1 / (1 + torch.arange(n, dtype=torch.float64) / n) if rule.get('weighted') else torch.ones(n).double()
    scale, limit = rule.get('lossScale', 1), rule.get('steps', rule.get('budget', 200_000))
    optimizer = {
        'mirror': lambda: None,
        'gradient': lambda: torch.optim.SGD([u, v], lr=0.0),
        'adam': lambda: torch.optim.Adam([u, v], lr=rule.rate),
    }.get(rule.optimizer)
    if optimizer is None:
        raise claimcheck.Refused(f'the optimizer {rule.optimizer} is not here; mirror, gradient and adam are')
    optimizer = optimizer()

    @torch.no_grad()
    def step_size(g):
        """As far as is safe where u, v and g are."""
        curvature = depth**2 * torch.max(u ** (2 * depth - 2) + v ** (2 * depth - 2)) * norm
        if rule.optimizer == 'gradient':
            return scale * torch.minimum(rule.within / (2 * g.abs().max()), 2 * rule.stable / curvature)
        fastest = 2 * g.abs().max()
        if depth > 2:
            fastest = 2 * depth * (depth - 2) * torch.max(torch.maximum(u, v) ** (depth - 2) * g.abs())
        return scale * torch.minimum(0.5 / fastest, 1.8 / curvature)

    steps = 0
    while True:
        beta = u**depth - v**depth - origin
        r = X @ beta - y
        left = torch.linalg.vector_norm(r).item()
        if left <= rule.get('residual', -1) or not left < 1e12 or steps >= limit:
            break
        seen = weights
        if rule.get('single'):
            seen = torch.zeros(n).double().index_fill_(0, torch.tensor(streams.train.integer(n)), 1.0) * weights
        loss = 0.5 * torch.sum(seen * r**2)
        if optimizer is None:
            (g,) = torch.autograd.grad(loss, beta)
            with torch.no_grad():
                h = step_size(g)
                u.copy_(mirrored(depth, u, g, depth * h))
                v.copy_(mirrored(depth, v, g, -depth * h))
        else:
            optimizer.zero_grad()
            beta.retain_grad()
            loss.backward()
            if rule.optimizer == 'adam':
                lr = rule.rate * (1 - steps / limit)
            elif 'rate' in rule:
                lr = scale * rule.rate
            else:
                lr = step_size(beta.grad).item()
            optimizer.param_groups[0]['lr'] = lr
            optimizer.step()
        steps += 1
    ended = 'steps' if 'steps' in rule else 'budget'
    stopped = 'residual' if left <= rule.get('residual', -1) else ended if left < 1e12 else 'diverged'
    facts = {'residual': left, 'drift': 0, 'rate': rule.get('rate', 0)}
    return claimcheck.Trained({'beta': beta, 'u': u, 'v': v}, steps=steps, stopped=stopped, facts=facts)


if __name__ == '__main__':
    train.serve()
