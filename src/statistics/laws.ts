/** The laws. One that is added has its file, its import, and its place in the order in which readers are shown them. */
import { always, alwaysEnumerated } from './laws/always.js';
import { equivalent } from './laws/equivalent.js';
import { forMost } from './laws/for-most.js';
import { median } from './laws/median.js';
import { monotone } from './laws/monotone.js';
import { onAverage } from './laws/on-average.js';
import { scalesAs } from './laws/scales-as.js';

/** Their words, for claim files. */
export { always, alwaysEnumerated, equivalent, forMost, median, monotone, onAverage, scalesAs };

export default [always, alwaysEnumerated, forMost, median, onAverage, monotone, equivalent, scalesAs] as const;
