#!/usr/bin/env bash
# cvxopt 1.3.3 with numpy 2.4.6, on a little-endian machine: a matrix is made of an array of float64 and not of an equal one
# whose dtype names its byte order, as data have that came from a file or a message (np.frombuffer(..., '<f8' with
# newbyteorder), np.load of some writers). numpy says that the two dtypes are equal, and astype('float64', copy=False)
# returns such an array as it is, so that the usual way to make sure of float64 makes sure of nothing.
# Seen: TypeError "buffer format not supported"; the buffer's format is '<d' in place of 'd'.
# Expected: on a machine of that order the two are the same bytes and the same numbers.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check cvxopt==1.3.3 numpy==2.4.6
"$work/venv/bin/python" - <<'PY'
import sys
import cvxopt
import numpy as np

assert sys.byteorder == 'little'
plain = np.arange(4.0).reshape(2, 2)
named = np.frombuffer(plain.tobytes(), np.dtype('float64').newbyteorder('<')).astype('float64', copy=False).reshape(2, 2)
assert named.dtype == plain.dtype and (named == plain).all()
print(cvxopt.__version__, np.__version__, memoryview(plain).format, memoryview(named).format)
assert list(cvxopt.matrix(plain)) == [0, 2, 1, 3]
try:
    cvxopt.matrix(named)
except TypeError as error:
    print(error)
    assert str(error) == 'buffer format not supported'
else:
    raise SystemExit('it takes the array now')
PY
