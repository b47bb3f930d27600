import { placeOf } from './edit.ts';
import {
  gravestFirst,
  type Hazard,
  type HazardRule,
  judged,
  lower,
  type Scene,
  type Sight,
  type Supposition,
} from './hazard.ts';
import type { Confidence } from './plan.ts';

// The rules look at the change as the input shows it, at each answer to what its routes rest on, and at each change that it may be.
// What is found in any of these is told: with no more confidence than where it is found, and with what is supposed.

/** Every case of every rule, gravest first. */
export function hazardsOf(
  rules: readonly HazardRule[],
  sight: Sight,
  suppositions: readonly Supposition[] = [],
): Hazard[] {
  const own = seen(rules, sight);
  const supposed = suppositions.map((each) => ({ ...each, hazards: seen(rules, each) }));
  const shown = own.map((hazard) => weighed(hazard, supposed));
  return [...shown, ...others(own, supposed, sight.scene)].sort(gravestFirst);
}

/** What a scene shows, and what it would show in some answer: a question, which moves no verdict. */
function seen(rules: readonly HazardRule[], { scene, answers }: Sight): Hazard[] {
  const sure = rules.flatMap((rule) => rule.find(scene).map((finding) => judged(rule, finding)));
  const told = new Set(sure.flatMap(keysOf));
  const asked = answers.flatMap((outcomes) =>
    rules.flatMap((rule) =>
      rule.find({ ...scene, outcomes }).flatMap((finding) => {
        const hazard = judged(rule, { ...finding, confidence: 'possible', verdict: 'informs' });
        return isNew(hazard, told) ? [hazard] : [];
      }),
    ),
  );
  return [...sure, ...asked];
}

/** Whether nobody has told the hazard of some of its subjects; from then on somebody has. */
function isNew(hazard: Hazard, told: Set<string>): boolean {
  const open = keysOf(hazard).filter((each) => !told.has(each));
  for (const each of open) told.add(each);
  return open.length > 0;
}

function keysOf({ rule, finding }: Hazard): string[] {
  return finding.subjects.map((each) => `${rule.id} ${each}`);
}

type Supposed = Supposition & { readonly hazards: readonly Hazard[] };

/** A hazard with no more confidence than wherever it is found, and never certain where something that may be takes it away. */
function weighed(hazard: Hazard, supposed: readonly Supposed[]): Hazard {
  if (supposed.length === 0) return hazard;
  const keys = new Set(keysOf(hazard));
  const found = supposed.map(({ hazards, questions }) => ({
    questions,
    same: hazards.filter((each) => keysOf(each).some((key) => keys.has(key))),
  }));
  const confidence = found.reduce<Confidence>(
    (least, { same }) =>
      lower(least, same.length === 0 ? 'likely' : lowest(same.map((each) => each.confidence))),
    hazard.confidence,
  );
  const ifSo = found.flatMap(({ same, questions }) =>
    same.map((each) => ({ hazard: each, questions })),
  );
  return { ...hazard, confidence, ifSo };
}

function lowest(all: readonly Confidence[]): Confidence {
  return all.reduce(lower, 'certain');
}

/** What would be a hazard if facts were as supposed, and is none as far as the input shows. */
function others(own: readonly Hazard[], supposed: readonly Supposed[], scene: Scene): Hazard[] {
  const told = new Set(own.flatMap(keysOf));
  return supposed.flatMap((each) =>
    each.hazards.flatMap((hazard) =>
      isNew(hazard, told) ? [asSupposed(hazard, each, scene)] : [],
    ),
  );
}

function asSupposed(hazard: Hazard, { says, questions }: Supposed, scene: Scene): Hazard {
  const { edit: made, may: _may, outcomes, ...finding } = hazard.finding;
  const edit = scene.edits.find((each) => made !== undefined && placeOf(each) === placeOf(made));
  const open = judged(hazard.rule, {
    ...finding,
    says: `If ${says}, which the input does not show: ${finding.says}`,
    // In the change as it is shown, nobody is known to suffer it.
    ...(outcomes === undefined
      ? {}
      : { outcomes: outcomes.map((each) => ({ ...each, certain: false })) }),
    confidence: 'possible',
    verdict: 'informs',
    ...(edit === undefined ? {} : { edit }),
  });
  return { ...open, supposed: true, ifSo: [{ hazard, questions }] };
}
