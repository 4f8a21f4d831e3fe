/** The laws that every model keeps, looked at in the trainings that claims ask of it. Nothing is judged there. */
import type { Trained } from '../../claim.js';
import { kindOf, type Case } from './case.js';
import { broken, type Found, type Law, type Subject } from './law.js';
import { bits } from './laws/bits.js';
import { end, shortened } from './laws/end.js';
import { facts } from './laws/facts.js';
import { fields } from './laws/fields.js';
import { finite } from './laws/finite.js';
import { gradient } from './laws/gradient.js';
import { parameters } from './laws/parameters.js';
import { predictions } from './laws/predictions.js';
import { refusals } from './laws/refusals.js';
import { reports, residual } from './laws/residual.js';
import { ask } from './training.js';

/** Where a law is broken. */
export interface Breach {
  readonly sentence: string;
  readonly case?: Case;
}

/** What was found of one law. */
export interface Tally {
  readonly law: string;
  readonly asks: string;
  /** Trainings, or fields of rules, in which there was something to look at. */
  readonly looked: number;
  readonly broken: readonly Breach[];
}

const ANSWERS = 'answers';
const UNTOUCHED = 'untouched';
const FIELDS = 'rule fields';

const LAWS: readonly Law[] = [
  ...[bits, parameters, finite, predictions, residual, reports],
  ...[end, shortened, facts, gradient, refusals],
];

/** Every law by its name, with what it asks. */
export const ASKS: Readonly<Record<string, string>> = {
  [ANSWERS]: 'every rule that claims give it is taken, and a training comes back',
  [UNTOUCHED]: 'the task and the rule that it is lent come back as they were',
  ...Object.fromEntries(LAWS.map(({ name, asks }) => [name, asks])),
  [FIELDS]: 'no field that a control or a dial changes is ignored, where the shipped model changes with it',
};

/**
 * What every law says of one training.
 * @param first whether it is the first of its kind of rule, in which all of them look
 */
export function lookedAt(
  subject: Subject,
  each: Case,
  first = true,
): { readonly found: ReadonlyMap<string, Found>; readonly trained?: Trained } {
  const { trained, answered, untouched } = ask(subject, each);
  const found = new Map<string, Found>([
    [ANSWERS, answered],
    [UNTOUCHED, untouched],
  ]);
  if (!trained) return { found };
  let theirs: Trained | undefined | null = null;
  const ours = () =>
    (theirs ??=
      theirs === null && subject.ours
        ? ask({ ...subject, name: subject.ours.name }, each, subject.ours.train).trained
        : undefined);
  const training = { ...each, trained, ours };
  const kept = () => [...found.values()].every((of) => typeof of !== 'object');
  for (const law of LAWS) {
    if (law.once && !first) continue;
    try {
      found.set(law.name, law.look(subject, training));
    } catch (error) {
      // Where something is broken, more may not be to look at.
      if (kept()) found.set(law.name, broken(error instanceof Error ? error.message : String(error)));
    }
  }
  return { found, trained };
}

/**
 * @param told of every training that came back
 * @returns the laws one by one, after a step for every training that was looked at
 */
export function* conform(
  subject: Subject,
  cases: readonly Case[],
  told: (of: Case, trained: Trained) => void = () => {},
): Generator<void, readonly Tally[]> {
  const tallies = new Map(Object.keys(ASKS).map((law) => [law, { looked: 0, broken: [] as Breach[] }]));
  const enter = (law: string, of: Case | undefined, found: Found) => {
    if (found === undefined) return;
    const tally = tallies.get(law)!;
    tally.looked++;
    if (found !== 'kept') tally.broken.push({ sentence: found.broken, ...(of && { case: of }) });
  };
  const kinds = new Set<string>();
  for (const each of cases) {
    const kind = kindOf(each.rule as object);
    const { found, trained } = lookedAt(subject, each, !kinds.has(kind));
    for (const [law, of] of found) enter(law, each, of);
    if (trained) told(each, trained);
    kinds.add(kind);
    yield;
  }
  const compared = fields(subject, cases);
  let step = compared.next();
  for (; !step.done; step = compared.next()) yield;
  const { looked, ignored } = step.value;
  tallies.set(FIELDS, { looked, broken: [...ignored] });
  return [...tallies].map(([law, of]) => ({ law, asks: ASKS[law]!, ...of }));
}
