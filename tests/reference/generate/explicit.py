"""tests/reference/explicit.json: risks with and without explicit regularization.

Reproduced: limits (A_hastie_isotropic) by the Stieltjes transform and by the density, exact risks (A_finite_size and
A_B_exact_finite_n: fields `*_exact`, `*_asym`, `opt_lambda`), small dimensions by the density of the eigenvalues, optimal
penalties, two kinds of points by the binomial sum and by enumeration, signal and noise (C_NK.rows: `test`, `Sprime`, `train`,
`approx_test`; D_over_m) by one integral, early stopping by the roots of derivatives, dropout by enumeration, optimism of least
squares. Transcribed, as means over simulated tasks whose seeds are not kept: fields `*_mc`, `mc`, `se`, `*_se`, B_dose_response_d40,
B_model_size_p60_n30, B_holdout_tuned, C_NK.regularizers and extra_regularizers_m40_D4000, D_note, E_benign. The tests
simulate those again and compare within four standard errors.

Python 3.11, mpmath 1.3.0 (30 digits).
"""
from itertools import product
import mpmath as mp
from agree import Reference

mp.mp.dps = 30
reference = Reference("explicit")
V = reference.values
SIMULATED = "means over simulated tasks"


def stieltjes(gamma, lam):
    """m(-lam) and m'(-lam) of the Marchenko-Pastur law: gamma z m^2 + (gamma + z - 1) m + 1 = 0 at z = -lam."""
    z = -lam
    m = (1 - gamma - z - mp.sqrt((1 - gamma - z) ** 2 - 4 * gamma * z)) / (2 * gamma * z)
    return m, -(gamma * m * m + m) / (2 * gamma * z * m + z + gamma - 1)


def limit(gamma, lam, r2, sigma2):
    m, slope = stieltjes(gamma, lam)
    return r2 * lam**2 * slope + sigma2 * gamma * (m - lam * slope)


def by_density(gamma, lam, r2, sigma2):
    low, high = (1 - mp.sqrt(gamma)) ** 2, (1 + mp.sqrt(gamma)) ** 2
    risk = lambda s: (r2 * lam**2 + sigma2 * gamma * s) / (s + lam) ** 2
    # s = mean - half cos t: the square roots at the ends are gone.
    mean, half = (low + high) / 2, (high - low) / 2
    inner = lambda t: risk(mean - half * mp.cos(t)) * half**2 * mp.sin(t) ** 2 / (2 * mp.pi * gamma * (mean - half * mp.cos(t)))
    atom = (1 - 1 / gamma) * risk(mp.mpf(0)) if gamma > 1 else mp.mpf(0)
    return atom + mp.quad(inner, mp.linspace(0, mp.pi, 5))


def ridgeless(gamma, r2, sigma2):
    return sigma2 * gamma / (1 - gamma) if gamma < 1 else r2 * (1 - 1 / gamma) + sigma2 / (gamma - 1)


for row in V["A_hastie_isotropic"]["rows"]:
    gamma, r2, sigma2 = mp.mpf(row["gamma"]), mp.mpf(row["snr"]), mp.mpf(1)
    check = lambda name, value, accuracy=1e-13: reference.check("A_hastie_isotropic", f"{name} at {row['gamma']}", value, row[name], accuracy)
    best = sigma2 * gamma / r2
    check("lam_opt", best)
    check("ridgeless", ridgeless(gamma, r2, sigma2))
    check("ridge_opt", limit(gamma, best, r2, sigma2))
    check("ridge_opt_alt", sigma2 * gamma * stieltjes(gamma, best)[0])
    check("ridge_opt_int", by_density(gamma, best, r2, sigma2), 1e-12)
    for lam in ("0.01", "0.1", "1"):
        check(f"ridge_{lam}", limit(gamma, mp.mpf(lam), r2, sigma2))
        check(f"ridge_{lam}_int", by_density(gamma, mp.mpf(lam), r2, sigma2), 1e-12)


def exactly(n, p, r2, sigma2):
    """By the mean of an inverse Wishart matrix."""
    if n >= p + 2:
        return sigma2 * p / mp.mpf(n - p - 1)
    return r2 * (1 - mp.mpf(n) / p) + sigma2 * n / mp.mpf(p - n - 1)


for row in V["A_finite_size"]["rows"]:
    n, p, r2, sigma2 = row["n"], row["p"], mp.mpf(1), mp.mpf("0.25")
    gamma = mp.mpf(p) / n
    computed = [exactly(n, p, r2, sigma2), ridgeless(gamma, r2, sigma2), limit(gamma, gamma * sigma2 / r2, r2, sigma2), limit(gamma, mp.mpf("0.1"), r2, sigma2)]
    stored = [row[name] for name in ("ridgeless_exact", "ridgeless_asym", "opt_asym", "l01_asym")]
    reference.check("A_finite_size", f"n = {n}, p = {p}", computed, stored, 4e-15)
reference.transcribed("A_finite_size", SIMULATED)

