/** The columns of the atlas: each holds of the solver that answers by the oracle, and its falsehoods are refuted. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import solver from '../../atlas/models/solver.js';
import { minimumLinf } from '../../atlas/oracles/minimum-linf.js';
import { matrix, normInf, subtract, times } from '../../src/numerics/matrix.js';
import { normals, seededStream } from '../../src/numerics/stream.js';
import { testClaims } from '../../src/vitest.js';
import { root } from '../commands/shell.js';

const claims = readdirSync(join(root, 'atlas', 'claims')).map((file) => file.replace('.ts', ''));

// Every column holds of the solver itself.
testClaims({ claims: join(root, 'atlas', 'claims'), only: claims, level: 'quick' });

test('what a table calls its tolerance is what the claim says', () => {
  const published = readFileSync(join(root, 'atlas', 'publish.py'), 'utf8');
  const asked = readFileSync(join(root, 'atlas', 'implementations', 'row.py'), 'utf8');
  const others: Record<string, number> = { 'least-q': 0.01, tuned: 0.1 };
  for (const id of claims) {
    const text = readFileSync(join(root, 'atlas', 'claims', `${id}.ts`), 'utf8');
    const said = new Set(
      [...text.matchAll(/holds(?: =|:) '[^']*?<= ([0-9.e-]+)/g)].map(([, number]) => Number(number)),
    );
    const margin = /^(margin-|narrow)/.test(id);
    expect([...said], id).toEqual([others[id] ?? (margin ? 0.04 : 1e-3)]);
    expect(asked).toContain(`'${id}': '`);
    if (others[id] !== undefined) expect(published).toContain(`'${id}': ${others[id]},`);
    if (margin) expect(published).toMatch(new RegExp(`fromkeys\\(.*'${id}'.*\\), 0\\.04\\)`));
  }
});

test('the least Linf norm: of one equation it is known, and no interpolant has less', () => {
  const { value, error } = minimumLinf.answer({ X: matrix(1, 3, Float64Array.of(1, -2, 1)), y: Float64Array.of(8) });
  expect(Math.abs(value.norm - 2)).toBeLessThanOrEqual(error);
  expect(error).toBeLessThan(1e-12);

  const stream = seededStream(7);
  const [X, y] = [matrix(3, 9, normals(stream, 27)), normals(stream, 3)];
  const asked = { settings: 'tight', find: 'interpolant' } as const;
  const least = minimumLinf.answer({ X, y });
  expect(normInf(subtract(times(X, least.value.beta), y))).toBeLessThan(1e-9);
  for (const norm of ['L1', 'L2', 'Linf'] as const) {
    const beta = solver.train({ X, y }, { ...asked, norm }, undefined as never).parameters['beta']!;
    expect(normInf(beta)).toBeGreaterThanOrEqual(least.value.norm - least.error);
  }
  expect(() => minimumLinf.answer({ X: matrix(2, 3, new Float64Array(6)), y: Float64Array.of(1, 2) })).toThrow(
    /expected an optimal vertex/,
  );
});
