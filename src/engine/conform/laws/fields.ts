/**
 * A field of its rule that a claim's control or dial changes is not ignored: with nothing else changed, training ends otherwise,
 * wherever that of the shipped model does.
 */
import { same } from '../../../form/same.js';
import { shown } from '../../../form/shown.js';
import { change } from '../../lend.js';
import type { Case } from '../case.js';
import type { Subject } from '../law.js';
import { brief } from '../../sizes.js';
import { short } from '../short.js';
import { found } from '../training.js';

/** A field that changes nothing, in one sentence, and where. */
export interface Ignored {
  readonly case: Case;
  readonly sentence: string;
}

type Fields = Readonly<Record<string, unknown>>;

const differing = (one: Fields, other: Fields): string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((name) => !same(one[name], other[name]));

function withField(rule: Fields, field: string, value: unknown): Fields {
  const { [field]: _, ...rest } = rule;
  return value === undefined ? rest : { ...rest, [field]: value };
}

const value = (of: unknown) => (of === undefined ? 'unset' : shown(of));

/** What is compared: a fact may repeat the rule. */
const end = ({ parameters, steps, stopped, predicted }: Exclude<ReturnType<typeof found>, string>) => ({
  ...{ parameters, steps, stopped, predicted },
});

type Ends = ReturnType<typeof end> | 'refused';

/** What ends in the claim itself is asked once for all that varies it. */
function ending(model: Subject['model'], by: Subject['model']['train']) {
  const known = new Map<string, Ends>();
  const of = ({ task, plain }: Case, rule: Fields): Ends => {
    const ended = found(model, by, task, rule, plain!.streams);
    return typeof ended === 'string' ? 'refused' : end(ended);
  };
  /** @returns how the two end differently, or that one is refused; undefined where they are the same bits */
  return (each: Case, plain: Fields, rule: Fields) => {
    const { claim, trial, run } = each.at!;
    const key = JSON.stringify([claim, trial, run, brief(plain)]);
    const base = known.get(key) ?? of(each, plain);
    known.set(key, base);
    const varied = base === 'refused' ? base : of(each, rule);
    return base === 'refused' || varied === 'refused' ? 'refused' : change(base, varied);
  };
}

/** Steps that cost little. */
const FEW = 100;

/** The control, or the whole dial. */
const armOf = ({ at }: Case) => at!.arm.replace(/^dial:.*$/, 'dial');

interface Compared {
  readonly looked: number;
  readonly ignored: readonly Ignored[];
}

/**
 * @param cases all of the subject
 * @returns what is ignored, after a step for every case
 */
export function* fields({ model, ours }: Subject, cases: readonly Case[]): Generator<void, Compared> {
  const reacted = new Set<string>();
  const deaf = new Map<string, Ignored>();
  const asked = new Set<string>();
  if (!ours) return { looked: 0, ignored: [] };
  const [theirEnd, ourEnd] = [ending(model, model.train), ending(model, ours.train)];
  for (const each of cases) {
    yield;
    if (!each.plain) continue;
    const [plain, varied] = [each.plain.rule as Fields, each.rule as Fields];
    const changed = differing(plain, varied);
    for (const field of changed) {
      const key = JSON.stringify([each.at!.claim, armOf(each), each.at!.run, field]);
      if (reacted.has(key)) continue;
      const rule = withField(plain, field, varied[field]);
      // One field of several may ask for steps without end: their first steps say enough, or nothing.
      const pairs: (readonly [Fields, Fields])[] = [[short(plain, FEW) as Fields, short(rule, FEW) as Fields]];
      if (changed.length === 1) pairs.push([plain, rule]);
      let theirs: ReturnType<typeof ourEnd>;
      for (const [before, after] of pairs) {
        const one = theirEnd(each, before, after);
        if (one === 'refused') break;
        if (one) {
          reacted.add(key);
          break;
        }
        theirs = ourEnd(each, before, after);
        if (theirs) break;
      }
      if (reacted.has(key)) {
        asked.add(key);
        deaf.delete(key);
        continue;
      }
      if (!theirs || theirs === 'refused') continue;
      asked.add(key);
      if (!deaf.has(key))
        deaf.set(key, {
          case: each,
          sentence:
            `the rule field "${field}" is ignored: ${value(plain[field])} and ${value(varied[field])} end at the same bits; ` +
            `of the shipped "${ours.name}" ${theirs.at.slice(1)} is ${value(theirs.was)} and ${value(theirs.is)}`,
        });
    }
  }
  return { looked: asked.size, ignored: [...deaf.values()] };
}
