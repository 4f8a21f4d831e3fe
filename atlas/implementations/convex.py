"""cvxpy by its solvers, and qpsolvers: the same problem written once, as a user writes it. A status that is no success is an error."""

import warnings

import cvxpy as cp
import numpy as np
import qpsolvers
import scipy.sparse

from .row import row

warnings.filterwarnings('ignore')

NORM = {'L1': cp.norm1, 'L2': cp.norm2, 'Linf': cp.norm_inf}

TIGHT = {
    'CLARABEL': {'tol_gap_abs': 1e-12, 'tol_gap_rel': 1e-12, 'tol_feas': 1e-12},
    'OSQP': {'eps_abs': 1e-10, 'eps_rel': 1e-10, 'max_iter': 200_000},
    'SCS': {'eps_abs': 1e-10, 'eps_rel': 1e-10, 'max_iters': 200_000},
    'HIGHS': {'primal_feasibility_tolerance': 1e-10, 'dual_feasibility_tolerance': 1e-10},
}
# A second-order cone or an exponential is beyond OSQP and HiGHS.
LINEAR = ('least-l1', 'least-linf', 'margin-l1', 'margin-linf')
QUADRATIC = ('least-l2', 'margin-l2', 'narrow', 'ridge', 'lasso')
COLUMNS = {
    'CLARABEL': (*QUADRATIC, *LINEAR, 'logistic'),
    'OSQP': (*QUADRATIC, *LINEAR),
    'SCS': (*QUADRATIC, *LINEAR, 'logistic'),
    'HIGHS': (*LINEAR, *QUADRATIC),
}


def problem(task, rule):
    X, y = task.X, task.y
    n, d = X.shape
    b = cp.Variable(d)
    size = cp.sum_squares if rule.get('norm') == 'L2' else NORM.get(rule.get('norm'))
    if rule.find == 'interpolant':
        return cp.Problem(cp.Minimize(size(b)), [X @ b == y]), b
    if rule.find == 'separator':
        return cp.Problem(cp.Minimize(size(b)), [cp.multiply(y, X @ b) >= 1]), b
    penalty = float(rule.penalty)
    if rule.find == 'logistic':
        loss = cp.sum(cp.logistic(-cp.multiply(y, X @ b))) / n
    else:
        loss = cp.sum_squares(X @ b - y) / (2 * n)
    strength = penalty * cp.norm1(b) if rule.find == 'lasso' else penalty / 2 * cp.sum_squares(b)
    return cp.Problem(cp.Minimize(loss + strength)), b


def by_cvxpy(solver):
    says = ', '.join(f'{name} {value}' for name, value in TIGHT[solver].items())

    @row(f'cvxpy.{solver}', {'HIGHS': 'highspy'}.get(solver, solver.lower()), COLUMNS[solver], 'by cvxpy, tolerances by default', says)
    def train(task, rule, rng):
        stated, b = problem(task, rule)
        stated.solve(solver=solver, **(TIGHT[solver] if rule.settings == 'tight' else {}))
        if b.value is None:
            raise RuntimeError(f'{solver} says {stated.status}')
        return b.value


for solver in TIGHT:
    by_cvxpy(solver)


@row('cvxpy.default', 'cvxpy', (*QUADRATIC, *LINEAR, 'logistic'), 'the solver that cvxpy chooses', 'the same')
def default(task, rule, rng):
    stated, b = problem(task, rule)
    stated.solve()
    return b.value


QP = {
    'proxqp': ('proxsuite', {'eps_abs': 1e-10, 'eps_rel': 1e-10}),
    'osqp': ('osqp', {'eps_abs': 1e-10, 'eps_rel': 1e-10, 'max_iter': 200_000}),
    'piqp': ('piqp', {'eps_abs': 1e-12, 'eps_rel': 1e-12}),
    'daqp': ('daqp', {'primal_tol': 1e-12, 'dual_tol': 1e-12}),
    'highs': ('highspy', {'primal_feasibility_tolerance': 1e-10, 'dual_feasibility_tolerance': 1e-10}),
    'scs': ('scs', {'eps_abs': 1e-10, 'eps_rel': 1e-10, 'max_iters': 200_000}),
    'clarabel': ('clarabel', {'tol_gap_abs': 1e-12, 'tol_gap_rel': 1e-12, 'tol_feas': 1e-12}),
    'cvxopt': ('cvxopt', {'abstol': 1e-12, 'reltol': 1e-12, 'feastol': 1e-12}),
    'quadprog': ('quadprog', {}),
    'ecos': ('ecos', {'abstol': 1e-12, 'reltol': 1e-12, 'feastol': 1e-12}),
}
SPARSE = ('osqp', 'highs', 'scs', 'clarabel', 'ecos', 'piqp')


def by_qpsolvers(solver, package, tightest, dual=False):
    says = ', '.join(f'{name} {value}' for name, value in tightest.items()) or 'the same'
    name = f'qpsolvers.{solver}.dual' if dual else f'qpsolvers.{solver}'
    columns = ('margin-l2', 'narrow') if dual else ('margin-l2', 'narrow', 'least-l2')

    # Its last bits are others when it is asked again.
    @row(name, package, columns, f'{"dual" if dual else "primal"}, tolerances by default', says, solver != 'proxqp')
    def train(task, rule, rng):
        X, y = task.X, task.y
        n, d = X.shape
        kept = scipy.sparse.csc_matrix if solver in SPARSE else np.asarray
        Z = y[:, None] * X
        if rule.find == 'interpolant':
            asked = qpsolvers.Problem(kept(np.eye(d)), np.zeros(d), A=kept(X), b=y)
        elif dual:
            simplex = {'A': kept(np.ones((1, n))), 'b': np.ones(1), 'lb': np.zeros(n), 'ub': np.ones(n)}
            asked = qpsolvers.Problem(kept(Z @ Z.T), np.zeros(n), **simplex)
        else:
            asked = qpsolvers.Problem(kept(np.eye(d)), np.zeros(d), G=kept(-Z), h=-np.ones(n))
        solution = qpsolvers.solve_problem(asked, solver=solver, **(tightest if rule.settings == 'tight' else {}))
        if not solution.found:
            raise RuntimeError(f'{solver} finds nothing')
        return Z.T @ solution.x if dual else solution.x


for solver, (package, tightest) in QP.items():
    by_qpsolvers(solver, package, tightest)
for solver in ('proxqp', 'osqp'):
    by_qpsolvers(solver, *QP[solver], dual=True)
