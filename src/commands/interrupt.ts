/** Ctrl-C: the first one stops after the trials under way and says what is kept; the next leaves at once. */
export function interruptible(say: (text: string) => void, kept: string): { signal: AbortSignal; end: () => void } {
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
    say(`stopping after the trials under way: ${kept}; once more to leave at once`);
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return { signal: stop.signal, end: () => void process.off('SIGINT', onSignal).off('SIGTERM', onSignal) };
}
