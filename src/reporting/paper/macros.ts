/**
 * report.tex: to be read by \input in the preamble of a paper. It prints nothing; it defines commands for every number with its
 * uncertainty, for verdicts, formulas, figures and the table by passage. docs/paper.md says which.
 */
import type { ClaimReport, Report } from '../../engine/report.js';
import { whole } from '../../engine/whole.js';
import { keyOf } from '../citation.js';
import { figuresOf, type Figure } from '../figure/figure.js';
import { latex, LETTERS } from '../formats/latex.js';
import { grouped, short } from '../number.js';
import { byPassage, inOrder } from '../order.js';
import { allTrials, claimEvidence } from '../sentences.js';
import { headline, joint } from '../suite.js';
import { TALK } from '../talk.js';
import { digitsOf, exact, tex } from './digits.js';
import { numbersOf, type ClaimNumbers, type Quantity } from './numbers.js';

/** In the order of the arguments of \cc@number: shown, its interval, and the same three exactly. */
function defined(key: string, { value, low, high }: Quantity): string {
  const count = digitsOf(value, low, high);
  const bounded = low !== undefined && high !== undefined;
  const interval = bounded ? `[${tex(low, count)},\\,${tex(high, count)}]` : '';
  const exactly = [value, low ?? value, high ?? value].map((x) => `{${exact(x)}}`).join('');
  return `\\cc@number{${key}}{${tex(value, count)}}{${interval}}${exactly}`;
}

const word = (key: string, text: string): string => `\\cc@word{${key}}{${text}}`;

/** A formula of a part: TeX where there is one that every LaTeX reads. */
const formula = (part: ClaimReport['parts'][string]): string =>
  part.tex === undefined ? latex.code(part.source ?? '') : latex.tex(part.tex);

function claimLines({ claim, name, groups }: ClaimNumbers): string[] {
  const { parts } = claim;
  return [
    `% ${name}`,
    word(`verdict/${name}`, latex.plain(claim.verdict)),
    word(`title/${name}`, latex.said(claim.title)),
    word(`statement/${name}`, latex.said(claim.statement)),
    word(`evidence/${name}`, latex.said(claimEvidence(claim))),
    // After what is of the claim as a whole its parts come first, in their order.
    ...Object.values(parts).map((part, k) => word(`formula/${name}/${groups[k + 1]!.of}`, formula(part))),
    ...groups.flatMap(({ of, quantities }) => quantities.map((each) => defined(`${name}/${of}/${each.name}`, each))),
  ];
}

/** The claims of a passage as rows; in the text, in a column, in a table that floats: it fits the line that it is on. */
function passageLines(all: readonly ClaimNumbers[]): { readonly lines: string[]; readonly names: string[] } {
  const named = new Map(all.map((each) => [each.claim, each]));
  const groups = byPassage(all.map(({ claim }) => claim));
  const names = groups.map(({ passage }) => passage ?? 'own');
  const lines = groups.map(({ passage, claims }, k) => {
    const head = passage ? `\\textbf{${passage}} ${latex.plain(TALK[passage])}` : '\\textbf{Other claims}';
    const rows = claims.map((claim) => `\\cc@row{${named.get(claim)!.name}}`).join('');
    return word(`passage/${names[k]!}`, `\\cc@passage{${head}}{${rows}}`);
  });
  return { lines, names };
}

/** A claim's figure is that of its dial; a table's is found by its own name, too. */
function figureLines(figures: readonly Figure[], all: readonly ClaimNumbers[]): string[] {
  const named = new Map(all.map(({ claim, name }) => [claim, name]));
  return figures.flatMap(({ id, title, of, claims }) => {
    const keys = [id, ...('dial' in of ? [named.get(claims[0]!)!] : [])];
    return keys.flatMap((key) => [word(`figure/${key}`, id), word(`caption/${key}`, latex.said(title))]);
  });
}

