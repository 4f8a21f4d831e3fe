import { describe, expect, test } from 'vitest';
import type { DialReport } from '../../src/engine/report.js';
import { chart as drawn } from '../../src/reporting/chart.js';
import { written } from '../../src/reporting/markup.js';
import { holding } from './sample.js';

const chart = (...of: Parameters<typeof drawn>) => written(drawn(...of));
const dial = holding().content.claims[0]!.dial!;
const circles = (svg: string) =>
  [...svg.matchAll(/<circle cx="([\d.-]+)" cy="([\d.-]+)"/g)].map(([, x, y]) => [Number(x), Number(y)] as const);

describe('chart', () => {
  test('draws one point per value, in order, rising where the means rise', () => {
    const at = circles(chart(dial, 'd'));
    expect(at.length).toBe(dial.points.length);
    for (let i = 1; i < at.length; i++) {
      expect(at[i]![0]).toBeGreaterThan(at[i - 1]![0]);
      expect(at[i]![1]).toBeLessThan(at[i - 1]![1]); // up is smaller
    }
  });

  test('a logarithmic axis spaces equal ratios equally', () => {
    const points = [1e-6, 1e-3, 1].map((at) => ({ ...dial.points[0]!, at }));
    const [a, b, c] = circles(chart({ ...dial, points }, 'd'));
    expect(b![0] - a![0]).toBeCloseTo(c![0] - b![0], 1);
    const linear = circles(chart({ ...dial, axis: 'linear', points }, 'd'));
    expect(linear[2]![0] - linear[1]![0]).toBeGreaterThan(10 * (linear[1]![0] - linear[0]![0]));
  });

  test('shows theory as a line and the boundary as a band, only where there are any', () => {
    const svg = chart(dial, 'd');
    expect(svg).toContain('class="curve"');
    expect(svg).toContain('class="boundary"');
    const { boundary: _, ...rest } = dial;
    const bare: DialReport = { ...rest, points: dial.points.map(({ curve: __, ...point }) => point) };
    expect(chart(bare, 'd')).not.toMatch(/class="curve"|class="boundary"/);
  });

  test('keeps every coordinate inside the drawing, whatever the numbers', () => {
    const wild = [
      [1e-12, 1e12, 3],
      [-5, 0, 5],
      [2, 2, 2],
      [1e-300, 1e-3, 1],
      [NaN, 1, 2],
    ];
    for (const means of wild) {
      const points = means.map((mean, k) => ({
        ...dial.points[k]!,
        measured: { mean, low: mean - 1, high: mean + 1 },
        curve: mean,
      }));
      const svg = chart({ ...dial, points }, 'd');
      expect(svg).not.toContain('NaN,');
      expect(svg).not.toMatch(/="(NaN|-?Infinity)"/);
      for (const [x, y] of circles(svg)) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThanOrEqual(640);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(y).toBeLessThanOrEqual(300);
      }
    }
  });

  test('nothing to draw gives nothing', () => {
    expect(chart({ ...dial, points: [] }, 'd')).toBe('');
  });
});
