/** Valid files to begin from: the published report, cut to a few claims and trials, and sealed again. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from '../../src/engine/suite.js';
import { packageRoot } from '../../src/engine/source.js';
import type { Content, Report } from '../../src/engine/report.js';
import { reportId } from '../../src/reporting/id.js';
import { ALPHA } from '../../src/statistics/levels.js';

const PUBLISHED = join(packageRoot, 'reports', 'published');
/** Trials and points that are kept. */
const FEW = 2;

/** As JSON holds it: numbers that JSON lacks are texts. */
export type Raw = Report;

const published = (): Raw => {
  const [folder] = readdirSync(PUBLISHED);
  return JSON.parse(readFileSync(join(PUBLISHED, folder!, 'report.json'), 'utf8')) as Raw;
};

export const sealed = (report: Raw, content: Content): Raw => ({ ...report, id: reportId(content), content });

/** One report for each of a few kinds of claims. */
export function reports(): readonly Raw[] {
  const report = published();
  const { claims } = report.content;
  const kinds = [
    claims.find(({ dial }) => dial),
    claims.find(({ table }) => table?.drawn),
    claims.find(({ adversary, coverage }) => adversary && coverage) ?? claims.find(({ adversary }) => adversary),
  ];
  const counterexample = {
    ...{ part: '', trial: 1, task: { X: { rows: 1, cols: 2, data: [1, '-0'] }, y: ['NaN'], alpha: 0.1 } },
    ...{ slack: -1, error: 0, sides: [], evaluations: 5, shrunk: 1 },
  };
  return kinds.flatMap((claim) => {
    if (!claim) return [];
    const { arms, dial, ...rest } = claim;
    const small = {
      ...rest,
      arms: arms.slice(0, FEW).map((arm) => (arm.outcomes ? { ...arm, outcomes: arm.outcomes.slice(0, FEW) } : arm)),
      ...(dial && { dial: { ...dial, points: dial.points.slice(0, FEW) } }),
      ...(!dial && { counterexample: { ...counterexample, part: Object.keys(claim.parts)[0]! } }),
    };
    const content = { ...report.content, claims: [small], ...suite([small], ALPHA[report.content.level]) };
    const of = <V>(all: Readonly<Record<string, V>> | undefined) =>
      Object.fromEntries(Object.entries(all ?? {}).filter(([id]) => id === claim.id));
    const { envelope } = report;
    const files = Object.fromEntries(Object.entries(envelope.files).slice(0, FEW));
    const kept = {
      ...{ ...envelope, files, claimSeconds: of(envelope.claimSeconds), own: of(envelope.own) },
      ...{ draws: of(envelope.draws), mutation: of(envelope.mutation), authors: ['Ada Lovelace'] },
      references: '@article{mine2020, author = {Ada Lovelace}, title = {A title}, year = {2020}}',
    };
    return [sealed({ ...report, envelope: kept }, content)];
  });
}
