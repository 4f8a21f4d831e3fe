/** report.md: the report for a repository or a mail; the same words as the page, formulas as TeX between dollars. */
import type { ArmReport, ClaimReport, Report } from '../engine/report.js';
import { whole } from '../engine/whole.js';
import { cite, type Bibliography } from './bibliography.js';
import { bibtex, references } from './citation.js';
import { duration, percent, typeset } from './number.js';
import {
  advice,
  brokenClaims,
  capEffect,
  caught,
  claimEvidence,
  controls,
  criteria,
  criterion,
  draws,
  evidence,
  headline,
  joint,
  label,
  MEANING,
  broken,
  outcome,
  reason,
  redraws,
  seedOf,
  origin,
  searched,
  trialsOf,
} from './sentences.js';
import { byPassage, inOrder } from './order.js';
import { MARKING, TALK } from './talk.js';
import { entry, numbered, tablesOf, type JoinedTable } from './tables.js';
import { lines } from './value.js';

/** A cell: no line breaks, no bars, nothing that Markdown would read as markup. */
const cell = (text: string): string => text.replace(/\s+/g, ' ').replace(/([\\|*_<>`[\]])/g, '\\$1');

/** What is to be copied as it stands: between as many backticks as it needs. */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`;
}

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

function arms(title: string, list: readonly ArmReport[]): string[] {
  if (list.length === 0) return [];
  const rows = list.map((arm) => [
    cell(label(arm)),
    cell(reason(arm)),
    arm.role === 'mustFail' ? `breaks “${cell(arm.breaks ?? '')}”` : 'changes nothing',
    outcome(arm),
    String(arm.trials),
    broken(arm),
  ]);
  return [`**${title}**`, table(['Control', 'Why', 'Expected', 'Outcome', 'Tasks', 'Broken'], rows)];
}

function section(claim: ClaimReport, report: Report, works: Bibliography, path: string): string {
  const { say, command } = advice(claim, report, path);
  const own = claim.arms.find((arm) => arm.role === 'claim');
  const out = [
    `## ${cell(claim.title)}: ${claim.verdict}`,
    `\`${claim.id}\`. ${claim.sources.map(({ key, where }) => `${cite(key, works)}, ${where}`).join('; ')}`,
    cell(claim.statement),
  ];
  if (claim.verdict !== 'holds')
    out.push(
      [...claim.because.map(cell), `${cell(say)}${command === undefined ? '' : `: ${code(command)}`}`]
        .map((text) => `> ${text}`)
        .join('\n>\n'),
    );
  for (const [name, part] of Object.entries(claim.parts)) {
    const judged = own?.parts[name];
    out.push(
      `**${cell(name)}** (${criterion(part.accept)})${judged ? `: ${cell(evidence(judged.evidence, part.accept))}` : ''}.`,
      part.tex !== undefined ? `$$${part.tex.trim()}$$` : `\`${part.source ?? ''}\``,
    );
    if (part.given) out.push(`Given that ${cell(part.given)}.`);
    if (part.capBias) out.push(capEffect(part));
  }
  out.push(
    ...arms(
      'Controls that must fail',
      claim.arms.filter((arm) => arm.role === 'mustFail'),
    ),
    ...arms(
      'Variants that must not matter',
      claim.arms.filter((arm) => arm.role === 'mustHold'),
    ),
  );
  if (claim.dial) {
    const { dial } = claim;
    const rows = dial.points.map(({ at, measured, curve, holding, trials }) => [
      typeset(at),
      `${typeset(measured.mean, 4)} [${typeset(measured.low, 4)}, ${typeset(measured.high, 4)}]`,
      curve === undefined ? '' : typeset(curve, 4),
      `${holding} of ${trials}`,
    ]);
    out.push(
      `**Along ${cell(dial.of)}** (means over tasks, 98% intervals)`,
      table([cell(dial.of), 'Measured', 'Theory', 'Holding'], rows),
    );
  }
  const premises = Object.entries(claim.premises).map(([name, { how, control }]) => [
    cell(name),
    how,
    cell(control ?? ''),
  ]);
  out.push('**Premises**', table(['Premise', 'Met', 'Violated by the control'], premises));
  for (const [name, { share, atLeast, decision }] of Object.entries(claim.coverage ?? {}))
    out.push(`Coverage: ${cell(name)}: ${percent(share)} (at least ${percent(atLeast)}: ${decision}).`);
  if (draws(claim, report)) out.push(cell(draws(claim, report)));
  if (claim.adversary) out.push(cell(searched(claim)));
  out.push(caught(claim, report), `**What this does not show.** ${cell(claim.scope)}`);
  if (claim.talk.length > 0)
    out.push(
      `**The talk** (${MARKING[claim.marking]}${claim.finding ? '; a finding, which limits or contradicts it' : ''})`,
      claim.talk.map((passage) => `- ${passage}: ${TALK[passage]}`).join('\n'),
    );
  const { counterexample: found } = claim;
  if (found)
    out.push(
      `**Counterexample.** ${origin(found)}, shrunk ${found.shrunk} times, violates “${cell(found.part)}”: ` +
        `slack ${typeset(found.slack, 4)}, error ${typeset(found.error)}.`,
      `\`\`\`text\n${lines(found.task).replace(/^\n/, '')}\n\`\`\``,
    );
  const identity = [
    `claim \`${claim.digest}\``,
    `its words \`${claim.words}\``,
    `seed ${claim.seed}`,
    `population ${cell(claim.population.name)}, version ${claim.population.version}`,
    ...claim.models.map(
      ({ name, digest, instead, computedBy }) =>
        `model ${name}${instead ? ' (replaced)' : ''}${computedBy ? ` (${cell(computedBy)})` : ''} \`${digest}\``,
    ),
    ...claim.oracles.map(({ name, version }) => `oracle ${cell(name)}, version ${version}`),
  ];
  out.push(identity.map((text) => `- ${text}`).join('\n'));
  return out.join('\n\n');
}

/** A table with the claim and the verdict behind each row. */
function tabulated({ title, of, columns, rows }: JoinedTable): string {
  const list = rows.map(({ claim, trials, name, values }, k) => [
    numbered(k),
    cell(name),
    ...values.map((value, column) => entry(columns[column]!.kind, value, trials)),
    `\`${claim.id}\``,
    `**${claim.verdict}**`,
  ]);
  return [
    `## ${cell(title)}`,
    table(['', cell(of), ...columns.map(({ name }) => cell(name)), 'Claim', 'Its verdict'], list),
    `${columns.map(({ name, tex }) => `${cell(name)}: $${tex.trim()}$`).join('; ')}. Means over the tasks of each claim, with 98% intervals.`,
  ].join('\n\n');
}

/** A claim that cannot be shown costs its own section and no other. */
function shielded({ id, title, verdict }: ClaimReport, shown: () => string): string {
  try {
    return shown();
  } catch (error) {
    const why = `This claim could not be shown: ${error instanceof Error ? error.message : String(error)}`;
    return `## ${cell(title)}: ${verdict}\n\n\`${id}\`.\n\n> ${cell(why)}`;
  }
}

/**
 * @param works the bibliography that source keys refer to
 * @param path of report.json, seen from where the run was asked for
 */
export function markdown(published: Report, works: Bibliography, path = 'reports/latest/report.json'): string {
  const report = whole(published);
  const { id, content, envelope } = report;
  const rows = [
    ...inOrder(content.claims).map((claim) => [
      claim.id,
      `**${claim.verdict}**`,
      claim.talk.join(' ') + (claim.finding ? ' (finding)' : ''),
      cell(criteria(claim)),
      cell(claim.arms.length > 0 ? claimEvidence(claim) : claim.because.join(' ')),
      controls(claim),
      String(trialsOf(claim)),
    ]),
    ...brokenClaims(report).map(([name, why]) => [name, '**error**', '', '', cell(why), '', '']),
  ];
  const seen = [...new Set(content.claims.map(({ verdict }) => verdict))];
  const citation = bibtex(report);
  const out = [
    `# ${headline(report)}`,
    joint(report),
    ...(redraws(report) ? [redraws(report)] : []),
    `Report ${id === null ? '(no id)' : `\`${id}\``}, level ${content.level} (risk ${content.joint.risk}), seed ${cell(seedOf(content))}, ` +
      `${envelope.trials} trials in ${duration(envelope.seconds)}, made ${envelope.started.slice(0, 10)}.`,
    ...(envelope.incomplete ? ['> This run is incomplete and cannot be cited.'] : []),
    ...(envelope.notes ?? []).map((note) => `> ${cell(note)}`),
    table(['Claim', 'Verdict', 'Talk', 'Criterion', 'Evidence', 'Controls', 'Trials'], rows),
    seen.map((verdict) => `*${verdict}*: ${MEANING[verdict]}.`).join(' '),
    ...tablesOf(inOrder(content.claims)).map(tabulated),
    ...byPassage(content.claims).flatMap(({ passage, claims }) => [
      ...(passage ? [`*${passage}: ${TALK[passage]}*`] : []),
      ...claims.map((claim) => shielded(claim, () => section(claim, report, works, path))),
    ]),
    '## How it was made',
    [
      ...(envelope.command ? [code(envelope.command)] : []),
      `self-control: a deliberately false claim came out as ${content.selfControl.verdict} after ${content.selfControl.trials} trials`,
      `claimcheck ${envelope.version}${envelope.commit ? `, commit \`${envelope.commit}\`` : ''}, Node ${envelope.node}, ${envelope.kernels} kernels, ${envelope.workers} workers`,
      `${envelope.machine.cpu}, ${envelope.machine.cores} cores, ${envelope.machine.platform} ${envelope.machine.arch}`,
      Object.entries(envelope.packages)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ]
      .map((text) => `- ${text}`)
      .join('\n'),
    ...(citation === null ? [] : ['## To cite it', `\`\`\`bibtex\n${citation}\n\`\`\``]),
    '## Sources',
    references(content.claims, works)
      .map((work) => `- ${cell(work)}`)
      .join('\n'),
  ];
  return `${out.join('\n\n')}\n`;
}
