/**
 * The passages of the talk that the suite settles, in our own words, with the hedges of the original, and in the order in
 * which they are made; which talk that is, and what of it no claim is about.
 */
import type { Marking, Passage } from '../claim.js';
import type { ClaimReport } from '../engine/report.js';

export const WHICH =
  'The talk is that of Tengyu Ma (Stanford) at an overseas scholars event of the Beijing Academy of Artificial Intelligence. ' +
  "We know it from a report in Chinese, under the title “Stanford's Tengyu Ma: can't understand today's deep-learning " +
  'algorithms? Then design one that you can”; our copy is dated 16 May 2022, the earliest seen 22 January 2020. ' +
  'It is told here in our own words, in English, passage by passage, each with the hedge that it was reported with.';

export const TALK: Readonly<Record<Passage, string>> = {
  T1: 'Models with more parameters than data generalize, against classical wisdom; the excess is even needed.',
  T2: "Occam's razor survives: models of low complexity may also generalize well. The hard part is which complexity to measure, and how to find it.",
  T3: 'The learning rate is decisive: with a large one, a two-layer network can represent only linear functions.',
  T4: 'In that result it is the noise that regularizes: under noise only simple solutions are represented.',
  T5: 'Initialization decides too: from a large one it is easier to get the solution of least neural-tangent-kernel norm.',
  T6: 'A small initialization leans to a richer regime than the kernel one: to least L1 norm, for example, or least nuclear norm.',
  T7: 'Woodworth et al. basically show that a model initialized small converges to the solution of least L1 norm, and not to that of least L2 norm.',
  T8: 'Different algorithms have different preferences, and each preference is a measure of complexity.',
  T9: 'The complexity that the algorithm prefers is basically the right measure of complexity.',
  T10: '“Low complexity generalizes” is the easy half. “The algorithm prefers low complexity” is where proofs stop; classically, whether it gets there is, in his words, “all luck”. Regularizing explicitly necessarily changes the algorithm, and separates the two.',
  T11: 'Once the algorithm is regularized, double descent may no longer appear.',
  T12: 'A very convincing counterexample shows that uniform convergence cannot explain what happens in deep learning; it is about existing algorithms.',
  T13: 'With regularization added to the algorithm, such counterexamples very likely no longer hold.',
  T14: 'A criterion: optimization and statistics are separated if, once the objective is regularized, every algorithm reaches the same generalization.',
  T15: 'Explicit regularization can now replace implicit regularization, though not yet completely; he believes in that direction.',
  T16: 'The aim is to depend less on huge data, by algorithms that we both understand and can guarantee.',
};

/** Where a passage is hedged: words of it, as they stand in `TALK`. */
export const HEDGES: Readonly<Partial<Record<Passage, readonly string[]>>> = {
  T2: ['may also'],
  T5: ['easier'],
  T6: ['leans to', 'for example'],
  T7: ['basically'],
  T9: ['basically'],
  T11: ['may'],
  T13: ['very likely'],
  T14: ['A criterion', 'if'],
  T15: ['not yet completely', 'believes'],
  T16: ['The aim'],
};

/** Left out of the talk, and why; the same list as in docs/limits.md. */
export const LEFT_OUT: readonly string[] = [
  'that academia can hardly collect the data that deep learning needs: a fact about the world (T16);',
  'that explicit regularization may be the more fruitful way in the short term, which he says three times: an opinion;',
  'that the learning rate matters for convergence (T3), and that a large one leaves only linear functions: what is certified is that under noise the function bends less than half as much; about a quarter of the bend remains;',
  'that of the two halves of the programme one is easy and the other is where proofs stop (T10): the easy half is certified, how hard the other is has no measure; nor has “all luck”, which the claims on T14 only illustrate;',
  'the slides of the talk, which are not in the copy that we read: the algorithms of T16 are our choice from his papers.',
];

const MARKING: Readonly<Record<Marking, string>> = {
  says: 'stated in the talk',
  implies: 'follows from what the talk states',
  ours: 'our reading of what the talk points at',
};

type Standing = Partial<Pick<ClaimReport, 'finding' | 'sequel'>> & { readonly marking: Marking };

/** How a claim stands to the passages that it serves. */
export const marked = ({ marking, finding, sequel }: Standing): string =>
  (sequel ? 'what came after the talk' : MARKING[marking]) +
  (finding ? '; a boundary: how far the passage reaches' : '');
