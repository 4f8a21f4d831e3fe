/** What may happen to a run that is shared with other processes and machines. */
import type { Fault } from '../fault.js';
import { POISON } from './poison.js';
import { PARTITION } from './partition.js';
import { PROCESSES } from './processes.js';
import { REDIS } from './redis.js';
import { STRANGERS } from './strangers.js';

export const QUEUE: readonly Fault[] = [...PROCESSES, ...REDIS, ...PARTITION, ...POISON, ...STRANGERS];
