/** A model, as one writes it: what is trained in the place of ours. */
import type { Capability } from '../claim.js';
import { call, fields, list, oneOf, optional, record, text, type Form } from './field.js';
import { faults } from './faults.js';

export const CAPABILITIES: readonly Capability[] = [
  'linear',
  'differentiable',
  'float64',
  'tangent-kernel',
  'parameters',
];

export const capabilities: Form = list(
  oneOf(CAPABILITIES),
  `a list of capabilities, of ${CAPABILITIES.map((each) => `"${each}"`).join(', ')}`,
);

const train = '(task, rule, streams) => ({ parameters, predict, steps, stopped })';

/** Whether it is what a model's word makes. */
export const isRun = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'model' in value && 'rule' in value;

/** @throws Slip one sentence */
export const model: Form = fields(
  {
    name: text('the name of the model'),
    capabilities,
    train: call(train),
    rule: optional(call('fields({ steps: whole })')),
    facts: optional(record(text('what it reports'), { what: 'fact', expected: 'what each fact reports, by name' })),
    shapes: optional(call('(task, rule) => ({ beta: task.X.cols })')),
    predicts: optional(
      fields({ rows: call('(task) => task.X'), at: optional(call('(parameters, X) => predictions')) }, '{ rows, at }'),
    ),
    reproducible: optional(oneOf(['bit for bit', 'on one machine', 'statistically'])),
    gradient: optional(call('(task, rule, parameters) => ({ loss, gradient })')),
    computedBy: optional(text('what computes it')),
    faults: optional(faults(train)),
    harmless: optional(faults(train)),
  },
  'an object with name, capabilities and train',
);
