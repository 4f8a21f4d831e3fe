/** From the folded arms of a claim to its part of the report: verdict, coverage, dial, counterexample. */
import { met } from '../form/given.js';
import { own } from '../form/own.js';
import { expression } from '../numerics/expression.js';
import { kernelsInUse, useKernels } from '../numerics/kernels.js';
import { capFault, type CapBias } from '../statistics/cap-bias.js';
import { lawOf } from '../statistics/criterion.js';
import { ALPHA, type Level } from '../statistics/levels.js';
import { sign } from '../statistics/outcome.js';
import { oraclesOf, trainedBy, type Models } from './arm.js';
import { climb } from './climb.js';
import { shippedClaims, type FoundModel } from './discover.js';
import { described, firstTasks, rangeOf } from './described.js';
import { dialReport } from './dial.js';
import { draw } from './draw.js';
import { fingerprint } from './fingerprint.js';
import type { ArmFold } from './fold.js';
import { pinned, thawed } from './frozen.js';
import { hunt } from './hunt.js';
import { idle } from './idle.js';
import { COVERAGE_TASKS, coverageOf, judge, type CoverageFound, type Found } from './judge.js';
import type { Planned } from './measure.js';
import type {
  AdversaryReport,
  ArmReport,
  ClaimReport,
  Counterexample,
  PartReport,
  TableReport,
  TrainedModel,
} from './report.js';
import { replaces } from './replaces.js';
import { runsOf } from './runs.js';
import { isRemote } from '../program/model.js';
import { isStranger } from './train.js';
import { evaluate, trial } from './trial.js';
import { LOOKED_AT, scattered } from './scattered.js';
import { spoken } from './spoken.js';
import { texOf, typeset } from './typeset.js';
import { within } from './within.js';

/** How measuring a claim ended. */
export type Decided =
  | { readonly kind: 'measured'; readonly arms: readonly ArmFold[] }
  | { readonly kind: 'error'; readonly why: string }
  | { readonly kind: 'not applicable'; readonly why: string };

export interface Setting {
  readonly level: Level;
  readonly models: ReadonlyMap<string, FoundModel>;
  /** Names of models that the user replaced. */
  readonly instead: readonly string[];
}

export interface Concluded {
  readonly report: ClaimReport;
  readonly errors: readonly string[];
  /** What a reader should know of it that is no fault. */
  readonly notes: readonly string[];
}

/**
 * What is said of a claim before any trial: by whom, of what, by which formulas.
 * @param tasks the first that are drawn; without them less is said of what is trained
 */
export function wording(planned: Planned, setting: Setting, tasks: readonly unknown[]) {
  const { claim, id, digest, words, seed } = planned;
  const of = described(claim, tasks);
  return {
    id,
    digest,
    words,
    title: claim.title,
    statement: claim.statement,
    talk: claim.talk,
    marking: claim.marking,
    finding: claim.finding ?? false,
    ...(claim.sequel && { sequel: true }),
    sources: claim.sources,
    scope: claim.scope,
    premises: claim.premises,
    ...of,
    models: modelsOf(planned, setting).map((model) => ({ ...model, ...toldOf(model.name, of.runs, setting) })),
    oracles: oraclesOf(claim)
      .map(({ name }) => name)
      .sort(),
    seed,
    parts: Object.fromEntries(
      Object.entries(claim.parts).map(([name, { accept, holds, given }]) => [
        name,
        {
          accept,
          source: holds,
          tex: typeset(holds, texOf(claim)),
          ...(given && { given: given.premise }),
          ...rangeOf(claim, name),
        },
      ]),
    ),
  };
}

