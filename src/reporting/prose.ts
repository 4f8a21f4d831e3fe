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

/** @param text escaped for HTML */
export const prose = (text: string): string =>
  text
    .replace(
      /(?<![\w.-])(\d+(?:\.\d+)?)e(-?\d+)\b/g,
      (_, m: string, e: string) => `${m === '1' ? '' : `${m} × `}10<sup>${e.replace('-', '−')}</sup>`,
    )
    .replace(
      SUBSCRIPT,
      (_, name: string, index: string) => `${own(GREEK, name) ?? name}<sub>${own(GREEK, index) ?? index}</sub>`,
    )
    .replace(GREEK_WORD, (name) => GREEK[name]!)
    .replace(/\^(-?\d+)/g, (_, power: string) => `<sup>${power.replace('-', '−')}</sup>`)
    .replace(/\bsqrt\(/g, '√(')
    .replace(/&lt;=/g, '≤')
    .replace(/&gt;=/g, '≥');
