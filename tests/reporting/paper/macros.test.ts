/** report.tex and appendix.tex in papers that real LaTeX makes. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { render } from '../../../src/commands/render.js';
import { macros } from '../../../src/reporting/paper/macros.js';
import { scratch } from '../../commands/shell.js';
import { complaints, typeset, type Engine, type Typeset } from '../texlive.js';
import { hostileReport } from './hostile.js';

const report = hostileReport();
let files: Record<string, string>;
beforeAll(async () => {
  files = await render(report, ['tex', 'bib'], 'report.json');
});

const PAPER = String.raw`\documentclass[twocolumn]{article}
\input{claims/report}
\begin{document}
\author{A. N. Author}\title{A paper on \ccholding{} claims}\maketitle
\section{\cctitle{holding}}
Of \ccclaims{} claims \ccholding{} hold at level \cclevel{} (\ccheadline; risk \ccrisk) in \cctrials{} trials~\cite{\ccreport},
by \textsf{claimcheck}~\cite{claimcheck-suite}, after~\cite{woodworth2020kernel}. \ccsentence

The share is \ccvalue{holding}{the-part}{share-of-tasks}, estimated \ccestimate{holding}{the-part}{share-of-tasks} within
\ccinterval{holding}{the-part}{share-of-tasks} on $\ccvalue{holding}{the-part}{tasks}$ tasks; the control was broken on
\ccvalue{holding}{control-large}{broken}. At \ccvalue{holding}{dial-1}{at} it is \ccvalue{holding}{dial-1}{measured}, exactly
\ccexact{holding}{dial-1}{measured} from \ccexactlow{holding}{dial-1}{measured} to \ccexacthigh{holding}{dial-1}{measured}.
The row says \ccvalue{holding}{row-minus-of-holding}{across}. Theirs: \ccvalue{my-2nd-claim-v1-0}{a-b-1e-3-50-1-x}{share-of-tasks}
by \ccformula{my-2nd-claim-v1-0}{a-b-1e-3-50-1-x}, of which \ccformula{holding}{the-part} is ours: \ccverdict{holding}.
\newdimen\width \width=\ccexact{holding}{dial-1}{measured}pt The width is \the\width.
\begin{figure}\ccfigure{holding}\caption{\cccaption{holding}: \ccvalue{holding}{dial-1}{measured}.}\label{fig}\end{figure}
\begin{table*}\caption{One passage: \cctitle{my-2nd-claim-v1-0}.}\cctable[T7]\end{table*}
All of it: \cctable
\bibliographystyle{plain}\bibliography{claims/report}
\onecolumn\appendix\section{The report}
\input{claims/appendix}
\end{document}`;

function paper(engine: Engine, text = PAPER, figure = true): Typeset {
  const folder = scratch();
  mkdirSync(join(folder, 'claims', 'figures'), { recursive: true });
  for (const [name, inner] of Object.entries(files)) writeFileSync(join(folder, 'claims', name), inner);
  if (figure) {
    const drawn = typeset({ 'main.tex': '\\documentclass{minimal}\\begin{document}drawn here\\end{document}' });
    expect(drawn.codes).toEqual([0]);
    writeFileSync(join(folder, 'claims', 'figures', 'dial-holding.pdf'), drawn.pdf!);
  }
  return typeset({ 'main.tex': text }, { engine, by: 'bibtex' }, folder);
}

describe('a two-column article that uses all of it, with a claim full of marks', () => {
  test.each(['pdflatex', 'lualatex'] as const)('is made by %s', (engine) => {
    const made = paper(engine);
    expect(complaints(made).filter((line) => !/Missing character/.test(line))).toEqual([]);
    expect(made.codes).toEqual([0, 0, 0, 0]);
    const text = made.text.replace(/\s+/g, ' ');
    for (const said of [
      'The share is 1 [0.',
      'estimated 1 within',
      'broken on 8',
      'exactly 1 from 0.5 to 1.5',
      'The width is 1.0pt',
      'drawn here',
    ])
      expect(text.includes(said), said).toBe(true);
  });

  test('says which figure is not there, and is made all the same', () => {
    const { codes, said } = paper('pdflatex', PAPER, false);
    expect(codes).toEqual([0, 0, 0, 0]);
    expect(said.replace(/\n\(claimcheck\)\s+/g, ' ')).toMatch(
      /Package claimcheck Warning: claims\/figures\/dial-holding\.pdf is not there; claimcheck report --format figures makes it/,
    );
  });

  test.each(['\\ccvalue{holding}{the-part}{nothing}', '\\ccverdict{nobody}', '\\cctable[T5]', '\\ccfigure{failing}'])(
    'stops at %s, and says what is not there',
    (wrong) => {
      const { codes, said } = paper('pdflatex', PAPER.replace('All of it:', wrong), false);
      expect(codes[0]).not.toBe(0);
      const [, name] = /\{(\w+(?:\}\{[\w-]+)*)\}$|\[(T5)\]/.exec(wrong)!.slice(0, 2);
      expect(said).toMatch(/! Package claimcheck Error: There is no .* in this report/);
      expect(said).toContain((name ?? 'T5').replace(/\}\{/g, '/'));
    },
  );
});

describe('report.tex', () => {
  const text = macros(report);
  test('has each name once, in letters that every keyboard has', () => {
    const names = [...text.matchAll(/\\cc@(?:number|word)\{([^}]*)\}/g)].map(([, name]) => name!);
    expect(names.length).toBeGreaterThan(80);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[\w/-]+$/.test(name))).toEqual([]);
    expect(names).toContain('formula/my-2nd-claim-v1-0/a-b-1e-3-50-1-x-2');
  });

  test('prints nothing by itself', () => {
    const { codes, text: pages } = typeset({
      'main.tex': `\\documentclass{article}\n${text}\\begin{document}only this\\end{document}`,
    });
    expect(codes).toEqual([0]);
    expect(pages.replace(/\s+/g, ' ')).toMatch(/^ ?only this 1? ?$/);
  });
});