export function claimReport(planned: Planned, decided: Decided, setting: Setting): Concluded {
  const { claim, id, seed } = planned;
  if (decided.kind !== 'measured') {
    const { kind: verdict, why } = decided;
    return {
      report: { ...wording(planned, setting, []), verdict, because: [why], arms: [] },
      errors: verdict === 'error' ? [why] : [],
      notes: [],
    };
  }

  const models: Models = new Map([...setting.models].map(([name, { model }]) => [name, model]));
  const { arms } = decided;
  const reports = arms.map((fold) => fold.report());
  const main = arms.find(({ arm }) => arm.role === 'claim')!;
  const faults: string[] = [];
  const notes: string[] = [];
  // Nothing is drawn here before a worker has drawn of it.
  const drew = arms.filter(({ next }) => next > 0);
  for (const population of new Set(drew.map(({ arm }) => arm.claim.forAll))) {
    const sentence = drawing(() => thawed(population));
    if (sentence) faults.push(sentence);
  }
  if (main.next > 0 && !drawing(() => reproducible(planned)))
    faults.push('the generator is not reproducible: the first task drawn twice differs');

  /** The first tasks of an arm that could be trained on. */
  const looked = ({ arm, next, error }: ArmFold): unknown[] =>
    next > 0 && error === undefined ? drawing(() => firstTasks(arm, id, seed, next)) : [];
  const head = wording(planned, setting, looked(main));
  const exact = head.models.every(({ reproducible }) => reproducible !== 'statistically');
  const replaced = (fold: ArmFold) =>
    fold.arm.control && {
      replaces: replaces(claim, fold.arm.control, head.runs, runsOf(fold.arm.claim, looked(fold))),
    };

  const sides = main.sides();
  const caps = arms.find(({ arm, error }) => arm.role === 'cap' && error === undefined)?.caps() ?? {};
  const parts = Object.fromEntries(
    Object.entries(head.parts).map(([name, part]) => {
      const [capBias, related] = [own(caps, name), own(sides, name)];
      return [name, { ...part, ...(related && { sides: related }), ...(capBias && { capBias }) }];
    }),
  );
  const outcomes = reports[arms.indexOf(main)]!;
  const capped = Object.entries<PartReport>(parts).flatMap(([name, { accept, capBias }]) => {
    const exact = lawOf(accept).uncapped?.(accept);
    const fault = capBias && exact ? capFault(exact.margin, capBias) : null;
    return fault ? [{ name, fault, outward: outward(name, exact!.cap, capBias!, outcomes) }] : [];
  });
  // What is certified false stays false, unless a cap has moved the mean away from the centre.
  const certain = Object.entries(outcomes.parts).some(
    ([name, { decision }]) => decision === 'fails' && !capped.some((each) => each.name === name && each.outward),
  );
  const strangers = head.models.filter(({ instead }) => instead).map(({ name }) => `"${name}"`);
  const whose = strangers.length > 0 ? `; the model ${strangers.join(' and ')} is the user's` : '';
  if (!certain) faults.push(...capped.map(({ name, fault }) => `part "${name}": ${fault}${whose}`));

  const alone = head.models.some(({ name }) => isRemote(models.get(name)))
    ? 'by itself (a program gives a trial the same bits, whichever others it is asked for with, or says "batch": 1)'
    : 'with the plain kernels';
  let counterexample: Counterexample | undefined;
  const failing = Object.entries(reports[arms.indexOf(main)]!.parts).find(([, part]) => part.decision === 'fails');
  if (failing && main.error === undefined) {
    const [part, { evidence }] = failing;
    const index = evidence.violating[0];
    if (index !== undefined && !lawOf(evidence).mean) {
      const again = own(plainly(() => trial(main.arm, id, seed, index, models)).parts, part)?.margins[0];
      if (again && sign(again) === 'violation') {
        counterexample = hunt(main.arm, id, seed, index, part, models);
      } else if (exact) faults.push(`trial ${index} violates "${part}" and does not when it is run again ${alone}`);
    }
  }

  // What is shipped is tested once and for all; what a user brings is looked at here.
  if (exact && (strangers.length > 0 || !planned.file.startsWith(shippedClaims)))
    faults.push(...doubts(planned, arms, reports, models, (text) => notes.push(text)));
  const hunter = arms.find(({ arm }) => arm.role === 'adversary');
  const adversary = hunter?.error === undefined ? hunter?.adversary() : undefined;
  let refuted: Found['refuted'];
  if (hunter && adversary?.refuted && !failing) {
    const { part, climb: index } = adversary.refuted;
    const name = { suiteSeed: seed, claim: id, arm: hunter.arm.name, trial: index };
    const found = climb(hunter.arm, name, models).reached;
    const again =
      found && plainly(() => evaluate(hunter.arm, found.drawn.task, found.name, models)).parts[part]?.margins[0];
    refuted = refutation(adversary);
    if (again && sign(again) === 'violation') counterexample = hunt(hunter.arm, id, seed, index, part, models, found);
    else if (exact) faults.push(`climb ${index} of the adversary violates "${part}" and does not ${alone}`);
  }

  const coverage = main.next > 0 ? drawing(() => coverageIn(planned, ALPHA[setting.level])) : undefined;
  const found = arms
    .map((fold, i) => ({ ...reports[i]!, ...(fold.error !== undefined && { error: fold.error }) }))
    .filter(({ role, error }) => JUDGED.has(role) || (role !== 'dial' && error !== undefined));
  const { verdict, because } = judge({
    arms: found,
    ...(coverage && { coverage }),
    ...(refuted && { refuted }),
    faults,
  });
  const errors = [
    ...faults,
    ...arms.flatMap(({ arm, error }) => (error === undefined ? [] : [`${arm.name}: ${error}`])),
  ];
  const dialError = arms.some(({ arm, error }) => arm.role === 'dial' && error !== undefined);
  const table = tableIn(planned, main);
  const points = arms.filter(({ arm }) => arm.role === 'dial').map((fold) => fold.point());
  const dial = dialError ? undefined : dialReport(claim, points);
  const told = arms.map((fold, i) => ({ ...reports[i]!, ...replaced(fold) }));
  return {
    report: {
      ...head,
      verdict: dialError ? 'error' : verdict,
      because: dialError ? errors : because,
      parts,
      arms: told.filter(({ role }) => JUDGED.has(role)),
      ...(coverage && { coverage }),
      ...(dial && { dial }),
      ...(table && { table }),
      ...(adversary && { adversary }),
      ...(counterexample && { counterexample }),
    },
    errors,
    notes: [...notes, ...(main.next > 0 ? drawing(() => scatteredIn(planned)) : [])],
  };
}

