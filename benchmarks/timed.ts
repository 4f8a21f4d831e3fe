/** Processor time, which a busy machine disturbs less than the clock. */
export interface Timing {
  readonly seconds: number;
  readonly loss: number;
}

/** What the process takes for it, all threads; `loss` is what it returns. */
export function timed(work: () => number): Timing {
  const from = process.cpuUsage();
  const loss = work();
  const { user, system } = process.cpuUsage(from);
  return { seconds: (user + system) / 1e6, loss };
}
