/**
 * Where a source file is tested that has no test file of its own name and that no test file imports: as a path, or as a
 * folder whose files one suite covers. A line of a file that is gone, or a test that does not lead to it, fails mirror.test.ts.
 */
export const COVERED: Readonly<Record<string, string>> = {
  'models/': 'tests/models/laws.test.ts',
  'oracles/': 'tests/oracles/laws.test.ts',
  'tasks/': 'tests/tasks/laws.test.ts',

  'src/commands/compare.ts': 'tests/commands/commands.test.ts',
  'src/commands/explained.ts': 'tests/commands/machines.test.ts',
  'src/commands/history.ts': 'tests/commands/machines.test.ts',
  'src/commands/shown.ts': 'tests/commands/machines.test.ts',
  'src/commands/interrupt.ts': 'tests/promises/resume.test.ts',
  'src/commands/ledger.ts': 'tests/promises/identity.test.ts',
  'src/commands/report.ts': 'tests/commands/commands.test.ts',
  'src/commands/run.ts': 'tests/promises/exit-codes.test.ts',
  'src/commands/verified.ts': 'tests/promises/verify.test.ts',
  'src/commands/queue.ts': 'tests/queue/queued.test.ts',
  'src/commands/worker.ts': 'tests/queue/queued.test.ts',

  'src/engine/close.ts': 'tests/commands/replay.test.ts',
  'src/engine/able.ts': 'tests/engine/conform/conform.test.ts',
  'src/engine/conform/laws/faults.ts': 'tests/models/laws.test.ts',
  'src/engine/conform/': 'tests/engine/conform/conform.test.ts',
  'src/engine/exhibit.ts': 'tests/engine/compare.test.ts',
  'src/engine/hunt.ts': 'tests/engine/adversary.test.ts',
  'src/engine/look.ts': 'tests/engine/measure.test.ts',
  'src/engine/packages.ts': 'tests/engine/closure.test.ts',
  'src/engine/place.ts': 'tests/commands/explain.test.ts',
  'src/engine/repeated.ts': 'tests/engine/strangers.test.ts',
  'src/engine/scratch.ts': 'tests/engine/closure.test.ts',

  'src/engine/ahead.ts': 'tests/program/run.test.ts',

  'src/execution/worker.ts': 'tests/execution/workers.test.ts',

  'src/form/': 'tests/form/claim.test.ts',

  'src/numerics/elementary/': 'tests/numerics/elementary.test.ts',
  'src/numerics/implicitQL.ts': 'tests/numerics/eigen.test.ts',
  'src/numerics/mathjs.ts': 'tests/numerics/expression.test.ts',
  'src/numerics/place.ts': 'tests/numerics/room.test.ts',
  'src/numerics/lanes.ts': 'tests/numerics/kernels.dense.test.ts',
  'src/numerics/rescaled.ts': 'tests/numerics/svd.test.ts',
  'src/numerics/shape.ts': 'tests/numerics/matrix.test.ts',
  'src/numerics/tridiagonalize.ts': 'tests/numerics/eigen.test.ts',

  'src/program/host.ts': 'tests/program/bridge.test.ts',
  'src/program/peer.ts': 'tests/program/bridge.test.ts',

  'src/queue/': 'tests/queue/queued.test.ts',

  'src/reporting/comparison/': 'tests/reporting/comparison.test.ts',
  'src/reporting/bibliography.ts': 'tests/reporting/bibtex.test.ts',
  'src/reporting/colors.ts': 'tests/promises/exit-codes.test.ts',
  'src/reporting/csv.ts': 'tests/reporting/sheets.test.ts',
  'src/reporting/csl.ts': 'tests/reporting/citations.test.ts',
  'src/reporting/figure/style.ts': 'tests/reporting/formats/html.test.ts',
  'src/reporting/figure/': 'tests/reporting/figure/figure.test.ts',
  'src/reporting/fit.ts': 'tests/reporting/formats/terminal.test.ts',
  'src/reporting/formats.ts': 'tests/promises/bad-input.test.ts',
  'src/reporting/outputs.ts': 'tests/commands/render.test.ts',
  'src/reporting/told.ts': 'tests/reporting/junit.test.ts',
  'src/reporting/paper/': 'tests/reporting/paper/macros.test.ts',
  'src/reporting/replay.ts': 'tests/promises/printed-commands.test.ts',
  'src/reporting/report/': 'tests/reporting/report/page.test.ts',
  'src/reporting/style.ts': 'tests/reporting/formats/html.test.ts',
  'src/reporting/talk.ts': 'tests/commands/explain.test.ts',

  'src/statistics/datum.ts': 'tests/reporting/schema.test.ts',
  'src/statistics/exact.ts': 'tests/statistics/evidence.test.ts',
  'src/statistics/families/': 'tests/statistics/laws.test.ts',
  'src/statistics/law.ts': 'tests/statistics/evidence.test.ts',
  'src/statistics/laws/': 'tests/statistics/laws.test.ts',
  'src/statistics/mean.ts': 'tests/statistics/evidence.test.ts',
  'src/statistics/means.ts': 'tests/statistics/evidence.test.ts',
  'src/statistics/more.ts': 'tests/statistics/advice.test.ts',
  'src/statistics/sentence.ts': 'tests/statistics/evidence.test.ts',
  'src/statistics/share.ts': 'tests/statistics/evidence.test.ts',
  'src/statistics/summary.ts': 'tests/statistics/evidence.test.ts',
  'src/statistics/word.ts': 'tests/criteria.test.ts',
};
