"""tests/reference/statistics.json: e-processes, their boundaries and operating characteristics, intervals, slopes,
multiplicity, pairs and seeds. All values are reproduced; `relDiff` and `maxRelDiff`, the distances between the two methods of
the first computation (fields `x` and `x_b`), are transcribed.

Python 3.11, mpmath 1.3.0 (40 digits): products of stakes in 40 digits, the t test by parabolic cylinder functions, intervals by
the incomplete beta function. Conditions: docs/statistics.md.
"""
import hashlib
import sys

sys.path = sys.path[1:] + sys.path[:1]  # this file has the name of a module of the standard library
import mpmath as mp
from agree import Reference

mp.mp.dps = 40
reference = Reference("statistics")
V = reference.values


def ratio(text):
    top, _, bottom = str(text).partition("/")
    return mp.mpf(top) / mp.mpf(bottom or 1)


C = [ratio(c) for c in V["meta"]["grid_c"]]
W = [ratio(w) for w in V["meta"]["grid_w"]]
reference.check("meta", "weights", mp.fsum(W), 1, 1e-30)
reference.check("meta", "weights", [ratio(w) for w in ("1/14",) * 8 + ("2/14", "4/14")], W, 1e-30)
reference.check("meta", "alpha", 0.01, V["meta"]["alpha"], 0)


def log_values(xs, m):
    """log sum_j w_j prod_i (1 - c_j + c_j x_i / m)"""
    return mp.log(mp.fsum(w * mp.fprod(1 - c + c * mp.mpf(x) / m for x in xs) for w, c in zip(W, C)))


def log_counts(s, f, m):
    return mp.log(mp.fsum(w * (1 - c + c / m) ** s * (1 - c) ** f for w, c in zip(W, C)))


SLACK = mp.mpf("1e-12")


def least(p0, alpha, N):
    """By n, the least number of successes from which on the process is at 1 / alpha."""
    goal = mp.log(1 / mp.mpf(alpha)) - SLACK
    out = []
    for n in range(N + 1):
        low = out[-1] if out else 0
        s = next((s for s in range(low, n + 1) if log_counts(s, n - s, p0) >= goal), n + 1)
        out.append(s)
    return out


def closed(p0, alpha, N):
    """The same, and at N what the closing look adds: alpha that was not spent before."""
    bound = least(p0, alpha, N)
    alive, spent = {0: mp.mpf(1)}, mp.mpf(0)
    for n in range(1, N + 1):
        following = {}
        for s, chance in alive.items():
            following[s + 1] = following.get(s + 1, 0) + chance * p0
            following[s] = following.get(s, 0) + chance * (1 - p0)
        if n == N:
            break
        spent += mp.fsum(chance for s, chance in following.items() if s >= bound[n])
        alive = {s: chance for s, chance in following.items() if s < bound[n]}
    h = min(bound[N], N + 1)
    while h > 0 and spent + mp.fsum(chance for s, chance in following.items() if s >= h - 1) <= alpha:
        h -= 1
    return bound[:N] + [h]


def root(f, low, high):
    for _ in range(130):
        mid = (low + high) / 2
        low, high = (mid, high) if f(mid) > 0 else (low, mid)
    return (low + high) / 2


def beta_quantile(p, a, b):
    return root(lambda x: p - mp.betainc(a, b, 0, x, regularized=True), mp.mpf(0), mp.mpf(1))


both = {}


def sides(p0, alpha, N):
    key = (p0, alpha, N)
    if key not in both:
        both[key] = closed(ratio(p0), alpha, N), closed(1 - ratio(p0), alpha, N)
    return both[key]