for row in V["A_B_exact_finite_n"]["rows"]:
    computed = [exactly(row["n"], row["p"], row["r2"], row["s2"]), row["p"] * mp.mpf(row["s2"]) / row["r2"]]
    stored = [row["ridgeless_exact"], row["opt_lambda"]]
    reference.check("A_B_exact_finite_n", f"n = {row['n']}, p = {row['p']}", computed, stored, 4e-15)
reference.transcribed("A_B_exact_finite_n", SIMULATED)

for row in V["B_small_d_ridge_exact"]["rows"]:
    d, n, lam, r2, sigma2 = row["d"], row["n"], mp.mpf(row["lam"]), mp.mpf(row["r2"]), mp.mpf(row["s2"])
    risk = lambda s: (r2 / d * lam**2 + sigma2 * s) / (s + lam) ** 2
    # In t = sqrt(s), where the densities are smooth: chi2, and s^((n-3)/2) exp(-s/2) |s1 - s2| for two eigenvalues.
    density = lambda t: t ** (n - d) * mp.exp(-t * t / 2)
    cuts = [0, 1, 2, 4, 8, 14]
    with mp.workdps(18):
        if d == 1:
            above, mass = (mp.quad(lambda t: density(t) * f(t), cuts) for f in (lambda t: risk(t * t), lambda t: mp.mpf(1)))
        else:
            # t2 = share t1, so that |s1 - s2| has no kink inside.
            joint = lambda t, share: t * density(t) * density(t * share) * t * t * (1 - share**2)
            above, mass = (
                mp.quad(lambda t: mp.quad(lambda share: joint(t, share) * f(t, share), [0, 1], maxdegree=5), cuts, maxdegree=5)
                for f in (lambda t, share: risk(t * t) + risk((t * share) ** 2), lambda t, share: mp.mpf(1))
            )
    reference.check("B_small_d_ridge_exact", f"d = {d}, n = {n}", above / mass, row["excess"], 1e-10)
reference.transcribed("B_small_d_ridge_exact", SIMULATED)

for row in V["B_lambda_opt"]["sample_wise"]:
    reference.check("B_lambda_opt", row, mp.mpf(row["d"]) * row["sigma2"] / row["r2"], row["lambda_N"], 4e-16)
for row in V["B_lambda_opt"]["projection"]:
    p, d, sigma2, r2 = row["p"], row["d"], mp.mpf(row["sigma2"]), mp.mpf(row["r2"])
    reference.check("B_lambda_opt", row, (p * sigma2 + (p - d) * r2) / r2, row["lambda_N"], 4e-16)
# f(s) = (lam^2 + s) / (s + lam)^2 with lam_opt = 1 has the slope (1 - 2 lam) / lam^2 at 0.
reference.check("B_lambda_opt", "threshold", mp.findroot(lambda lam: 1 - 2 * lam, 0.4), V["B_lambda_opt"]["pointwise_monotone_threshold_c"], 1e-15)

two = V["B_counterexample"]
q, A, s, b = (mp.mpf(str(two[name])) for name in ("q", "A", "s", "b"))


def of_counts(lam, n, k, signs):
    """k points (1, 0) whose labels sum to A signs, and n - k points (0, s)."""
    first, second = A * signs / (k + lam), (n - k) * s * s * b / ((n - k) * s * s + lam)
    return q * first**2 + (1 - q) * s * s * (second - b) ** 2


def excess(lam, n):
    total = mp.mpf(0)
    for k in range(n + 1):
        # E signs^2 = k
        spread = of_counts(lam, n, k, mp.sqrt(k))
        total += mp.binomial(n, k) * q**k * (1 - q) ** (n - k) * spread
    return total


def enumerated(lam, n):
    total = mp.mpf(0)
    for points in product((1, -1, 0), repeat=n):
        chance = mp.fprod(1 - q if point == 0 else q / 2 for point in points)
        total += chance * of_counts(lam, n, sum(point != 0 for point in points), sum(points))
    return total


def least(f, low, high, steps=400):
    """The least value on a log scale, by a grid and golden sections; the risks here have two valleys."""
    grid = [mp.log(low) + (mp.log(high) - mp.log(low)) * k / steps for k in range(steps + 1)]
    at = min(range(steps + 1), key=lambda k: f(mp.exp(grid[k])))
    left, right = grid[max(0, at - 1)], grid[min(steps, at + 1)]
    for _ in range(90):
        third = (right - left) / 3
        left, right = (left, right - third) if f(mp.exp(left + third)) < f(mp.exp(right - third)) else (left + third, right)
    return mp.exp((left + right) / 2)


for row in two["rows"]:
    n = row["n"]
    lam = least(lambda at: excess(at, n), mp.mpf("1e-7"), mp.mpf("1e4"))
    reference.check("B_counterexample", f"n = {n}", excess(lam, n), row["opt_excess"], 1e-12)
    # At its least a risk is flat: the penalty is known to the root of the accuracy.
    reference.check("B_counterexample", f"n = {n}, penalty", lam / row["lambda_opt"], 1, 1e-4)
    if "brute_force_at_lambda_opt" in row:
        reference.check("B_counterexample", f"n = {n}, enumerated", enumerated(mp.mpf(row["lambda_opt"]), n), row["brute_force_at_lambda_opt"], 1e-14)
