/** The command line. Only the parser is loaded at the start; a command loads what it needs when it is called. */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';

const USAGE_ERROR = 2;
const CANNOT_EVALUATE = 3;

const packageFile = new URL(
  import.meta.url.includes('/dist/') ? '../../package.json' : '../package.json',
  import.meta.url,
);
const version = () => (JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }).version;

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** Mistakes of a user and faults of her machine: their message says all. */
const TOLD = new Set(['UsageError', 'Slip', 'DiskError', 'QueueError']);

/** One sentence on standard error; the stack only for whoever asks. */
async function tell(thrown: unknown): Promise<void> {
  const { diskError } = await import('./engine/disk.js');
  const { printable } = await import('./form/printable.js');
  const error = diskError((thrown as NodeJS.ErrnoException).path ?? 'a file', thrown);
  const message = error instanceof Error ? error.message : String(error);
  const usage = error instanceof Error && error.name === 'UsageError';
  const told = error instanceof Error && TOLD.has(error.name);
  process.stderr.write(`claimcheck: ${told ? '' : 'internal error: '}${printable(message)}\n`);
  if (process.env['CLAIMCHECK_DEBUG']) process.stderr.write(`${error instanceof Error ? error.stack : ''}\n`);
  else if (!told) process.stderr.write('CLAIMCHECK_DEBUG=1 shows where.\n');
  process.exitCode = usage ? USAGE_ERROR : CANNOT_EVALUATE;
}