for v in V["forMost_counts"]:
    s, n, p0, alpha = v["successes"], v["n"], ratio(v["threshold"]), v["alpha"]
    f, goal = n - s, mp.log(1 / mp.mpf(alpha))
    hold, fail = log_counts(s, f, p0), log_counts(f, s, 1 - p0)
    check = lambda what, computed, accuracy=1e-12: reference.check("forMost_counts", f"{s} of {n}", computed, v[what], accuracy)
    for name in ("logE_hold", "logE_hold_b"):
        check(name, hold)
    for name in ("logE_fail", "logE_fail_b"):
        check(name, fail)
    check("E_hold", mp.exp(hold))
    check("decision_anytime", "holds" if hold >= goal - SLACK else "fails" if fail >= goal - SLACK else "continue")
    low = root(lambda m: log_counts(s, f, m) - goal, mp.mpf("1e-30"), mp.mpf(1)) if s else mp.mpf(0)
    high = 1 - root(lambda m: log_counts(f, s, m) - goal, mp.mpf("1e-30"), mp.mpf(1)) if f else mp.mpf(1)
    check("anytimeCI98", [low, high], 1e-11)
    check("anytimeLower_b", low, 1e-11)
    cp = [beta_quantile(mp.mpf(alpha), s, f + 1) if s else 0, beta_quantile(1 - mp.mpf(alpha), s + 1, f) if f else 1]
    for name in ("clopperPearson98", "clopperPearson98_b"):
        check(name, cp, 1e-11)
    up, down = sides(v["threshold"], alpha, n)
    holds, fails = s >= up[n], f >= down[n]
    reference.check(
        "forMost_counts",
        f"{s} of {n}, closing",
        [None if up[n] > n else up[n], None if down[n] > n else n - down[n], "holds" if holds else "fails" if fails else "undecided"],
        [v["closing_if_budget_N_equals_n"][name] for name in ("hold_min", "fail_max", "decision")],
        0,
    )

for p0, v in V["forMost_boundaries"].items():
    p, far = mp.mpf(p0), 360
    hold, fail = least(p, v["alpha"], far), least(1 - p, v["alpha"], 60)
    computed = [next(n for n in range(1, far) if n - failures >= hold[n]) for failures in range(6)]
    reference.check("forMost_boundaries", p0, computed, v["holds_min_n_by_failures_0_5"], 0)
    for count, most in v["fails_max_n_by_failures_2_10"].items():
        where = [n for n in range(int(count), 60) if fail[n] <= int(count)]
        reference.check("forMost_boundaries", f"{p0}, {count}", max(where) if where else None, most, 0)

for v in V["forMost_operating_characteristics"]:
    N, p = v["N"], ratio(v["p"])
    up, down = sides(v["threshold"], v["alpha"], N)
    alive, hold, fail, trials = {0: mp.mpf(1)}, mp.mpf(0), mp.mpf(0), mp.mpf(0)
    for n in range(1, N + 1):
        following = {}
        for s, chance in alive.items():
            following[s + 1] = following.get(s + 1, 0) + chance * p
            following[s] = following.get(s, 0) + chance * (1 - p)
        trials += mp.fsum(alive.values())
        alive = {}
        for s, chance in following.items():
            if s >= up[n]:
                hold += chance
            elif n - s >= down[n]:
                fail += chance
            else:
                alive[s] = chance
    computed = [hold, fail, mp.fsum(alive.values()), trials]
    stored = [v[name] for name in ("P_hold", "P_fail", "P_undecided", "E_n_without_curtailment")]
    where = f"{v['threshold']}, N = {N}, p = {v['p']}"
    for values in (stored, v["b"]):
        reference.check("forMost_operating_characteristics", where, computed, values, 1e-12)
    reference.check("forMost_operating_characteristics", where, [up[N], N - down[N]], [v["holdAtN"], v["failAtN"]], 0)


def decided(hold, fail, alpha, at_fail=1):
    goal = mp.log(1 / mp.mpf(alpha))
    return "holds" if hold >= goal else "fails" if fail >= goal + mp.log(at_fail) else "continue"


def prefixes(xs, m):
    """The largest value of the process on the way, which is what decides."""
    products = list(W)
    top = mp.mpf("-inf")
    for x in xs:
        products = [p * (1 - c + c * x / m) for p, c in zip(products, C)]
        top = max(top, mp.log(mp.fsum(products)))
    return top


def capped(D, cap):
    D = [mp.mpf(0) if abs(d) <= 1e-12 * cap else mp.mpf(d) for d in D]
    return [max(d, -cap) + cap for d in D], [cap - min(d, cap) for d in D]


for k, v in enumerate(V["onAverage_capped_mean"]):
    cap, theta = mp.mpf(v["cap"]), mp.mpf(v["theta0"])
    above, below = capped(v["D"], cap)
    sized = (above, theta + cap), (below, cap - theta)
    for name in ("logE_greater", "logE_greater_b"):
        reference.check("onAverage_capped_mean", k, log_values(*sized[0]), v[name], 1e-12)
    for name in ("logE_less", "logE_less_b"):
        reference.check("onAverage_capped_mean", k, log_values(*sized[1]), v[name], 1e-12)
    reference.check("onAverage_capped_mean", k, decided(prefixes(*sized[0]), prefixes(*sized[1]), v["alpha"]), v["decision"], 0)

