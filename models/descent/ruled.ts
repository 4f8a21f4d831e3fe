/** The same training by a changed rule: the commonest fault. */
import type { Model } from 'claimcheck';

type Train<Q> = Model<Q>['train'];

/** `const by = ruled(train)`; then `by((rule) => ({ ...rule, depth: 3 }))` trains with that rule. */
export const ruled =
  <Q, R>(train: (task: Q, rule: R, streams: Parameters<Train<Q>>[2]) => ReturnType<Train<Q>>) =>
  (change: (rule: R, task: Q) => R): Train<Q> =>
  (task, rule, streams) =>
    train(task, change(rule as R, task), streams);