function program(): Command {
  const ends = async (code: Promise<number>): Promise<void> => {
    process.exitCode = await code;
  };
  const main = new Command('claimcheck')
    .description('Theoretical claims about learning as executable properties, with verdicts of known error.')
    .version(version())
    .helpCommand(false)
    // Said by `tell`.
    .configureOutput({ outputError: () => {} })
    .exitOverride()
    .addHelpText(
      'after',
      '\nExit codes of run: 0 all hold; 1 some claim fails or is vacuous; 2 usage error; 3 could not be evaluated; 4 undecided or incomplete.',
    );
  const own = ['--claims <dir>', 'a directory with your own claims, besides the shipped ones'] as const;
  const replace = [
    '--model <name=file>',
    'put a module, or a program (NAME="python3 my_model.py"), in the place of a model; repeatable',
  ] as const;

  const queue = [
    '--queue <url>',
    'train on the workers at that Redis (redis:// or rediss://, docs/queue.md); CLAIMCHECK_QUEUE says it, too',
  ] as const;
  const patience = ['--patience <seconds>', 'the longest without any worker, or without Redis', '3600'] as const;

  const written = ['--out <file>', 'a file for it; its ending (.html, .md, .json, .tex) says the format'] as const;
  const beacon = [
    '--beacon <value>',
    'a public value that came after the claims were written; mixed into registered seeds',
  ] as const;

  main
    .command('init')
    .description('write a claim, a model, its tasks and a test to start from, and say what to do next')
    .argument('[directory]', 'made where it does not exist; nothing in it is overwritten', '.')
    .option('--python', 'the model in Python, too')
    .action((directory, flags) => ends(import('./commands/init.js').then(({ init }) => init(directory, flags))));
  main
    .command('list')
    .description('the claims: talk passage, criterion, cost; or what they are made of: tasks, models, oracles')
    .argument('[what]', 'claims, tasks, models or oracles', 'claims')
    .argument('[name]', 'only that one, in full')
    .option('--json', 'everything, as JSON (docs/machines.md)')
    .option(...own)
    .action((what, name, flags) => ends(import('./commands/list.js').then(({ list }) => list(what, name, flags))));
  main
    .command('explain')
    .description('one claim in full: statement, sources, premises, population, controls, what it does not show')
    .argument('<claim>')
    .option('--json', 'everything, as JSON (docs/machines.md)')
    .option(...own)
    .action((name, flags) => ends(import('./commands/explain.js').then(({ explain }) => explain(name, flags))));
  main
    .command('run')
    .description('judge all claims, or those that are named, and write a report')
    .argument('[claim...]')
    .option('--level <level>', 'quick, standard or paper: risk .05, .01 or .001 (default: standard)')
    .option('--seed <n>', 'a whole number, or "registered": each claim\'s own (default: registered; 1 at quick)')
    .option('--baseline <report.json>', 'compare with that report; what is asked is what it asked (docs/regression.md)')
    .option(...beacon)
    .option('--workers <n>', 'worker threads (default: one per core)')
    .option(...queue)
    .option(...patience)
    .option('--kernels <kind>', 'wasm or reference; the numbers are the same', 'wasm')
    .option('--out <dir>', 'where the report is written (default: reports/latest; of a shard reports/shards/K-of-N)')
    .option('--at-least <n>', 'tasks per claim even where fewer decide, for compare; more change no verdict')
    .option('--resume', 'continue an interrupted run in that directory')
    .option(
      '--shard <k/n>',
      'measure the k-th of n parts and write no report; claimcheck merge makes it (docs/cluster.md)',
    )
    .option('--budget <seconds>', 'stop after that long; the report is then incomplete')
    .option(
      '--format <list>',
      'html, json, md, figures, tex, bib, csv, junit, github; report.json is always written (default: html,json,md)',
    )
    .option('--author <name>', 'who the report is cited by (default: user.name of git); repeatable', collect, [])
    .option(replace[0], replace[1], collect, [])
    .option('--claims <dir>', 'your own claims, added to the shipped ones (name claims to run only those)')
    .option('--no-dials', 'leave out the dials')
    .option('--ledger <file>', "where registered runs are entered (default: the claims' own)")
    .option('--no-ledger', 'enter nothing')
    .option('--watchdog <seconds>', 'the longest that one trial may take; longer is an error', '300')
    .addHelpText(
      'after',
      '\nExit codes, the first that applies: 2 usage error; 3 something could not be evaluated; 1 some claim fails or is vacuous;\n' +
        '4 undecided or incomplete; 0 all claims hold. With --baseline: 1 where something is certified worse than it was, or what\n' +
        'held fails or is vacuous; else the first of 3, 1 and 4 that applies to the run or to the comparison; else 0.',
    )
    .action((names, { shard, ...flags }) =>
      ends(
        shard === undefined
          ? import('./commands/run.js').then(({ run, LATEST, DEFAULT }) =>
              run(names, { out: LATEST, format: DEFAULT, ...flags }),
            )
          : import('./commands/shard.js').then((command) => command.shard(names, shard, flags)),
      ),
    );
  main
    .command('merge')
    .description('make the report of a run that was measured in shards (docs/cluster.md)')
    .argument('<folder...>', 'what run --shard wrote, in any order')
    .option('--out <dir>', 'where the report is written', 'reports/latest')
    .option('--baseline <report.json>', 'compare with that report, where the shards were asked what it asked')
    .option('--format <list>', 'as of run', 'html,json,md')
    .option('--author <name>', 'who the report is cited by (default: user.name of git); repeatable', collect, [])
    .option(replace[0], replace[1], collect, [])
    .option(...own)
    .option('--ledger <file>', "where registered runs are entered (default: the claims' own)")
    .option('--no-ledger', 'enter nothing')
    .addHelpText('after', '\nExit codes: as of run; 4 where trials are missing, too.')
    .action((folders, flags) => ends(import('./commands/merge.js').then(({ merge }) => merge(folders, flags))));
  main
    .command('worker')
    .description('train for the runs on a queue, with the claims and models that are here')
    .option('--queue <url>', 'the Redis of the runs (docs/queue.md); CLAIMCHECK_QUEUE says it, too')
    .option('--workers <n>', 'worker threads (default: one per core)')
    .option('--claims <dir>', 'your own claims, besides the shipped ones')
    .option(replace[0], replace[1], collect, [])
    .option('--patience <seconds>', 'the longest without Redis', '3600')
    .option('--idle <seconds>', 'end when there was nothing to do for that long (default: never)')
    .option('--watchdog <seconds>', 'the longest that one trial may take; longer is an error', '300')
    .addHelpText(
      'after',
      '\nThe first SIGTERM or SIGINT ends it after the batches under way, the second at once.\n' +
        'Exit codes: 0 ended; 2 usage error; 3 without Redis, or the package was changed below it; 130 ended at once.',
    )
    .action((flags) => ends(import('./commands/worker.js').then(({ worker }) => worker(flags))));
  main
    .command('replay')
    .description('run one trial of a report again, or its stored counterexample, and show everything')
    .argument('<report.json>')
    .argument('<claim>')
    .argument('[trial]', 'default: the stored counterexample')
    .option('--arm <name>', 'the claim, one of its controls ("control:Adam"), or "adversary"', 'claim')
    .option(...own)
    .option(replace[0], replace[1], collect, [])
    .action((path, name, trial, flags) =>
      ends(import('./commands/replay.js').then(({ replay }) => replay(path, name, trial, flags))),
    );
  main
    .command('verify')
    .description('compute a report again, or a sample of its trials, and compare bit for bit')
    .argument('<report.json>')
    .argument('[claim...]', 'default: all claims of the report')
    .option('--sample <k>', 'so many trials of the claims themselves, and what needs no training')
    .option('--seed <text>', 'which trials a sample has (default: drawn anew, and printed)')
    .option('--workers <n>', 'worker threads (default: one per core)')
    .option('--kernels <kind>', 'wasm or reference; the numbers are the same', 'wasm')
    .option('--budget <seconds>', 'stop after that long, and say what was compared so far')
    .option(replace[0], replace[1], collect, [])
    .option(...own)
    .option('--watchdog <seconds>', 'the longest that one trial may take', '300')
    .addHelpText(
      'after',
      '\nExit codes, the first that applies: 2 usage error; 1 something is not what the report says; 3 a claim could not be\n' +
        'evaluated, or was edited since; 4 incomplete; 0 all is the same (docs/reproduce.md).',
    )
    .action((path, names, flags) =>
      ends(import('./commands/verify.js').then(({ verify }) => verify(path, names, flags))),
    );
  main
    .command('report')
    .description('render a report again')
    .argument('<report.json>')
    .option(
      '--format <list>',
      'html, json, md; for a paper tex, bib, csv, figures (docs/paper.md); junit, or github for annotations of a change',
      'html,md',
    )
    .option('--out <dir>', 'default: beside the report')
    .option('--named', 'into a folder of that directory that has the first digits of its id for a name')
    .action((path, flags) => ends(import('./commands/report.js').then(({ report }) => report(path, flags))));
  main
    .command('cite')
    .description('how to cite a report: itself, the suite, and the works that its claims name')
    .argument('<report.json>')
    .option('--format <format>', 'bibtex (for biber, too), csl for CSL-JSON, or text', 'bibtex')
    .action((path, flags) => ends(import('./commands/cite.js').then(({ cite }) => cite(path, flags))));
  main
    .command('compare')
    .description('what changed between two reports on the same tasks')
    .argument('<base.json>')
    .argument('<head.json>')
    .option('--format <format>', 'text, json, html, tex, or md for a comment on a change (default: text)')
    .option('--json', 'everything, as JSON (docs/compare.md)')
    .option(...written)
    .addHelpText(
      'after',
      '\nExit codes, the first that applies: 2 usage error; 1 something is certified worse, or what held fails or is vacuous;\n' +
        '3 what was judged could not be evaluated; 4 nobody can tell, what held is undecided, or a claim is missing;\n' +
        '0 nothing is worse, and nothing is lost.',
    )
    .action((base, head, flags) =>
      ends(import('./commands/compare.js').then(({ compare }) => compare(base, head, flags))),
    );
  main
    .command('history')
    .description('several reports on one page: the verdicts of each claim over time, and what changed in between')
    .argument('<report.json...>')
    .option('--format <format>', 'text, json, html, tex or md (default: text)')
    .option('--json', 'everything, as JSON (docs/machines.md)')
    .option(...written)
    .action((paths, flags) => ends(import('./commands/history.js').then(({ history }) => history(paths, flags))));
  main
    .command('conform')
    .description('look at models of your own before any claim is judged of them, and say in words what is wrong')
    .argument('[claim...]', 'default: all that train them')
    .option(replace[0], replace[1], collect, [])
    .option('--claims <dir>', 'your own claims, besides the shipped ones; models that they train are looked at, too')
    .option('--tasks <k>', 'tasks of each claim, control and point of a dial', '2')
    .option('--seed <n>', 'a whole number, of the tasks', '1')
    .option('--json', 'everything, as JSON (docs/machines.md)')
    .addHelpText(
      'after',
      '\nExit codes, the first that applies: 2 usage error; 1 a law is broken; 3 a claim could not be evaluated, or none is\n' +
        'asked of the model; 0 every law is kept (docs/guides/model.md).',
    )
    .action((names, flags) => ends(import('./commands/conform.js').then(({ conform }) => conform(names, flags))));
  main
    .command('mutate')
    .description('put seeded faults into models and oracles, and show which claims catch which')
    .argument('[claim...]')
    .option('--level <level>', 'quick, standard or paper', 'standard')
    .option('--seed <n>', 'a whole number, or "registered" (default: registered; 1 at quick)')
    .option(...beacon)
    .option('--workers <n>', 'worker threads (default: one per core)')
    .option(
      '--out <file>',
      'where the result is written (default: reports/mutation.json; with --model reports/own-mutation.json)',
    )
    .option(replace[0], replace[1], collect, [])
    .option(...own)
    .option('--watchdog <seconds>', 'the longest that one trial may take', '300')
    .action((names, flags) => ends(import('./commands/mutate.js').then(({ mutate }) => mutate(names, flags))));
  return main;
}

/** Never throws; the exit code is in process.exitCode. */
export async function main(argv: readonly string[]): Promise<void> {
  const command = program();
  try {
    if (argv.length <= 2) command.outputHelp();
    else await command.parseAsync([...argv]);
  } catch (error) {
    if (!(error instanceof CommanderError)) return tell(error);
    if (error.exitCode === 0) process.exitCode = 0;
    else await tell((await import('./commands/misread.js')).misread(error.message));
  }
}
