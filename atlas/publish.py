"""
Makes the published report of the atlas from what measure.py kept: reports/atlas/atlas.json and reports/atlas/README.md.

    python atlas/publish.py [FOLDER]
"""

import glob
import json
import os
import sys

from implementations.row import ASKED
from measure import CELLS, ROOT

# The largest gap that holds, as the claims say it.
TOLERANCE = {
    **dict.fromkeys(ASKED, 1e-3),
    **dict.fromkeys(('margin-l2', 'margin-l1', 'margin-linf', 'narrow'), 0.04),
    'least-q': 0.01,
    'tuned': 0.1,
}
SETTINGS = ('default', 'tight')
SIGNS = {'holds': '✓', 'fails': '✗', 'undecided': '?', 'error': '!', 'vacuous': '!', 'not applicable': '–'}


def guesses():
    """(row, column) -> the gaps that were guessed; `*` for a row that has none of its own."""
    found = {}
    with open(os.path.join(ROOT, 'atlas', 'guesses.txt')) as file:
        for line in file:
            name, *rest = line.split() if line[:1] not in ('#', '\n') else ('',)
            for column, *gaps in zip(rest[::3], rest[1::3], rest[2::3]):
                found[name, column] = gaps
    return found


def guess(found, row, column, at):
    """A number; None where nothing was guessed."""
    text = found.get((row, column), found.get(('*', column), ['?', '?']))[SETTINGS.index(at)]
    return None if text == '?' else float(text)


def rounded(value):
    """Four digits are what a table has."""
    if isinstance(value, float):
        return float(f'{value:.4g}')
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    return [rounded(each) for each in value] if isinstance(value, list) else value


def gathered():
    rows = []
    for file in sorted(glob.glob(os.path.join(CELLS, '*.json'))):
        with open(file) as text:
            rows.append(json.load(text))
    found = guesses()
    for row in rows:
        for column, cell in row.get('cells', {}).items():
            for at in SETTINGS:
                cell[at]['guess'] = guess(found, row['name'], column, at)
                cell[at].pop('because') if cell[at]['verdict'] in ('holds', 'fails', 'undecided') else None
    return rows


def table(head, lines):
    return ['| ' + ' | '.join(head) + ' |', '|' + ' --- |' * len(head), *('| ' + ' | '.join(line) + ' |' for line in lines), '']


def number(value):
    if value is None:
        return ''
    return '0' if abs(value) < 5e-16 else f'{value:.2g}'


def sign(cell):
    return SIGNS[cell['verdict']]


def overview(rows, columns):
    lines = []
    for row in rows:
        marks = []
        for column in columns:
            cell = row['cells'].get(column)
            marks.append(''.join(sign(cell[at]) for at in SETTINGS) if cell else '')
        lines.append([f'{row["name"]} {row["version"]}', *marks])
    return table(['implementation', *columns], lines)


def effect(cell):
    """The verdict; the mean gap and its interval, the largest; the guess."""
    gap = cell.get('gap')
    if not gap:
        return [sign(cell), cell.get('because', '')[:80].replace('|', '/'), '', number(cell['guess'])]
    missed = cell.get('missed', {}).get('mean', 0)
    note = f', misses {number(missed)} of y' if missed > 1e-3 else ''
    mean = f'{number(gap["mean"])} [{number(gap["low"])}, {number(gap["high"])}]{note}'
    return [f'{sign(cell)} {cell["trials"]}', mean, number(gap['most']), number(cell['guess'])]


def section(rows, column):
    having = [row for row in rows if column in row['cells']]
    having.sort(key=lambda row: row['cells'][column]['tight'].get('gap', {}).get('mean', 1e300))
    head = ['implementation', 'default', 'gap [98%]', 'largest', 'guessed', 'tight', 'gap [98%]', 'largest', 'guessed']
    lines = []
    for row in having:
        cell = row['cells'][column]
        lines.append([row['name'], *effect(cell['default']), *effect(cell['tight'])])
    told = next(row['claims'][column] for row in having)
    return [f'### {column}: {told["title"]}', '', told['statement'], '', *table(head, lines)]


