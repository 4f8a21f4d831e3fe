/**
 * index.html: one self-contained page. No script, no network, no font: the content security policy forbids all of them
 * and allows the one style sheet by its digest. Formulas are MathML, figures inline SVG.
 */
import { createHash } from 'node:crypto';
import katex from 'katex';
import type { ArmReport, ClaimReport, DialReport, Report, Verdict } from '../engine/report.js';
import { whole } from '../engine/whole.js';
import { own } from '../form/own.js';
import { lawOf } from '../statistics/criterion.js';
import type { Summary } from '../statistics/evidence.js';
import { unsettled } from '../statistics/sentence.js';
import { cite, type Bibliography } from './bibliography.js';
import { chart } from './chart.js';
import { bibtex, references } from './citation.js';
import { shortId } from './id.js';
import { duration, grouped, percent, typeset } from './number.js';
import {
  advice,
  asExpected,
  broken,
  brokenClaims,
  capEffect,
  caught,
  claimEvidence,
  controls,
  criteria,
  criterion,
  draws,
  headline,
  joint,
  label,
  MEANING,
  outcome,
  reason,
  redraws,
  seedOf,
  origin,
  searched,
  trialsOf,
  type Advice,
} from './sentences.js';
import { STYLE } from './style.js';
import { unnamed } from './unnamed.js';
import { byPassage, inOrder } from './order.js';
import { MARKING, TALK } from './talk.js';
import { prose } from './prose.js';
import { scatter } from './scatter.js';
import { entry, numbered, tablesOf, type JoinedTable } from './tables.js';
import { lines } from './value.js';

const esc = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;

const CLASS: Readonly<Record<Verdict, string>> = {
  holds: 'good',
  fails: 'bad',
  error: 'bad',
  vacuous: 'doubt',
  undecided: 'doubt',
  'not applicable': 'none',
};
const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const badge = (verdict: Verdict) =>
  `<span class="badge ${CLASS[verdict]}" title="${esc(MEANING[verdict])}">${verdict}</span>`;

const math = (tex: string, display: boolean): string =>
  katex
    .renderToString(tex, { output: 'mathml', displayMode: display, throwOnError: false, strict: 'ignore' })
    .replace(/ style="[^"]*"/g, '');

interface Cell {
  readonly html: string;
  readonly number?: boolean;
}
/** A sentence of a claim, with its mathematics typeset. */
const said = (text: string): string => prose(esc(text));
const cell = (text: string): Cell => ({ html: esc(text) });
const sentence = (text: string): Cell => ({ html: said(text) });
const figure = (value: string | number): Cell => ({
  html: typeof value === 'number' ? grouped(value) : esc(value),
  number: true,
});