/** What a climb that ended on a counterexample says of the claim. */
export const refutation = ({ refuted, trainings }: AdversaryReport): Found['refuted'] =>
  refuted && {
    part: refuted.part,
    because: `the adversary found a task that is a certified counterexample (slack < -error), after ${trainings} trainings`,
  };

/** Whether the cap moved the mean of the margins away from 0, so that what fails may be the cap's doing; of those that stand in the report. */
function outward(part: string, cap: number, { bias }: CapBias, { outcomes = [] }: ArmReport): boolean {
  const slacks = outcomes.flatMap(({ parts }) => {
    const found = parts[part];
    return typeof found === 'object' ? found.map(({ slack }) => slack) : [];
  });
  const sum = slacks.reduce((total, slack) => total + Math.max(-cap, Math.min(cap, slack)), 0);
  return bias * sum > 0;
}

/** What speaks against the claim's text, or against a model of the user's: a trial is another when it is run again, a control
 *  varies nothing. What a model in the place of the claim's own does not react to is no mistake, and noted. */
function doubts(
  { id, seed }: Planned,
  arms: readonly ArmFold[],
  reports: readonly ArmReport[],
  models: Models,
  note: (text: string) => void,
): string[] {
  const claim = arms.find(({ arm }) => arm.role === 'claim')!;
  const { outcomes = [] } = reports[arms.indexOf(claim)]!;
  const found: string[] = [];
  const elsewhere = trainedBy(claim.arm.claim).some((of) => isRemote(models.get(of)))
    ? ', nor on which others a program is asked for with it ("batch": 1 asks for one at a time)'
    : '';
  // The last that stands in the report first: what a module keeps from one trial to the next is another thing here.
  for (const index of new Set([outcomes.length - 1, outcomes.length >> 1, 0]))
    if (outcomes[index]) {
      const { digest, error } = trial(claim.arm, id, seed, index, models);
      if (digest === outcomes[index].digest) continue;
      found.push(
        error !== undefined
          ? `trial ${index}: ${error} (when it is run again)`
          : `trial ${index} is another when it is run again; expected that it depends on its task and its streams alone, and on ` +
              `nothing that is kept from one trial to the next or found outside (time, the environment, a counter)${elsewhere}`,
      );
      break;
    }
  arms.forEach(({ arm, error }, i) => {
    const { name, role, trials, parts } = reports[i]!;
    const refuted = arm.control && role === 'mustFail' && parts[arm.control.breaks]?.decision === 'fails';
    if (!arm.control || error !== undefined || refuted) return;
    const named = { id, seed, trials };
    if (!idle(arm, claim.arm, named, models)) return;
    const own = new Map([...models].map(([of, model]) => [of, isStranger(model) ? model.insteadOf : model]));
    if (trainedBy(claim.arm.claim).some((of) => models.get(of) !== own.get(of)) && !idle(arm, claim.arm, named, own))
      note(
        `${id}: what ${name} varies changes nothing of what the user's model trains, bit for bit; claimcheck conform says ` +
          'which fields of a rule it does not react to',
      );
    else
      found.push(
        `${name} varies nothing: on its ${trials} tasks it trains the same parameters and measures the same margins as ` +
          'the claim, bit for bit; expected a change that the model and the property see',
      );
  });
  return found;
}

