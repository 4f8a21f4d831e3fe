"""tests/reference/implicit.json: minimizers under X b = y, and what training was measured to do on the same instances.

Reproduced, from the instances of the file: minL1 and minWeightedL1 by an exact vertex and an exact dual, minL2 and
minFrobenius exactly, the lasso by its conditions of optimality, Qalpha and labelNoise_prediction by Newton's method in 50
digits, minNuclear by a primal and a dual value (to 1e-10, as the first solvers found them), the minimizers of
entropy along the path, maxMargin by enumeration of faces. Transcribed: what gradient descent did (fields `gd*`, `check_EG*`,
`measured_*`, `no_noise_dist`), checks and iterations of the first solvers (`check_*`, `*_iters`, `kkt_*`, `barrier_*`,
`admm_*`, `float_newton_relerr`, `mp_residual`, `rel_gap`).

Python 3.11, numpy 2.4.6, mpmath 1.3.0.
"""
from fractions import Fraction as Q
from itertools import combinations
import mpmath as mp
import numpy as np
from agree import Reference

mp.mp.dps = 50
reference = Reference("implicit")


def dot(a, b):
    return sum((x * y for x, y in zip(a, b)), Q(0))


def solved(A, b):
    """A x = b by elimination, exactly; None where A is singular."""
    rows = [list(row) + [right] for row, right in zip(A, b)]
    n = len(rows)
    for k in range(n):
        pivot = next((i for i in range(k, n) if rows[i][k] != 0), None)
        if pivot is None:
            return None
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [x / rows[k][k] for x in rows[k]]
        for i in range(n):
            if i != k and rows[i][k] != 0:
                rows[i] = [x - rows[i][k] * y for x, y in zip(rows[i], rows[k])]
    return [row[n] for row in rows]


def floats(values):
    return [float(value) for value in values]


def weighted_l1(X, y, weights, stored):
    """The exact vertex on the stored support, its dual, and the largest |x_j.nu| / w_j off the support, at most 1."""
    columns = list(zip(*X))
    support = [j for j, b in enumerate(stored) if b != 0]
    assert len(support) == len(y)
    on = solved([[columns[j][i] for j in support] for i in range(len(y))], y)
    nu = solved([columns[j] for j in support], [weights[j] * (1 if b > 0 else -1) for j, b in zip(support, on)])
    off = max((abs(dot(columns[j], nu)) / weights[j] for j in range(len(columns)) if j not in support), default=Q(0))
    assert off <= 1
    beta = [Q(0)] * len(columns)
    for j, b in zip(support, on):
        beta[j] = b
    return beta, nu, off, sum(w * abs(b) for w, b in zip(weights, beta))


def newton(X, y, of, slope, start):
    """nu with X of(X'nu) = y, Newton's method in 50 digits; the potential is convex, so that there is one."""
    A, nu = mp.matrix([[mp.mpf(x) for x in row] for row in X]), mp.matrix([mp.mpf(v) for v in start])
    for _ in range(60):
        t = A.T * nu
        left = mp.matrix(y) - A * mp.matrix([of(j, t[j]) for j in range(len(t))])
        D = mp.diag([slope(j, t[j]) for j in range(len(t))])
        nu += mp.lu_solve(A * D * A.T, left)
        if mp.norm(left) < mp.mpf(10) ** -40:
            break
    assert mp.norm(left) < mp.mpf(10) ** -30
    return nu, [of(j, t[j]) for j, t in ((j, A.T * nu) for j in range(A.cols))]


def potential(beta, scales):
    """sum a q(b / a), q(z) = 2 - sqrt(4 + z^2) + z asinh(z / 2)"""
    total = mp.mpf(0)
    for b, a in zip(beta, scales):
        z = b / a
        total += a * (2 - mp.sqrt(4 + z * z) + z * mp.asinh(z / 2))
    return total


