/** The models of clients/examples: shipped claims hold of them. Of a library that is missing the example is compiled alone. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ran } from './interpreter.js';
import { judged } from './judged.js';

const EXAMPLES = [
  ['ridge_numpy', 'numpy', 'ridge', 'benign-overfitting'],
  ['diagonal_jax', 'jax', 'diagonal-network', 'small-init-is-not-min-l2'],
  ['diagonal_torch', 'torch', 'diagonal-network', 'small-init-is-not-min-l2'],
] as const;

/** PYTHON names the interpreter that has the libraries. */
const python = process.env['PYTHON'] ?? 'python3';

for (const [file, library, model, claim] of EXAMPLES) {
  const missing = spawnSync(python, ['-c', `import ${library}`]).status !== 0;
  const path = join('clients', 'examples', `${file}.py`);
  test(`${file}: ${missing ? `its syntax, as ${library} is not installed` : claim}`, async () => {
    if (missing) return void ran('python3', `compile(open('${path}').read(), '${path}', 'exec')`);
    for (const [part, decision] of await judged(claim, model, `${python} ${path}`))
      expect(decision, part).toBe('holds');
  });
}
