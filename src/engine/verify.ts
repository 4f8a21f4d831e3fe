/**
 * A report against what is computed again, leaf by leaf, in the form that its id is taken over: what differs there is what
 * another id would have.
 */
import { canonical } from '../numerics/digest.js';
import { ALPHA } from '../statistics/levels.js';
import { lengthened, verdictArms, type Arm } from './arm.js';
import { OF_BASELINE } from './baseline.js';
import { close } from './close.js';
import { refutation, wording, type Setting } from './conclude.js';
import { firstTasks } from './described.js';
import { differences, type Difference, type Same } from './difference.js';
import { foldArm } from './fold.js';
import { registeredSeed } from './identity.js';
import type { Planned } from './job.js';
import { judge } from './judge.js';
import { KEPT } from './kept.js';
import type { ArmReport, ClaimReport, Content, Report, TrialOutcome } from './report.js';
import { suite } from './suite.js';
import type { TrialRecord } from './trial.js';

const plain = (value: object): unknown => JSON.parse(canonical(value));

/**
 * Where a report contradicts itself; nothing is trained for this. A registered seed is made of the words, another is that of
 * all claims; and what is said of all claims together follows from what is said of each.
 */
export function* contradictions({ content, approximate }: Report): Generator<Difference> {
  const { seed, beacon, level } = content;
  // Of a baseline they are made of words that are there no more.
  const old = seed === OF_BASELINE;
  if (seed !== 'registered' && !old && beacon !== undefined)
    yield { at: ['beacon'], said: beacon, computed: undefined };
  const all = [...content.claims, ...(approximate?.claims ?? [])];
  for (const claim of all) {
    // What could not be planned has no seed.
    if (old || (claim.verdict === 'error' && claim.seed === '0')) continue;
    const computed = seed === 'registered' ? registeredSeed(claim.words, beacon) : seed;
    if (claim.seed !== computed) yield { at: ['claims', claim.id, 'seed'], said: claim.seed, computed };
  }
  const together = ({ joint }: Pick<Content, 'joint'>) => plain({ joint });
  yield* differences(together(content), plain(suite(content.claims, ALPHA[level])));
  if (approximate)
    yield* differences(together(approximate), plain(suite(all, ALPHA[level])), Object.is, ['approximate']);
}

/** Whether a claim trains what is reproducible only statistically. */
export const isLoose = ({ models }: Pick<ClaimReport, 'models'>): boolean =>
  models.some(({ reproducible }) => reproducible === 'statistically');

const near: Same = (said, computed) =>
  typeof said === 'number' && typeof computed === 'number' ? close(computed, said) : Object.is(said, computed);

/** What follows from the last bits, or from a search that they lead: nothing of it is near where they are. */
const ofLastBits = ([first, , third, , fifth, sixth]: Difference['at']): boolean =>
  first === 'adversary' ||
  first === 'counterexample' ||
  (first === 'arms' &&
    (third === 'digest' || third === 'steps' || fifth === 'digest' || (fifth === 'evidence' && sixth === 'logE')));

/** What is said of a claim and was not computed; its trials first, since all the rest follows from them. */
export function claimDifferences(said: ClaimReport, computed: ClaimReport): Difference[] {
  const loose = isLoose(said);
  const found = [...differences(plain(said), plain(computed), loose ? near : Object.is)].filter(
    ({ at }) => !(loose && ofLastBits(at)),
  );
  const ofTrial = ({ at }: Difference) => at[2] === 'outcomes';
  return [...found.filter(ofTrial), ...found.filter((each) => !ofTrial(each))];
}

/** The same of one trial of the claim itself. */
export const trialDifferences = (said: ClaimReport, trial: number, computed: TrialOutcome): Difference[] => {
  const arm = said.arms.findIndex(({ role }) => role === 'claim');
  const outcomes = { [trial]: said.arms[arm]!.outcomes![trial]! };
  const place = (outcome: object) => ({ arms: { [arm]: { outcomes: outcome } } });
  return [
    ...differences(plain(place(outcomes)), plain(place({ [trial]: computed })), isLoose(said) ? near : Object.is),
  ].filter(({ at }) => !(isLoose(said) && ofLastBits(at)));
};