for one in reference.values["instances"]:
    name = one["name"]
    check = lambda what, computed, stored, accuracy: reference.check("instances", f"{name}, {what}", computed, stored, accuracy)
    X, y = [[Q(x) for x in row] for row in one["X"]], [Q(v) for v in one["y"]]
    columns, d = list(zip(*X)), len(X[0])

    l1 = one["minL1"]
    beta, nu, off, least = weighted_l1(X, y, [Q(1)] * d, l1["beta"])
    check("minL1", [str(least)], [l1["value_rational"]], 0)
    check("minL1", [float(least), *floats(beta), *floats(nu)], [l1["value"], *l1["beta"], *l1["dual_nu"]], 4e-16)
    check("minL1", [float(off), off < 1, len(y)], [l1["max_offbasis_dual"], l1["strict_unique_certificate"], l1["support"]], 4e-16)

    weighted = one["minWeightedL1"]
    weights = [dot(column, column) for column in columns]
    beta, nu, off, value = weighted_l1(X, y, weights, weighted["beta"])
    check("minWeightedL1", floats([*weights, value, *beta, off]), [*weighted["weights"], weighted["value"], *weighted["beta"], weighted["max_offbasis_dual"]], 4e-16)

    nu = solved([[dot(a, b) for b in X] for a in X], y)
    beta = [dot(column, nu) for column in columns]
    l2 = mp.sqrt(mp.mpf(dot(y, nu).numerator) / dot(y, nu).denominator)
    check("minL2", [l2, *floats(beta)], [one["minL2"]["value"], *one["minL2"]["beta"]], 4e-16)

    lasso = one["lasso"]
    support = [j for j, b in enumerate(lasso["beta"]) if b != 0]
    lam, signs = Q(lasso["lam"]), [1 if lasso["beta"][j] > 0 else -1 for j in support]
    gram = [[dot(columns[i], columns[j]) for j in support] for i in support]
    on = solved(gram, [dot(columns[j], y) - s * lam for j, s in zip(support, signs)])
    beta = [Q(0)] * d
    for j, b in zip(support, on):
        beta[j] = b
    left = [right - dot(row, beta) for row, right in zip(X, y)]
    assert all(abs(dot(column, left)) <= lam for column in columns) and all(b * s > 0 for b, s in zip(on, signs))
    check("lasso", floats(beta), lasso["beta"], 1e-11)

    for of in one["Qalpha"]:
        D, alpha = of["depth"], mp.mpf(of["alpha"])
        if D == 2:
            image, slope = lambda _, t: 2 * alpha**2 * mp.sinh(t), lambda _, t: 2 * alpha**2 * mp.cosh(t)
        else:
            p = mp.mpf(D) / (D - 2)
            image = lambda _, z: alpha**D * ((1 - z) ** -p - (1 + z) ** -p)
            slope = lambda _, z: alpha**D * p * ((1 - z) ** (-p - 1) + (1 + z) ** (-p - 1))
        nu, beta = newton(one["X"], one["y"], image, slope, of["nu"])
        size1, size2 = mp.fsum(abs(b) for b in beta), mp.sqrt(mp.fdot(beta, beta))
        least1 = mp.mpf(least.numerator) / least.denominator
        computed = [*beta, *nu, size1, size2, size1 / least1, size2 / l2]
        stored = [*of["beta"], *of["nu"], of["L1"], of["L2"], of["L1_over_minL1"], of["L2_over_minL2"]]
        check(f"Qalpha, depth {D}, alpha {of['alpha']}", computed, stored, 4e-15)
        if "Q" in of:
            check("Q", potential(beta, [alpha**2] * d), of["Q"], 4e-15)

    noise = one["labelNoise_prediction"]
    eta, sigma, T = mp.mpf(noise["eta"]), mp.mpf(noise["sigma"]), noise["T"]
    start = mp.mpf(noise["alpha0"])
    scales = [start * mp.exp(-2 * eta**2 * sigma**2 * T * mp.mpf(w.numerator) / w.denominator) for w in weights]
    check("labelNoise alpha", scales, noise["alpha_j_T"], 4e-15)
    image, slope = lambda j, t: 2 * scales[j] ** 2 * mp.sinh(t), lambda j, t: 2 * scales[j] ** 2 * mp.cosh(t)
    A = mp.matrix(one["X"])
    ratios = mp.matrix([mp.asinh(mp.mpf(b) / (2 * a * a)) for b, a in zip(noise["beta_pred"], scales)])
    nu, beta = newton(one["X"], one["y"], image, slope, mp.lu_solve(A * A.T, A * ratios))
    heavy = mp.fsum(mp.mpf(w.numerator) / w.denominator * abs(b) for w, b in zip(weights, beta))
    check("labelNoise", [*beta, heavy / mp.mpf(weighted["value"])], [*noise["beta_pred"], noise["wL1_ratio"]], 1e-12)
reference.transcribed("instances", "what training was measured to do, and the checks of the first solvers")

