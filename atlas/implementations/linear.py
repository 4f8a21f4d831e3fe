"""scipy: least squares, linear programs, general minimizers from 0."""

import numpy as np
import scipy.linalg
import scipy.optimize
import scipy.sparse.linalg

from .problem import Problem
from .row import NORMS, row

@row('scipy.linalg.lstsq', 'scipy', NORMS, 'gelsd', 'gelsy')
def gels(task, rule, rng):
    return scipy.linalg.lstsq(task.X, task.y, lapack_driver='gelsy' if rule.settings == 'tight' else 'gelsd')[0]


@row('scipy.lsqr', 'scipy', NORMS, 'atol, btol 1e-6', 'atol, btol 1e-14')
def lsqr(task, rule, rng):
    tight = {'atol': 1e-14, 'btol': 1e-14} if rule.settings == 'tight' else {}
    return scipy.sparse.linalg.lsqr(task.X, task.y, **tight)[0]


@row('scipy.lsq_linear', 'scipy', NORMS, 'bounds -1e6 to 1e6, method trf', 'the same at tol 1e-14, lsq_solver exact')
def lsq_linear(task, rule, rng):
    tight = {'tol': 1e-14, 'lsq_solver': 'exact', 'max_iter': 1000} if rule.settings == 'tight' else {}
    return scipy.optimize.lsq_linear(task.X, task.y, bounds=(-1e6, 1e6), **tight).x


@row('scipy.linprog', 'scipy', ('least-l1', 'least-linf', 'margin-l1', 'margin-linf'), 'highs', 'highs-ds, tolerances 1e-10')
def linprog(task, rule, rng):
    X, y = task.X, task.y
    n, d = X.shape
    how = {'method': 'highs'}
    if rule.settings == 'tight':
        options = {'primal_feasibility_tolerance': 1e-10, 'dual_feasibility_tolerance': 1e-10}
        how = {'method': 'highs-ds', 'options': options}
    if rule.norm == 'L1':
        split = np.hstack([X, -X])
        rows = {'A_eq': split, 'b_eq': y}
        if rule.find == 'separator':
            rows = {'A_ub': -y[:, None] * split, 'b_ub': -np.ones(n)}
        x = scipy.optimize.linprog(np.ones(2 * d), **rows, bounds=(0, None), **how).x
        return x[:d] - x[d:]
    bound = np.hstack([np.vstack([np.eye(d), -np.eye(d)]), -np.ones((2 * d, 1))])
    wide = np.hstack([X, np.zeros((n, 1))])
    cost = np.append(np.zeros(d), 1.0)
    if rule.find == 'separator':
        above = np.vstack([bound, -y[:, None] * wide])
        limits = np.append(np.zeros(2 * d), -np.ones(n))
        x = scipy.optimize.linprog(cost, A_ub=above, b_ub=limits, bounds=(None, None), **how).x
    else:
        x = scipy.optimize.linprog(cost, A_ub=bound, b_ub=np.zeros(2 * d), A_eq=wide, b_eq=y, bounds=(None, None), **how).x
    return x[:d]


# The tightest of each, and whether it takes a gradient.
MINIMIZERS = {
    'BFGS': {'gtol': 1e-12},
    'CG': {'gtol': 1e-12, 'maxiter': 20000},
    'L-BFGS-B': {'ftol': 0, 'gtol': 1e-12, 'maxiter': 20000, 'maxfun': 100000},
    'Newton-CG': {'xtol': 1e-14},
    'TNC': {'ftol': 0, 'xtol': 0, 'gtol': 1e-14, 'maxfun': 20000},
    'SLSQP': {'ftol': 1e-20, 'maxiter': 2000},
    'trust-constr': {'gtol': 1e-12, 'xtol': 1e-14, 'maxiter': 3000},
    'trust-krylov': {'gtol': 1e-12},
    'trust-exact': {'gtol': 1e-12},
    'Powell': {'ftol': 1e-14, 'xtol': 1e-14},
}
SECOND = ('trust-krylov', 'trust-exact')
SMOOTH = (*NORMS, 'least-q', 'margin-l2', 'ridge', 'factors')


def minimizer(method, tightest):
    columns = NORMS if method in (*SECOND, 'Powell', 'trust-constr') else SMOOTH

    # trust-krylov: asked the same again in one process it can give other digits.
    @row(f'scipy.minimize.{method}', 'scipy', columns, 'from 0, gradient given', ', '.join(f'{k} {v}' for k, v in tightest.items()), method != 'trust-krylov')
    def train(task, rule, rng):
        problem = Problem(task, rule, rng, penalty=float(rule.get('penalty') or 0))
        more = {'options': tightest} if rule.settings == 'tight' else {}
        if method in SECOND:
            more['hess'] = lambda theta: problem.X.T @ problem.X
        if method != 'Powell':
            more['jac'] = problem.gradient
        return problem.beta(scipy.optimize.minimize(problem.loss, problem.start, method=method, **more).x)


for method, tightest in MINIMIZERS.items():
    minimizer(method, tightest)
