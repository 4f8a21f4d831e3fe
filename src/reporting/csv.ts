/** Rows as CSV (RFC 4180): numbers to the last digit, texts that no spreadsheet reads as a formula. */

const QUOTED = /[",\r\n]|^\s|\s$/;

function cell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return QUOTED.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/** The first row is the head. */
export const csv = (rows: readonly (readonly (string | number | undefined)[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
