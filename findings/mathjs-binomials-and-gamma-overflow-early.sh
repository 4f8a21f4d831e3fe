#!/usr/bin/env bash
# mathjs 15.2.0: numbers that float64 can hold come out as NaN or Infinity. combinations(n, k) of numbers divides two
# products that overflow, and gamma(171.5) is Infinity though the value is below 1e308.
# Binomial weights and exact tails that are built on them are lost without a word.
# Seen: combinations(1030, 3) is fine, combinations(1000, 500) is NaN; gamma(171.5) is Infinity.
# Expected: C(1000, 500) = 2.7028824094543657e299 (exact integer arithmetic below), Gamma(171.5) = 9.4833e307 (from
# lgamma of the same package, below the largest float64).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund mathjs@15.2.0
node - <<'JS'
const assert = require('node:assert');
const { version, combinations, gamma, lgamma } = require('mathjs');
let exact = 1n;
for (let k = 1n; k <= 500n; k++) exact = (exact * (500n + k)) / k;
console.log({ version, binomial: combinations(1000, 500), exact: Number(exact), gamma: gamma(171.5), log: lgamma(171.5), most: Math.log(Number.MAX_VALUE) });
assert.equal(version, '15.2.0');
assert.equal(combinations(1030, 3), (1030 * 1029 * 1028) / 6);
assert.ok(Number.isNaN(combinations(1000, 500)) && Number.isFinite(Number(exact)));
assert.ok(gamma(171.5) === Infinity && lgamma(171.5) < Math.log(Number.MAX_VALUE));
JS
