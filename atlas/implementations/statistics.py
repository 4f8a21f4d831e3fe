"""statsmodels, celer, skglm, in the scale of each."""

import warnings

import celer
import numpy as np
import skglm
import statsmodels.api as sm

from .row import NORMS, row

warnings.filterwarnings('ignore')


@row('statsmodels.OLS', 'statsmodels', NORMS, 'pinv', 'the same: qr takes no wide X')
def ols(task, rule, rng):
    return sm.OLS(task.y, task.X).fit().params


@row('statsmodels.OLS.lasso', 'statsmodels', ('lasso',), 'fit_regularized, 50 sweeps', '20,000 sweeps, cnvrg_tol 1e-14, zero_tol 0')
def lasso(task, rule, rng):
    more = {'maxiter': 20_000, 'cnvrg_tol': 1e-14, 'zero_tol': 0.0} if rule.settings == 'tight' else {}
    return sm.OLS(task.y, task.X).fit_regularized(alpha=float(rule.penalty), L1_wt=1.0, **more).params


@row('statsmodels.OLS.ridge', 'statsmodels', ('ridge',), 'fit_regularized, L1_wt 0', 'the same')
def ridge(task, rule, rng):
    return sm.OLS(task.y, task.X).fit_regularized(alpha=float(rule.penalty), L1_wt=0.0).params


@row('statsmodels.GLM.ridge', 'statsmodels', ('logistic',), 'Binomial, fit_regularized, L1_wt 0', '20,000 sweeps, cnvrg_tol 1e-14')
def glm(task, rule, rng):
    more = {'maxiter': 20_000, 'cnvrg_tol': 1e-14} if rule.settings == 'tight' else {}
    fit = sm.GLM((task.y + 1) / 2, task.X, family=sm.families.Binomial())
    return fit.fit_regularized(alpha=float(rule.penalty), L1_wt=0.0, **more).params


@row('celer.Lasso', 'celer', ('lasso', 'least-l1'), 'tol 1e-4; interpolants: alpha 1e-4 / n', 'tol 1e-14; interpolants: alpha 1e-7 / n')
def celer_lasso(task, rule, rng):
    tight = rule.settings == 'tight'
    alpha = float(rule.penalty) if rule.find == 'lasso' else (1e-7 if tight else 1e-4) / len(task.y)
    fit = celer.Lasso(alpha=alpha, fit_intercept=False, **({'tol': 1e-14, 'max_epochs': 500_000} if tight else {}))
    return fit.fit(np.asfortranarray(task.X), task.y).coef_


@row('skglm.Lasso', 'skglm', ('lasso', 'least-l1'), 'tol 1e-4; interpolants: alpha 1e-4 / n', 'tol 1e-14; interpolants: alpha 1e-7 / n')
def skglm_lasso(task, rule, rng):
    tight = rule.settings == 'tight'
    alpha = float(rule.penalty) if rule.find == 'lasso' else (1e-7 if tight else 1e-4) / len(task.y)
    fit = skglm.Lasso(alpha=alpha, fit_intercept=False, **({'tol': 1e-14, 'max_epochs': 500_000} if tight else {}))
    return fit.fit(np.asfortranarray(task.X), task.y).coef_
