/** The exit code of a command that was left at once. */
export const INTERRUPTED = 130;

/**
 * Ctrl-C, or a request to end, takes the first of these steps away and does it; where none is left, the command is left at once.
 * The process listens until it is gone: a signal that nobody hears ends it without its exit code, and without what is done at
 * exit.
 */
export function onSignals(steps: (() => void)[]): void {
  const onSignal = () => {
    const step = steps.shift();
    if (!step) process.exit(INTERRUPTED);
    step();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
}

/** The first one stops after the trials under way and says what is kept; the next leaves at once, as each does after `end`. */
export function interruptible(say: (text: string) => void, kept: string): { signal: AbortSignal; end: () => void } {
  const stop = new AbortController();
  const first = () => {
    stop.abort();
    say(`stopping after the trials under way: ${kept}; once more to leave at once`);
  };
  const steps = [first];
  onSignals(steps);
  return { signal: stop.signal, end: () => void steps.splice(0) };
}
