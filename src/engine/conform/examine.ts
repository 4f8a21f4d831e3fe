/** All models of a run that are not ours, looked at before any claim is judged, and what becomes of each claim. */
import type { Model, Run } from '../../claim.js';
import { lacking } from '../able.js';
import { modelOf, trainedIn, verdictArms, dialArms, type Models } from '../arm.js';
import type { FoundModel } from '../discover.js';
import { finished, instead, isStranger } from '../train.js';
import { casesOf, type Case, type Named } from './case.js';
import { conform, type Tally } from './conform.js';
import type { Subject } from './law.js';
import { lookedAtBy } from './looked.js';

/** What was found of one model. */
export interface Examined {
  /** The name under which claims train it, and its own. */
  readonly name: string;
  readonly model: Model;
  /** Whether it stands in the place of a shipped model, or claims bring it. */
  readonly replaces: boolean;
  readonly claims: readonly string[];
  readonly trainings: number;
  readonly laws: readonly Tally[];
}

/** What becomes of a claim that trains one of them. */
export interface Prospect {
  readonly id: string;
  readonly is: 'ready' | 'broken' | 'not applicable' | 'error';
  /** The laws that are broken in its trainings; or why it is not applicable, or could not be evaluated. */
  readonly because: readonly string[];
  /** Trainings of the claim itself, and those of them that did not end: these count as violations. */
  readonly trainings: number;
  readonly unfinished: number;
}

export interface Examination {
  readonly models: readonly Examined[];
  readonly claims: readonly Prospect[];
}

interface Asked {
  readonly claims: readonly Named[];
  readonly models: ReadonlyMap<string, FoundModel>;
  readonly seed: string;
  /** Of each arm. */
  readonly tasks: number;
}

/** Everything that the claim trains, in its controls and along its dial too. */
const runsOf = ({ claim }: Named): Run[] =>
  [...verdictArms(claim), ...dialArms(claim)].flatMap((arm) => Object.values(arm.claim.train));

/** The models that are not ours: in the place of shipped ones, and such that claims bring. */
function strangers(claims: readonly Named[], models: Asked['models'], inPlace: Models): Subject[] {
  const found = new Map<Model, Subject>();
  for (const claim of claims)
    for (const run of runsOf(claim)) {
      const model = modelOf(run, inPlace);
      if (found.has(model)) continue;
      if (isStranger(model)) found.set(model, { name: run.model.name, model, ours: model.insteadOf });
      else if (!models.has(model.name)) found.set(model, { name: model.name, model: instead(model, model) });
    }
  return [...found.values()];
}

/** Whether a subject is what that model is: in its own place it is a copy. */
const isOf = ({ model, ours }: Subject, other: Model) => (ours ? model === other : model.insteadOf === other);

/** What is being looked at. */
export interface Step {
  /** How many models there are. */
  readonly models: number;
  readonly name: string;
  /** Of the model; 0 before they are counted. */
  readonly trainings: number;
}

/** @returns what was found, after a step for every training that was looked at */
export function* examine({ claims, models, seed, tasks }: Asked): Generator<Step, Examination> {
  const inPlace = new Map([...models].map(([name, { model }]) => [name, model]));
  const shipped: Models = new Map([...inPlace].map(([name, of]) => [name, isStranger(of) ? of.insteadOf : of]));
  const subjects = strangers(claims, models, inPlace);
  const prospects = new Map<string, Prospect>();
  const enter = (id: string, of: Partial<Prospect>) =>
    prospects.set(id, { id, is: 'ready', because: [], trainings: 0, unfinished: 0, ...prospects.get(id), ...of });
  const able: Named[] = [];
  for (const each of claims) {
    if (!runsOf(each).some((run) => subjects.some((subject) => isOf(subject, modelOf(run, inPlace))))) continue;
    const why = lacking(each.claim, inPlace);
    enter(each.id, why === undefined ? {} : { is: 'not applicable', because: [why] });
    if (why === undefined) able.push(each);
  }

  const examined: Examined[] = [];
  for (const subject of subjects) {
    const cases: Case[] = [];
    const looked = new Map<string, ReadonlySet<string>>();
    for (const each of able) {
      if (!runsOf(each).some((run) => isOf(subject, modelOf(run, inPlace)))) continue;
      try {
        const own = [...casesOf(each, inPlace, seed, tasks, (model) => isOf(subject, model))];
        yield { models: subjects.length, name: subject.name, trainings: 0 };
        for (const [key, names] of lookedAtBy(each, shipped, seed)) looked.set(key, names);
        cases.push(...own);
      } catch (error) {
        enter(each.id, { is: 'error', because: [error instanceof Error ? error.message : String(error)] });
      }
    }
    const steps = conform({ ...subject, looked }, cases, ({ at }, trained) => {
      if (at?.arm !== 'claim') return;
      const { trainings, unfinished } = prospects.get(at.claim)!;
      enter(at.claim, { trainings: trainings + 1, unfinished: unfinished + (finished(trained) ? 0 : 1) });
    });
    let step = steps.next();
    for (; !step.done; step = steps.next())
      yield { models: subjects.length, name: subject.name, trainings: cases.length };
    for (const { law, broken } of step.value)
      for (const id of new Set(broken.flatMap(({ case: of }) => of?.at?.claim ?? []))) {
        const { because } = prospects.get(id)!;
        enter(id, { is: 'broken', because: [...new Set([...because, law])] });
      }
    examined.push({
      name: subject.name,
      model: subject.model,
      replaces: subject.ours !== undefined,
      claims: [...new Set(cases.map(({ at }) => at!.claim))],
      trainings: cases.length,
      laws: step.value,
    });
  }
  return { models: examined, claims: [...prospects.values()] };
}

/** Whether nothing is broken. */
export const conforms = ({ models }: Examination): boolean =>
  models.every(({ laws }) => laws.every(({ broken }) => broken.length === 0));

/** The models that a claim trains and that are not shipped. */
export const broughtBy = (claims: readonly Named[], models: Asked['models']): string[] => [
  ...new Set(claims.flatMap(({ claim }) => trainedIn(claim)).filter((name) => !models.has(name))),
];
