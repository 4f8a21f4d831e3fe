import { describe, expect, test } from 'vitest';
import { choose } from '../../src/commands/choose.js';
import { brokenFixtures, claimcheck } from './shell.js';

describe('explain', () => {
  test('says all that a reader of the paper asks, of the claim and its controls', async () => {
    const { code, stdout } = await claimcheck(['explain', 'small-init-is-not-min-l2']);
    expect(code).toBe(0);
    const { claim, digest } = (await choose(['small-init-is-not-min-l2'])).found[0]!;
    const words = (text: string) => text.replace(/\s+/g, ' ');
    const said = words(stdout);
    for (const text of [claim.title, claim.statement, claim.scope, digest]) expect(said).toContain(words(text));
    for (const [name, { because }] of Object.entries(claim.controls.mustFail)) {
      expect(said).toContain(name);
      expect(said).toContain(words(because));
    }
    for (const name of [...Object.keys(claim.premises), ...Object.keys(claim.parts)]) expect(said).toContain(name);
    // What a task is, what is trained, what each name means, what a control replaces.
    expect(said).toContain(words(claim.forAll.about!));
    expect(said).toMatch(/the first task of seed 1: X \d+ x \d+, y \d+/);
    expect(said).toContain('"alpha":0.001');
    expect(said).toContain('l2: ({ run }) => norm2(run.beta)');
    expect(said).toContain('selected: minimum-q, asked ({ task, run: { u, v } })');
    expect(said).toContain('(replaces in small: alpha = 10 (was 0.001); breaks');
    // What a model in its place must know: fields with the values of claim and controls, parameters, facts.
    expect(said).toMatch(/diagonal-network: the rule fields .*alpha = [^;]*0\.001[^;]* \| [^;]*10/);
    expect(said).toMatch(/parameters: beta \((\d+) on the first task\), u \(\1 on/);
    expect(said).toContain('fact residual: |X beta - y|_2');
  });

  test('says how many copies are trained, and that a run sees something else of its task', async () => {
    const copies = await claimcheck(['explain', 'wide-weights-move-less']);
    expect(copies.stdout).toMatch(/, \d+ copies|, copy \d+/);
    const seen = await claimcheck(['explain', 'early-stopping-is-ridge']);
    expect(seen.stdout).toMatch(/, on\s+what\s+it\s+sees\s+of\s+the\s+task:\s+X\s+\d+/);
  });

  test('refuses a name that nobody has, and a file that holds no claim', async () => {
    const unknown = await claimcheck(['explain', 'small-init-is-not-min']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toMatch(/unknown claim "small-init-is-not-min"; did you mean small-init-is-not-min-l2/);
    const broken = await claimcheck(['explain', 'silent', '--claims', brokenFixtures]);
    expect(broken.code).toBe(3);
    expect(broken.stderr).toContain('silent');
  });
});
