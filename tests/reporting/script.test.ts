/** What the script does is tried in a browser; here that it can be read, and reaches for nothing outside of its page. */
import { Script } from 'node:vm';
import { expect, test } from 'vitest';
import { SCRIPT } from '../../src/reporting/script.js';

test('the script of the page can be read, is small, and reaches for nothing', () => {
  expect(() => new Script(SCRIPT)).not.toThrow();
  expect(() => new Script(`${SCRIPT}}`)).toThrow(SyntaxError);
  expect(SCRIPT.length).toBeLessThan(6000);
  expect(SCRIPT).not.toMatch(
    /fetch|XMLHttp|import|eval|Function|innerHTML|outerHTML|document\.write|cookie|localStorage|sessionStorage|indexedDB|navigator|WebSocket|<\//,
  );
});
