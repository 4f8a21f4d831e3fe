/**
 * What a thread runs first: it loads worker.js by `import`. Given that file itself piscina would load it by `require`, and a run that
 * ends its threads meanwhile, as a short one does, could be ended by Node with them (20.20, a fatal error of its loader).
 */
const worker = import('../../dist/src/execution/worker.js');
// Whoever asks for trials hears of it.
worker.catch(() => {});

module.exports = async (job) => (await worker).default(job);
