/** The one style sheet of index.html: readable on a screen, on a phone, in the dark and on paper; no fonts are loaded. */
import { FIGURES } from './figure/style.js';

export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fdfdfb; --ink: #1c1e21; --soft: #5b6168; --line: #dcdad3; --tint: #f4f3ee; --link: #1d4ed8;
  --good: #15713b; --good-tint: #e3f3e8; --bad: #b3261e; --bad-tint: #fbe6e4; --doubt: #8a5a00; --doubt-tint: #fbf0d9;
  --measured: #1d4ed8; --theory: #b45309;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16181b; --ink: #e6e4df; --soft: #a2a6ab; --line: #34373b; --tint: #1f2226; --link: #8ab4ff;
    --good: #7bd99a; --good-tint: #17301f; --bad: #ff9d94; --bad-tint: #3b1b19; --doubt: #f0c267; --doubt-tint: #362a12;
    --measured: #8ab4ff; --theory: #f0a45b;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; padding: 3rem 1.5rem 5rem; max-width: 60rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.6 Charter, 'Bitstream Charter', 'Sitka Text', Cambria, Georgia, serif; }
h1, h2, h3, th, dt, .badge, .meta, table, details, footer { font-family: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif; }
h1 { font-size: 2.1rem; line-height: 1.2; letter-spacing: -0.02em; margin: 0 0 0.75rem; }
h2 { font-size: 1.45rem; line-height: 1.25; letter-spacing: -0.01em; margin: 0 0 0.2rem; }
main > h2, footer > h2, section.table > h2 { margin: 3rem 0 0.8rem; font-size: 1.15rem; }
footer dl.facts { grid-template-columns: 1fr; border: 0; padding: 0; margin: 0; }
h2 .badge { vertical-align: 0.2em; }
h3 { font-size: 0.8rem; letter-spacing: 0.06em; text-transform: uppercase; color: var(--soft); margin: 2rem 0 0.6rem; }
p { margin: 0 0 0.8rem; max-width: 44rem; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 2px; }
code, pre { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace; font-size: 0.85em; overflow-wrap: anywhere; }
pre { overflow-x: auto; overflow-wrap: normal; background: var(--tint); padding: 0.8rem 1rem; border-radius: 6px; line-height: 1.45; }
.lede { font-size: 1.2rem; line-height: 1.5; }
.warning { border-left: 4px solid var(--doubt); background: var(--doubt-tint); padding: 0.6rem 1rem; max-width: none; margin: 1rem 0; }
.warning > :last-child { margin-bottom: 0; }
.warning li { max-width: 44rem; }
dl.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); gap: 0.9rem 1.5rem; margin: 1.8rem 0 0; padding: 1rem 0 0; border-top: 1px solid var(--line); }
dl.facts > div { min-width: 0; }
dt { font-size: 0.72rem; letter-spacing: 0.05em; text-transform: uppercase; color: var(--soft); }
dd { margin: 0; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 0.875rem; line-height: 1.45; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 600; font-size: 0.75rem; color: var(--soft); }
th, td { padding: 0.5rem 1rem 0.5rem 0; vertical-align: top; border-bottom: 1px solid var(--line); }
td.number, th.number { text-align: right; white-space: nowrap; }
tr > :last-child { padding-right: 0; }
.badge { display: inline-block; padding: 0.1em 0.6em; border-radius: 999px; font-size: 0.78rem; font-weight: 600; white-space: nowrap; }
.good { color: var(--good); background: var(--good-tint); }
.bad { color: var(--bad); background: var(--bad-tint); }
.doubt { color: var(--doubt); background: var(--doubt-tint); }
.none { color: var(--soft); background: var(--tint); }
section.passage { margin-top: 4rem; }
p.passage { font-size: 1.2rem; line-height: 1.5; }
section.claim { margin-top: 4rem; padding-top: 1.5rem; border-top: 3px solid var(--ink); }
sup, sub { line-height: 0; }
table + p, .wide + p { margin-top: 0.8rem; }
.meta { color: var(--soft); font-size: 0.85rem; }
.statement { font-size: 1.15rem; line-height: 1.55; margin-top: 1rem; }
figure { margin: 1.2rem 0; }
figure.formula { background: var(--tint); border-radius: 8px; padding: 1rem 1.2rem; }
figure.formula math { font-size: 1.2rem; display: block; overflow-x: auto; overflow-y: hidden; padding: 0.15rem 0; }
figcaption { color: var(--soft); font-size: 0.875rem; line-height: 1.5; font-family: system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
figure.formula figcaption { margin-top: 0.6rem; }
ul { padding-left: 1.2rem; margin: 0 0 0.8rem; }
details { margin-top: 1rem; font-size: 0.875rem; }
summary { cursor: pointer; color: var(--soft); }
footer { margin-top: 4rem; padding-top: 1.5rem; border-top: 3px solid var(--ink); font-size: 0.875rem; }
@media (max-width: 40rem) {
  body { padding: 1.5rem 1rem 3rem; font-size: 1rem; }
  h1 { font-size: 1.7rem; }
  .cards thead { position: absolute; clip-path: inset(50%); }
  .cards, .cards tbody, .cards tr, .cards td { display: block; width: 100%; }
  .cards tr { border-bottom: 1px solid var(--line); padding: 0.7rem 0; }
  .cards td { border: 0; padding: 0.1rem 0; text-align: left; white-space: normal; }
  .cards td[data-head]:not(:empty)::before { content: attr(data-head) ' '; color: var(--soft); font-size: 0.78rem; }
}
@media print {
  :root { --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --tint: #fff; --link: #000; --good: #000; --bad: #000; --doubt: #000;
    --good-tint: #fff; --bad-tint: #fff; --doubt-tint: #fff; --measured: #000; --theory: #777; }
  body { padding: 0; max-width: none; font-size: 10.5pt; }
  section.claim { break-before: page; margin-top: 0; }
  figure, tr { break-inside: avoid; }
  h2, h3, thead { break-after: avoid; }
  figure.formula, .badge { border: 1px solid #999; }
  a { text-decoration: none; }
}
${FIGURES}`;
