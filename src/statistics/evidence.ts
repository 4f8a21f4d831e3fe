/**
 * Evidence: the incremental judge of ONE part of ONE arm.
 *
 *     const e = evidence(part.accept, { level: 'standard', role: 'claim', failAlpha: failShare(ALPHA.standard, all) });
 *     for (const trial of trialsInIndexOrder) if (e.add(trial.parts[name]) !== 'continue') break;
 *     e.decision; e.n; e.summary();
 *
 * - Outcomes are added in index order, never in order of completion; a decision depends on the prefix alone. Outcomes
 *   after the decision are ignored, so parts that decide at different trials may share one loop.
 * - `role` fixes the accounting (statistics/outcome.ts): towards `holds` whatever is not certified counts against;
 *   towards `fails` NaN and divergence count for a claim, but never for a control, unless it `expects: 'divergence'`.
 * - `failAlpha`: alpha over the number of statistical parts for a claim (`failShare`); alpha, the default, for a control.
 * - `budget`: a number, or numbers by level (a control's own); the default is the criterion's or that of its law
 *   (levels.ts). For `always.enumerated` it must be the length of the list.
 * - `decision` of an `always` part of a claim is `fails` at the first certified violation, `summary().violating[0]`: the engine
 *   confirms it by a fresh run with the plain kernels before it says so.
 * - `summary()` is plain JSON and may be asked at any time; adding costs microseconds, asking some milliseconds.
 */
import { lawOf, type Budget, type Criterion } from './criterion.js';
import type { Kind, Setting } from './law.js';
import { ALPHA, budgetOf, type Level } from './levels.js';
import type { Decision, PartOutcome, Role } from './outcome.js';
import type { Summary } from './recorded.js';
import type { Counts } from './summary.js';

export type { Summary } from './recorded.js';

export interface EvidenceOptions {
  readonly role: Role;
  /** Default `standard`; gives alpha and the column of the budgets. */
  readonly level?: Level;
  readonly alpha?: number;
  readonly failAlpha?: number;
  readonly budget?: number | Budget;
  readonly expects?: 'divergence';
  /** Of a control of `always`: the share of tasks that it must break (default: half). */
  readonly breaks?: number;
}

export interface Evidence {
  /** @returns the decision after this outcome */
  readonly add: (outcome: PartOutcome) => Decision;
  readonly decision: Decision;
  /** Trials that count, up to the decision. */
  readonly n: number;
  readonly summary: () => Summary;
}

/** The share of tasks that a falsehood must break where the claim is about all of them. */
export const BREAKS = 1 / 2;

/** How many indices of violating and of unsettled trials are kept. */
const KEPT = 5;

const FIELD: Readonly<Record<Kind, Exclude<keyof Counts, 'ties'>>> = {
  success: 'successes',
  violation: 'violations',
  'in doubt': 'inDoubt',
  'not a number': 'notANumber',
  unfinished: 'unfinished',
  diverged: 'diverged',
  gated: 'gated',
};

/** @throws Error for alpha outside (0, 1), a budget that is not a whole number, a missing list length */
export function settingOf(criterion: Criterion, options: EvidenceOptions): Setting {
  const { role, level = 'standard', expects, breaks = BREAKS } = options;
  const alpha = options.alpha ?? ALPHA[level];
  const failAlpha = options.failAlpha ?? alpha;
  for (const [name, value] of Object.entries({ alpha, failAlpha, breaks }))
    if (!(value > 0 && value < 1)) throw new Error(`invalid ${name}; must be in (0, 1): ${value}`);
  const budget = typeof options.budget === 'number' ? options.budget : (options.budget ?? budgetOf(criterion))[level];
  if (!Number.isInteger(budget) || budget < 1)
    throw new Error(`invalid budget; must be a whole number of trials, at least 1: ${budget}`);
  const divergenceCounts = role === 'mustFail' && expects === 'divergence';
  return { alpha, failAlpha, budget, role, divergenceCounts, breaks };
}

/** @throws Error for settings that are none (`settingOf`) */
export function evidence(criterion: Criterion, options: EvidenceOptions): Evidence {
  const setting = settingOf(criterion, options);
  const law = lawOf(criterion);
  const judge = law.judge(criterion, setting);
  const counts: { -readonly [kind in keyof Counts]: Counts[kind] } = {
    successes: 0,
    violations: 0,
    inDoubt: 0,
    notANumber: 0,
    unfinished: 0,
    diverged: 0,
    gated: 0,
  };
  const violating: number[] = [];
  const unsettled: number[] = [];
  let n = 0;
  let drawn = 0;
  let decision: Decision = 'continue';
  let closing = false;

  function add(outcome: PartOutcome): Decision {
    if (decision !== 'continue') return decision;
    const gated = outcome.state === 'gated';
    if (gated && !law.exact)
      throw new Error(`a premise on the outcome is allowed with always alone, not with ${criterion.law}`);
    const kind = gated ? 'gated' : judge.take(outcome);
    const index = drawn++;
    if (!gated) n++;
    counts[FIELD[kind]]++;
    if (kind === 'in doubt' && outcome.margins.some(({ slack, error }) => slack === 0 && error === 0))
      counts.ties = (counts.ties ?? 0) + 1;
    if (kind === 'violation') {
      if (violating.length < KEPT) violating.push(index);
    } else if (kind !== 'success' && kind !== 'gated' && unsettled.length < KEPT) unsettled.push(index);
    ({ decision, closing = false } = judge.decide({ n, drawn, counts }));
    return decision;
  }

  function summary(): Summary {
    const tally = { n, drawn, counts: { ...counts } };
    const told = {
      law: criterion.law,
      role: setting.role,
      alpha: setting.alpha,
      failAlpha: setting.failAlpha,
      decision,
      estimand: law.estimand(criterion),
      n,
      budget: setting.budget,
      drawn,
      closing,
      counts: tally.counts,
      logE: judge.logE(),
      quantities: judge.quantities(tally),
      power: judge.power(),
      wouldNeed: decision === 'undecided' ? judge.wouldNeed(tally) : null,
      violating: [...violating],
      unsettled: [...unsettled],
    };
    return { ...told, because: law.because(told, judge.decisive?.(decision) ?? 0, setting.breaks) };
  }

  return {
    add,
    get decision() {
      return decision;
    },
    get n() {
      return n;
    },
    summary,
  };
}
