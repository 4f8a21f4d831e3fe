"""tests/reference/elementary.json: erf, erfc, the normal distribution function and log gamma at float64 arguments, to 40
digits. All values are reproduced, digit for digit.

Python 3.11, mpmath 1.3.0 (4000 bits). The arguments are those of the file.
"""
from agree import Reference
import mpmath as mp

mp.mp.prec = 4000
reference = Reference("elementary")
functions = {"erf": mp.erf, "erfc": mp.erfc, "normalCdf": mp.ncdf, "logGamma": mp.loggamma}
# The blocks have the names of the functions.
for block, function in functions.items():
    for x, stored in reference.values[block]:
        computed = mp.nstr(function(mp.mpf(x)), 40, min_fixed=0, max_fixed=0)
        with mp.workprec(200):
            reference.check(block, x, 0 if mp.nstr(mp.mpf(computed), 40) == mp.nstr(mp.mpf(stored), 40) else 1, 0, 0)
reference.end()
