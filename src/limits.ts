/** What is refused for its size, whoever it comes from: a file, a program, another machine. The table is in docs/machines.md. */

const MiB = 2 ** 20;

/** Bytes of a file that is read as a whole: a report, a ledger, the figures of `mutate`. */
export const FILE = 128 * MiB;
/** Bytes of a bibliography. */
export const BIBLIOGRAPHY = 4 * MiB;
/** Bytes of a line of a journal. The journal itself may be as long as the disk holds. */
export const LINE = 16 * MiB;
/** Bytes of a message of a program. */
export const MESSAGE = 256 * MiB;
/** Bytes of a note that claimcheck leaves for itself: where a journal began, who holds a folder. */
export const NOTE = 64 * 1024;
/** Lists and objects within one another. */
export const DEEP = 64;
/** Values in one file or message, an array of base64 being one. */
export const VALUES = 4e6;
/** Entries of one list, and names in one object. */
export const ENTRIES = 1e6;
export const NAMES = 20_000;
/** Digits of one number. */
export const DIGITS = 1024;
/** Characters of a formula, and brackets within one another in it. */
export const FORMULA = 4000;
export const BRACKETS = 50;

/** `128 MiB`, `64 kiB` */
export const size = (bytes: number): string => (bytes < MiB ? `${bytes / 1024} kiB` : `${bytes / MiB} MiB`);
