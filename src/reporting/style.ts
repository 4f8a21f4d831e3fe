/**
 * The one style sheet of index.html: readable on a screen, on a phone, in the dark, on paper and without color; no fonts are
 * loaded. Claims that are not on the screen are not laid out (content-visibility), so that one file of a hundred claims opens
 * like a short one.
 */
import { FIGURES } from './figure/style.js';

export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fefefc; --ink: #1b1c1e; --soft: #595e65; --line: #dddbd4; --tint: #f6f5f0; --link: #1f4aa8;
  --good: #14693a; --bad: #ab1f17; --doubt: #7d5200;
  --measured: #1f4aa8; --theory: #a8470a;
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15171a; --ink: #e5e3de; --soft: #a3a7ad; --line: #33373c; --tint: #1d2024; --link: #93b8ff;
    --good: #79d69a; --bad: #ff9c92; --doubt: #eec069;
    --measured: #93b8ff; --theory: #f2a55c;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0 auto; padding: 3.5rem 1.5rem 5rem; max-width: 58rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.6 Charter, 'Bitstream Charter', 'Sitka Text', Cambria, Georgia, serif; overflow-wrap: break-word; }
h1, h2, h3, h4, th, dt, nav, form, .badge, .meta, table, details, footer, figcaption { font-family: var(--sans); }
h1 { font-size: 2.3rem; line-height: 1.15; letter-spacing: -0.02em; margin: 0 0 1rem; }
h2 { font-size: 1.4rem; line-height: 1.3; letter-spacing: -0.01em; margin: 0 0 0.4rem; }
h3 { font-size: 0.95rem; line-height: 1.4; margin: 2rem 0 0.5rem; }
h4 { font-size: 0.9rem; margin: 1.5rem 0 0.4rem; }
p { margin: 0 0 0.8rem; max-width: 42rem; }
ul { padding-left: 1.2rem; margin: 0 0 0.8rem; }
li { margin-bottom: 0.25rem; max-width: 46rem; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 3px; border-radius: 2px; }
code, pre { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace; font-size: 0.85em; overflow-wrap: anywhere; }
sup, sub { line-height: 0; }
.anchor { text-decoration: none; color: var(--soft); padding-left: 0.4em; opacity: 0; }
.anchor::before { content: '#'; }
:hover > .anchor, .anchor:focus { opacity: 1; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: 0.5rem 1rem; z-index: 1; }

.badge { font-size: 0.85rem; font-weight: 600; white-space: nowrap; }
.badge::before { content: '\\25cf\\a0' / ''; }
.bad::before { content: '\\25b2\\a0' / ''; }
.doubt::before { content: '\\25c6\\a0' / ''; }
.none::before { content: '\\25cb\\a0' / ''; }
.good { color: var(--good); }
.bad { color: var(--bad); }
.doubt { color: var(--doubt); }
.none, .meta, figcaption, summary { color: var(--soft); }
.meta, figcaption { font-size: 0.85rem; line-height: 1.5; }

header { margin-bottom: 2.5rem; }
.lede { font-size: 1.15rem; line-height: 1.55; }
.warning { border-left: 3px solid var(--doubt); padding: 0.1rem 0 0.1rem 1rem; margin: 1rem 0; }
.warning > :last-child { margin-bottom: 0; }
dl { margin: 1.6rem 0 0; }
dt { font-size: 0.8rem; color: var(--soft); }
dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
header dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); gap: 0.8rem 1.5rem; }
main dl > div, footer dl > div { display: grid; grid-template-columns: 11rem minmax(0, 1fr); gap: 0 1.5rem; padding: 0.55rem 0; border-top: 1px solid var(--line); }
main dl > div:last-child, footer dl > div:last-child { border-bottom: 1px solid var(--line); }
main dt, footer dt { padding-top: 0.2rem; font-weight: 600; }

nav { font-size: 0.85rem; line-height: 1.5; margin-bottom: 2.5rem; }
nav ul { list-style: none; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; }
nav li { margin: 0; }
nav a, .point li a { color: inherit; text-decoration-color: var(--line); }
nav a:hover, .point li a:hover { text-decoration-color: currentcolor; }

section.front { margin-bottom: 4rem; }
section.verdicts, section.table { margin: 4rem 0; }
section.point { display: grid; grid-template-columns: 3rem minmax(0, 1fr) 12rem; column-gap: 1.5rem; padding: 1.6rem 0 1.2rem; border-top: 1px solid var(--line); }
section.point > * { grid-column: 2; margin-bottom: 0.6rem; }
section.point > h3 { grid-column: 1; grid-row: 1; margin: 0; font-size: 1.15rem; font-weight: 600; color: var(--soft); }
section.point > .sketch { grid-column: 3; grid-row: 1 / span 6; margin: 0.3rem 0 0; }
section.point > details { margin-top: 0; }
p.passage { font-size: 1.15rem; line-height: 1.5; }
.reach { padding-left: 1rem; border-left: 1px solid var(--soft); }
.sketch figcaption { font-size: 0.75rem; line-height: 1.4; margin-top: 0.3rem; }
.point details a { text-decoration-color: var(--line); }

form[role='search'] { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.5rem 1.2rem; margin: 0.6rem 0 1rem; font-size: 0.85rem; color: var(--soft); }
form[role='search'] :is(select, input, button) { font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--soft); border-radius: 3px; padding: 0.2rem 0.4rem; }
form[role='search'] input { width: 11rem; }

