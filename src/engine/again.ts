/** What a report says, computed again: everything of its claims, or some trials of theirs. */
import { own } from '../form/own.js';
import { useKernels } from '../numerics/kernels.js';
import { differences, type Difference } from './difference.js';
import type { FoundClaim, FoundModel } from './discover.js';
import type { RunEvent } from './event.js';
import { outcomeOf } from './fold.js';
import type { ClaimReport, Content, Report } from './report.js';
import { plan } from './plan.js';
import { madeOf, run, type RunOptions } from './run.js';
import type { Picked } from './sample.js';
import { claimDifferences, trialDifferences, untrained, verified, type Verified } from './verify.js';
import { whole } from './whole.js';

export interface Asked extends Pick<RunOptions, 'instead' | 'workers' | 'kernels' | 'execute' | 'dials' | 'signal'> {
  readonly report: Report;
  /** Those of its claims that are computed again. */
  readonly found: readonly FoundClaim[];
  readonly models: ReadonlyMap<string, FoundModel>;
  readonly onEvent?: (event: RunEvent) => void;
  /** Each claim, or each trial of a sample, as it is computed. */
  readonly onDone?: (claim: string, as: Verified['is'] | 'error') => void;
}

export interface Again {
  /** By claim; a claim that could not be evaluated, or was not reached, is none of them. */
  readonly verified: readonly Verified[];
  /** Why a claim could not be evaluated. */
  readonly failed: Readonly<Record<string, string>>;
  /** Of no claim. */
  readonly differences: readonly Difference[];
  readonly complete: boolean;
  /** Of a sample: what was computed. */
  readonly done?: readonly Picked[];
}

const saidBy = ({ report, found }: Asked): ReadonlyMap<string, ClaimReport> =>
  new Map(
    whole(report)
      .content.claims.filter(({ id }) => found.some((each) => each.id === id))
      .map((claim) => [claim.id, claim]),
  );

/** Files of the claim and its models that are others than the report names. */
export function changedFiles({ report, models, instead }: Asked, found: FoundClaim, said: ClaimReport): string[] {
  const { files } = madeOf({ claims: [found], models, ...(instead && { instead }) }, [said]);
  return Object.keys(files).filter((name) => own(report.envelope.files, name) !== files[name]);
}

const question = ({ report: { content } }: Asked, said: ReadonlyMap<string, ClaimReport>) => ({
  level: content.level,
  seed: content.seed,
  ...(content.beacon !== undefined && { beacon: content.beacon }),
  ...(content.atLeast !== undefined && { atLeast: content.atLeast }),
  seeds: Object.fromEntries([...said].map(([id, { seed }]) => [id, seed])),
});

/** Of the claim that must fail in every run. */
export const selfDifferences = ({ content: { selfControl } }: Report, computed: Content['selfControl']) =>
  differences(selfControl, computed, Object.is, ['selfControl']);

/** Everything: claims, controls, dials, tables, adversary, counterexample, verdict. */
export async function everything(asked: Asked): Promise<Again> {
  const { report, found, models, onDone = () => {} } = asked;
  const said = saidBy(asked);
  const all: Verified[] = [];
  const failed: Record<string, string> = {};
  const compare = (computed: ClaimReport) => {
    const { id, verdict, because } = computed;
    const claim = said.get(id)!;
    if (verdict === 'error' && claim.verdict !== 'error') {
      failed[id] = because.join('; ');
      return onDone(id, 'error');
    }
    const changed = changedFiles(
      asked,
      found.find((each) => each.id === id)!,
      claim,
    );
    const each = verified(id, claimDifferences(claim, computed), changed);
    all.push(each);
    onDone(id, each.is);
  };
  const { report: _, found: __, onDone: ___, ...options } = asked;
  const { content, envelope } = await run({
    ...options,
    ...question(asked, said),
    claims: found,
    models,
    onReport: compare,
  });
  const complete = envelope.incomplete === undefined;
  const of = complete ? [...selfDifferences(report, content.selfControl)] : [];
  const order = [...said.keys()];
  all.sort((a, b) => order.indexOf(a.claim) - order.indexOf(b.claim));
  return { verified: all, failed, differences: of, complete };
}

/** The trials that were picked, one by one; and of their claims what needs no training. */
export async function sampled(asked: Asked, picked: readonly Picked[]): Promise<Again> {
  const { found, models, instead = [], signal, onDone = () => {} } = asked;
  useKernels(asked.kernels);
  const said = saidBy(asked);
  const { level, atLeast, ...seeding } = question(asked, said);
  const planned = found.map((each) => plan(each, { ...seeding, models }));
  const failed: Record<string, string> = {};
  const unlike = new Map(
    planned.map((each): [string, Difference[]] => {
      try {
        return [each.id, untrained(said.get(each.id)!, each, { level, models, instead }, atLeast)];
      } catch (error) {
        failed[each.id] = error instanceof Error ? error.message : String(error);
        return [each.id, []];
      }
    }),
  );
  const done: Picked[] = [];
  const executor = await asked.execute(planned, asked.signal ?? new AbortController().signal);
  const queue = [...picked];
  const work = async () => {
    for (let next = queue.shift(); next && !signal?.aborted; next = queue.shift()) {
      const { claim, trial } = next;
      const { records } = await executor.run({ claim, arm: 'claim', from: trial, to: trial + 1 });
      const [record] = records;
      if (record!.error !== undefined) failed[claim] = `trial ${trial}: ${record!.error}`;
      else {
        const here = trialDifferences(said.get(claim)!, trial, outcomeOf(record!));
        unlike.get(claim)!.unshift(...here);
        done.push(next);
        onDone(claim, here.length === 0 ? 'same' : 'different');
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: executor.slots }, work));
  } finally {
    await executor.close();
  }
  const all = planned
    .filter(({ id }) => failed[id] === undefined)
    .map((each) => verified(each.id, unlike.get(each.id)!, changedFiles(asked, each, said.get(each.id)!)));
  return { verified: all, failed, differences: [], complete: !signal?.aborted, done };
}
