/**
 * Where training says that it ended at a residual, its own predictions have one that the rule asked for, and the facts that
 * it reports of them are theirs. By which measure is not written in a rule: it is the one by which the model in whose place it
 * stands ends, above the goal one step before and not at its end; and of a fact the one that gives what that model reports.
 */
import { shown } from '../../../form/shown.js';
import type { Trained } from '../../../claim.js';
import { precision, rounding } from '../../train.js';
import { broken, type Law, type Subject, type Training } from '../law.js';
import { measured, type Bounds } from '../measures.js';

/** Relatively, what is the same number computed in another order. */
const SAME = 1e-6;

const reaches = ({ least }: Bounds, goal: number) => least <= goal * (1 + SAME);
const is = ({ least, most }: Bounds, value: number) => value >= least * (1 - SAME) && value <= most * (1 + SAME);

/** Every measure of the predictions at the rows of the task; undefined where it has no labels one for one. */
function away({ model }: Subject, { task, rule }: Training, trained: Trained) {
  const rows = model.insteadOf.predicts?.rows(task);
  const { y } = task as { readonly y?: unknown };
  if (!rows || !(y instanceof Float64Array) || y.length !== rows.rows) return undefined;
  const f = trained.predict(rows);
  if (!(f instanceof Float64Array) || f.length !== y.length) return undefined;
  const known = rounding(model, trained, rows, rule);
  const unit = 64 * precision(model);
  return measured(
    f,
    y,
    f.map((of, i) => (known?.[i] ?? unit * Math.abs(of)) + unit * Math.abs(y[i]!)),
  );
}

/** One step before its end; undefined where it has none, or its rule cannot say so. */
function before(of: Subject, training: Training, { steps }: Trained): Trained | undefined {
  const { task, rule, streams } = training;
  if (steps < 1 || 'then' in rule || 'phases' in rule) return undefined;
  try {
    return (of.ours ?? of.model).train(task, { ...rule, steps: steps - 1 }, streams);
  } catch {
    return undefined;
  }
}

const named = (of: ReadonlyMap<string, Bounds>, test: (value: Bounds) => boolean): string[] =>
  [...of].filter(([, value]) => test(value)).map(([name]) => name);

/** The measures of which the rule may speak: those by which the model in whose place it stands ended. */
function meant(of: Subject, training: Training, goal: number): readonly string[] {
  const known = of.ours ? training.ours() : training.trained;
  const seen = known?.stopped === 'residual' ? away(of, training, known) : undefined;
  if (!seen) return [];
  const reached = named(seen, (value) => reaches(value, goal));
  const last = before(of, training, known!);
  const step = last && away(of, training, last);
  const crossed = step ? reached.filter((name) => step.get(name)!.most > goal) : [];
  return crossed.length > 0 ? crossed : reached;
}

const told = (all: ReadonlyMap<string, Bounds>, names: readonly string[]) =>
  `${names[0]} of its own predictions is ${shown(all.get(names[0]!)!.most)}`;

export const residual: Law = {
  name: 'residual',
  asks: 'where it ends at the residual of its rule, its own predictions have it',
  look: (subject, training) => {
    const { trained, rule } = training;
    const goal = (rule as { readonly residual?: unknown }).residual;
    if (trained.stopped !== 'residual' || typeof goal !== 'number') return undefined;
    const own = away(subject, training, trained);
    if (!own) return undefined;
    const every = [...own.keys()];
    // Where it is small by all of them, or by none, nobody need know which is meant.
    const small = named(own, (value) => reaches(value, goal));
    if (small.length === every.length) return 'kept';
    const some = small.length > 0 ? meant(subject, training, goal) : [];
    const candidates = some.length > 0 ? some : every;
    return candidates.some((name) => small.includes(name))
      ? 'kept'
      : broken(
          `it says that it ended at the residual ${goal} of its rule, and ${told(own, candidates)}; expected at most ${goal}`,
        );
  },
};

export const reports: Law = {
  name: 'reports',
  asks: 'what it reports of its predictions, as a residual or a loss, is theirs',
  once: true,
  look: (subject, training) => {
    const { trained } = training;
    const own = away(subject, training, trained);
    if (!own) return undefined;
    const ours = subject.ours && training.ours();
    const theirs = ours && away(subject, training, ours);
    let looked = false;
    for (const [fact, value] of Object.entries(trained.facts ?? {})) {
      const reported = ours?.facts?.[fact];
      // Of a shipped model's fact it is known which measure it is; by itself "residual" says that it is one.
      const measures = subject.ours
        ? theirs && reported !== undefined
          ? named(theirs, (each) => is(each, reported))
          : []
        : fact === 'residual'
          ? [...own.keys()]
          : [];
      if (measures.length === 0 || !Number.isFinite(value)) continue;
      looked = true;
      if (!measures.some((name) => is(own.get(name)!, value)))
        return broken(`its fact "${fact}" is ${value}, and ${told(own, measures)}; expected the same`);
    }
    return looked ? 'kept' : undefined;
  },
};
