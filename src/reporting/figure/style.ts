/** How figures look in a page; the inks are named in ink.ts. What is told apart by colour is told apart without it. */
export const FIGURES = `svg { display: block; width: 100%; height: auto; }
.drawing svg { max-width: 30rem; }
svg text { fill: var(--ink); font-family: var(--sans); }
svg .tick { fill: var(--soft); }
svg path { fill: none; }
svg .grid { stroke: var(--line); }
svg .axis { stroke: var(--soft); }
svg .boundary { fill: var(--soft); fill-opacity: 0.13; }
svg .prediction, svg .bound, svg .rival { stroke: var(--theory); stroke-width: 2; }
svg .bound { stroke-dasharray: 9 4; }
svg .rival { stroke-dasharray: 2 4; }
svg .label { fill: var(--theory); stroke: var(--paper); stroke-width: 3; paint-order: stroke; }
svg .bar { stroke: var(--measured); stroke-width: 1.5; }
svg .holds, svg .fails, svg .open { stroke: var(--measured); stroke-width: 1.75; fill: var(--paper); }
svg .holds, svg .dot { fill: var(--measured); }
@media (min-width: 56rem) {
  .drawing { display: grid; grid-template-columns: minmax(0, 27rem) minmax(0, 1fr); gap: 1.5rem; align-items: end; }
}
@media print { .drawing svg { max-width: 10cm; } }
`;
