/** Whether what was read is the record of a trial, and of a trial of that arm: what comes from a file may be anything. */
import type { PartOutcome } from '../statistics/outcome.js';
import type { Arm } from './arm.js';
import type { TrialRecord } from './trial.js';

type Box = Readonly<Record<string, unknown>>;
const isBox = (value: unknown): value is Box => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const each = (box: unknown, is: (value: unknown) => boolean): boolean => isBox(box) && Object.values(box).every(is);
const list = (value: unknown, is: (item: unknown) => boolean): boolean => Array.isArray(value) && value.every(is);
const absentOr = (value: unknown, is: (value: unknown) => boolean): boolean => value === undefined || is(value);

const STATES: ReadonlySet<unknown> = new Set<PartOutcome['state']>(['finished', 'unfinished', 'diverged', 'gated']);
const isMargin = (value: unknown) => isBox(value) && isNumber(value['slack']) && isNumber(value['error']);
const isPart = (value: unknown) =>
  isBox(value) &&
  STATES.has(value['state']) &&
  list(value['margins'], isMargin) &&
  (value['state'] === 'finished' || (value['margins'] as unknown[]).length === 0);
const isSide = (value: unknown) => isBox(value) && isNumber(value['value']) && isNumber(value['error']);
const isSides = (value: unknown) => list(value, isSide) && (value as unknown[]).length === 2;
const isShown = (value: unknown) => isBox(value) && isNumber(value['measured']) && absentOr(value['curve'], isNumber);
const isClimb = (value: unknown) => isBox(value) && isCount(value['trainings']) && isCount(value['counted']);

export const isRecord = (value: unknown): value is TrialRecord =>
  isBox(value) &&
  ['claim', 'arm', 'seed'].every((field) => isText(value[field])) &&
  isCount(value['index']) &&
  isCount(value['steps']) &&
  isText(value['digest']) &&
  absentOr(value['by'], isText) &&
  absentOr(value['error'], isText) &&
  each(value['parts'], isPart) &&
  absentOr(value['sides'], (all) => each(all, (of) => list(of, isSides))) &&
  absentOr(value['shown'], isShown) &&
  absentOr(value['table'], (rows) => each(rows, (row) => list(row, isNumber))) &&
  absentOr(value['climb'], isClimb);

/** A climb may reach no task. */
const hasParts = (record: TrialRecord, parts: readonly string[], orNone: boolean): boolean => {
  const count = Object.keys(record.parts).length;
  return (
    (count === parts.length && parts.every((part) => Object.hasOwn(record.parts, part))) || (orNone && count === 0)
  );
};

/** Whether it is of that arm: it has the parts that are judged, and what is reported of its kind. */
export const fits = (record: TrialRecord, { role, claim, parts }: Arm): boolean =>
  record.error !== undefined ||
  (/^[0-9a-f]{32}$/.test(record.digest) &&
    hasParts(record, parts, role === 'adversary') &&
    (role !== 'adversary' || record.climb !== undefined) &&
    (record.table === undefined || claim.table !== undefined));
