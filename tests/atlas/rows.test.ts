/** A row of the atlas is one run; the two here need python3 and numpy alone. The others are measured by `npm run atlas`. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readReport } from '../../src/reporting/schema.js';
import { environment, ran } from '../clients/interpreter.js';
import { claimcheck, scratch } from '../commands/shell.js';

const columns = ['least-l2', 'least-l1', 'least-linf'];

test.each(['numpy.lstsq', 'numpy.pinv'])('%s has the least L2 norm and no other', async (row) => {
  ran('python3', 'import numpy');
  const out = scratch();
  const solver = `solver=python3 atlas/rows.py ${row}`;
  const options = ['--claims', 'atlas/claims', '--level', 'quick', '--workers', '1', '--format', 'json', '--out', out];
  const { code, stderr } = await claimcheck(['run', ...columns, ...options, '--model', solver], { env: environment });
  expect(code, stderr).toBe(1);
  const { claims } = readReport(join(out, 'report.json')).content;
  const verdicts = Object.fromEntries(claims.map(({ id, verdict }) => [id, verdict]));
  expect(verdicts).toEqual({ 'least-l2': 'holds', 'least-l1': 'fails', 'least-linf': 'fails' });
  expect(claims[0]!.models[0]!.computedBy).toMatch(new RegExp(`^${row.replace('.', '\\.')}, .*numpy [0-9]`));
});
