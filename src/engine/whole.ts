/** A report as a reader sees it: what is reproducible bit for bit and what is only statistically, in one list. */
import { own } from '../form/own.js';
import type { Report } from './report.js';

export function whole(report: Report): Report {
  const { content, approximate } = report;
  if (!approximate) return report;
  const { claims, joint } = approximate;
  return { ...report, content: { ...content, claims: [...content.claims, ...claims], joint } };
}

/** Why the claim of that id could not be evaluated; empty where it could. */
export const errorsOf = ({ envelope }: Report, id: string): readonly string[] => own(envelope.errors, id) ?? [];
