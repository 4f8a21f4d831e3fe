/** Whole verdicts of known truth: the joint errors of claims, controls and lists, which need no correction. */
import type { Stream } from '../../src/claim.js';
import { forMost } from '../../src/criteria.js';
import { judge, type ArmFound } from '../../src/engine/judge.js';
import { evidence } from '../../src/statistics/evidence.js';
import { failShare } from '../../src/statistics/levels.js';
import type { PartOutcome, Role } from '../../src/statistics/outcome.js';
import { limit } from './limit.js';
import { DEAD, replication, value } from './world.js';

const criterion = forMost({ allBut: 0.1 });
const ALPHA = 0.01;
type Sample = (rng: Stream) => PartOutcome;

const succeeding =
  (p: number): Sample =>
  (rng) =>
    value(p - rng.uniform());
const dead: Sample = (rng) => DEAD[rng.integer(DEAD.length)]!;

function arm(rng: Stream, name: string, role: Role, samples: readonly Sample[]): ArmFound {
  const failAlpha =
    role === 'mustFail'
      ? ALPHA
      : failShare(
          ALPHA,
          samples.map(() => criterion),
        );
  const parts = samples.map((sample, k) => {
    const judged = evidence(criterion, { role, alpha: ALPHA, failAlpha });
    while (judged.add(sample(rng)) === 'continue');
    return [`part ${k}`, { decision: judged.decision, evidence: { because: '' } }] as const;
  });
  return { name, role, breaks: 'part 0', parts: Object.fromEntries(parts) };
}

interface Case {
  readonly name: string;
  /** What is printed, in one replication. */
  readonly printed: (rng: Stream) => string;
  /** What must not be, in more than a share alpha (`never`: at all). */
  readonly wrong: string;
  readonly never?: boolean;
  /** What must be, in at least this share. */
  readonly right?: readonly [printed: string, atLeast: number];
}

const verdict = (rng: Stream, claim: readonly Sample[], falsehood: Sample, harmless?: Sample) =>
  judge({
    arms: [
      arm(rng, 'claim', 'claim', claim),
      arm(rng, 'falsehood', 'mustFail', [falsehood]),
      ...(harmless ? [arm(rng, 'harmless', 'mustHold', [harmless])] : []),
    ],
  }).verdict;

const sure = succeeding(1);
const boundary = succeeding(0.9);
const clear = succeeding(0.5);

const CASES: readonly Case[] = [
  {
    name: 'all true',
    printed: (rng) => verdict(rng, [sure], clear, sure),
    wrong: 'fails',
    right: ['holds', 0.99],
  },
  { name: 'claim on the boundary, control refuted', printed: (rng) => verdict(rng, [boundary], clear), wrong: 'holds' },
  { name: 'claim true, control on the boundary', printed: (rng) => verdict(rng, [sure], boundary), wrong: 'holds' },
  {
    name: 'claim and control on the boundary',
    printed: (rng) => verdict(rng, [boundary], boundary),
    wrong: 'holds',
  },
  {
    name: 'claim true, variant that must hold on the boundary',
    printed: (rng) => verdict(rng, [sure], clear, boundary),
    wrong: 'holds',
  },
  {
    name: 'claim true, control dead',
    printed: (rng) => verdict(rng, [sure], dead),
    wrong: 'holds',
    never: true,
    right: ['vacuous', 1],
  },
  {
    name: 'three parts on the boundary: false fails',
    printed: (rng) => verdict(rng, [boundary, boundary, boundary], clear),
    wrong: 'fails',
  },
  {
    name: 'three parts, one on the boundary: false holds',
    printed: (rng) => verdict(rng, [sure, boundary, sure], clear),
    wrong: 'holds',
  },
  {
    name: 'fourteen claims, one false: the joint sentence',
    printed: (rng) => {
      const all = Array.from({ length: 14 }, (_, k) => verdict(rng, [k === 5 ? boundary : sure], clear));
      return all.every((each) => each === 'holds') ? 'all hold' : 'not all hold';
    },
    wrong: 'all hold',
  },
];

export interface MeasuredVerdict {
  readonly name: string;
  readonly wrong: string;
  readonly count: number;
  readonly limit: number;
  readonly alarm: string | null;
}

export function verdicts(replications: number): MeasuredVerdict[] {
  return CASES.map(({ name, printed, wrong, never, right }) => {
    const counts = new Map<string, number>();
    for (let r = 0; r < replications; r++) {
      const word = printed(replication(`verdict: ${name}`, r));
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    const count = counts.get(wrong) ?? 0;
    const most = never ? 0 : limit(replications, ALPHA);
    const alarm =
      count > most
        ? `${count} times "${wrong}"`
        : right && (counts.get(right[0]) ?? 0) < right[1] * replications
          ? `too few "${right[0]}"`
          : null;
    return { name, wrong, count, limit: most, alarm };
  });
}
