import katex from 'katex';
import { expect, test } from 'vitest';
import { upright } from '../../src/numerics/upright.js';

test.each([
  ['d', 'd'],
  ['l1', 'l_{1}'],
  ['alpha', '\\alpha'],
  ['Gamma', '\\Gamma'],
  ['excess', '\\mathrm{excess}'],
  ['lambda_max', '\\lambda_{\\mathrm{max}}'],
  ['risk_5', '\\mathrm{risk}_{5}'],
  ['x1_k', 'x_{1,k}'],
  ['two_long_words', '\\mathrm{two}_{\\mathrm{long\\_words}}'],
  ['_', '\\mathrm{\\_}'],
  ['D', 'D'],
  ['m', 'm'],
])('%s is set as %s, which can be set', (name, tex) => {
  expect(upright(name)).toBe(tex);
  expect(() => katex.renderToString(tex, { throwOnError: true, strict: 'ignore' })).not.toThrow();
});
