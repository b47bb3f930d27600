import { isUnknown, type Known } from './known.ts';
import type { Collection, Id, NetworkModel } from './model.ts';

// What the input does not show becomes a question with a few answers. A world is one set of answers; what holds in every world
// is certain, and a route that needs an answer no world gives is undecided.

export interface Question {
  /** Same key, same fact: the answer holds before and after a change that leaves it alone. */
  readonly key: string;
  readonly options: readonly string[];
  /** The answer that stops the flow by a fact of which nobody who calls today complains: it is not supposed of what stays. */
  readonly stops?: string;
  /** What is missing, as a reader would say it. */
  readonly missing: string;
}

export type World = Readonly<Record<string, string>>;

export interface Undecided {
  readonly by: 'undecided';
  readonly questions: readonly Question[];
}

/** Whether both may be true: no question that both answer is answered differently. */
export function agree(one: World, other: World): boolean {
  return Object.entries(one).every(
    ([question, answer]) => other[question] === undefined || other[question] === answer,
  );
}

/** A look at one model in one world; `reads` notes the records that the answer rests on, as `collection|id`. */
export interface View {
  readonly model: NetworkModel;
  readonly world: World;
  readonly reads: Set<string>;
  /** What was searched for, whether or not it was found. */
  readonly searches: Set<string>;
  /** Names of the private DNS zones that the input shows in any state: one that is not there yet is nowhere else. */
  readonly zoneNames: ReadonlySet<string>;
}

export function view(
  model: NetworkModel,
  world: World = {},
  reads: Set<string> = new Set(),
  zoneNames: ReadonlySet<string> = new Set(),
): View {
  return { model, world, reads, searches: new Set(), zoneNames };
}

/** Lower-case names of the zones in any of the models. */
export function zoneNamesIn(models: readonly NetworkModel[]): ReadonlySet<string> {
  return new Set(
    models.flatMap((model) => Object.values(model.zones).map((zone) => zone.name.toLowerCase())),
  );
}

export function isUndecided(value: unknown): value is Undecided {
  return typeof value === 'object' && value !== null && 'by' in value && value.by === 'undecided';
}

/** The record, noted as read even when it is not there: it may be in another state. */
export function look<C extends Collection>(
  at: View,
  collection: C,
  id: Id,
): NetworkModel[C][Id] | undefined {
  at.reads.add(`${collection}|${id}`);
  const records: NetworkModel[C] = at.model[collection];
  return records[id as keyof NetworkModel[C]] as NetworkModel[C][Id] | undefined;
}

export function ask(at: View, question: Question): string | Undecided {
  return at.world[question.key] ?? { by: 'undecided', questions: [question] };
}

/** A known value as it is; an unknown one by its answer in this world. */
export function settle<T extends string>(
  at: View,
  value: Known<T>,
  field: string,
  options: readonly T[],
): T | Undecided {
  if (!isUnknown(value)) return value;
  const answer = ask(at, { key: `${field}: ${value.unknown}`, options, missing: value.unknown });
  return isUndecided(answer) ? answer : (answer as T);
}

/** Yes or no, by the world's answer. */
export function whether(at: View, key: string, missing: string): boolean | Undecided {
  const answer = ask(at, { key, options: ['yes', 'no'], missing });
  return isUndecided(answer) ? answer : answer === 'yes';
}

/** Yes or no; no stops the flow, which is not supposed where it is so today. */
export function passes(at: View, key: string, missing: string): boolean | Undecided {
  const answer = ask(at, { key, options: ['yes', 'no'], stops: 'no', missing });
  return isUndecided(answer) ? answer : answer === 'yes';
}

/** What is the same in all of the worlds that say it. */
export function shared(worlds: readonly World[]): World {
  const answers = new Map<string, Set<string>>();
  for (const [question, answer] of worlds.flatMap((world) => Object.entries(world)))
    answers.set(question, (answers.get(question) ?? new Set()).add(answer));
  return Object.fromEntries(
    [...answers].flatMap(([question, all]) =>
      all.size === 1 ? [[question, [...all][0] ?? '']] : [],
    ),
  );
}

/** True when one is true; undecided when none is and one is undecided. */
export function some<T>(
  items: readonly T[],
  holds: (item: T) => boolean | Undecided,
): boolean | Undecided {
  let open: Undecided | undefined;
  for (const item of items) {
    const answer = holds(item);
    if (answer === true) return true;
    if (isUndecided(answer)) open ??= answer;
  }
  return open ?? false;
}