/** What was recorded of a trial, as far as a report has it. */
const recorded = ({ digest, parts }: TrialOutcome, index: number, { id, seed }: ClaimReport): TrialRecord => ({
  claim: id,
  arm: 'claim',
  index,
  seed,
  parts: Object.fromEntries(
    Object.entries(parts).map(([part, found]) => [
      part,
      typeof found === 'string' ? { state: found, margins: [] } : { state: 'finished', margins: found },
    ]),
  ),
  steps: 0,
  digest,
});

/**
 * What an arm is said to come to and what its trials in the report come to, which do not say how many steps were in them; and
 * where more were made than stand there (kept.ts), not what the others came to.
 */
function standing(told: ArmReport, computed: ArmReport): [object, object] {
  if (told.trials <= KEPT || told.outcomes!.length !== KEPT) return [told, { ...computed, steps: told.steps }];
  const settled = Object.entries(computed.parts).filter(([, { decision }]) => decision !== 'continue');
  const known = { ...told, ...computed, trials: told.trials, steps: told.steps, digest: told.digest };
  return [told, { ...known, parts: { ...told.parts, ...Object.fromEntries(settled) } }];
}

/**
 * What a report says of a claim that can be checked without training: its text, what its trials come to, and the verdict
 * that its arms come to. Not seen are the trials themselves, and what follows from others: steps, controls, the dial, the
 * table, the adversary, the counterexample.
 */
export function untrained(said: ClaimReport, planned: Planned, setting: Setting, atLeast?: number): Difference[] {
  const at = said.arms.findIndex(({ role }) => role === 'claim');
  const told = said.arms[at];
  const [arm] = verdictArms(planned.claim) as [Arm];
  const drawn = told && told.trials > 0 ? firstTasks(arm, planned.id, planned.seed, told.trials) : [];
  const text = wording(planned, setting, drawn);
  const known = (report: object) => Object.fromEntries(Object.keys(text).map((key) => [key, (report as never)[key]]));
  // What is said of a part after its trials has no place in its text.
  const measured = ({ at, computed }: Difference) => at[0] === 'parts' && at.length > 2 && computed === undefined;
  const found = [...differences(plain(known(said)), plain(text))].filter((each) => !measured(each));

  if (said.verdict === 'error' || !told?.outcomes) return found;
  const fold = foldArm(atLeast === undefined ? arm : lengthened(arm, atLeast), setting.level);
  told.outcomes.forEach((outcome, index) => fold.add(recorded(outcome, index, said)));
  const place = (report: object) => plain({ arms: { [at]: report } });
  found.push(...differences(...(standing(told, fold.report()).map(place) as [unknown, unknown])));

  const refuted = said.adversary && refutation(said.adversary);
  const { arms, coverage, verdict, because } = said;
  const judged = judge({ arms, ...(coverage && { coverage }), ...(refuted && { refuted }) });
  found.push(...differences(plain({ verdict, because }), plain(judged)));
  return found;
}

/** How a claim of a report was found. */
export interface Verified {
  readonly claim: string;
  /** `edited`: its author's words are others since, and so is what it says. */
  readonly is: 'same' | 'different' | 'edited';
  readonly differences: readonly Difference[];
}

/**
 * @param found all that differs
 * @param changed names of files that the claim or its models are made of and that are others since, as the report tells:
 * digests that differ are what it means
 */
export function verified(claim: string, found: readonly Difference[], changed: readonly string[]): Verified {
  const ofFiles = ({ at: [first, , third] }: Difference) =>
    first === 'digest' || first === 'words' || (first === 'models' && third === 'digest');
  const left = found.filter((each) => changed.length === 0 || !ofFiles(each));
  const edited = changed.length > 0 && found.some(({ at }) => at[0] === 'words');
  return { claim, is: left.length === 0 ? 'same' : edited ? 'edited' : 'different', differences: left };
}