/** The report of a claim of which nothing more can be said than why. */
export function bareReport({ claim, id, digest, words, seed }: Planned, why: string): Concluded {
  const said = (field: 'title' | 'statement' | 'scope') => {
    try {
      return String(claim[field]);
    } catch {
      return '';
    }
  };
  const report: ClaimReport = {
    id,
    digest,
    words,
    title: said('title'),
    statement: said('statement'),
    talk: [],
    marking: 'ours',
    finding: false,
    sources: [],
    scope: said('scope'),
    premises: {},
    population: { name: '', version: 0 },
    runs: {},
    symbols: {},
    theory: {},
    models: [],
    oracles: [],
    seed,
    verdict: 'error',
    because: [why],
    parts: {},
    arms: [],
  };
  return { report, errors: [why], notes: [] };
}

/** Seconds that what is drawn after the trials may take. */
const DRAWING = 60;
const drawing = <V>(compute: () => V): V => within(DRAWING, 'drawing its tasks', compute);

/** The arms that a verdict is made of. */
const JUDGED = new Set(['claim', 'mustFail', 'mustHold']);

/** With the plain kernels, the reference twins of the compiled ones. */
function plainly<V>(compute: () => V): V {
  const chosen = kernelsInUse();
  useKernels('reference');
  try {
    return compute();
  } finally {
    useKernels(chosen);
  }
}

function modelsOf({ claim, digest }: Planned, { models, instead }: Setting): TrainedModel[] {
  return trainedBy(claim)
    .sort()
    .map((name): TrainedModel => {
      const found = models.get(name);
      const reproduced = found?.model.reproducible;
      return {
        name,
        // A model of the claim's own is in the claim's digest.
        digest: found?.digest ?? digest,
        ...(instead.includes(name) && { instead: true }),
        ...(reproduced !== undefined && reproduced !== 'bit for bit' && { reproducible: reproduced }),
        ...(found?.model.computedBy !== undefined && { computedBy: found.model.computedBy }),
      };
    });
}

/** What the sources of a model say of it. */
function toldOf(name: string, runs: ClaimReport['runs'], { models }: Setting) {
  const found = models.get(name);
  return found && spoken(found, Object.values(runs).filter(({ model }) => model === name)); // prettier-ignore
}

const firstTask = ({ claim, id, seed }: Planned, index: number) =>
  draw(claim.forAll, { suiteSeed: seed, claim: id, arm: 'claim', trial: index }).task;

const reproducible = (planned: Planned): boolean =>
  fingerprint(firstTask(planned, 0)) === fingerprint(firstTask(planned, 0));

/** Declared cases, judged on drawn tasks that nothing is trained on. */
function coverageIn(planned: Planned, alpha: number): Record<string, CoverageFound> | undefined {
  const { covers } = planned.claim.forAll;
  if (!covers) return undefined;
  const tasks = Array.from({ length: COVERAGE_TASKS }, (_, index) => firstTask(planned, index));
  return Object.fromEntries(
    Object.entries(covers).map(([name, { when, atLeast }]) => [
      name,
      coverageOf(
        atLeast,
        tasks.map((task) => met(`case "${name}": when`, () => when(task))),
        alpha,
      ),
    ]),
  );
}

/** Numbers that are uniform over bit patterns, where the population is not one that we looked at. */
function scatteredIn(planned: Planned): string[] {
  const { forAll } = planned.claim;
  if (pinned(forAll)) return [];
  const count = Math.min(LOOKED_AT, forAll.list?.length ?? LOOKED_AT);
  const places = scattered(Array.from({ length: count }, (_, index) => firstTask(planned, index)));
  if (places.length === 0) return [];
  return [
    `${planned.id}: the population "${forAll.name}" draws ${places.slice(0, 3).join(', ')} over hundreds of orders of ` +
      'magnitude (fc.double is uniform over bit patterns, not over numbers); uniform({ min, max }) is uniform',
  ];
}

function tableIn({ claim }: Planned, main: ArmFold): TableReport | undefined {
  if (!claim.table) return undefined;
  const { title, of, columns, drawn } = claim.table;
  const { trials, rows } = main.table();
  const heads = Object.entries(columns).map(([name, source]) => {
    const { kind } = expression(source);
    return {
      name,
      source,
      tex: typeset(source, texOf(claim)),
      kind: kind === 'value' ? ('mean' as const) : ('share' as const),
    };
  });
  return { title, of, trials, columns: heads, rows, ...(drawn && { drawn }) };
}