for one in reference.values["matrix"]:
    check = lambda what, computed, stored, accuracy: reference.check("matrix", f"{one['name']}, {what}", computed, stored, accuracy)
    A, y, d = np.array(one["A"]), np.array(one["y"]), one["d"]
    flat = A.reshape(one["m"], d * d)
    nuclear = lambda M: float(np.abs(np.linalg.eigvalsh(M)).sum())

    M = (flat.T @ np.linalg.solve(flat @ flat.T, y)).reshape(d, d)
    stored = one["minFrobenius"]
    check("minFrobenius", [*M.ravel(), np.linalg.norm(M), nuclear(M)], [*np.ravel(stored["M"]), stored["fro"], stored["nuclear"]], 1e-13)

    # Of any interpolant the nuclear norm is an upper bound, and y.nu / |A*(nu)| is a lower one for any nu.
    stored = one["minNuclear"]
    M = np.array(stored["M"])
    eigenvalues, vectors = np.linalg.eigh(M)
    check("minNuclear, X b = y", flat @ M.ravel(), y, 1e-8)
    check("minNuclear, upper", [nuclear(M), *eigenvalues], [stored["upper"], *stored["eigs"]], 1e-8)
    on = np.abs(eigenvalues) > 1e-6
    sign = vectors[:, on] @ np.diag(np.sign(eigenvalues[on])) @ vectors[:, on].T
    # A*(nu) is the sign of M on its range.
    P = vectors[:, on]
    system = np.array([(P.T @ Ai @ P).ravel() for Ai in A]).T
    nu = np.linalg.lstsq(system, (P.T @ sign @ P).ravel(), rcond=None)[0]
    size = np.abs(np.linalg.eigvalsh(np.tensordot(nu, A, 1))).max()
    check("minNuclear, lower", y @ nu / size, stored["lower_dual"], 1e-10)

    for of in one["path"]:
        # M = 2 alpha^2 sinh(A*(nu)), by Newton's method on A(M) = y with the step halved where it goes up.
        alpha, nu = of["alpha"], np.zeros(one["m"])

        def image(nu):
            values, V = np.linalg.eigh(np.tensordot(nu, A, 1))
            return values, V, 2 * alpha**2 * (V * np.sinh(values)) @ V.T

        objective = lambda nu: 2 * alpha**2 * np.cosh(np.linalg.eigvalsh(np.tensordot(nu, A, 1))).sum() - y @ nu
        for _ in range(500):
            values, V, M = image(nu)
            left = y - flat @ M.ravel()
            if np.linalg.norm(left) < 1e-13 * np.linalg.norm(y):
                break
            gap = values[:, None] - values[None, :]
            near = np.abs(gap) < 1e-7
            with np.errstate(divide="ignore", invalid="ignore"):
                slopes = np.where(near, np.cosh((values[:, None] + values[None, :]) / 2), (np.sinh(values)[:, None] - np.sinh(values)[None, :]) / gap)
            turned = np.array([V.T @ Ai @ V for Ai in A])
            H = 2 * alpha**2 * np.einsum("iab,ab,jab->ij", turned, slopes, turned)
            step, t = np.linalg.solve(H, left), 1.0
            t = min(1.0, 1 / np.abs(np.linalg.eigvalsh(np.tensordot(step, A, 1))).max())
            while objective(nu + t * step) > objective(nu) + 1e-12 * abs(objective(nu)) and t > 1e-8:
                t /= 2
            nu = nu + t * step
        least = stored["upper"]
        check(f"path, alpha {alpha}", [*M.ravel(), nuclear(M) / least], [*np.ravel(of["matrix_entropy_min"]), of["nuclear_ratio"]], 1e-9)
reference.transcribed("matrix", "gradient descent, and the solvers by which the nuclear norm was first found")

for one in reference.values["maxMargin"]:
    # The largest margin is 1 / min |w| subject to Z w >= 1; in L1 and Linf by the vertices of the dual program, exactly.
    Z = [[Q(x) for x in row] for row in one["Z_signed"]]
    n, d = len(Z), len(Z[0])

    def vertices(bound):
        """The least size of w over the vertices of Z w >= 1 cut with the facets of a ball."""
        best = None
        for signs in bound:
            rows = [row + [Q(0)] for row in Z] + signs
            for chosen in combinations(range(len(rows)), d + 1):
                right = [Q(1) if k < n else Q(0) for k in chosen]
                x = solved([rows[k] for k in chosen], right)
                if x and all(dot(z, x[:d]) >= 1 for z in Z) and all(dot(s, x) >= 0 for s in signs):
                    if best is None or x[d] < best[0]:
                        best = (x[d], x[:d])
        return best

    # |w|_inf <= s: s - w_j >= 0 and s + w_j >= 0.
    cube = [[Q(-sign) if k == j else Q(0) for k in range(d)] + [Q(1)] for j in range(d) for sign in (1, -1)]
    size, w = vertices([cube])
    reference.check("maxMargin", "Linf", [float(1 / size), *floats(w)], [one["margin_Linfnorm"], *one["w_Linf"]], 1e-15)
    # |w|_1 <= s: s - sum of +-w_j >= 0 for all signs.
    cross = [[Q(1) if (k >> j) & 1 else Q(-1) for j in range(d)] + [Q(1)] for k in range(2**d)]
    size, w = vertices([cross])
    for margin in ("margin_L1norm", "margin_L1norm_dual"):
        reference.check("maxMargin", "L1", [float(1 / size), *floats(w)], [one[margin], *one["w_L1"]], 1e-15)
    # |w|_2: on the right face w = Z' a with Z w = 1 there, a > 0, and Z w >= 1 elsewhere.
    for count in range(1, d + 1):
        for face in combinations(range(n), count):
            a = solved([[dot(Z[i], Z[j]) for j in face] for i in face], [Q(1)] * count)
            if a and all(x > 0 for x in a):
                w = [dot([Z[i][k] for i in face], a) for k in range(d)]
                if all(dot(z, w) >= 1 for z in Z):
                    margin = 1 / mp.sqrt(mp.mpf(dot(w, w).numerator) / dot(w, w).denominator)
                    for stored in ("margin_L2norm", "margin_L2_slsqp"):
                        reference.check("maxMargin", "L2", [margin, *floats(w)], [one[stored], *one["w_L2"]], 1e-9)
reference.end()
