#!/usr/bin/env bash
# torch 2.13.0: torch.optim.Muon orthogonalizes in bfloat16 whatever the dtype of the weights, float64 among them. A gradient of
# rank 1 (a single example does that to a linear layer) has one direction, and its orthogonalization is that direction. The
# rounding of the gradient to bfloat16 is of full rank, and the five iterations multiply small singular values by about
# 3.4445^5 = 485: what comes out is mostly other directions.
# Seen: at 64 x 64 the step has 20 and more singular values above a tenth of the largest, and a cosine of less than .7 with the
# gradient's direction; with float64 weights to the last bit what it is with float32 ones. The same five iterations in float64 give
# one direction, and a cosine of 1.
# Expected: the precision of the weights, or a word that it is not kept. Runs that swap a second-order method for Muon on
# problems of low rank see directions that no gradient had.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check torch==2.13.0 numpy==2.4.6
"$work/venv/bin/python" - <<'PY'
import torch

a, b, c = 3.4445, -4.7750, 2.0315
made = torch.Generator().manual_seed(1)
u = torch.randn(64, 1, generator=made, dtype=torch.float64)
v = torch.randn(1, 64, generator=made, dtype=torch.float64)

def muon(dtype):
    weights = torch.nn.Parameter(torch.zeros(64, 64, dtype=dtype))
    weights.grad = (u @ v).to(dtype)
    torch.optim.Muon([weights], lr=1.0, weight_decay=0.0, momentum=0.0, nesterov=False).step()
    return -weights.detach().double()

def plain():
    step = u @ v / (u @ v).norm()
    for _ in range(5):
        gram = step @ step.T
        step = a * step + (b * gram + c * gram @ gram) @ step
    return step

def seen(step):
    sizes = torch.linalg.svdvals(step)
    return int((sizes > sizes[0] / 10).sum()), float((u * (step @ v.T)).sum() / (u.norm() * v.norm() * step.norm()))

single, double, exact = muon(torch.float32), muon(torch.float64), plain()
print(torch.__version__, seen(single), seen(double), seen(exact))
assert torch.__version__.startswith('2.13.0')
assert torch.equal(single, double)
assert seen(double)[0] >= 20 and seen(double)[1] < 0.7
assert seen(exact)[0] == 1 and seen(exact)[1] > 0.999999
PY
