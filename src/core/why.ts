import type { Edit } from './edit.ts';
import type { Flow } from './flow.ts';
import type { NetworkModel } from './model.ts';
import { type Route, route } from './route.ts';
import { fullState, type Track } from './track.ts';
import { endsIn } from './waiver.ts';
import { titleOf } from './words.ts';
import type { Workings } from './workings.ts';
import { view } from './world.ts';

/** How the flows of a resource (an ID, an address, a name, or the end of one) were routed, a line each. */
export function why({ scene, tracks }: Workings, resource: string): string[] {
  const wanted = (flow: Flow) =>
    [
      flow.client,
      flow.clientLabel,
      flow.clientName,
      flow.target,
      flow.targetLabel,
      flow.targetName,
    ].some((each) => endsIn(each, resource));
  const flows = scene.flows.filter(wanted);
  if (flows.length === 0)
    return [`No flow from or to "${resource}" is known: no rule, endpoint or setting names it.`];
  return flows.flatMap((flow) => {
    const track = tracks.find((each) => each.flow.id === flow.id);
    const head = `${flow.clientName} → ${flow.targetName} (${flow.subresource}), ${flow.evidence} by ${flow.because.join(', ')}:`;
    return [
      head,
      ...(track === undefined
        ? untouched(flow, scene.before)
        : touched(track, scene.edits, [scene.after, scene.before])),
    ];
  });
}

function untouched(flow: Flow, model: NetworkModel): string[] {
  return [`  ${said(route(view(model), flow))}; no edit touches it`];
}

function touched(track: Track, all: readonly Edit[], models: readonly NetworkModel[]): string[] {
  return track.worlds.flatMap((world) => {
    const assumed = Object.entries(world).map(([question, answer]) => `${question}: ${answer}`);
    const edits = track.edits.map((position, n) => {
      const alone = track.standing(1n << BigInt(n), world).route;
      const edit = all[position];
      return `  with "${edit === undefined ? '' : titleOf([edit], ...models)}" alone: ${said(alone)}`;
    });
    return [
      ...(assumed.length === 0 ? [] : [`  assuming ${assumed.join('; ')}`]),
      `  before: ${said(track.standing(0n, world).route)}`,
      ...edits,
      `  after: ${said(track.standing(fullState(track), world).route)}`,
    ];
  });
}

function said(found: Route): string {
  switch (found.by) {
    case 'none':
      return `no way, ${found.blocker}`;
    case 'undecided':
      return `undecided, missing ${found.questions.map((each) => each.missing).join('; ')}`;
    default:
      return `by ${found.by}, ${found.source} source${found.address === undefined ? '' : ` ${found.address}`}${found.via === undefined ? '' : ` via ${found.via}`}`;
  }
}
