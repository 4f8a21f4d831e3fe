/** Whatever happens to a run on one machine, its finished report is that of a run in peace (docs/reliability.md). */
import { PLAIN } from './plain/faults.js';
import { reliability } from './reliability.js';

reliability('plain', PLAIN);
