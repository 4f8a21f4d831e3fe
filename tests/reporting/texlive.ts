/** What an author's machine does with what we write for it: the real programs, in a folder of their own. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from '../commands/shell.js';

export type Engine = 'pdflatex' | 'lualatex';

export interface Typeset {
  /** The exit code of every program that ran. */
  readonly codes: readonly number[];
  /** What the last run said, and what made the bibliography. */
  readonly said: string;
  /** The text of its pages, and their file; none where a program failed. */
  readonly text: string;
  readonly pdf: Buffer | undefined;
}

/** @throws Error where a program is not installed: nothing is skipped */
export function program(name: string, args: readonly string[], cwd: string): { code: number; said: string } {
  const { error, status, stdout, stderr } = spawnSync(name, args, {
    cwd,
    encoding: 'utf8',
    timeout: 120_000,
    env: { ...process.env, max_print_line: '10000', TEXMFVAR: join(cwd, 'var'), openout_any: 'p' },
  });
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT')
    throw new Error(
      `${name} is not installed; these tests need texlive-latex-extra, texlive-luatex, biber and poppler-utils`,
    );
  return { code: status ?? -1, said: `${stdout}${stderr}` };
}

/**
 * Makes a document of main.tex and the files beside it.
 * @param by what makes its bibliography, if it has one
 */
export function typeset(
  files: Readonly<Record<string, string>>,
  { engine = 'pdflatex', by }: { readonly engine?: Engine; readonly by?: 'bibtex' | 'biber' } = {},
  folder = scratch(),
): Typeset {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const ran: { code: number; said: string }[] = [];
  const once = () => {
    ran.push(program(engine, ['-interaction=nonstopmode', '-halt-on-error', 'main.tex'], folder));
    return ran.at(-1)!.code;
  };
  // What went wrong once goes wrong again.
  if (once() === 0 && by) {
    ran.push(program(by, ['main'], folder));
    once();
    once();
  }
  const whole = ran.every(({ code }) => code === 0);
  const text = whole ? program('pdftotext', ['-layout', 'main.pdf', '-'], folder).said : '';
  const pdf = whole ? readFileSync(join(folder, 'main.pdf')) : undefined;
  // What is not yet known in the first run is no fault.
  const said = ran.length > 1 ? [ran[1]!, ran.at(-1)!] : ran;
  return { codes: ran.map(({ code }) => code), said: said.map((each) => each.said).join('\n'), text, pdf };
}

/** Lines of the last run that an author should not see. */
export const complaints = ({ said }: Typeset): string[] =>
  said
    .split('\n')
    .filter((line) =>
      /^! |^Warning--|^I couldn|^WARN|^ERROR|LaTeX Warning: (?!Label|There were|Citation)|Missing character/.test(line),
    );
