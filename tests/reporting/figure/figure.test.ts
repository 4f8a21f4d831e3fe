import { describe, expect, test } from 'vitest';
import { drawn, figuresOf, small } from '../../../src/reporting/figure/figure.js';
import { written } from '../../../src/reporting/markup.js';
import { everyVerdict } from '../sample.js';

const figures = figuresOf(everyVerdict());

describe('the figures of a report', () => {
  test('are numbered from 1, each with an id of its own that can name a file', () => {
    expect(figures.length).toBeGreaterThan(1);
    expect(figures.map(({ number }) => number)).toEqual(figures.map((_, k) => k + 1));
    expect(new Set(figures.map(({ id }) => id)).size).toBe(figures.length);
    for (const { id } of figures) expect(id).toMatch(/^[a-z0-9-]+$/);
  });

  test('a claim of any name gives an id of its own', () => {
    const [claim] = everyVerdict();
    const ids = figuresOf(['../../etc', '"><script>', '猫', '-', 'a b', 'A_B'].map((id) => ({ ...claim!, id }))).map(
      ({ id }) => id,
    );
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9-]+$/);
  });

  test.each(figures.map((figure) => [figure.id, figure.of] as const))('%s is drawn, and small', (id, of) => {
    expect(written(drawn(of, id))).toContain(`<title id="${id}-title">`);
    expect(written(small(of, 'x'))).toContain('viewBox="0 0 220 120"');
    expect(written(small(of, 'x'))).toContain('<title id="x-title">');
  });
});
