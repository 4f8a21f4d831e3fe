/**
 * A passage of the talk, and beside each verdict what was certified and what that leaves open, in the claim's own words: a bare
 * "holds" beside a passage would be read as one on the passage.
 */
import type { Passage } from '../../claim.js';
import type { ClaimReport } from '../../engine/report.js';
import { said, section, strong, table, type Block } from '../block.js';
import { marked, TALK } from '../talk.js';
import { badge } from './verdicts.js';

export const passageSection = (passage: Passage, claims: readonly ClaimReport[]): Block =>
  section('passage', [
    { is: 'paragraph', text: [strong(passage), ` ${TALK[passage]}`], as: 'passage' },
    table(
      ['Claim', 'Verdict', 'What it says', 'What it leaves open', 'Of the talk'],
      claims.map((claim) => [
        { to: claim.id },
        badge(claim.verdict),
        said(claim.statement),
        said(claim.scope),
        marked(claim),
      ]),
    ),
  ]);
