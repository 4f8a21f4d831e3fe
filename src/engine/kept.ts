/**
 * How many trials of a claim stand in its report one by one: the first ones. Its digest, its counts and its means are of
 * all of them. So a report, and the memory of a run, do not grow with a million trials.
 */
export const KEPT = 4096;
