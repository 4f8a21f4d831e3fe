/** A report as a reader sees it: what is reproducible bit for bit and what is only statistically, in one list. */
import type { Report } from './report.js';

export function whole(report: Report): Report {
  const { content, approximate } = report;
  if (!approximate) return report;
  const { claims, joint } = approximate;
  return { ...report, content: { ...content, claims: [...content.claims, ...claims], joint } };
}
