/** Waiting for a state, never for a time: a machine may be slow. */

/** Seconds after which a state that has not come never will. */
const PATIENCE = 240;

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** @throws Error where it does not come about */
export async function until(what: string, is: () => boolean | Promise<boolean>, seconds = PATIENCE): Promise<void> {
  for (const since = performance.now(); !(await is()); await pause(5))
    if (performance.now() - since > seconds * 1000) throw new Error(`waited ${seconds} seconds for: ${what}`);
}
