"""scikit-learn, without intercepts. Penalties in its units: alpha = n penalty for ridge, penalty for the lasso, C = 1 / (n penalty)."""

import warnings

import numpy as np
import scipy.sparse
from sklearn import linear_model, model_selection, svm
from sklearn.kernel_ridge import KernelRidge

from .row import NORMS, row

SEPARATORS = ('margin-l2', 'narrow', 'margin-linf')

warnings.filterwarnings('ignore')

TOL = 'tol 1e-12, 100,000 iterations'


def tighter(rule, **settings):
    return settings if rule.settings == 'tight' else {}


@row('sklearn.LinearRegression', 'scikit-learn', NORMS, 'dense', 'tol 1e-12')
def dense(task, rule, rng):
    return linear_model.LinearRegression(fit_intercept=False, **tighter(rule, tol=1e-12)).fit(task.X, task.y).coef_


@row('sklearn.LinearRegression.sparse', 'scikit-learn', NORMS, 'sparse X (lsqr), tol 1e-6', 'tol 1e-14')
def sparse(task, rule, rng):
    X = scipy.sparse.csr_matrix(task.X)
    return linear_model.LinearRegression(fit_intercept=False, **tighter(rule, tol=1e-14)).fit(X, task.y).coef_


def ridge(solver):
    columns = ('ridge',)

    @row(f'sklearn.Ridge.{solver}', 'scikit-learn', columns, 'tol 1e-4', TOL)
    def train(task, rule, rng):
        more = tighter(rule, tol=1e-12, max_iter=100_000)
        if solver == 'lbfgs':
            # It wants a sign: the vector is the difference of two that are not negative.
            more['positive'] = True
            X = np.hstack([task.X, -task.X])
        else:
            X = task.X
        alpha = float(rule.penalty) * len(task.y)
        seed = {'random_state': 0} if solver in ('sag', 'saga') else {}
        coef = linear_model.Ridge(alpha=alpha, fit_intercept=False, solver=solver, **seed, **more).fit(X, task.y).coef_
        d = task.X.shape[1]
        return coef[:d] - coef[d:] if solver == 'lbfgs' else coef


for solver in ('svd', 'cholesky', 'lsqr', 'sparse_cg', 'sag', 'saga', 'lbfgs'):
    ridge(solver)


@row('sklearn.Ridge.zero', 'scikit-learn', NORMS, 'alpha 0', 'alpha 0, solver svd')
def ridgeless(task, rule, rng):
    return linear_model.Ridge(alpha=0, fit_intercept=False, **tighter(rule, solver='svd')).fit(task.X, task.y).coef_


@row('sklearn.KernelRidge', 'scikit-learn', ('ridge',), 'linear kernel', 'the same')
def kernel(task, rule, rng):
    fit = KernelRidge(alpha=float(rule.penalty) * len(task.y)).fit(task.X, task.y)
    return task.X.T @ fit.dual_coef_


@row('sklearn.SGDRegressor', 'scikit-learn', ('ridge',), 'loss squared_error, tol 1e-3', 'tol none, 10,000 epochs, eta0 .01 invscaling .5')
def sgd(task, rule, rng):
    more = tighter(rule, tol=None, max_iter=10_000, power_t=0.5)
    fit = linear_model.SGDRegressor(alpha=float(rule.penalty), fit_intercept=False, random_state=0, **more)
    return fit.fit(task.X, task.y).coef_


@row('sklearn.Lasso', 'scikit-learn', ('lasso', 'least-l1'), 'tol 1e-4; interpolants: alpha 1e-4 / n', TOL + '; interpolants: alpha 1e-7 / n')
def lasso(task, rule, rng):
    n = len(task.y)
    alpha = float(rule.penalty) if rule.find == 'lasso' else (1e-7 if rule.settings == 'tight' else 1e-4) / n
    more = tighter(rule, tol=1e-12, max_iter=100_000)
    return linear_model.Lasso(alpha=alpha, fit_intercept=False, **more).fit(task.X, task.y).coef_


@row('sklearn.LassoLars', 'scikit-learn', ('lasso', 'least-l1'), 'interpolants: alpha 0', 'eps 1e-16, jitter none')
def lars(task, rule, rng):
    alpha = float(rule.penalty) if rule.find == 'lasso' else 0.0
    fit = linear_model.LassoLars(alpha=alpha, fit_intercept=False, **tighter(rule, eps=1e-16, max_iter=10_000))
    return fit.fit(task.X, task.y).coef_


@row('sklearn.ElasticNet.ridge', 'scikit-learn', ('ridge',), 'l1_ratio 0, tol 1e-4', 'l1_ratio 0, ' + TOL)
def elastic(task, rule, rng):
    more = tighter(rule, tol=1e-12, max_iter=100_000)
    fit = linear_model.ElasticNet(alpha=float(rule.penalty), l1_ratio=0, fit_intercept=False, **more)
    return fit.fit(task.X, task.y).coef_


