/** Every number of a report that a paper may want, by claim, what it is of, and what it says. */
import type { ArmReport, ClaimReport } from '../../engine/report.js';
import { trialsOf } from '../sentences.js';
import { names } from './name.js';

/** An estimate with its interval, or a value that has none. */
export interface Quantity {
  readonly name: string;
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

/** A part, a control, a point of the dial, a row of the table; of the claim as a whole `all`. */
export interface Group {
  readonly of: string;
  /** In the claim's own words. */
  readonly words: string;
  readonly quantities: readonly Quantity[];
}

export interface ClaimNumbers {
  readonly claim: ClaimReport;
  readonly name: string;
  readonly groups: readonly Group[];
}

type Mean = { readonly mean: number; readonly low: number; readonly high: number };
const estimate = (name: string, { mean, low, high }: Mean): Quantity => ({ name, value: mean, low, high });
const value = (name: string, of: number | null | undefined): Quantity[] =>
  of === null || of === undefined ? [] : [{ name, value: of }];

function partOf({ parts }: ArmReport, part: string): Quantity[] {
  const judged = parts[part];
  if (!judged) return [];
  const { quantities, n, counts, logE } = judged.evidence;
  return [
    ...quantities.flatMap(({ name, estimate: mean, interval: [low, high] }) =>
      mean === null ? [] : [estimate(name, { mean, low, high })],
    ),
    ...value('tasks', n),
    ...value('violations', counts.violations),
    ...value('log e-value', logE.holds),
  ];
}

const controlOf = ({ breaks, parts, trials }: ArmReport): Quantity[] => {
  const broken = breaks === undefined ? undefined : parts[breaks]?.evidence;
  return [
    ...value('tasks', broken?.n ?? trials),
    ...value('broken', broken?.counts.violations),
    ...(broken?.quantities ?? []).flatMap(({ name, estimate: mean, interval: [low, high] }) =>
      mean === null ? [] : [estimate(name, { mean, low, high })],
    ),
  ];
};

function groupsOf(claim: ClaimReport): Group[] {
  const { arms, parts, dial, table, adversary } = claim;
  const itself = arms.find(({ role }) => role === 'claim');
  const all: Omit<Group, 'of'>[] = [
    {
      words: 'all',
      quantities: [
        ...value('trials', trialsOf(claim)),
        ...(dial?.boundary
          ? [...value('holds at', dial.boundary.holdsAt), ...value('fails at', dial.boundary.failsAt)]
          : []),
        ...value('trainings of the adversary', adversary?.trainings),
      ],
    },
    ...Object.entries(parts).map(([name, { sides = [] }]) => ({
      words: name,
      quantities: [
        ...(itself ? partOf(itself, name) : []),
        ...sides.flatMap(({ left, right }) => [estimate('left', left), estimate('right', right)]),
        ...value('smallest slack of the adversary', adversary?.smallest[name]?.slack),
      ],
    })),
    ...arms
      .filter(({ role }) => role === 'mustFail' || role === 'mustHold')
      .map((arm) => ({ words: arm.name.replace(/^control:/, 'control '), quantities: controlOf(arm) })),
    ...(dial?.points ?? []).map((point, k) => ({
      words: `dial ${k + 1}`,
      quantities: [
        ...value('at', point.at),
        estimate('measured', point.measured),
        ...value('curve', point.curve),
        estimate('margin', point.margin),
        ...value('tasks', point.trials),
        ...value('holding', point.holding),
        ...value('failing', point.failing),
      ],
    })),
    ...(table?.rows ?? []).map(({ name, values }) => ({
      words: `row ${name}`,
      quantities: [
        ...values.map((each, column) => estimate(table!.columns[column]!.name, each)),
        ...value('tasks', table!.trials),
      ],
    })),
  ];
  const of = names(
    all.map(({ words }) => words),
    'part',
  );
  return all.map(({ words, quantities }, k) => {
    const called = names(
      quantities.map(({ name }) => name),
      'number',
    );
    return { of: of[k]!, words, quantities: quantities.map((each, j) => ({ ...each, name: called[j]! })) };
  });
}

/** Claims in the order given. */
export function numbersOf(claims: readonly ClaimReport[]): ClaimNumbers[] {
  const called = names(
    claims.map(({ id }) => id),
    'claim',
  );
  return claims.map((claim, k) => ({ claim, name: called[k]!, groups: groupsOf(claim) }));
}
