/** What a run asks, and what it measures for that: its claims with their seeds, and their arms. */
import { own } from '../form/own.js';
import { ALPHA, failShare, type Level } from '../statistics/levels.js';
import { refusal } from '../statistics/plan.js';
import { lacking } from './able.js';
import { adversaryArms, capArms, dialArms, lengthened, trainedBy, verdictArms, type Arm } from './arm.js';
import { OF_BASELINE } from './baseline.js';
import type { Decided } from './conclude.js';
import { loadClaim, selfControl, type FoundClaim, type FoundModel } from './discover.js';
import { fingerprint } from './fingerprint.js';
import { registeredSeed } from './identity.js';
import type { Planned } from './job.js';
import { isShipped } from './source.js';

/** Everything that decides which trials there are. */
export interface Question {
  readonly claims: readonly FoundClaim[];
  readonly models: ReadonlyMap<string, FoundModel>;
  readonly level: Level;
  /** `registered`, a number, or `baseline` (baseline.ts). */
  readonly seed: string;
  /** A value that is mixed into every registered seed. */
  readonly beacon?: string;
  /** Claims that run under a seed of their own, whatever `seed` says: that of a report, which is computed again. */
  readonly seeds?: Readonly<Record<string, string>>;
  /** Each claim is trained on at least so many tasks; those after its verdict decide nothing and are for `compare`. */
  readonly atLeast?: number;
  /** With dials (default: yes, except at level quick, which has none). */
  readonly dials?: boolean;
}

/** Decided without a trial. */
type Settled = Exclude<Decided, { readonly kind: 'measured' }>;

export interface Plan {
  readonly self: FoundClaim;
  /** The self-control, and the claims in their order. */
  readonly planned: readonly Planned[];
  /** Why there is nothing to measure of a claim. */
  readonly decided: ReadonlyMap<Planned, Settled>;
  /** All others. */
  readonly able: readonly Planned[];
  readonly arms: (claim: Planned) => Arm[];
}

export async function planFor(question: Question): Promise<Plan> {
  const { level, atLeast, dials = level !== 'quick' } = question;
  const self = await loadClaim(selfControl);
  if ('why' in self) throw new Error(`the run's self-control ${self.file} ${self.why}`);
  const decided = new Map<Planned, Settled>();
  const without = (claim: Planned, why: unknown) => {
    decided.set(claim, { kind: 'error', why: why instanceof Error ? why.message : String(why) });
    return claim;
  };
  const planned = [self, ...question.claims].map((found): Planned => {
    let claim: Planned;
    try {
      claim = plan(found, question);
    } catch (error) {
      return without({ ...found, seed: '0', by: '' }, error);
    }
    try {
      const why = precheck(claim, question);
      if (why) decided.set(claim, why);
      return claim;
    } catch (error) {
      return without(claim, error);
    }
  });
  return {
    self,
    planned,
    decided,
    able: planned.filter((claim) => !decided.has(claim)),
    arms: ({ id, claim }) => [
      ...verdictArms(claim).map((arm) => (atLeast && id !== self.id ? lengthened(arm, atLeast) : arm)),
      ...(id === self.id ? [] : adversaryArms(claim)),
      ...capArms(claim),
      ...(dials ? dialArms(claim) : []),
    ],
  };
}

/** A claim with the seed that it runs under. */
export function plan(
  found: FoundClaim,
  { seed, beacon, seeds, models }: Pick<Question, 'seed' | 'beacon' | 'seeds' | 'models'>,
): Planned {
  const trained = trainedBy(found.claim).map((name) => models.get(name)?.digest ?? name);
  return {
    ...found,
    seed:
      own(seeds, found.id) ??
      (seed === 'registered' || seed === OF_BASELINE ? registeredSeed(found.words, beacon) : seed),
    by: fingerprint([found.digest, ...new Set(trained)]).slice(0, 16),
  };
}

/** What keeps a claim from being measured: a missing model or capability, an expectation on the boundary. */
function precheck({ claim, id }: Planned, { models, level }: Pick<Question, 'models' | 'level'>): Settled | undefined {
  const known = new Map([...models].map(([name, { model }]) => [name, model]));
  for (const run of Object.values(claim.train)) {
    const found = models.get(run.model.name);
    if (found && found.model !== run.model && found.insteadOf === undefined && !run.fixed && !isShipped(id))
      return {
        kind: 'error',
        why: `it trains a model of its own that is named "${found.name}", as one of ours is; give it another name`,
      };
  }
  const why = lacking(claim, known);
  if (why !== undefined) return { kind: 'not applicable', why };
  const criteria = Object.values(claim.parts).map(({ accept }) => accept);
  const failAlpha = failShare(ALPHA[level], criteria);
  const refusals = [
    ...Object.entries(claim.parts).map(([name, { accept }]) => [
      `part "${name}"`,
      'expected' in accept ? refusal(accept, { role: 'claim', level, failAlpha }) : null,
    ]),
    ...Object.entries(claim.controls.mustFail).map(([name, { breaks, expected, budget, seldom }]) => [
      `control "${name}"`,
      expected === undefined
        ? null
        : refusal(claim.parts[breaks]!.accept, {
            role: 'mustFail',
            level,
            expected,
            ...(budget && { budget }),
            ...(seldom && { breaks: seldom.share }),
          }),
    ]),
  ].filter(([, why]) => why !== null);
  if (refusals[0]) return { kind: 'error', why: refusals[0].join(': ') };
  return undefined;
}
