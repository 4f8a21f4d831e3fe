#!/usr/bin/env bash
# TypeScript 5.9.3 and 7.0.2: a property that a mapped type names '-Infinity' is declared as `[-Infinity]`, an expression, which
# the compiler itself refuses to read (TS1170). Whoever installs a package with such declarations has no property '-Infinity';
# with skipLibCheck not even that is said. JSON has no such number, so that schemas name it: zod's
# z.enum(['NaN', 'Infinity', '-Infinity']) is a mapped type.
# Seen: readonly [-Infinity]: "-Infinity";
# Expected: readonly "-Infinity": "-Infinity"; as where the property is written in an object literal.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm pkg set type=module >/dev/null
npm install --silent --no-audit --no-fund five@npm:typescript@5.9.3 seven@npm:typescript@7.0.2
cat >words.ts <<'TS'
const named = <const W extends string>(...all: W[]) =>
  Object.fromEntries(all.map((each) => [each, each])) as { readonly [K in W]: K };
export const numbers = named('NaN', 'Infinity', '-Infinity');
export const literal = { '-Infinity': 0 };
TS
mkdir use
cat >use/reads.ts <<'TS'
import { numbers } from './words.js';
export const least: '-Infinity' = numbers['-Infinity'];
TS
options='--strict --target es2022 --module nodenext'
for compiler in five seven; do
  tsc=$(node -p "'node_modules/$compiler/' + require('./node_modules/$compiler/package.json').bin.tsc")
  node "$tsc" $options --declaration --emitDeclarationOnly words.ts
  echo "TypeScript $(node "$tsc" --version):"
  grep -n 'Infinity' words.d.ts
  grep -q 'readonly \[-Infinity\]: "-Infinity"' words.d.ts
  grep -Eq "['\"]-Infinity['\"]: number" words.d.ts
  cp words.d.ts package.json use/
  node "$tsc" $options --noEmit use/reads.ts >said || true
  cat said
  grep -q 'words.d.ts.*TS1170' said
  grep -q "reads.ts.*Property '-Infinity' does not exist" said
done