@row('sklearn.ElasticNet.zero', 'scikit-learn', NORMS, 'alpha 1e-8, l1_ratio 0', TOL)
def nearly_zero(task, rule, rng):
    more = tighter(rule, tol=1e-12, max_iter=100_000)
    return linear_model.ElasticNet(alpha=1e-8, l1_ratio=0, fit_intercept=False, **more).fit(task.X, task.y).coef_


@row('sklearn.OrthogonalMatchingPursuit', 'scikit-learn', NORMS, 'n coefficients', 'n coefficients, precompute off')
def pursuit(task, rule, rng):
    more = tighter(rule, precompute=False)
    fit = linear_model.OrthogonalMatchingPursuit(n_nonzero_coefs=len(task.y), fit_intercept=False, **more)
    return fit.fit(task.X, task.y).coef_


def logistic(solver):
    @row(
        f'sklearn.LogisticRegression.{solver}',
        'scikit-learn',
        ('logistic', *(() if solver == 'liblinear' else SEPARATORS)),
        'tol 1e-4, 100 iterations; separators: C inf',
        TOL + '; separators: C inf',
    )
    def train(task, rule, rng):
        more = tighter(rule, tol=1e-12, max_iter=100_000 if solver not in ('sag', 'saga') else 5000)
        C = 1 / (len(task.y) * float(rule.penalty)) if rule.find == 'logistic' else np.inf
        fit = linear_model.LogisticRegression(C=C, fit_intercept=False, solver=solver, random_state=0, **more)
        return fit.fit(task.X, task.y).coef_[0]


for solver in ('lbfgs', 'newton-cg', 'newton-cholesky', 'liblinear', 'sag', 'saga'):
    logistic(solver)


@row('sklearn.LinearSVC', 'scikit-learn', SEPARATORS, 'hinge, C 1', 'hinge, C 1e6, tol 1e-10, 1,000,000 iterations')
def linear_svc(task, rule, rng):
    more = tighter(rule, C=1e6, tol=1e-10, max_iter=1_000_000)
    fit = svm.LinearSVC(loss='hinge', fit_intercept=False, random_state=0, **more)
    return fit.fit(task.X, task.y).coef_[0]


@row('sklearn.SVC', 'scikit-learn', SEPARATORS, 'linear kernel, C 1; every point and its mirror image, so that the intercept is 0', 'C 1e8, tol 1e-10')
def svc(task, rule, rng):
    X, y = np.vstack([task.X, -task.X]), np.append(task.y, -task.y)
    return svm.SVC(kernel='linear', **{'C': 1.0, **tighter(rule, C=1e8, tol=1e-10)}).fit(X, y).coef_[0]


@row('sklearn.Perceptron', 'scikit-learn', SEPARATORS, 'tol 1e-3', 'tol none, 10,000 epochs')
def perceptron(task, rule, rng):
    more = tighter(rule, tol=None, max_iter=10_000)
    return linear_model.Perceptron(fit_intercept=False, random_state=0, **more).fit(task.X, task.y).coef_[0]


@row('sklearn.SGDClassifier', 'scikit-learn', SEPARATORS, 'hinge, alpha 1e-4, tol 1e-3', 'tol none, 10,000 epochs')
def sgd_classifier(task, rule, rng):
    more = tighter(rule, tol=None, max_iter=10_000)
    return linear_model.SGDClassifier(fit_intercept=False, random_state=0, **more).fit(task.X, task.y).coef_[0]


GRID = np.logspace(-2, 3, 41)


@row('sklearn.RidgeCV', 'scikit-learn', ('tuned',), 'leave one out, alphas .1, 1, 10', '41 alphas from .01 to 1000')
def ridge_cv(task, rule, rng):
    return linear_model.RidgeCV(fit_intercept=False, **tighter(rule, alphas=GRID)).fit(task.X, task.y).coef_


@row('sklearn.GridSearchCV.Ridge', 'scikit-learn', ('tuned',), '5 folds, 11 alphas from .01 to 1000', '10 folds, 11 alphas')
def grid(task, rule, rng):
    tight = rule.settings == 'tight'
    search = model_selection.GridSearchCV(
        linear_model.Ridge(fit_intercept=False),
        {'alpha': GRID[::4]},
        scoring='neg_mean_squared_error',
        cv=10 if tight else 5,
    )
    return search.fit(task.X, task.y).best_estimator_.coef_


@row('sklearn.BayesianRidge', 'scikit-learn', ('tuned',), 'tol 1e-3, 300 iterations', 'tol 1e-8, 10,000 iterations')
def bayesian(task, rule, rng):
    more = tighter(rule, tol=1e-8, max_iter=10_000)
    return linear_model.BayesianRidge(fit_intercept=False, **more).fit(task.X, task.y).coef_
