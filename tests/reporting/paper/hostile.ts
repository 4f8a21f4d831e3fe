/** A report with a claim whose author means harm, or knows no better: every text of it is full of marks. */
import { always } from '../../../src/criteria.js';
import type { ClaimReport, Report } from '../../../src/engine/report.js';
import { claimReport, sample } from '../sample.js';

const MARKS =
  String.raw`# $ % & ~ _ ^ \ { } < > | " ' ` + '` -- \\input{x} \\end{document} %\n\n\t é ą ж 杉 e\u0301 ﬁ ∑ 😀';

/** Every text of it, keys included, with marks around it; what is addressed or computed with stays. */
function spoilt(value: unknown, key = ''): unknown {
  if (typeof value === 'string')
    return ['title', 'statement', 'scope', 'because', 'where', 'about', 'given', 'name', 'what', 'is'].includes(key)
      ? `${MARKS} ${value} ${MARKS}`
      : value;
  if (Array.isArray(value)) return value.map((each) => spoilt(each, key));
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, spoilt(each, name)]));
}

export const HOSTILE_ID = 'My_2nd-claim.v1.0';

function hostile(): ClaimReport {
  const claim = claimReport(HOSTILE_ID, 'holds', always(), () => 1);
  const { arms, models, population, parts, ...rest } = claim;
  const theirs = spoilt(rest) as ClaimReport;
  const [across, up] = theirs.table!.columns.map(({ name }) => name);
  const part = { ...parts['the part']!, tex: '\\undefinedhere{x}_^%', source: 'a_b <= 1e-3 % & #' };
  const name = 'a_b <= 1e-3 & 50% #1 \\x{';
  return {
    ...theirs,
    table: { ...theirs.table!, drawn: [across!, up!] },
    id: HOSTILE_ID,
    arms: arms.map((arm) => ({
      ...arm,
      name: arm.role === 'claim' ? arm.name : `${arm.name} & % _ \\`,
      ...(arm.breaks !== undefined && { breaks: name }),
      parts: { [name]: arm.parts['the part']! },
    })),
    models,
    population,
    parts: { [name]: part, 'a b 1e 3 50 1 x': part },
    dial: { ...claim.dial!, part: name },
  };
}

/** One of ours, one of theirs. */
export function hostileReport(): Report {
  const mine = claimReport('holding', 'holds', always(), () => 1);
  return sample([mine, hostile(), claimReport('failing', 'fails', always(), () => -1)]);
}
