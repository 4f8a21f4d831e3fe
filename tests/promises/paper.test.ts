/** The paper that docs/paper.md shows is made, from a report of this very version. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { claimcheck, root, scratch } from '../commands/shell.js';
import { complaints, typeset } from '../reporting/texlive.js';

const page = readFileSync(join(root, 'docs', 'paper.md'), 'utf8');
const [, paper] = /^```tex paper\.tex\n([\s\S]*?)^```$/m.exec(page) as unknown as [string, string];
const [, setting] = /^```bash\n([\s\S]*?)^```$/m.exec(page) as unknown as [string, string];

test('a two-column article uses the macros, the table, a figure and the bibliography, with pdflatex and with lualatex', async () => {
  const home = scratch();
  for (const line of setting.trim().split('\n')) {
    const { code, stderr } = await claimcheck([...line.split(' ').slice(2)], { cwd: home });
    expect(code, stderr).toBe(0);
  }
  for (const engine of ['pdflatex', 'lualatex'] as const) {
    const made = typeset({ 'main.tex': paper }, { engine, by: 'bibtex' }, home);
    expect(complaints(made)).toEqual([]);
    expect(made.codes).toEqual([0, 0, 0, 0]);
    expect(made.text.replace(/-?\s+/g, '')).toMatch(/Theclaimholdsatrisk0\.01:on\d+tasks/);
  }
}, 300_000);