const COMMANDS = String.raw`\def\cc@number#1#2#3#4#5#6{\expandafter\def\csname cc@n/#1\endcsname{{#2}{#3}{#4}{#5}{#6}}}
\def\cc@word#1#2{\expandafter\def\csname cc@w/#1\endcsname{#2}}
\protected\def\cc@missing#1{\PackageError{claimcheck}{There is no \detokenize{#1} in this report}{%
  report.tex lists all names; docs/paper.md says how they are made.}\textbf{??}}
\def\cc@pick#1#2{\ifcsname cc@n/#2\endcsname\expandafter\expandafter\expandafter#1\csname cc@n/#2\endcsname
  \else\cc@missing{number #2}\fi}
\def\cc@say#1{\ifcsname cc@w/#1\endcsname\csname cc@w/#1\endcsname\else\cc@missing{#1}\fi}
\def\cc@value#1#2#3#4#5{#1\if\relax\detokenize{#2}\relax\else~#2\fi}
\def\cc@estimate#1#2#3#4#5{#1}
\def\cc@interval#1#2#3#4#5{#2}
\def\cc@exact#1#2#3#4#5{#3}
\def\cc@low#1#2#3#4#5{#4}
\def\cc@high#1#2#3#4#5{#5}
\newcommand*\ccvalue[3]{\cc@pick\cc@value{#1/#2/#3}}
\newcommand*\ccestimate[3]{\cc@pick\cc@estimate{#1/#2/#3}}
\newcommand*\ccinterval[3]{\cc@pick\cc@interval{#1/#2/#3}}
\newcommand*\ccexact[3]{\cc@pick\cc@exact{#1/#2/#3}}
\newcommand*\ccexactlow[3]{\cc@pick\cc@low{#1/#2/#3}}
\newcommand*\ccexacthigh[3]{\cc@pick\cc@high{#1/#2/#3}}
\DeclareRobustCommand*\ccverdict[1]{\cc@say{verdict/#1}}
\DeclareRobustCommand*\cctitle[1]{\cc@say{title/#1}}
\DeclareRobustCommand*\ccstatement[1]{\cc@say{statement/#1}}
\DeclareRobustCommand*\ccevidence[1]{\cc@say{evidence/#1}}
\DeclareRobustCommand*\ccformula[2]{\cc@say{formula/#1/#2}}
\DeclareRobustCommand*\cccaption[1]{\cc@say{caption/#1}}
\def\cc@row#1{\cctitle{#1} & \ccverdict{#1} & \ccevidence{#1} \\ }
\def\cc@passage#1#2{\par\medskip\begingroup\footnotesize\noindent\parbox{\linewidth}{\raggedright#1}\par\nobreak\smallskip
  \noindent\begin{tabular}{@{}>{\raggedright\arraybackslash}p{.46\linewidth}>{\raggedright\arraybackslash}p{.14\linewidth}%
    >{\raggedright\arraybackslash}p{\dimexpr.4\linewidth-4\tabcolsep}@{}}
  \toprule Claim & Verdict & Evidence \\ \midrule #2\bottomrule\end{tabular}\par\endgroup}
\newcommand*\cctable[1][\ccpassages]{\begingroup\edef\cc@all{#1}\@for\cc@each:=\cc@all\do{\cc@say{passage/\cc@each}}\endgroup}
\ifdefined\CurrentFilePath\edef\ccfolder{\ifx\CurrentFilePath\@empty\else\CurrentFilePath/\fi}\else\def\ccfolder{}\fi
\newcommand*\ccfigure[2][\linewidth]{\ifcsname cc@w/figure/#2\endcsname
    \edef\cc@file{\ccfolder figures/\csname cc@w/figure/#2\endcsname.pdf}%
    \IfFileExists{\cc@file}{\includegraphics[width=#1]{\cc@file}}{%
      \PackageWarning{claimcheck}{\cc@file\space is not there; claimcheck report --format figures makes it}%
      \fbox{\ttfamily\detokenize\expandafter{\cc@file}}}%
  \else\cc@missing{figure #2}\fi}`;

/** @returns report.tex */
export function macros(published: Report): string {
  const report = whole(published);
  const { id, content, envelope } = report;
  const all = numbersOf(inOrder(content.claims));
  const passages = passageLines(all);
  const facts: Readonly<Record<string, string>> = {
    ccreport: id === null ? '' : keyOf(id),
    ccid: id ?? '',
    cclevel: content.level,
    ccrisk: short(content.joint.risk),
    ccclaims: String(content.joint.claims),
    ccholding: String(content.joint.holding),
    cctrials: latex.plain(grouped(allTrials(content.claims))),
    ccversion: latex.plain(envelope.version),
    ccheadline: latex.plain(headline(report)),
    ccsentence: latex.said(joint(report)),
    ccpassages: passages.names.join(','),
  };
  return [
    `% Made by claimcheck from report.json${id === null ? '' : ` of the report ${id}`}. To be read by \\input in the preamble.`,
    '\\RequirePackage{amsmath,amssymb,array,booktabs,graphicx,longtable}',
    LETTERS,
    '\\makeatletter',
    COMMANDS,
    ...Object.entries(facts).map(([name, text]) => `\\newcommand*\\${name}{${text}}`),
    ...all.flatMap(claimLines),
    ...passages.lines,
    ...figureLines(figuresOf(content.claims), all),
    '\\makeatother',
    '',
  ].join('\n');
}
