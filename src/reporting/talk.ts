/**
 * The passages of the talk that the suite settles, in our own words and in the order in which they are made: Tengyu Ma
 * at an overseas scholars event of the Beijing Academy of Artificial Intelligence, as reported in Chinese (2020).
 */
import type { Marking, Passage } from '../claim.js';

export const TALK: Readonly<Record<Passage, string>> = {
  T1: 'Models with more parameters than data generalize, against classical wisdom; the excess is even needed.',
  T2: "Occam's razor survives: models of low complexity generalize well. The hard part is which complexity to measure.",
  T3: 'The learning rate is decisive: with a large one, a two-layer network can represent only linear functions.',
  T4: 'It is the noise that regularizes: under noise only simple solutions are represented.',
  T5: 'Initialization decides too: a large one leads to the solution of least neural-tangent-kernel norm.',
  T6: 'A small initialization leads to a richer regime than the kernel one: least L1, atomic or nuclear norm.',
  T7: 'A model initialized small converges to the solution of least L1 norm, and not to that of least L2 norm.',
  T8: 'Different algorithms have different preferences, and each preference is a measure of complexity.',
  T9: 'The complexity that the algorithm prefers is basically the right measure of complexity.',
  T10: '“Low complexity generalizes” is the easy half; “the algorithm prefers low complexity” is where proofs stop. Regularizing explicitly separates the two.',
  T11: 'Once the algorithm is regularized, double descent may no longer appear.',
  T12: 'A counterexample shows that uniform convergence cannot explain generalization; it is about existing algorithms.',
  T13: 'With regularization added to the algorithm, such counterexamples very likely no longer hold.',
  T14: 'Once the objective is regularized, every algorithm reaches the same generalization.',
  T15: 'Explicit regularization can now replace implicit regularization, though not yet completely.',
  T16: 'The aim is to depend less on huge data, by algorithms that we both understand and can guarantee.',
};

export const MARKING: Readonly<Record<Marking, string>> = {
  says: 'stated in the talk',
  implies: 'follows from what the talk states',
  ours: 'our reading of what the talk points at',
};
