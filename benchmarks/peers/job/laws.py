"""When a part is certified, at level standard."""

from math import comb

import numpy as np


def most(held, share):
    """P(Binomial(T, share) >= as many as held) <= .01: more than `share` of tasks hold."""
    T, wins = len(held), int(np.sum(held))
    return sum(comb(T, k) * share**k * (1 - share) ** (T - k) for k in range(wins, T + 1)) <= 0.01


def refuted(held, share):
    """Fewer than `share` of tasks hold."""
    return most(~np.asarray(held), 1 - share)
