/**
 * Loading a user's module. Whatever goes wrong while it is loaded is a mistake of that file, and costs no other: a process
 * that it would end goes on, a promise that nobody waits for and an await that never ends are sentences.
 */

/** Seconds that a module may take. */
const PATIENCE = 60;

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

async function guarded(url: string): Promise<unknown> {
  const strays: unknown[] = [];
  const stray = (error: unknown) => void strays.push(error);
  const { exit } = process;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const why = `it is not loaded after ${PATIENCE} seconds; does it await what never comes?`;
    timer = setTimeout(() => reject(new Error(why)), PATIENCE * 1000);
  });
  process.on('unhandledRejection', stray).on('uncaughtException', stray);
  process.exit = () => {
    throw new Error('it ends the process while it is loaded (process.exit)');
  };
  try {
    const module: unknown = await Promise.race([import(url), late]);
    await turn();
    if (strays.length > 0) throw strays[0];
    return module;
  } finally {
    clearTimeout(timer);
    process.exit = exit;
    process.off('unhandledRejection', stray).off('uncaughtException', stray);
  }
}

let last: Promise<unknown> = Promise.resolve();

/** One after the other, so that it is known whose mistake it was. @throws whatever the module throws, or an Error that says what it does */
export function loading(url: string): Promise<unknown> {
  const next = last.then(() => guarded(url));
  last = next.catch(() => undefined);
  return next;
}