def judged(rows):
    """How many guesses of a verdict came out, of those that were settled."""
    right = wrong = 0
    for row in rows:
        for column, cell in row['cells'].items():
            for at in SETTINGS:
                if cell[at]['verdict'] not in ('holds', 'fails') or cell[at]['guess'] is None:
                    continue
                if (cell[at]['guess'] <= TOLERANCE[column]) == (cell[at]['verdict'] == 'holds'):
                    right += 1
                else:
                    wrong += 1
    return right, wrong


def page(rows):
    measured = [row for row in rows if 'cells' in row]
    columns = [column for column in ASKED if any(column in row['cells'] for row in measured)]
    right, wrong = judged(measured)
    settled = sum(cell[at]['verdict'] in ('holds', 'fails') for row in measured for cell in row['cells'].values() for at in SETTINGS)
    return '\n'.join(
        [
            '# An atlas of implementations',
            '',
            f'{len(measured)} implementations, each in the place of the model `solver` ([atlas/models/solver.ts](../../atlas/models/solver.ts)), and '
            f'what claims in [atlas/claims/](../../atlas/claims) say of it at level {measured[0]["level"]}: {settled} settled verdicts. A '
            'verdict is about a population of small tasks, not about all: `✓` the gap is below the tolerance on more than 90% of the tasks '
            '(`tuned`: 80%), `✗` it is not, `?` undecided within the budget, `!` it could not be evaluated. Each is wrong with probability at '
            'most .05 (quick), and so are, on average, at most one in twenty of those that are certified.',
            '',
            'The first sign is for the settings that it comes with, the second for its tightest; what both are is in the last table. Gaps '
            'are relative to the certified answer. A mean over tasks has a 98% interval, and stands on the tasks that its verdict took, '
            f'at least {min(row["atLeast"] for row in measured)}; the number beside the sign says how many.',
            '',
            f'Every cell was guessed before it was measured ([atlas/guesses.txt](../../atlas/guesses.txt)): {right} guesses of a verdict '
            f'came out right and {wrong} wrong.',
            '',
            'All of it is made by `npm run atlas`; one row again by',
            '',
            '```',
            'npx claimcheck run least-l2 --claims atlas/claims --level quick --at-least 8 --model solver="python atlas/rows.py torch.Adam"',
            '```',
            '',
            'with the versions of [atlas/requirements.txt](../../atlas/requirements.txt) (rows of glmnet: `Rscript atlas/rows.R NAME`, of tfjs: '
            '`node atlas/rows.mjs NAME`). The id of the report of each row is in [atlas.json](atlas.json), with every number here.',
            '',
            '## All cells',
            '',
            *overview(measured, columns),
            '## By column',
            '',
            *(line for column in columns for line in section(measured, column)),
            '## What default and tight mean',
            '',
            *table(['implementation', 'default', 'tight'], [[row['name'], row['default'], row['tight']] for row in measured]),
            *(
                [f'Not measured: {row["name"]} ({row["missing"]}).\n' for row in rows if 'cells' not in row]
            ),
        ]
    )


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, 'reports', 'atlas')
    rows = gathered()
    if not any('cells' in row for row in rows):
        sys.exit('nothing is measured yet; run `python atlas/measure.py` first')
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, 'README.md'), 'w') as file:
        file.write(page(rows))
    claims = {column: told for row in rows for column, told in row.get('claims', {}).items()}
    kept = [{key: value for key, value in row.items() if key not in ('claims', 'columns', 'seeds')} for row in rows]
    with open(os.path.join(folder, 'atlas.json'), 'w') as file:
        file.write('{"claims": ' + json.dumps(claims, indent=1) + ',\n"rows": [\n')
        file.write(',\n'.join(json.dumps(rounded(row), separators=(',', ':'), ensure_ascii=False) for row in kept))
        file.write('\n]}\n')
    print(f'{len(rows)} rows in {os.path.relpath(folder, ROOT)}')


if __name__ == '__main__':
    main()
