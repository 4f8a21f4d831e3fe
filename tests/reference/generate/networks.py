"""tests/reference/networks.json: curvature of univariate ReLU networks, dropout on a hidden layer, class margins and lazy
training. All values are reproduced.

Python 3.11, mpmath 1.3.0 (50 digits). The networks are those of the file: they were drawn at random.
"""
import itertools
from agree import Reference
import mpmath as mp

mp.mp.dps = 50
reference = Reference("networks")
number = lambda xs: [mp.mpf(x) for x in xs]

ACTIVATIONS = {
    "relu": (lambda z: z if z > 0 else mp.mpf(0), lambda z: mp.mpf(1) if z > 0 else mp.mpf(0)),
    "tanh": (mp.tanh, lambda z: 1 / mp.cosh(z) ** 2),
    "softplus": (lambda z: mp.log(1 + mp.exp(z)), lambda z: 1 / (1 + mp.exp(-z))),
}


def network(theta, width, d, activation, scale=mp.mpf(1)):
    """f and its gradient in theta = [W | b | a | c], W: width x d, at an input."""
    W = [theta[k * d : (k + 1) * d] for k in range(width)]
    b, a, c = theta[width * d :][:width], theta[width * d + width :][:width], theta[width * d + 2 * width]
    act, slope = ACTIVATIONS[activation]

    def at(x):
        z = [mp.fdot(w, x) + shift for w, shift in zip(W, b)]
        value = scale * mp.fsum(ak * act(zk) for ak, zk in zip(a, z)) + c
        inner = [scale * ak * slope(zk) for ak, zk in zip(a, z)]
        gradient = [g * xi for g in inner for xi in x] + inner + [scale * act(zk) for zk in z] + [mp.mpf(1)]
        return value, gradient

    return at


def beyond(points, t, side):
    those = [x for x in points if side * (x - t) > 0]
    if not those:
        return mp.mpf(0)
    share, mean = mp.mpf(len(those)) / len(points), mp.fsum(those) / len(those)
    return share**2 * side * (mean - t) * mp.sqrt(1 + mean**2)


for one in reference.values["curvature"]:
    X, theta, width = number(one["X"]), number(one["theta"]), one["width"]
    J = [network(theta, width, 1, "relu")([x])[1] for x in X]
    n = len(X)
    K = mp.matrix([[mp.fdot(p, q) / n for q in J] for p in J])
    eigenvalues = mp.eigsy(K, eigvals_only=True)
    mean = [mp.fsum(column) / n for column in zip(*J)]
    weighted = mp.mpf(0)
    for w, b, a in zip(theta[:width], theta[width : 2 * width], theta[2 * width : 3 * width]):
        t = -b / w
        weighted += abs(a * w) * min(beyond(X, t, 1), beyond(X, t, -1))
    computed = [max(eigenvalues), mp.fsum(eigenvalues), mp.fdot(mean, mean), weighted]
    stored = [one[name] for name in ("largest", "trace", "mean", "weighted")]
    reference.check("curvature", f"width {width}", computed, stored, 4e-16)

# The mean over all masks of the hidden units, kept ones times 1 / (1 - q).
for one in reference.values["dropout"]:
    q, a, h, y = mp.mpf(one["q"]), number(one["a"]), number(one["h"]), mp.mpf(one["y"])
    loss = mp.mpf(0)
    for mask in itertools.product((0, 1), repeat=len(a)):
        chance = mp.fprod(1 - q if kept else q for kept in mask)
        f = mp.fsum(ak * hk / (1 - q) for ak, hk, kept in zip(a, h, mask) if kept)
        loss += chance * (f - y) ** 2 / 2
    reference.check("dropout", f"q = {one['q']}", loss, one["loss"], 4e-16)

# sum_j 1 / (g_j sqrt n_j) is least, for margins g of one total, where g_j is proportional to n_j^(-1/4).
for one in reference.values["ldam"]:
    roots = [mp.mpf(n) ** mp.mpf(-0.25) for n in one["sizes"]]
    total = mp.mpf(one["total"])
    computed = [total * root / mp.fsum(roots) for root in roots]
    reference.check("ldam", one["sizes"], computed, one["margins"], 4e-16)
    reference.check("ldam", one["sizes"], mp.fsum(roots) ** 2 / total, one["bound"], 4e-16)

# The network less its start, linearized in W and a, through y: K(z, X) K^-1 y.
for one in reference.values["tangent"]:
    d, width = len(one["X"][0]), one["width"]
    f = network(number(one["theta"]), width, d, one["activation"], mp.mpf(one["scale"]))
    trained = [*range(width * d), *range(width * d + width, width * d + 2 * width)]
    gradient = lambda x: [f(number(x))[1][k] for k in trained]
    J = [gradient(x) for x in one["X"]]
    K = mp.matrix([[mp.fdot(p, q) for q in J] for p in J])
    pull = mp.lu_solve(K, mp.matrix(number(one["y"])))
    computed = [mp.fsum(mp.fdot(gradient(z), p) * pull[i] for i, p in enumerate(J)) for z in one["points"]]
    reference.check("tangent", one["activation"], computed, one["predictions"], 4e-15)

# Four ReLU units that compute |x1| - |x2|; its margin on (+-1, 0), (0, +-1) by half of the squared length of its parameters.
one = reference.values["margin"]
theta = number(one["theta"])
f = network(theta, 4, 2, "relu")
size = mp.fdot(theta, theta) / 2
margins = [sign * f(number(x))[0] / size for x, sign in (([1, 0], 1), ([-1, 0], 1), ([0, 1], -1), ([0, -1], -1))]
reference.check("margin", "four units", min(margins), one["value"], 0)
reference.end()
