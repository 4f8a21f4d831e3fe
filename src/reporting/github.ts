/**
 * What GitHub shows beside a change: a workflow command per claim that does not hold, or that is worse than in a baseline,
 * which annotates its file. GitHub shows the first ten errors and the first ten warnings of a step; the job's summary has all.
 */
import type { Report, Verdict } from '../engine/report.js';
import type { Weight } from '../engine/transition.js';
import { against } from './comparison/against.js';
import type { Compared, ComparedClaim } from './comparison/compared.js';
import { told, type Told } from './told.js';

/** The gravest first. */
const COMMANDS = ['error', 'warning', 'notice'] as const;
type Command = (typeof COMMANDS)[number];

const OF_VERDICT: Readonly<Partial<Record<Verdict, Command>>> = {
  fails: 'error',
  vacuous: 'error',
  error: 'error',
  undecided: 'warning',
  'not applicable': 'notice',
};
const OF_CHANGE: Readonly<Partial<Record<Weight, Command>>> = { worse: 'error', lost: 'error', open: 'warning' };

/** As the runner reads it back: of a message the percent sign and line breaks, of a property its separators, too. */
const message = (text: string): string => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
const property = (text: string): string => message(text).replace(/:/g, '%3A').replace(/,/g, '%2C');

/** Where a claim is written: a path from the root of the repository, and the line, from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** A claim as it came out, and what became of it; one of the two may be missing. */
interface Case {
  readonly id: string;
  readonly now?: Told | undefined;
  readonly change?: ComparedClaim | undefined;
}

function cases(all: readonly Told[], change: Compared | undefined): Case[] {
  const changes = new Map(change?.claims.map((claim) => [claim.id, claim]));
  const gone = [...changes.values()].filter(({ id }) => !all.some((now) => now.id === id));
  return [
    ...all.map((now) => ({ id: now.id, now, change: changes.get(now.id) })),
    ...gone.map((each) => ({ id: each.id, change: each })),
  ];
}

/**
 * @param path of report.json
 * @param placed where a claim is, and what of it is shown; undefined where its file is not in the repository
 * @param all what changed since a baseline
 */
export function annotations(
  report: Report,
  path: string,
  placed: (id: string, shown: string | undefined) => Place | undefined,
  all?: Compared,
): string[] {
  return cases(told(report, path), all).flatMap(({ id, now, change }) => {
    const grave = [now && OF_VERDICT[now.verdict], change && OF_CHANGE[change.weight]];
    const word = COMMANDS.find((each) => grave.includes(each));
    if (word === undefined) return [];
    const place = placed(id, now?.at ?? change?.exhibit?.part ?? undefined);
    const properties = {
      ...(place && { file: place.file, line: String(place.line) }),
      title: `${id}: ${[now?.verdict, change?.word].filter((each) => each !== undefined).join(', ')}`,
    };
    const text = [
      ...(now?.why ?? []),
      ...(now?.command === undefined ? [] : [now.command]),
      ...(change && all ? against(change, all) : []),
    ].join('\n');
    const list = Object.entries(properties).map(([name, value]) => `${name}=${property(value)}`);
    return [`::${word} ${list.join(',')}::${message(text)}`];
  });
}
