/** A worker on a queue: it trains for runs on other machines, with the claims and models that this one has. */
import { availableParallelism } from 'node:os';
import { discoverModels, loadClaim, selfControl } from '../engine/discover.js';
import { endPrograms } from '../program/bridge.js';
import { serve } from '../queue/serve.js';
import { choose } from './choose.js';
import { INTERRUPTED, onSignals } from './interrupt.js';
import { queueOf } from './queue.js';
import { pairs, seconds, UsageError, wholeNumber } from './usage.js';

/** As the shell gave them. */
export interface WorkerFlags {
  readonly queue?: string;
  readonly claims?: string;
  readonly model: readonly string[];
  readonly workers?: string;
  readonly watchdog: string;
  readonly patience: string;
  readonly idle?: string;
}

/** @returns the exit code */
export async function worker(flags: WorkerFlags): Promise<number> {
  const address = queueOf(flags.queue, 'worker');
  if (!address) throw new UsageError('a worker needs --queue URL, or CLAIMCHECK_QUEUE in its environment');
  const threads =
    flags.workers === undefined ? availableParallelism() : wholeNumber('--workers', flags.workers, 1, 1024);
  const watchdog = seconds('--watchdog', flags.watchdog);
  const patience = seconds('--patience', flags.patience);
  const idle = flags.idle === undefined ? undefined : seconds('--idle', flags.idle);
  const instead = pairs('--model', flags.model);
  const say = (text: string) => void process.stderr.write(`${text}\n`);

  const { found, broken } = await choose([], flags.claims, { formulas: false });
  for (const { id, file, why } of broken) say(`✗ ${id}: error: ${file} ${why}`);
  const self = await loadClaim(selfControl, { formulas: false });
  const claims = 'why' in self ? found : [self, ...found];
  const models = await discoverModels(instead, found).catch((error: unknown) => {
    throw new UsageError(`invalid --model: ${error instanceof Error ? error.message : String(error)}`);
  });
  const [drain, leave] = [new AbortController(), new AbortController()];
  const first = () => {
    say('stopping after the batches under way; once more to give them back and leave at once');
    drain.abort();
  };
  onSignals([first, () => leave.abort()]);
  try {
    await serve({
      address,
      claims,
      models,
      threads,
      watchdog,
      patience,
      ...(idle !== undefined && { idle }),
      say,
      drain: drain.signal,
      leave: leave.signal,
    });
  } finally {
    await endPrograms();
  }
  return leave.signal.aborted ? INTERRUPTED : 0;
}
