import type { Flow } from '../../src/core/flow.ts';
import type { Id, NetworkModel } from '../../src/core/model.ts';
import { type Route, route } from '../../src/core/route.ts';
import { isUndecided, type Undecided, view, type World } from '../../src/core/world.ts';

// What is asked of a small network, and its answer in a few words. What the network does not show has several answers: all are told.

/** The flow of a subnet to one door of a target, as a setting declares it. */
export function call(client: Id, of: Id, own: Partial<Flow> = {}): Flow {
  return {
    id: `${client} -> ${of}`,
    client,
    clientKind: 'subnet',
    clientName: client,
    clientLabel: client,
    target: of,
    targetName: of,
    targetLabel: of,
    subresource: 'data',
    evidence: 'declared',
    because: ['use'],
    ...own,
  };
}

/** Each answer that `find` may come to, once, over every answer to the questions on its way. */
export function everyAnswer(find: (world: World) => string | Undecided): string[] {
  const open: World[] = [{}];
  const answers = new Set<string>();
  for (let world = open.pop(); world !== undefined; world = open.pop()) {
    const known = world;
    const found = find(known);
    if (!isUndecided(found)) answers.add(found);
    else {
      const [question] = found.questions;
      if (question === undefined) throw new Error('undecided, and nothing is asked');
      open.push(...question.options.map((option) => ({ ...known, [question.key]: option })));
    }
  }
  return [...answers].sort();
}

/** The answer that `find` comes to where each question on its way is answered by one of these. */
export function whereAnswered(
  find: (world: World) => string | Undecided,
  ...by: readonly string[]
) {
  for (let world: World = {}; ; ) {
    const found = find(world);
    if (!isUndecided(found)) return found;
    const [question] = found.questions;
    const answer = question?.options.find((each) => by.includes(each));
    if (question === undefined || answer === undefined)
      throw new Error(`unanswered: ${question?.key}`);
    world = { ...world, [question.key]: answer };
  }
}

/** Every way that a flow may take in a network, or what kind of thing stops it. */
export function ways(model: NetworkModel, flow: Flow): string[] {
  return everyAnswer(wayIn(model, flow));
}

/** The way that a flow takes in one world, to be asked by the functions above. */
export function wayIn(model: NetworkModel, flow: Flow) {
  return (world: World) => {
    const found = route(view(model, world), flow);
    return isUndecided(found) ? found : told(found);
  };
}

/** `private-endpoint 10.0.9.4`, `internet 20.0.0.1 via hub/firewall`, `none by admission`. */
export function told(found: Exclude<Route, Undecided>): string {
  if (found.by === 'none') return `none by ${found.because}`;
  const { by, address, via } = found;
  return [
    by,
    ...(address === undefined ? [] : [address]),
    ...(via === undefined ? [] : ['via', via]),
  ].join(' ');
}
