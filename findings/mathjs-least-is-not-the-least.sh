#!/usr/bin/env bash
# mathjs 15.2.0: min, max and sort compare with the tolerance of its relations (relative 1e-12), so that of two numbers
# that are closer than this the first is "the least" and "the largest", whichever it is, and a sorted list need not rise.
# The documentation of min and max names no tolerance. Where a minimum enters a certified margin the difference matters:
# a violation of 1e-13 disappears.
# Seen: min(1 + 1e-13, 1) gives 1.0000000000001, and sort([3 + 1e-13, 3]) leaves the list as it is.
# Expected of a minimum of float64 numbers: 1, and [3, 3.0000000000001], as Math.min and a numeric sort give.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund mathjs@15.2.0
node - <<'JS'
const assert = require('node:assert');
const { version, min, max, sort } = require('mathjs');
const above = 1 + 1e-13;
const seen = { version, min: min(above, 1), max: max(1, above), sorted: sort([3 + 1e-13, 3]) };
console.log(seen, 'Math.min:', Math.min(above, 1), 'Math.max:', Math.max(1, above));
assert.deepEqual(seen, { version: '15.2.0', min: above, max: 1, sorted: [3 + 1e-13, 3] });
assert.notEqual(seen.min, Math.min(above, 1));
assert.notEqual(seen.max, Math.max(1, above));
JS
