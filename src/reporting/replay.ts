/** The command that looks at a trial of a report again, as it works when it is pasted. */
import type { Report } from '../engine/report.js';
import { line, told } from './recompute.js';

/** @param trial none for the stored counterexample */
export const replayCommand = (
  report: Pick<Report, 'envelope'>,
  path: string,
  claim: string,
  trial?: number,
  arm = 'claim',
): string =>
  line(
    ...['replay', path, claim],
    ...(trial === undefined ? [] : [String(trial)]),
    ...(arm === 'claim' ? [] : ['--arm', arm]),
    ...told(report, '--claims', '--model').flat(),
  );