for k, v in enumerate(V["equivalent_capped_TOST"]):
    cap, margin = mp.mpf(v["cap"]), mp.mpf(v["margin"])
    above, below = capped(v["D"], cap)
    sized = {
        "below_upper": (below, cap - margin),
        "above_lower": (above, cap - margin),
        "exceeds_upper": (above, cap + margin),
        "exceeds_lower": (below, cap + margin),
    }
    for name, of in sized.items():
        for by in ("", "_b"):
            reference.check("equivalent_capped_TOST", k, log_values(*of), v[f"logE_{name}{by}"], 1e-12)
    top = {name: prefixes(*of) for name, of in sized.items()}
    told = decided(min(top["below_upper"], top["above_lower"]), max(top["exceeds_upper"], top["exceeds_lower"]), v["alpha"], 2)
    reference.check("equivalent_capped_TOST", k, told, v["decision"], 0)


def t_evidence(n, a):
    """log of the mean over d of I(d sqrt(n) a) / I(0) exp(-n d^2 / 2), I(k) = integral u^(n-1) exp(-u^2/2 + k u)."""
    D = lambda k: mp.exp(k * k / 4) * mp.pcfd(-n, -k)
    effects = [mp.mpf(d) for d in ("0.25", "0.5", "1", "2", "4")]
    return mp.log(mp.fsum(D(d * mp.sqrt(n) * a) / D(mp.mpf(0)) * mp.exp(-n * d * d / 2) for d in effects) / 5)


def studentized(ys):
    square = mp.fsum(y * y for y in ys)
    return mp.fsum(ys) / mp.sqrt(len(ys) * square) if square else mp.mpf(0)


def t_both(ys, mean):
    a = studentized([mp.mpf(y) - mean for y in ys])
    return t_evidence(len(ys), a), t_evidence(len(ys), -a)


for k, v in enumerate(V["onAverage_t_eprocess"]):
    greater, less = t_both(v["y"], mp.mpf(v["theta0"]))
    n, a = len(v["y"]), studentized([mp.mpf(y) - mp.mpf(v["theta0"]) for y in v["y"]])
    reference.check("onAverage_t_eprocess", k, a * mp.sqrt((n - 1) / (1 - a * a)), v["t"], 1e-12)
    for by in ("", "_b"):
        reference.check("onAverage_t_eprocess", k, [greater, less], [v[f"logE_greater{by}"], v[f"logE_less{by}"]], 1e-12)
    reference.check("onAverage_t_eprocess", k, decided(greater, less, v["alpha"]), v["decision"], 0)

for n, stored in V["t_eprocess_critical_t"].items():
    n = int(n)
    goal = mp.log(1 / mp.mpf(V["meta"]["alpha"]))
    a = root(lambda a: goal - t_evidence(n, a), mp.mpf(0), mp.mpf(1))
    reference.check("t_eprocess_critical_t", n, a * mp.sqrt((n - 1) / (1 - a * a)), stored, 1e-11)

for k, v in enumerate(V["scalesAs_slope_TOST"]):
    logs = [mp.log(t) for t in v["t"]]
    centre = mp.fsum(logs) / len(logs)
    spread = mp.fsum((x - centre) ** 2 for x in logs)
    found = [mp.fsum((x - centre) * mp.log(y) for x, y in zip(logs, ys)) / spread for ys in v["y"]]
    for by in ("slopes", "slopes_b"):
        reference.check("scalesAs_slope_TOST", k, found, v[by], 1e-12)
    p0, tol = mp.mpf(v["p0"]), mp.mpf(v["tol"])
    exceeds_upper, below_upper = t_both(found, p0 + tol)
    above_lower, exceeds_lower = t_both(found, p0 - tol)
    computed = [below_upper, above_lower, exceeds_upper, exceeds_lower]
    names = ("below_upper", "above_lower", "exceeds_upper", "exceeds_lower")
    for stored in ([v[f"logE_{name}"] for name in names], v["b"]):
        reference.check("scalesAs_slope_TOST", k, computed, stored, 1e-11)
    told = decided(min(below_upper, above_lower), max(exceeds_upper, exceeds_lower), v["alpha"], 2)
    reference.check("scalesAs_slope_TOST", k, told, v["decision"], 0)

