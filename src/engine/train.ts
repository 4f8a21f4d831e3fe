/**
 * One training run: the model gets copies of its task and its rule, and what it gives back is looked at before anybody
 * measures it. A model of the user's is held to what the model whose place it takes declares: its rules, the lengths of
 * its parameters, and predictions that agree with them.
 */
import type { Any, Model, Prediction, Streams, Trained } from '../claim.js';
import { trained as looked } from '../form/given.js';
import { shown } from '../form/shown.js';
import type { Matrix } from '../numerics/matrix.js';
import { normals } from '../numerics/stream.js';
import { refuse } from '../rule.js';
import { copied, lend } from './lend.js';

/** A model of the user's, and the shipped one whose place it takes. */
export interface Stranger extends Model {
  readonly insteadOf: Model;
}

export const isStranger = (model: Model | undefined): model is Stranger => model !== undefined && 'insteadOf' in model;

/** The user's model in the place of a shipped one. */
export const instead = (model: Model, of: Model): Stranger => ({ ...model, insteadOf: of });

/** Whether training ended where it said that it would. */
export const finished = ({ stopped }: Trained): boolean => stopped !== 'budget' && stopped !== 'diverged';

/** Whether every parameter is a number: NaN and infinities leave a trace in a sum of zeros. */
export function finite({ parameters }: Trained): boolean {
  let trace = 0;
  for (const values of Object.values(parameters)) for (let k = 0; k < values.length; k++) trace += 0 * values[k]!;
  return trace === 0;
}

/** Relative rounding of one operation, in the arithmetic that the model says it has. */
export const precision = ({ capabilities }: Model) =>
  capabilities.includes('float64') ? 2.220446049250313e-16 : 2.384185791015625e-7;

/** Points at which a model has not been trained. */
const FRESH = 5;

/** How far predictions at those rows may be, row by row, from what the parameters give; undefined where nobody says how. */
export function rounding(model: Stranger, trained: Trained, points: Matrix, rule: Any): Float64Array | undefined {
  const absolute = (data: Float64Array) => data.map(Math.abs);
  const sizes = Object.fromEntries(Object.entries(trained.parameters).map(([key, value]) => [key, absolute(value)]));
  const operations = 16 + Object.values(sizes).reduce((most, { length }) => Math.max(most, length), 0);
  const size = model.insteadOf.predicts?.at?.(sizes, { ...points, data: absolute(points.data) }, rule);
  return size?.map((each) => operations * precision(model) * each);
}

/** @throws Error where predictions have another length, or are not those of the parameters */
export function agrees(name: string, model: Stranger, seen: Any, rule: Any, trained: Trained, streams: Streams): void {
  const declared = model.insteadOf.predicts;
  if (!declared) return;
  const { rows, at } = declared as Prediction<Any>;
  const X = rows(seen);
  const fresh: Matrix = { rows: FRESH, cols: X.cols, data: normals(streams.eval(), FRESH * X.cols) };
  for (const [where, points] of [['training', X] as const, ['new', fresh] as const]) {
    const given = trained.predict(points) as unknown;
    if (!(given instanceof Float64Array) || given.length !== points.rows)
      throw new Error(
        `the model "${name}" predicts ${shown(given)} at ${points.rows} ${where} rows; ` +
          `expected a Float64Array of ${points.rows}`,
      );
    const expected = at?.(trained.parameters, points, rule);
    if (!expected) continue;
    const most = rounding(model, trained, points, rule)!;
    const off = given.findIndex((value, i) => !(Math.abs(value - expected[i]!) <= most[i]!));
    if (off >= 0)
      throw new Error(
        `the model "${name}" predicts ${given[off]} at ${where} row ${off} and its parameters give ${expected[off]}; ` +
          'expected the same up to rounding',
      );
  }
}

/** @throws Error where a parameter that the shipped model has is absent or has another length */
export function complete(name: string, { insteadOf }: Stranger, seen: Any, rule: Any, { parameters }: Trained): void {
  for (const [field, length] of Object.entries(insteadOf.shapes?.(seen, rule) ?? {}))
    if (parameters[field]?.length !== length)
      throw new Error(
        `the model "${name}" gave back parameters.${field} ${shown(parameters[field])}; ` +
          `expected a Float64Array of ${length}`,
      );
}

/**
 * @param by the model's `train`, or a wrong variant of it
 * @param seen the part of the task that the run sees
 * @throws Error one sentence, where the model refuses its rule, changes what it was lent or gives back what it must not
 */
export function train(name: string, model: Model, by: Model['train'], seen: Any, rule: Any, streams: Streams): Trained {
  if (!isStranger(model)) return looked(`model "${name}"`, () => by(seen, rule, streams));
  const declared = model.rule ?? model.insteadOf.rule;
  if (declared) refuse(name, declared, rule);
  const task = lend('the task', seen);
  const asked = lend('its rule', rule);
  const trained = looked(`model "${name}"`, () => by(task.lent, asked.lent, streams));
  if (finished(trained) && finite(trained)) {
    complete(name, model, seen, rule, trained);
    agrees(name, model, seen, rule, trained, streams);
  }
  task.returned(`the model "${name}"`);
  asked.returned(`the model "${name}"`);
  // It may use its arrays again.
  return { ...trained, parameters: copied(trained.parameters) };
}
