"""
Runs rows of the atlas through claimcheck and keeps what each cell came to.

    python atlas/measure.py [PREFIX ...] [--level quick] [--at-least 8] [--jobs 2] [--seconds 1200]

Every row is one `claimcheck run` of the claims of its columns, in atlas/.cells/NAME/; what the table needs of it is
atlas/.cells/NAME.json. A row that takes longer than --seconds is left out, and said to be.
"""

import argparse
import concurrent.futures
import json
import os
import shlex
import shutil
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
CELLS = os.path.join(HERE, '.cells')
PROGRAMS = {'glmnet': ['Rscript', 'atlas/rows.R'], 'tfjs': ['node', 'atlas/rows.mjs']}


def program(name):
    family = name.split('.')[0]
    return [*PROGRAMS.get(family, [sys.executable, 'atlas/rows.py']), name]


def listed():
    """Every row that is installed here; and why others are not."""
    rows, missing = [], {}
    for command in ([sys.executable, 'atlas/rows.py'], *PROGRAMS.values()):
        try:
            said = subprocess.run([*command, '--list'], cwd=ROOT, capture_output=True, text=True, timeout=300, check=True)
            found = json.loads(said.stdout)
            rows += found['rows']
            missing.update(found['missing'])
        except (OSError, subprocess.SubprocessError, ValueError) as error:
            missing[' '.join(command)] = ' '.join(str(error).split())[:300]
    return rows, missing


def parts(claim):
    """What each setting came to: the decision, and the effect over its tasks."""
    if claim['verdict'] in ('error', 'vacuous', 'not applicable'):
        sentence = ' '.join(claim['because'])[:400]
        return {at: {'verdict': claim['verdict'], 'because': sentence} for at in ('default', 'tight')}
    arm = next(arm for arm in claim['arms'] if arm['role'] == 'claim')
    found = {}
    for at, judged in arm['parts'].items():
        sides = [side['left'] for side in claim['parts'][at].get('sides', [])]
        numbers = ['mean', 'low', 'high', 'least', 'most']
        found[at] = {
            'verdict': judged['decision'] if judged['decision'] in ('holds', 'fails') else 'undecided',
            'because': judged['evidence']['because'],
            'trials': arm['trials'],
            **({'gap': {name: sides[0][name] for name in numbers}} if sides else {}),
            **({'missed': {name: sides[1][name] for name in ('mean', 'most')}} if len(sides) > 1 else {}),
        }
    return found


def measure(row, options):
    """One run; what is kept of its report, or of why there is none."""
    name = row['name']
    out = os.path.join(CELLS, name)
    shutil.rmtree(out, ignore_errors=True)
    command = [
        *('node', 'src/main.mjs', 'run', *row['columns'], '--claims', 'atlas/claims', '--level', options.level),
        *('--at-least', str(options.at_least), '--workers', '1', '--no-ledger', '--no-dials', '--format', 'json'),
        *('--model', f'solver={shlex.join(program(name))}', '--out', out),
    ]
    started = time.monotonic()
    kept = {**row, 'level': options.level, 'atLeast': options.at_least}
    try:
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=options.seconds)
        with open(os.path.join(out, 'report.json')) as file:
            report = json.load(file)
        claims = report['content']['claims'] + report.get('approximate', {}).get('claims', [])
        kept |= {
            'id': report['id'],
            'computedBy': claims[0]['models'][0].get('computedBy'),
            'machine': report['envelope']['machine'],
            'node': report['envelope']['node'],
            'seeds': {claim['id']: claim['seed'] for claim in claims},
            'cells': {claim['id']: parts(claim) for claim in claims},
            'claims': {claim['id']: {'title': claim['title'], 'statement': claim['statement']} for claim in claims},
        }
    except subprocess.TimeoutExpired:
        kept['missing'] = f'it took longer than {options.seconds} s'
    except OSError:
        kept['missing'] = ' '.join((ran.stderr or ran.stdout).split())[-300:]
    kept['seconds'] = round(time.monotonic() - started, 1)
    with open(os.path.join(CELLS, f'{name}.json'), 'w') as file:
        json.dump(kept, file, indent=1)
    return kept


def main():
    parser = argparse.ArgumentParser(description='Runs rows of the atlas through claimcheck.')
    parser.add_argument('prefixes', nargs='*', help='rows whose names begin so; default: all')
    parser.add_argument('--level', default='quick')
    parser.add_argument('--at-least', type=int, default=8)
    parser.add_argument('--jobs', type=int, default=os.cpu_count())
    parser.add_argument('--seconds', type=int, default=1200, help='the longest that a row may take')
    options = parser.parse_args()
    rows, missing = listed()
    for family, why in missing.items():
        print(f'missing: {family}: {why}')
    chosen = [row for row in rows if not options.prefixes or row['name'].startswith(tuple(options.prefixes))]
    if not chosen:
        sys.exit(f'no row begins with {" or ".join(options.prefixes)}; expected names of `python atlas/rows.py --list`')
    os.makedirs(CELLS, exist_ok=True)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for kept in pool.map(lambda row: measure(row, options), chosen):
            cells = kept.get('cells', {})
            told = ' '.join(f'{column}:{"/".join(cell[at]["verdict"] for at in cell)}' for column, cell in cells.items())
            print(f'{kept["name"]} ({kept["seconds"]} s) {kept.get("missing", told)}', flush=True)


if __name__ == '__main__':
    main()
