"""
Makes docs/swap.md of reports/atlas/atlas.json and reports/atlas/defaults.json; nothing is measured.

    python3 atlas/swap.py [FILE]
"""

import json
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# What is asked, in a word, and the claims of the suite that rest on an answer to it.
ASKED = {
    'least-l2': ('least L2 norm', ['each-algorithm-its-own-measure', 'large-init-is-min-l2', 'interpolation-risk-law']),
    'least-l1': ('least L1 norm', ['small-init-is-min-l1']),
    'least-q': ('least Q, of a diagonal network', ['initialization-selects-q-alpha', 'plain-descent-selects-drifted-q']),
    'margin-l2': ('largest L2 margin', ['steepest-descent-max-margin', 'l2-cannot-void-it']),
    'margin-linf': ('largest Linf margin', ['steepest-descent-max-margin', 'which-measure-depends-on-algorithm']),
    'narrow': ('largest L2 margin, of narrow data', ['uniform-convergence-fails']),
    'ridge': ('ridge', ['regularized-optima-agree', 'optimal-ridge-is-optimal']),
    'logistic': ('penalized logistic regression', ['regularized-optima-agree']),
    'lasso': ('lasso', ['regularized-optima-agree', 'regularized-factorizations-agree']),
    'factors': ('weight decay on factors', ['weight-decay-on-factors-is-lasso', 'regularized-factorizations-agree']),
    'tuned': ('tuned ridge', ['held-out-ridge-monotone']),
}
# That a solver for another norm has not the least of this one is no surprise.
OWN = [name for name in ASKED if name != 'least-l1']


def read(name):
    with open(os.path.join(ROOT, 'reports', 'atlas', name)) as file:
        return json.load(file)


def percent(gap):
    """Of the certified answer; a gap below zero is one of what is no answer yet."""
    size = abs(gap) * 100
    shown = '0' if size < 1e-8 else f'{size:.2g}' if size < 100 else f'{size:.0f}'
    return f'{"-" if gap < 0 and shown != "0" else ""}{shown}%'


def mean(cell):
    return cell['gap']['mean'] if 'gap' in cell else None


def table(head, lines):
    return ['| ' + ' | '.join(head) + ' |', '|' + ' --- |' * len(head), *('| ' + ' | '.join(line) + ' |' for line in lines), '']


def claims(names):
    return ', '.join(f'[{name}](../claims/{name}.ts)' for name in names)


def setting(text, name):
    """Of a setting what is not about other questions."""
    return text if name in ('factors', 'least-q') or name.startswith('margin') else re.sub(r' \((?:separators|factors): [^)]*\)', '', text)


def told(rows):
    """Implementations that miss as they come and do not where they are told to be exact."""
    lines = []
    for row in rows:
        for name, (what, _) in ASKED.items():
            cell = row['cells'].get(name)
            if cell and cell['default']['verdict'] != 'holds' and cell['tight']['verdict'] == 'holds':
                gaps = [percent(mean(cell[at])) if mean(cell[at]) is not None else '' for at in ('default', 'tight')]
                lines.append([f'{row["name"]} {row["version"]}', what, *gaps, setting(row['default'], name), setting(row['tight'], name)])
    return lines


def elsewhere(rows):
    """Of each question those that end elsewhere at both settings, nearest first."""
    lines = []
    for name in OWN:
        what, rest = ASKED[name]
        having = [(row, row['cells'][name]) for row in rows if name in row['cells']]
        ends = [(row['name'], mean(cell['tight'])) for row, cell in having if all(cell[at]['verdict'] == 'fails' for at in cell) and mean(cell['tight']) is not None]
        if ends:
            ends.sort(key=lambda end: abs(end[1]))
            lines.append([what, ', '.join(f'{row} {percent(gap)}' for row, gap in ends), claims(rest)])
    return lines


def page():
    rows = [row for row in read('atlas.json')['rows'] if 'cells' in row]
    return '\n'.join(
        [
            '# Before you swap an optimizer or a solver',
            '',
            'Two of one name are two algorithms, and a default decides which of our claims is about yours. Everything here was measured:',
            'the first two tables are of the [atlas](../reports/atlas/README.md), where each implementation stood in the place of a model',
            'and was judged by certified answers; the third is of `atlas/defaults.py`, which looks at single defaults. Versions are those',
            'that were measured; `npm run atlas` measures yours.',
            '',
            '<!-- Made by atlas/swap.py; whoever edits this page edits that. -->',
            '',
            '## What to set',
            '',
            'As they come these miss what they were asked for on more than a tenth of the tasks, or could not be certified not to; told as in',
            'the last column they do not. Gaps are means over at least 8 tasks, relative to the certified answer: of a norm, a margin or an',
            'objective. What is below zero is no answer yet: what does not interpolate can have less than the least norm of an interpolant.',
            '',
            *table(['implementation', 'asked for', 'gap as it comes', 'gap when told', 'as it comes', 'told'], told(rows)),
            '## What no setting here mends',
            '',
            'Each ends elsewhere at both settings, by the mean gap at its tightest: a preference of its own, or a stop of its own. Whoever puts',
            'one of them in the place of gradient descent, or of a solver, asks the claims on the right about another algorithm.',
            '',
            *table(['asked for', 'ends elsewhere, by', 'claims that rest on it'], elsewhere(rows)),
            'Plain gradient descent is in the row of the largest L2 margin because it stops short: it nears that margin with the logarithm of',
            'its steps.',
            '',
            '## Single defaults',
            '',
            *table(
                ['version', 'default', 'what was seen', 'claims that it bears on', 'set'],
                [[each['versions'], each['what'], each['seen'], claims(each['claims']), each['set']] for each in read('defaults.json')],
            ),
        ]
    )


def main():
    with open(sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, 'docs', 'swap.md'), 'w') as file:
        file.write(page())


if __name__ == '__main__':
    main()
