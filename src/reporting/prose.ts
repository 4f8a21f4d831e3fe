/**
 * The plain mathematics of a claim's sentences (alpha^2, Q_alpha, beta_j, 1e-6, <=) as typography. For display only:
 * names that are addressed elsewhere, like claim ids, stay as they are.
 */
import { own } from '../form/own.js';

const GREEK: Readonly<Record<string, string>> = {
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  epsilon: 'ε',
  eta: 'η',
  theta: 'θ',
  lambda: 'λ',
  mu: 'μ',
  nu: 'ν',
  rho: 'ρ',
  sigma: 'σ',
  tau: 'τ',
  phi: 'φ',
  sum: 'Σ',
};

const GREEK_WORD = new RegExp(`(?<![\\w-])(${Object.keys(GREEK).join('|')})(?![A-Za-z0-9-])`, 'g');
const SUBSCRIPT = /(?<![\w-])([A-Za-zα-ωΣ]+)_([A-Za-z0-9]+)/g;

/** Where text is raised, lowered, or on the line again: characters that stand for nothing. */
const MARKS = { up: '\ue000', down: '\ue001', line: '\ue002' } as const;
const raised = (power: string) => `${MARKS.up}${power.replace('-', '−')}${MARKS.line}`;

export interface Piece {
  readonly at: keyof typeof MARKS;
  readonly text: string;
}

/** @returns pieces whose texts are shown as they stand */
export function prose(text: string): Piece[] {
  const marked = text
    .replace(/[\ue000-\ue002]/g, '')
    .replace(
      /(?<![\w.-])(\d+(?:\.\d+)?)e(-?\d+)\b/g,
      (_, m: string, e: string) => `${m === '1' ? '' : `${m} × `}10${raised(e)}`,
    )
    .replace(
      SUBSCRIPT,
      (_, name: string, index: string) =>
        `${own(GREEK, name) ?? name}${MARKS.down}${own(GREEK, index) ?? index}${MARKS.line}`,
    )
    .replace(GREEK_WORD, (name) => GREEK[name]!)
    .replace(/\^(-?\d+)/g, (_, power: string) => raised(power))
    .replace(/\bsqrt\(/g, '√(')
    .replace(/<=/g, '≤')
    .replace(/>=/g, '≥');
  const at = (mark: string) => (Object.keys(MARKS) as Piece['at'][]).find((each) => MARKS[each] === mark)!;
  return [...`${MARKS.line}${marked}`.matchAll(/([\ue000-\ue002])([^\ue000-\ue002]*)/g)].flatMap(
    ([, mark, shown]): Piece[] => (shown === '' ? [] : [{ at: at(mark!), text: shown! }]),
  );
}
