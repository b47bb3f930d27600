import type { Change } from './change.ts';
import type { Config } from './config.ts';
import { type Answer, type Doubt, doubtsIn, supposing } from './doubt.ts';
import type { OpenQuestion, Supposition } from './hazard.ts';
import type { Knowledge } from './knowledge.ts';
import { touchedBy } from './missing.ts';
import type { Collection, Id, Named } from './model.ts';
import { answersOf, type Ground, groundOf, judgementsOf, sceneOf } from './scene.ts';

// The rules look once more at each change that this one may be, given that the input does not show it whole: first with one such fact
// told, then with two. Each look costs a replay, so there is a limit; the more flows are touched, the fewer looks.

const maxLooks = 32;
const maxReplays = 2000;

/** The changes that this one may be, and the facts for which nothing was supposed, for there are too many. */
export interface Supposed {
  readonly suppositions: readonly Supposition[];
  readonly untried: readonly OpenQuestion[];
}

export function suppose(
  change: Change,
  ground: Ground,
  knowledge: Knowledge,
  config: Config,
): Supposed {
  if (ground.edits.length === 0 || knowledge.rules.length === 0)
    return { suppositions: [], untried: [] };
  const looks = Math.min(maxLooks, Math.floor(maxReplays / Math.max(1, ground.tracks.length)));
  const doubts = doubtsOf(change, ground);
  const tried = within(looks, combined(doubts));
  const known = new Set(tried.flat());
  return {
    suppositions: tried.flatMap((each) => answered(each, change, knowledge, config)),
    untried: doubts.filter((doubt) => !known.has(doubt)),
  };
}

/** One change for every way to answer the doubts. */
function answered(
  doubts: readonly Doubt[],
  change: Change,
  knowledge: Knowledge,
  config: Config,
): Supposition[] {
  return product(doubts).map((answers): Supposition => {
    const supposed = answers.reduce(
      (sofar, { doubt, answer }) => supposing(sofar, doubt, answer),
      change,
    );
    const own = groundOf(supposed);
    const judgements = judgementsOf(supposed, own, knowledge, unstaged);
    return {
      says: answers.map(({ answer }) => answer.says).join(', and '),
      questions: doubts,
      scene: sceneOf(supposed, own, judgements, knowledge, config),
      answers: answersOf(judgements),
    };
  });
}

// No rule asks what the stages do.
const unstaged = { stagedDenial: () => false, doubtful: () => false };

/** Facts that the change touches and the input does not show. */
function doubtsOf(change: Change, { edits, tracks }: Ground): Doubt[] {
  const sides = [change.before, change.after];
  const flows = tracks.map((track) => track.flow);
  const touched = touchedBy(sides, edits, flows);
  const links = sides.flatMap((model) =>
    Object.values(model.links).filter((each) => touched.zones.includes(each.zone)),
  );
  const resources = new Set<unknown>(
    sides.flatMap((model) => touched.targets.map((id) => model.targets[id]?.resource)),
  );
  const perimeters = sides.flatMap((model) =>
    Object.values(model.perimeters).filter(
      (each) => resources.has(each.target) || edits.some(({ id }) => id === each.id),
    ),
  );
  const records = sides.flatMap((model) =>
    Object.values(model.records).filter((each) => touched.zones.includes(each.zone)),
  );
  const of = (collection: Collection) =>
    idsOf(sides.flatMap((model) => Object.values<Named>(model[collection])));
  return doubtsIn(
    change,
    {
      ...touched,
      links: idsOf(links),
      perimeters: idsOf(perimeters),
      records: idsOf(records),
      resolvers: of('resolvers'),
      appliances: of('appliances'),
      peerings: of('peerings'),
    },
    edits,
  );
}

function idsOf(records: readonly Named[]): readonly Id[] {
  return [...new Set(records.map((each) => each.id))];
}

/** Each doubt alone, then each pair. */
function combined(doubts: readonly Doubt[]): Doubt[][] {
  const pairs = doubts.flatMap((one, n) => doubts.slice(n + 1).map((other) => [one, other]));
  return [...doubts.map((each) => [each]), ...pairs];
}

/** The first combinations that together ask for no more than so many looks. */
function within(looks: number, combinations: readonly Doubt[][]): Doubt[][] {
  let left = looks;
  return combinations.filter((doubts) => {
    const needed = doubts.reduce((all, { answers }) => all * answers.length, 1);
    if (needed > left) return false;
    left -= needed;
    return true;
  });
}

/** Every way to answer all of the doubts. */
function product(doubts: readonly Doubt[]): { doubt: Doubt; answer: Answer }[][] {
  return doubts.reduce<{ doubt: Doubt; answer: Answer }[][]>(
    (sofar, doubt) =>
      sofar.flatMap((each) => doubt.answers.map((answer) => [...each, { doubt, answer }])),
    [[]],
  );
}
