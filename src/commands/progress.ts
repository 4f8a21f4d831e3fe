/** What is seen of a run while it runs: one changing line on a terminal, a line per decided claim in a pipe. */
import type { RunEvent } from '../engine/event.js';
import { colorsFor } from '../reporting/colors.js';
import { duration } from '../reporting/number.js';

export interface Progress {
  readonly on: (event: RunEvent) => void;
  /** A line of its own. */
  readonly say: (text: string) => void;
  /** One more of all is done: a line that says which, or none. */
  readonly done: (text?: string) => void;
  readonly end: () => void;
}

interface Output {
  readonly isTTY?: boolean | undefined;
  readonly write: (text: string) => unknown;
  readonly columns?: number;
}

/**
 * @param all how many claims will be decided
 * @param what is counted, where it is something else
 */
export async function progress(
  all: number,
  output: Output = process.stderr,
  what = 'claims decided',
): Promise<Progress> {
  const c = colorsFor(output);
  const started = performance.now();
  let decided = 0;
  let trials = 0;
  let current = '';
  const mark = (verdict: string) =>
    verdict === 'holds' ? c.green('✓') : verdict === 'not applicable' ? c.dim('–') : c.red('✗');

  // A terminal that says it is 0 wide (a pseudo-terminal that nobody sized) would have infinitely many lines to clear.
  const live =
    output.isTTY === true && output.columns !== 0 && process.env['TERM'] !== 'dumb' && process.env['CI'] === undefined;
  const spinner = live
    ? (await import('ora')).default({ stream: process.stderr, text: 'planning', discardStdin: false }).start()
    : undefined;
  const line = () => {
    const text =
      `${decided} of ${all} ${what}, ${trials > 0 ? `${trials} trained, ` : ''}` +
      `${duration((performance.now() - started) / 1000)}${current && `, ${current}`}`;
    return text.slice(0, Math.max(20, (output.columns ?? 80) - 3));
  };
  const refresh = () => {
    if (spinner) spinner.text = line();
  };
  const clock = spinner && setInterval(refresh, 500);
  clock?.unref();
  const say = (text: string) => {
    if (!spinner) output.write(`${text}\n`);
    else {
      spinner.clear();
      output.write(`${text}\n`);
      spinner.render();
    }
  };
  const done = (text?: string) => {
    decided++;
    if (text !== undefined) say(`[${decided}/${all}] ${text}`);
    refresh();
  };
  return {
    say,
    done,
    on: (event) => {
      if (event.kind === 'trials') {
        trials += event.count;
        current = `${event.claim}: ${event.arm}`;
      } else if (event.kind === 'verdict') {
        decided++;
        const time = duration((performance.now() - started) / 1000);
        if (spinner) say(`${mark(event.verdict)} ${event.claim} ${c.dim(event.verdict)}`);
        else
          say(
            `${mark(event.verdict)} [${decided}/${all}] ${event.claim}: ${event.verdict} (${trials} trained, ${time})`,
          );
      } else if (event.kind === 'mutated') done(`${event.claim}: faults judged (${trials} trials)`);
      else if (event.kind === 'note') say(event.text);
      refresh();
    },
    end: () => {
      clearInterval(clock);
      spinner?.stop();
    },
  };
}
