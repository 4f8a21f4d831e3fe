/** Rules as the words of the models complete them, for tests that train without a claim. */
import type { Any, Run } from '../../src/claim.js';
import * as network from '../../models/diagonal-network.js';
import { descend } from '../../models/least-squares.js';
import * as classifier from '../../models/linear-classifier.js';
import type { SteepestRule } from '../../models/linear-classifier.js';
import * as model from '../../models/linear-model.js';
import type { LinearRule } from '../../models/linear-model.js';
import * as factors from '../../models/matrix-factorization.js';
import * as product from '../../models/product-network.js';
import type { ProductRule } from '../../models/product-network.js';
import * as solved from '../../models/ridge.js';
import type { RidgeRule } from '../../models/ridge.js';

/** The rule of a run that does not wait for a task. */
export const ruleOf = <R = Any>({ rule }: Run<Any, R>): R => rule as R;

type Given<W> = W extends (given: infer G) => unknown ? Exclude<G, (task: Any) => unknown> : never;

export const diagonalRules = {
  mirror: (rule: Given<typeof network.mirror>) => ruleOf(network.mirror(rule)) as network.DiagonalRule,
  descent: (rule: Given<typeof network.descent>) => ruleOf(network.descent(rule)) as network.DiagonalRule,
  adam: (rule: Given<typeof network.adam>) => ruleOf(network.adam(rule)) as network.DiagonalRule,
};
export const leastSquaresRules = { descend: (rule: Given<typeof descend> = {}) => ruleOf(descend(rule)) };
export const classifierRules = {
  steepest: (norm: SteepestRule['norm'], rule: Partial<SteepestRule> = {}) =>
    ruleOf(classifier.steepest({ ...rule, norm })) as SteepestRule,
};
export const linearRules = {
  descent: (geometry: LinearRule['geometry'], rule: Partial<LinearRule> = {}) =>
    ruleOf(model.descent({ ...rule, geometry })) as LinearRule,
  adam: (rule: Partial<LinearRule> = {}) => ruleOf(model.adam(rule)) as LinearRule,
  adagrad: (rule: Partial<LinearRule> = {}) => ruleOf(model.adagrad(rule)) as LinearRule,
  greedy: (rule: Partial<LinearRule> = {}) => ruleOf(model.greedy(rule)) as LinearRule,
};
export const factorRules = {
  exponential: (rule: Given<typeof factors.exponential>) => ruleOf(factors.exponential(rule)) as factors.FactorRule,
  factored: (rule: Given<typeof factors.factored>) => ruleOf(factors.factored(rule)) as factors.FactorRule,
};
export const productRules = {
  decayed: (lambda: number, rule: Partial<ProductRule> = {}) =>
    ruleOf(product.decayed({ ...rule, lambda })) as ProductRule,
};
export const ridgeRules = {
  ridge: (penalty: number) => ruleOf(solved.ridge(penalty)) as RidgeRule,
  leastNorm: ruleOf(solved.leastNorm) as RidgeRule,
};
