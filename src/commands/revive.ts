/**
 * A task that was stored by value, as the model expects it: JSON has no typed arrays, so a task drawn from the same
 * population says where they are.
 */
import { own } from '../form/own.js';

/** @param like a value of the same form; lengths may differ */
export function revive(stored: unknown, like: unknown): unknown {
  if (typeof like === 'number' && typeof stored === 'string') return Number(stored);
  if (ArrayBuffer.isView(like) && Array.isArray(stored)) {
    const Typed = like.constructor as Float64ArrayConstructor;
    return Typed.from(stored as number[], Number);
  }
  if (Array.isArray(stored)) {
    const samples = Array.isArray(like) ? (like as unknown[]) : [];
    return stored.map((item, i) => revive(item, samples[i] ?? samples[0]));
  }
  if (typeof stored === 'object' && stored !== null) {
    const samples = (typeof like === 'object' && like !== null ? like : {}) as Record<string, unknown>;
    return Object.fromEntries(Object.entries(stored).map(([key, field]) => [key, revive(field, own(samples, key))]));
  }
  return stored;
}