reference.check("B_counterexample", "b = 0", (1 - q) * s * s * b * b, two["null_excess"], 1e-15)

for row in V["C_NK"]["rows"]:
    m, D = mp.mpf(row["m"]), mp.mpf(row["D"])
    # chi2 in u = sqrt(2 c), which is nearly normal with variance 1.
    centre = mp.sqrt(2 * D - 1)
    log_density = lambda u: (D - 1) * mp.log(u / centre) - (u * u - centre * centre) / 4
    ends = mp.linspace(centre - 14, centre + 14, 15)
    mass = mp.quad(lambda u: mp.exp(log_density(u)), ends)
    mean = lambda f: mp.quad(lambda u: mp.exp(log_density(u)) * f(u * u / 2), ends) / mass
    noise = lambda c: mp.sqrt((m - 1) * (32 / D) ** 2 * c)
    computed = [
        mean(lambda c: mp.ncdf(-D / (8 * mp.sqrt(m * c)))),
        mean(lambda c: mp.ncdf((32 * c / D - 4) / noise(c))),
        mp.ncdf(-mp.sqrt(D / m) / 8),
    ]
    where = f"m = {row['m']}, D = {row['D']}"
    reference.check("C_NK", where, computed, [row[name] for name in ("test", "Sprime", "approx_test")], 1e-11)
    train = mean(lambda c: mp.ncdf(-(4 + 32 * c / D) / noise(c)))
    # Small probabilities were integrated to 7 digits.
    reference.check("C_NK", f"{where}, train", train / mp.mpf(row["train"]), 1, 1e-7)
for eps, stored in V["C_NK"]["D_over_m_for_test_eps"].items():
    z = mp.sqrt(2) * mp.erfinv(1 - 2 * mp.mpf(eps))
    reference.check("C_NK", f"D / m at {eps}", mp.nint(10 * (8 * z) ** 2) / 10, stored, 1e-15)
reference.transcribed("C_NK", f"regularizers, mc and se: {SIMULATED}")

stopping = V["G_early_stopping"]
check = lambda what, computed, stored, accuracy=1e-13: reference.check("G_early_stopping", what, computed, stored, accuracy)
variance = lambda x: ((1 - mp.exp(-x)) * (1 + x) / x) ** 2
x = mp.findroot(lambda x: mp.diff(variance, x), 1.8)
check("variance", variance(x), stopping["c_star_sup_variance_ratio"])
check("variance, place", x, stopping["x_star"], 1e-9)
tuned = lambda x: (mp.exp(-2 * x) + (1 - mp.exp(-x)) ** 2 / x) * (1 + x)
x = mp.findroot(lambda x: mp.diff(tuned, x), 3.2)
check("tuned", tuned(x), stopping["c2_bayes_at_optimal_calibration"])
check("tuned, place", x, stopping["c2_x"], 1e-6)
for name, stored in stopping["discrete_gd_sup_ratio_eta_s_le_1"].items():
    k = int(name)
    ratio = lambda z: ((1 - (1 - z) ** k) * (1 + k * z) / (k * z)) ** 2
    z = least(lambda z: -ratio(z), mp.mpf("1e-3"), mp.mpf(1))
    check(f"{k} steps", ratio(z), stored, 1e-10)
check("one step", 4, stopping["k1_exact"])
check("two steps", (mp.mpf(25) / 16) ** 2, stopping["k2_exact"])
for name, of in (("paper_constant", "c_star_sup_variance_ratio"), ("paper_c2", "c2_bayes_at_optimal_calibration")):
    # Printed in the paper, rounded up (the second) or a little larger (the first).
    check(name, mp.mpf(0 <= stopping[name] - stopping[of] < 3.1e-4), 1)

drop = V["G_dropout"]
for row in drop["rows"]:
    q, total, formula = mp.mpf(str(row["q"])), mp.mpf(0), mp.mpf(0)
    for xs, y in zip(drop["X"], drop["y"]):
        terms = [mp.mpf(x) * w for x, w in zip(xs, drop["w"])]
        for mask in product((0, 1), repeat=len(terms)):
            chance = mp.fprod(1 - q if kept else q for kept in mask)
            total += chance * (mp.fsum(t / (1 - q) for t, kept in zip(terms, mask) if kept) - y) ** 2
        formula += (mp.fsum(terms) - y) ** 2 + q / (1 - q) * mp.fsum(t * t for t in terms)
    reference.check("G_dropout", f"q = {row['q']}", [total, formula], [row["enumerated"], row["formula"]], 1e-13)

for row in V["E_ols_gap"]:
    n, p, sigma2 = row["n"], row["p"], mp.mpf(row["sigma2"])
    reference.check("E_ols_gap", f"p = {p}", sigma2 * (mp.mpf(p) / n + mp.mpf(p) / (n - p - 1)), row["gap"], 1e-14)

for block in ("B_dose_response_d40", "B_model_size_p60_n30", "B_holdout_tuned", "E_benign"):
    reference.transcribed(block, SIMULATED)
reference.transcribed("D_note", "a count of violations over simulated runs")
reference.end()
