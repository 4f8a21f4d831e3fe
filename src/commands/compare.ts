/** What changed between two reports on the same tasks. */
import { compare as compareReports, type ClaimComparison } from '../engine/compare.js';
import { colorsFor } from '../reporting/colors.js';
import { read } from './report.js';

/** @returns the exit code: 1 where something changed for the worse, 4 where nobody can tell or a claim is missing, else 0 */
export function compare(base: string, head: string, flags: { readonly json?: boolean }): Promise<number> {
  const found = compareReports(read(base), read(head));
  process.stdout.write(flags.json ? `${JSON.stringify(found, null, 1)}\n` : `${table(found)}\n`);
  const worse = found.some(({ change, verdict }) => change === 'changed worse' || verdict.alarm);
  const open = found.some(({ change }) => change === 'cannot tell' || change === 'removed');
  return Promise.resolve(worse ? 1 : open ? 4 : 0);
}

/** About how many tasks would tell whether a claim changed; null where that cannot be said. */
function enough({ parts }: ClaimComparison): number | null {
  const open = Object.values(parts).filter(({ change }) => change === 'cannot tell');
  const most = Math.max(...open.map(({ pairs, wouldNeed }) => (wouldNeed === null ? Infinity : pairs + wouldNeed)));
  return Number.isFinite(most) ? most : null;
}

function table(found: readonly ClaimComparison[]): string {
  const c = colorsFor(process.stdout);
  const color: Partial<Record<ClaimComparison['change'], (text: string) => string>> = {
    'changed worse': c.red,
    'changed better': c.green,
    identical: c.dim,
  };
  const width = (of: (each: ClaimComparison) => string) => Math.max(0, ...found.map((each) => of(each).length));
  const [ids, changes] = [width(({ id }) => id), width(({ change }) => change)];
  const lines = found.map((each) => {
    const { id, change, verdict, modelsChanged, parts } = each;
    const tasks = enough(each);
    const pairs = Math.max(0, ...Object.values(parts).map((part) => part.pairs));
    const shifts = Object.values(parts).flatMap(({ moved }) => moved ?? []);
    const told = [
      verdict.alarm ? c.red(verdict.sentence) : verdict.sentence,
      ...(pairs > 0 ? [`${pairs} paired tasks`] : []),
      ...(pairs > 0 && change !== 'identical' && shifts.length > 0
        ? [`margins moved by ${Math.max(...shifts).toPrecision(2)} at most`]
        : []),
      ...(modelsChanged.length > 0 ? [`model changed: ${modelsChanged.join(', ')}`] : []),
      ...(change === 'cannot tell' && tasks !== null ? [c.yellow(`about ${tasks} tasks would tell`)] : []),
    ];
    const paint = color[change] ?? ((text: string) => text);
    return `${id.padEnd(ids)}  ${paint(change.padEnd(changes))}  ${told.join('; ')}`;
  });
  const count = (change: ClaimComparison['change']) => found.filter((each) => each.change === change).length;
  const kinds = [...new Set(found.map(({ change }) => change))].sort();
  const open = found.filter(({ change }) => change === 'cannot tell');
  const tasks = Math.max(...open.map((each) => enough(each) ?? 0));
  return [
    ...lines,
    '',
    `${kinds.map((kind) => `${count(kind)} ${kind}`).join(', ')}.`,
    ...(open.length > 0 ? [`To tell, run both again with --at-least ${tasks > 0 ? tasks : 'N'} --resume.`] : []),
  ].join('\n');
}
