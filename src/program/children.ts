/** The processes that this process and its threads have started: none outlives it. */

/** Where all threads hear that they are to end theirs. */
export const OVER = 'claimcheck: programs end';

/** Process ids, 0 where a place is free; shared with every thread. */
let places: Int32Array = new Int32Array(new SharedArrayBuffer(4 * 4096));

export const placesOfChildren = (): Int32Array => places;

/** In a thread: the places of the process. */
export function sharePlaces(of: Int32Array): void {
  places = of;
}

export function enter(pid: number): void {
  for (let k = 0; k < places.length; k++) if (Atomics.compareExchange(places, k, 0, pid) === 0) return;
}

export function leave(pid: number): void {
  for (let k = 0; k < places.length; k++) if (Atomics.compareExchange(places, k, pid, 0) === pid) return;
}

export const anyLeft = (): boolean => places.some((pid) => pid !== 0);

/** Ends the process and what it started: it leads a group of its own, so that Ctrl-C reaches claimcheck alone. */
export function end(pid: number): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It is gone.
  }
}

export function endAll(): void {
  for (let k = 0; k < places.length; k++) {
    const pid = Atomics.exchange(places, k, 0);
    if (pid !== 0) end(pid);
  }
}
