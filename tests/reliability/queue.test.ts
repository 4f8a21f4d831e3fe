/** Whatever happens to a run on a queue, its finished report is that of a run in peace (docs/reliability.md). */
import { QUEUE } from './queue/faults.js';
import { reliability } from './reliability.js';

reliability('queue', QUEUE, 6);