function table(heads: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const numeric = (k: number) => (rows[0]?.[k]?.number ? ' class="number"' : '');
  const head = heads.map((name, k) => `<th scope="col"${numeric(k)}>${esc(name)}</th>`).join('');
  const body = rows.map(
    (row) =>
      `<tr>${row.map(({ html, number }, k) => `<td${number ? ' class="number"' : ''}${k > 0 ? ` data-head="${esc(heads[k]!)}"` : ''}>${html}</td>`).join('')}</tr>`,
  );
  return `<div class="wide"><table class="cards"><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

const facts = (entries: readonly (readonly [string, string])[]): string =>
  `<dl class="facts">${entries.map(([name, value]) => `<div><dt>${esc(name)}</dt><dd>${value}</dd></div>`).join('')}</dl>`;

function verdicts(report: Report): string {
  const { claims } = report.content;
  const rows = inOrder(claims).map((claim): Cell[] => [
    { html: `<a href="#${esc(claim.id)}">${esc(claim.id)}</a>` },
    { html: badge(claim.verdict) },
    cell(claim.talk.join(' ') + (claim.finding ? ' (finding)' : '')),
    cell(criteria(claim)),
    cell(claim.arms.length > 0 ? claimEvidence(claim) : claim.because.join(' ')),
    cell(controls(claim)),
    figure(trialsOf(claim)),
    figure((own(report.envelope.claimSeconds, claim.id) ?? 0).toFixed(1)),
  ]);
  for (const [id, why] of brokenClaims(report))
    rows.push([
      cell(id),
      { html: badge('error') },
      cell(''),
      cell(''),
      cell(why),
      cell(''),
      { html: '', number: true },
      { html: '', number: true },
    ]);
  return table(['Claim', 'Verdict', 'Talk', 'Criterion', 'Evidence', 'Controls', 'Trials', 'Seconds'], rows);
}

/** How well the check can see, where the law knows. */
function sight({ power, law }: Summary): string {
  if (!power) return '';
  const { holds90, fails90 } = power;
  const share = lawOf({ law }).exact ? 'share of tasks that satisfy it' : 'true share';
  const up =
    holds90 === null
      ? 'It can certify no share with probability 90%'
      : `It certifies with probability 90% where the ${share} is at least ${percent(holds90)}`;
  const down = fails90 === null ? '' : `, and refutes with that probability where it is at most ${percent(fails90)}`;
  return `${up}${down}.`;
}

function formulas(claim: ClaimReport): string {
  const own = claim.arms.find((arm) => arm.role === 'claim');
  return Object.entries(claim.parts)
    .map(([name, part]) => {
      const judged = own?.parts[name]?.evidence;
      const shown = part.tex !== undefined ? math(part.tex, true) : `<code>${esc(part.source ?? '')}</code>`;
      const given = part.given ? ` Given that ${said(part.given)}.` : '';
      const told = judged
        ? `<br>${upper(said(judged.because))}. <span class="sight" title="${esc(judged.estimand)}">${esc(sight(judged))}</span>`
        : '';
      const cap = capEffect(part);
      const moved = cap && `<br>${esc(cap)}`;
      return `<figure class="formula">${shown}<figcaption><strong>${said(name)}</strong> (${esc(criterion(part.accept))}).${given}${told}${moved}</figcaption></figure>`;
    })
    .join('');
}

function quantities(claim: ClaimReport): string {
  const own = claim.arms.find((arm) => arm.role === 'claim');
  if (!own) return '';
  const rows = Object.entries(own.parts).flatMap(([part, { evidence: e }]) =>
    e.quantities.map((quantity): Cell[] => [
      sentence(part),
      cell(quantity.name),
      figure(quantity.estimate === null ? '–' : typeset(quantity.estimate)),
      figure(`[${typeset(quantity.interval[0])}, ${typeset(quantity.interval[1])}]`),
      figure(`${e.n} of ${e.budget}`),
      figure(e.logE.holds === null ? '–' : typeset(e.logE.holds)),
      cell(unsettled(e) || 'none'),
    ]),
  );
  const alpha = Object.values(own.parts)[0]?.evidence.alpha ?? 0;
  const heads = [
    'Part',
    'Quantity',
    'Estimate',
    `Interval (${percent(1 - 2 * alpha)}, at every n)`,
    'Tasks',
    'log e-value',
    'Not settled',
  ];
  return `<details><summary>Estimates, intervals and e-values</summary>${table(heads, rows)}</details>`;
}

function controlRows(arms: readonly ArmReport[]): string {
  const tone = (arm: ArmReport) => (asExpected(arm) === true ? 'good' : asExpected(arm) === false ? 'bad' : 'doubt');
  return table(
    ['Control', 'Why', 'Expected', 'Outcome', 'Tasks', 'Broken', 'Evidence'],
    arms.map((arm): Cell[] => [
      sentence(label(arm)),
      sentence(reason(arm)),
      sentence(arm.role === 'mustFail' ? `breaks “${arm.breaks}”` : 'changes nothing'),
      { html: `<span class="badge ${tone(arm)}">${outcome(arm)}</span>` },
      figure(arm.trials),
      cell(broken(arm)),
      cell(
        Object.entries(arm.parts)
          .filter(([name]) => arm.breaks === undefined || name === arm.breaks)
          .map(([, part]) => part.evidence.because)
          .filter((sentence, k, all) => all.indexOf(sentence) === k)
          .join('; '),
      ),
    ]),
  );
}

function dialFigure(dial: DialReport, id: string): string {
  const named = (what: DialReport['measured']) =>
    what.tex !== undefined ? math(what.tex, false) : `<code>${esc(what.source ?? '')}</code>`;
  const { boundary } = dial;
  const edge = boundary
    ? ` Every task holds at ${typeset(boundary.holdsAt)}; most fail at ${typeset(boundary.failsAt)}: the boundary lies in the shaded interval.`
    : '';
  const rows = dial.points.map((point): Cell[] => [
    figure(typeset(point.at)),
    figure(
      `${typeset(point.measured.mean, 4)} [${typeset(point.measured.low, 4)}, ${typeset(point.measured.high, 4)}]`,
    ),
    figure(point.curve === undefined ? '–' : typeset(point.curve, 4)),
    figure(`${point.holding} of ${point.trials}`),
    figure(point.failing),
  ]);
  return (
    `<h3>Along <span class="plain">${said(dial.of)}</span></h3><figure>${chart(dial, `dial-${id}`)}<figcaption>` +
    `<span class="key"></span> ${named(dial.measured)}, mean over ${dial.points[0]?.trials ?? 0} tasks with 98% intervals` +
    (dial.curve ? `; <span class="key theory"></span> theory: ${named(dial.curve)}` : '') +
    `. Filled: every task satisfies “${said(dial.part)}”.${edge}</figcaption></figure>` +
    `<details><summary>Numbers</summary>${table([dial.of, 'Measured', 'Theory', 'Holding', 'Failing'], rows)}</details>`
  );
}

/** A table with the claim and the verdict behind each row, and its figure. */
function tabulated(joined: JoinedTable, k: number): string {
  const { title, of, columns, rows, drawn } = joined;
  const share = columns.find(({ kind }) => kind === 'share');
  const list = rows.map(({ claim, trials, name, values }, row): Cell[] => [
    figure(numbered(row)),
    sentence(name),
    ...values.map((value, column) => figure(entry(columns[column]!.kind, value, trials))),
    { html: `<a href="#${esc(claim.id)}">${esc(claim.id)}</a>` },
    { html: badge(claim.verdict) },
  ]);
  const legend = columns.map(({ name, tex }) => `${said(name)}: ${math(tex, false)}`).join('; ');
  const filled = share ? ` Filled: ${said(share.name)} on every task.` : '';
  const drawing = drawn
    ? `<figure>${scatter(joined, `table-${k + 1}`)}<figcaption>${said(drawn[1])} against ${said(drawn[0])}, a point for each ${said(of)}, numbered as in the table.${filled}</figcaption></figure>`
    : '';
  return (
    `<section class="table" id="table-${k + 1}"><h3>${said(title)}</h3>` +
    table(['', upper(of), ...columns.map(({ name }) => name), 'Claim', 'Its verdict'], list) +
    `<p class="meta">${legend}. Means over the tasks of each claim, with 98% intervals.</p>${drawing}</section>`
  );
}

/** The first few sentences in the open, the rest behind a click. */
function reasons(why: readonly string[], { say, command }: Advice): string {
  const list = (sentences: readonly string[]) =>
    `<ul>${sentences.map((text) => `<li>${said(text)}</li>`).join('')}</ul>`;
  const rest = why.slice(4);
  const more = rest.length > 0 ? `<details><summary>${rest.length} more</summary>${list(rest)}</details>` : '';
  return `<div class="warning">${list(why.slice(0, 4))}${more}<p>Next: ${esc(say)}${command === undefined ? '' : `: <code>${esc(command)}</code>`}</p></div>`;
}

function claimSection(claim: ClaimReport, report: Report, works: Bibliography, path: string): string {
  const { counterexample: found } = claim;
  const control = (role: ArmReport['role']) => claim.arms.filter((arm) => arm.role === role);
  const talk = claim.talk.map((passage) => `<li><strong>${passage}</strong> ${esc(TALK[passage])}</li>`).join('');
  const premises = Object.entries(claim.premises).map(([name, { how, control: by }]): Cell[] => [
    sentence(name),
    cell(how),
    sentence(by ?? '–'),
  ]);
  const errors = own(report.envelope.errors, claim.id) ?? [];
  const why = [...new Set([...claim.because, ...errors])];
  const covered = Object.entries(claim.coverage ?? {}).map(
    ([name, { share, atLeast, decision }]) =>
      `<li>${esc(name)}: ${percent(share)} (at least ${percent(atLeast)}: ${decision})</li>`,
  );
  return `<section class="claim" id="${esc(claim.id)}">
<div class="heading"><h2>${said(claim.title)}</h2>${badge(claim.verdict)}</div>
<div class="meta"><code>${esc(claim.id)}</code> · ${claim.sources.map(({ key, where }) => `${esc(cite(key, works))}, ${esc(where)}`).join('; ') || 'no source'}</div>
<p class="statement">${said(claim.statement)}</p>
${claim.verdict === 'holds' ? '' : reasons(why, advice(claim, report, path))}
${formulas(claim)}
${quantities(claim)}
${claim.dial ? dialFigure(claim.dial, claim.id) : ''}
<h3>Controls that must fail</h3>${controlRows(control('mustFail'))}
${control('mustHold').length > 0 ? `<h3>Variants that must not matter</h3>${controlRows(control('mustHold'))}` : ''}
${claim.adversary ? `<p>${esc(searched(claim))}</p>` : ''}
<p>${esc(caught(claim, report))}</p>
${draws(claim, report) && `<p>${esc(draws(claim, report))}</p>`}
<h3>Premises</h3>${table(['Premise', 'Met', 'Violated by the control'], premises)}
<h3>What this does not show</h3><p>${said(claim.scope)}</p>
${talk ? `<h3>The talk</h3><ul>${talk}</ul><p class="meta">${esc(MARKING[claim.marking])}${claim.finding ? '; a finding: true, and it limits or contradicts the passage' : ''}</p>` : ''}
${found ? `<h3>Counterexample</h3><p>${origin(found)}, shrunk ${found.shrunk} times in ${found.evaluations} evaluations, violates “${esc(found.part)}”: slack ${typeset(found.slack, 4)}, error ${typeset(found.error)}.</p><details open><summary>The task, by value</summary><pre>${esc(lines(found.task).replace(/^\n/, ''))}</pre></details>` : ''}
<details><summary>Population, models and digests</summary>${table(
    ['', 'Name', 'Identity'],
    [
      [cell('population'), cell(claim.population.name), cell(`version ${claim.population.version}`)],
      ...claim.models.map(({ name, digest, instead, computedBy }) => [
        cell(instead ? 'model, replaced by the user' : 'model'),
        cell(computedBy ? `${name} (${computedBy})` : name),
        { html: `<code>${digest}</code>` },
      ]),
      ...claim.oracles.map(({ name, version }) => [cell('oracle'), cell(name), cell(`version ${version}`)]),
      [cell('claim'), cell(claim.id), { html: `<code>${claim.digest}</code>` }],
      [cell('its words'), cell(claim.id), { html: `<code>${claim.words}</code>` }],
      [cell('seed'), cell(claim.seed), cell('')],
      ...claim.arms.map((arm) => [cell('trials'), cell(arm.name), { html: `<code>${arm.digest}</code>` }]),
      ...(claim.adversary
        ? [[cell('climbs'), cell('adversary'), { html: `<code>${claim.adversary.digest}</code>` }]]
        : []),
    ],
  )}${covered.length > 0 ? `<p>Coverage of the population:</p><ul>${covered.join('')}</ul>` : ''}</details>
</section>`;
}

/** A claim that cannot be shown costs its own section and no other. */
function shielded({ id, title, verdict }: ClaimReport, section: () => string): string {
  try {
    return section();
  } catch (error) {
    const why = `This claim could not be shown: ${error instanceof Error ? error.message : String(error)}`;
    return `<section class="claim" id="${esc(id)}">
<div class="heading"><h2>${said(title)}</h2>${badge(verdict)}</div>
<div class="warning"><ul><li>${esc(why)}</li></ul></div>
</section>`;
  }
}

/**
 * @param works the bibliography that source keys refer to
 * @param path of report.json, seen from where the run was asked for
 */
export function html(published: Report, works: Bibliography, path = 'reports/latest/report.json'): string {
  const report = whole(published);
  const { id, content, envelope } = report;
  const warnings = [
    ...(envelope.incomplete
      ? [`This run is incomplete (${envelope.incomplete}); it has no report id and cannot be cited.`]
      : []),
    ...(id === null && !envelope.incomplete ? [`${unnamed(published)} It cannot be cited.`] : []),
    ...(content.selfControl.verdict !== 'fails' && !envelope.incomplete
      ? ['The deliberately false self-control was not refuted: nothing here can be trusted.']
      : []),
    ...(envelope.notes ?? []),
  ];
  const holm = Object.entries(content.holm).map(([name, { p, adjusted, holds }]): Cell[] => [
    cell(name),
    figure(typeset(p)),
    figure(typeset(adjusted)),
    cell(holds ? 'holds' : '–'),
  ]);
  const { machine } = envelope;
  const citation = bibtex(report);
  const seen = [...new Set(content.claims.map(({ verdict }) => verdict))];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="claimcheck ${esc(envelope.version)}">
<title>${esc(headline(report))} (claimcheck)</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<p class="eyebrow">claimcheck report</p>
<h1>${esc(headline(report))}</h1>
<p class="lede">${esc(joint(report))}${redraws(report) && ` ${esc(redraws(report))}`}</p>
${warnings.map((text) => `<p class="warning">${esc(text)}</p>`).join('\n')}
${facts([
  ['Report', id === null ? 'no id' : `<code title="${id}">${shortId(id)}</code>`],
  ['Level', `${content.level}, risk ${content.joint.risk}`],
  ['Seed', esc(seedOf(content))],
  ['Trials', grouped(envelope.trials)],
  ['Time', `${duration(envelope.seconds)} on ${envelope.workers} ${envelope.workers === 1 ? 'worker' : 'workers'}`],
  ['Made', esc(envelope.started.slice(0, 10))],
])}
</header>
<main>
<section id="verdicts"><h3>Verdicts</h3>
${verdicts(report)}
<p class="meta">${seen.map((verdict) => `<strong>${verdict}</strong>: ${esc(MEANING[verdict])}`).join('. ')}.</p>
</section>
${tablesOf(inOrder(content.claims)).map(tabulated).join('\n')}
${byPassage(content.claims)
  .map(
    ({ passage, claims }) =>
      (passage ? `<p class="passage"><strong>${passage}</strong> ${esc(TALK[passage])}</p>\n` : '') +
      claims.map((claim) => shielded(claim, () => claimSection(claim, report, works, path))).join('\n'),
  )
  .join('\n')}
</main>
<footer>
<h3>The list, with its joint error</h3>
<p>“All claims hold” needs no correction. A list of those that hold does: Holm's adjusted p-values, from the largest e-value of each claim.</p>
${table(['Claim', 'p', 'Adjusted', `At risk ${content.joint.risk}`], holm)}
<h3>How it was made</h3>
${table(
  ['', ''],
  (
    [
      ['report id', id ?? 'none'],
      ...(envelope.command ? [['command', envelope.command] as const] : []),
      [
        'self-control',
        `a deliberately false claim came out as ${content.selfControl.verdict} after ${content.selfControl.trials} trials`,
      ],
      ['claimcheck', envelope.version + (envelope.commit ? `, commit ${envelope.commit}` : '')],
      ['Node', envelope.node],
      ['machine', `${machine.cpu}, ${machine.cores} cores, ${machine.platform} ${machine.arch}`],
      ['kernels', envelope.kernels],
      [
        'packages',
        Object.entries(envelope.packages)
          .map(([name, v]) => `${name} ${v}`)
          .join(', '),
      ],
      ['started', envelope.started],
    ] as const
  ).map(([name, value]) => [cell(name), cell(value)]),
)}
${citation === null ? '' : `<h3>To cite it</h3>\n<pre>${esc(citation)}</pre>`}
<h3>Sources</h3>
<ul>${references(content.claims, works)
    .map((work) => `<li>${esc(work)}</li>`)
    .join('')}</ul>
</footer>
</body>
</html>
`;
}
