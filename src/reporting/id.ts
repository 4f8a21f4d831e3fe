import type { Content } from '../engine/report.js';
import { digest } from '../numerics/digest.js';

/** SHA-256 of the canonical JSON of the content. Content read back from report.json, where NaN is "NaN", gives the same. */
export const reportId = (content: Content): string => digest(content);

/** The first twelve digits, for people. */
export const shortId = (id: string): string => id.slice(0, 12);
