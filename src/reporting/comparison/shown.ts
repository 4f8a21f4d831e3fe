/** An exhibit of a comparison: the task, both margins, and the commands that look at it again. */
import type { Side } from '../../engine/pairs.js';
import type { Compared, ComparedClaim } from './compared.js';
import { command, paragraph, type Block } from '../block.js';
import { short } from '../number.js';
import { lines } from '../value.js';

const KIND: Readonly<Record<Side['kind'], string>> = {
  success: 'passes',
  violation: 'violates it',
  'in doubt': 'is in doubt',
  'not a number': 'is not a number',
  unfinished: 'did not finish',
  diverged: 'diverged',
  gated: 'misses the premise',
};

/** Longer tasks are in the report. */
const LONGEST = { lines: 12, letters: 1200 };

function sideText(side: Side, k: number, yesOrNo: boolean): string {
  const margin = side.margins[k];
  if (!margin) return KIND[side.kind];
  const slack = `slack ${short(margin.slack, 4)} ± ${short(margin.error, 2)}`;
  return yesOrNo ? `${KIND[side.kind]}, ${slack}` : slack;
}

/** A base that was made of other sources is replayed where those are. */
function baseLabel({ base, head }: Compared): string {
  return base.commit && base.commit !== head.commit ? `base (at commit ${base.commit.slice(0, 12)})` : 'base';
}

/** What looks at it again, with whose command it is. */
const commands = (of: readonly (readonly [label: string, line: string | null])[]): Block[] =>
  of.flatMap(([label, line]) => (line === null ? [] : [command(`# ${label}\n${line}`)]));

export function shown(claim: ComparedClaim, all: Compared): Block[] {
  const { exhibit, counterexample, replay, parts } = claim;
  const out: Block[] = [];
  if (exhibit) {
    const { part, arm, trial, margin, before, after } = exhibit;
    const yesOrNo = part === null || (parts[part]?.lost ?? null) !== null || before === null;
    const of = `task ${trial}${arm === 'claim' ? '' : ` of ${arm}`}${part === null ? '' : ` under "${part}"`}`;
    const sides = [
      ...(before ? [`before: ${sideText(before, margin, yesOrNo)}`] : []),
      ...(after ? [`${before ? 'after' : 'head'}: ${sideText(after, margin, yesOrNo)}`] : []),
    ];
    out.push(paragraph([of, ...sides].join('; ')));
    out.push(
      ...commands([
        [baseLabel(all), replay.base],
        ['head', replay.head],
      ]),
    );
  }
  if (counterexample && replay.counterexample) {
    const { part, trial, slack, error, shrunk, task } = counterexample;
    const text = lines(task).trim();
    const times = shrunk === 1 ? 'once' : `${shrunk} times`;
    out.push(
      paragraph(
        `the smallest task found that violates "${part}" (task ${trial}, shrunk ${times}): slack ${short(slack, 4)} ± ${short(error, 2)}`,
      ),
    );
    if (text.split('\n').length <= LONGEST.lines && text.length <= LONGEST.letters)
      out.push({ is: 'listing', text, language: 'text' });
    out.push(...commands([['head', replay.counterexample]]));
  }
  return out;
}