table { width: 100%; border-collapse: collapse; font-size: 0.85rem; line-height: 1.45; font-variant-numeric: tabular-nums; margin: 0 0 0.8rem; }
th { text-align: left; font-weight: 600; font-size: 0.75rem; color: var(--soft); vertical-align: bottom; }
th, td { padding: 0.4rem 1rem 0.4rem 0; border-bottom: 1px solid var(--line); }
td { vertical-align: top; }
td.number, th.number { text-align: right; }
td.number { white-space: nowrap; }
tr > :last-child { padding-right: 0; }

section.passage { margin-top: 5rem; }
section.claim { margin-top: 4rem; padding-top: 1.4rem; border-top: 2px solid var(--ink); content-visibility: auto; contain-intrinsic-size: auto 1500px; }
.statement { font-size: 1.15rem; line-height: 1.55; margin-top: 1rem; }
figure { margin: 1.2rem 0; }
.wide { overflow-x: auto; overflow-y: hidden; }
figure.formula { padding-left: 1rem; border-left: 1px solid var(--line); }
figure.formula math { font-size: 1.2rem; display: block; width: max-content; padding: 0.2rem 0; }
figure.formula figcaption { margin-top: 0.4rem; }
pre { background: var(--tint); padding: 0.7rem 1rem; line-height: 1.45; overflow-wrap: normal; }
${FIGURES}details { margin: 0.8rem 0; font-size: 0.85rem; line-height: 1.5; }
summary { cursor: pointer; }
footer { margin-top: 5rem; padding-top: 1.4rem; border-top: 2px solid var(--ink); font-size: 0.85rem; }
footer h2 { font-size: 1.1rem; margin: 2.2rem 0 0.6rem; }

@media screen and (min-width: 76rem) {
  body { display: grid; grid-template-columns: 11rem minmax(0, 58rem); column-gap: 3.5rem; max-width: 74rem; }
  body > * { grid-column: 2; }
  nav { grid-column: 1; grid-row: 1 / span 3; }
  nav ul { display: block; position: sticky; top: 2rem; max-height: calc(100vh - 4rem); overflow-y: auto; }
  nav li { margin-bottom: 0.5rem; }
}
@media screen and (max-width: 44rem) {
  body { padding: 1.5rem 1rem 3rem; font-size: 1rem; }
  h1 { font-size: 1.75rem; }
  main dl > div, footer dl > div { grid-template-columns: minmax(0, 1fr); }
  section.point { display: block; }
  section.point > .sketch { max-width: 20rem; margin: 0.8rem 0; }
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  table, tbody, tr, td { display: block; width: 100%; }
  tr { border-bottom: 1px solid var(--line); padding: 0.6rem 0; }
  td, td.number { border: 0; padding: 0.05rem 0; text-align: left; white-space: normal; overflow-wrap: anywhere; }
  td:empty { display: none; }
  td[data-head]:not([data-head=''])::before { content: attr(data-head) ' '; color: var(--soft); font-size: 0.75rem; }
}
@media print {
  @page { size: A4; margin: 13mm 14mm 14mm; }
  :root { --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --tint: #fff; --link: #000; --good: #000; --bad: #000; --doubt: #000;
    --measured: #000; --theory: #666; }
  html { font-size: 11px; }
  body { display: block; padding: 0; max-width: none; font-size: 1.1rem; line-height: 1.42; }
  nav, form[role='search'], .skip, .anchor { display: none; }
  details::details-content { content-visibility: visible; display: block; block-size: auto; }
  details { margin: 0.4rem 0; line-height: 1.3; }
  details table, footer table { font-size: 0.72rem; line-height: 1.2; margin-bottom: 0.2rem; }
  table { line-height: 1.3; margin-bottom: 0.4rem; }
  summary { list-style: none; font-weight: 600; }
  th, td, td.number { padding: 0.1rem 0.8rem 0.1rem 0; white-space: normal; }
  p, li { max-width: none; margin-bottom: 0.4rem; }
  dl, header { margin-top: 0.8rem; margin-bottom: 1rem; }
  main dl > div, footer dl > div { padding: 0.25rem 0; }
  section.front, section.verdicts, section.table, section.passage { margin: 1.6rem 0; }
  section.point { padding: 0.9rem 0 0.2rem; }
  section.point > :is(p, h3) { break-inside: avoid; }
  section.point > p { break-after: avoid; }
  section.claim { content-visibility: visible; margin-top: 2rem; padding-top: 0.8rem; }
  h3 { margin: 0.9rem 0 0.2rem; }
  .statement { margin-top: 0.4rem; }
  figure { margin: 0.4rem 0; }
  figcaption, .meta { line-height: 1.35; }
  .claim > figure:not(.formula) { display: inline-block; width: 47%; vertical-align: top; }
  .claim > figure:not(.formula) + details { display: inline-block; width: 51%; vertical-align: top; }
  .drawing { display: block; }
  figure.formula math { font-size: 1.1rem; padding: 0; }
  .wide { overflow: hidden; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 0.2rem 0; }
  figure, tr { break-inside: avoid; }
  h2, h3, thead, summary { break-after: avoid; }
  p { orphans: 3; widows: 3; }
  a { text-decoration: none; color: inherit; }
}
`;
