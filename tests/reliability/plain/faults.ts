/** What may happen to a run on one machine. */
import type { Fault } from '../fault.js';
import { clocks } from './clocks.js';
import { crashes } from './crashes.js';
import { full } from './full.js';
import { journals } from './journals.js';
import { killed } from './killed.js';
import { programs } from './programs.js';
import { shards } from './shards.js';
import { stopped } from './stopped.js';
import { two } from './two.js';

export const PLAIN: readonly Fault[] = [killed, shards, programs, crashes, journals, full, clocks, stopped, two];
