/** The trials of a run: who trains them, where they are written down, what was known before, and when it stops. */
import { existsSync, rmSync } from 'node:fs';
import type { RunEvent } from './event.js';
import type { Planned } from './job.js';
import { openJournal, readJournal, silent } from './journal.js';
import { measure, type Executor, type MeasureOptions } from './measure.js';
import type { TrialRecord } from './trial.js';
import type { Level } from '../statistics/levels.js';

export interface TakeOptions {
  readonly level: Level;
  /** Where trials run, given the planned claims; after the signal the run asks for no more. */
  readonly execute: (claims: readonly Planned[], stop: AbortSignal) => Executor | Promise<Executor>;
  /** Where the journal is appended; absent: no journal. */
  readonly journal?: string;
  /** Continue from the lines that the journal holds. */
  readonly resume?: boolean;
  /** Nothing is trained: the lines are all there is, and a trial that could not be evaluated is one of them. */
  readonly merged?: boolean;
  /** Stop submitting trials after that many seconds; the report is then incomplete. */
  readonly budgetSeconds?: number;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
  /** Each claim that is not decided at the end. */
  readonly onOpen?: MeasureOptions['onOpen'];
}

interface Wanted extends Pick<MeasureOptions, 'arms' | 'fold' | 'onDecided' | 'onError'> {
  readonly note: (text: string) => void;
}

export interface Taken {
  /** Whether everything is decided. */
  readonly complete: boolean;
  readonly stopped: 'budget' | 'interrupted';
  /** How many were trained. */
  readonly trials: number;
}

const nobody: Executor = {
  slots: 0,
  run: () => Promise.reject(new Error('nobody trains')),
  close: async () => {},
};

/** @throws Error when the journal holds two different outcomes of one trial */
export async function take(
  claims: readonly Planned[],
  options: TakeOptions,
  { note, ...wanted }: Wanted,
): Promise<Taken> {
  const { level, merged = false, onEvent = () => {}, onOpen } = options;
  if (options.journal && !options.resume) rmSync(options.journal, { force: true });
  const resumed = options.resume && options.journal && existsSync(options.journal) ? options.journal : undefined;
  const journal = options.journal ? openJournal(options.journal) : silent;
  const stop = new AbortController();
  const interrupted = () => stop.abort('interrupted');
  options.signal?.addEventListener('abort', interrupted, { once: true });
  if (options.signal?.aborted) interrupted();
  const timer =
    options.budgetSeconds === undefined
      ? undefined
      : setTimeout(() => stop.abort('budget'), options.budgetSeconds * 1000);
  const executor = merged ? nobody : await options.execute(claims, stop.signal);
  let trials = 0;
  try {
    const complete = await measure(claims, {
      ...wanted,
      level,
      executor,
      journal,
      known: resumed === undefined ? [] : known(resumed, claims, note, merged),
      signal: stop.signal,
      onEvent: (event) => {
        if (event.kind === 'trials') trials += event.count;
        onEvent(event);
      },
      ...(onOpen && { onOpen }),
    });
    return { complete, stopped: stop.signal.reason === 'budget' ? 'budget' : 'interrupted', trials };
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', interrupted);
    journal.close();
    await executor.close();
  }
}

/** What an earlier run measured; damaged lines are told of at the end, and their trials are run again. */
function* known(
  journal: string,
  claims: readonly Planned[],
  note: (text: string) => void,
  merged: boolean,
): Generator<TrialRecord> {
  const by = new Map(claims.map((claim) => [claim.id, claim.by]));
  const edited = new Map<string, number>();
  const first: number[] = [];
  let [damaged, good] = [0, 0];
  for (const each of readJournal(journal))
    if (typeof each === 'number') {
      if (damaged++ < 5) first.push(each);
    } else if (by.has(each.claim) && by.get(each.claim) !== each.by)
      edited.set(each.claim, (edited.get(each.claim) ?? 0) + 1);
    else {
      good++;
      if (each.error === undefined || merged) yield each;
    }
  for (const [claim, count] of edited)
    note(
      `${claim} or a model that it trains was edited since the journal was begun: ${count} ` +
        `${count === 1 ? 'trial' : 'trials'} of the earlier version ${count === 1 ? 'is' : 'are'} not counted`,
    );
  if (damaged === 0) return;
  note(
    `${damaged} damaged journal line${damaged > 1 ? 's' : ''} (${first.join(', ')}) will be measured again; ` +
      `${good} good ones are kept`,
  );
}
