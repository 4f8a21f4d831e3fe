#!/usr/bin/env bash
# @citation-js/plugin-bibtex 0.9.0: a first name that begins with an accent written as TeX is read as a particle, as if it
# were `van`. {\"O}zg{\"u}r {\c C}elik has no given name any more, so that he is sorted and shortened as none of his
# name; {\L}ukasz, {\O}yvind and {\v{S}}t{\v{e}}p{\'a}n alike. With the letter as Unicode all is well.
# Expected: BibTeX takes the case of a special character from the letter in it, so that each of these is a first name; for
# `van` it is a particle in both.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @citation-js/core@0.9.0 @citation-js/plugin-bibtex@0.9.0
cat >names.mjs <<'JS'
import assert from 'node:assert';
import { Cite } from '@citation-js/core';
import '@citation-js/plugin-bibtex';
const author = (name) => new Cite(`@misc{x, author = {${name}}, title = {T}}`).data[0].author[0];
const names = ['{\\"O}zg{\\"u}r {\\c C}elik', '{\\L}ukasz Kaiser', "{\\v{S}}t{\\v{e}}p{\\'a}n Starosta", 'Özgür Çelik', 'Ludwig van Beethoven'];
for (const name of names) console.log(name, JSON.stringify(author(name)));
assert.deepEqual(author(names[0]), { family: 'Çelik', 'non-dropping-particle': 'Özgür' });
assert.deepEqual(author(names[1]), { family: 'Kaiser', 'non-dropping-particle': 'Łukasz' });
assert.deepEqual(author(names[2]), { family: 'Starosta', 'non-dropping-particle': 'Štěpán' });
assert.deepEqual(author(names[3]), { given: 'Özgür', family: 'Çelik' });
assert.deepEqual(author(names[4]), { given: 'Ludwig', family: 'Beethoven', 'non-dropping-particle': 'van' });
JS
node names.mjs