for k, v in enumerate(V["multiplicity"]):
    es, alpha = [mp.mpf(e) for e in v["e"]], mp.mpf(v["alpha"])
    n, order = len(es), sorted(range(len(v["e"])), key=lambda i: -v["e"][i])
    adjusted, top = [mp.mpf(0)] * n, mp.mpf(0)
    for rank, i in enumerate(order):
        top = max(top, min(mp.mpf(1), (n - rank) * min(mp.mpf(1), 1 / es[i])))
        adjusted[i] = top
    rejected = [p <= alpha for p in adjusted]
    most = max((rank for rank in range(1, n + 1) if es[order[rank - 1]] >= n / (rank * alpha)), default=0)
    reference.check("multiplicity", k, adjusted, v["holm_adjusted_p"], 1e-15)
    for by in ("", "_b"):
        reference.check("multiplicity", k, rejected, v[f"holm_reject{by}"], 0)
        reference.check("multiplicity", k, sorted(order[:most]), v[f"eBH_q01{by}"], 0)
    reference.check("multiplicity", k, all(e >= 1 / alpha for e in es), v["conjunction_all_hold"], 0)
    reference.check("multiplicity", k, max(min(mp.mpf(1), 1 / e) for e in es), v["conjunction_p"], 1e-15)

for k, v in enumerate(V["regression_pairs"]):
    n, lost, won, delta = v["pairs"], v["passFail"], v["failPass"], mp.mpf(v["delta"])
    tail = lambda least, of: mp.fsum(mp.binomial(of, j) for j in range(least, of + 1)) / mp.mpf(2) ** of
    worse, better = tail(lost, lost + won), tail(won, lost + won)
    reference.check("regression_pairs", k, [worse, worse, better], [v[f"mcnemar_p_{x}"] for x in ("worse", "worse_b", "better")], 1e-15)
    D = [-1] * lost + [1] * won + [0] * (n - lost - won)
    computed = {
        "worse": log_counts(lost, won, mp.mpf(1) / 2),
        "notWorseThanDelta": log_values([d + 1 for d in D], 1 - delta),
        "notBetterThanDelta": log_values([1 - d for d in D], 1 - delta),
    }
    for name, value in computed.items():
        for by in ("", "_b"):
            reference.check("regression_pairs", k, value, v[f"logE_{name}{by}"], 1e-12)
    goal = mp.log(1 / mp.mpf(v["alpha"]))
    same = min(computed["notWorseThanDelta"], computed["notBetterThanDelta"]) >= goal
    gained = log_counts(won, lost, mp.mpf(1) / 2) >= goal
    told = "changed-worse" if computed["worse"] >= goal else "changed-better" if gained else "unchanged" if same else "cannot-tell"
    reference.check("regression_pairs", k, told, v["decision"], 0)

for k, v in enumerate(V["seeds"]):
    message = "\x1f".join(["pvs1", *(str(v[name]) for name in ("suiteSeed", "claim", "arm", "trial", "stream"))])
    digest = hashlib.sha256(message.encode())
    words = [int.from_bytes(digest.digest()[4 * j : 4 * j + 4], "big") for j in range(4)]
    reference.check("seeds", k, [message, digest.hexdigest()], [v["message"], v["sha256"]], 0)
    reference.check("seeds", k, words, v["u32"], 0)

for k, v in enumerate(V["anchors_wilson_1e9"]):
    n, share = mp.mpf(v["n"]), mp.mpf(v["k"]) / v["n"]
    z = mp.sqrt(2) * mp.erfinv(1 - mp.mpf("1e-9"))
    wide = 1 + z * z / n
    centre, half = (share + z * z / (2 * n)) / wide, z * mp.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / wide
    reference.check("anchors_wilson_1e9", k, z, v["z"], 1e-12)
    for by in ("", "_b"):
        reference.check("anchors_wilson_1e9", k, [centre - half, centre + half], v[f"wilson{by}"], 1e-12)
    # That formula divides the half-width twice.
    reference.check("anchors_wilson_1e9", k, [centre - half / wide, centre + half / wide], v["hedgehog_formula"], 1e-12)

reference.transcribed("maxRelDiff", "the worst distance between the two methods of the first computation")
reference.end()
