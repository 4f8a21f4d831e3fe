/**
 * A user's code on the main thread, ended after a while: a loop there would keep a run from its budget and from signals.
 * Trials have the workers' watchdog; this is for what is drawn and shrunk after them. Seconds decide no outcome: what takes
 * too long is an error.
 */
import { Script, createContext } from 'node:vm';

const box: { compute?: () => unknown } = {};
const context = createContext(box);
const script = new Script('compute()');

/** @throws Error when it takes longer than so many seconds; `finally` within `compute` then does not run */
export function within<V>(seconds: number, what: string, compute: () => V): V {
  box.compute = compute;
  try {
    return script.runInContext(context, { timeout: Math.ceil(seconds * 1000) }) as V;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      throw new Error(`${what} took longer than ${seconds} seconds`, { cause: error });
    throw error;
  }
}
