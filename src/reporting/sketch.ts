/** A drawing in small, for the front page: its marks without its words. */
import type { Drawn } from './block.js';
import { chart } from './chart.js';
import type { Markup } from './markup.js';
import { scatter } from './scatter.js';

/** @param id makes the ids inside the drawing unique in its page; @returns '' where there is nothing to draw */
export const sketch = (of: Drawn, id: string): Markup | '' =>
  'dial' in of ? chart(of.dial, id) : scatter(of.table, id);
