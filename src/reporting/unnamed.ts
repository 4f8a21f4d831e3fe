/** Why a report has no id, in one sentence. */
import type { Report } from '../engine/report.js';
import { whole } from '../engine/whole.js';
import { brokenClaims } from './sentences.js';

export function unnamed(report: Report): string {
  const { content, envelope } = whole(report);
  if (envelope.incomplete) return `Incomplete (${envelope.incomplete}): no report id.`;
  return content.claims.some(({ verdict }) => verdict === 'error') || brokenClaims({ content, envelope }).length > 0
    ? 'No report id: a claim could not be evaluated.'
    : 'No report id: no claim in it is reproducible bit for bit.';
}
