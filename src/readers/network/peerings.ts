import { isKnown } from '../../core/known.ts';
import type { Id, NetworkModel, Peering } from '../../core/model.ts';

// Nothing passes until both halves are connected, nor after either is deleted:
// https://azure.github.io/PSRule.Rules.Azure/en/rules/Azure.VNET.PeerState

/** The networks, in which both halves of a peering know of each other where the input shows both, on whichever side. */
export function withHalves(models: readonly [NetworkModel, NetworkModel]): typeof models {
  const all = models.flatMap((model) => Object.values(model.peerings));
  const halves = new Map(all.flatMap((each) => keyed(each, each.vnet, each.remote)));
  const joined = (model: NetworkModel): NetworkModel => ({
    ...model,
    peerings: Object.fromEntries(
      Object.entries(model.peerings).map(([id, each]) => [id, joinedTo(each, halves)]),
    ),
  });
  const [before, after] = models;
  return [joined(before), joined(after)];
}

type Halves = ReadonlyMap<string, Id>;

function keyed({ id }: Peering, from: Id, to: Peering['remote']): [string, Id][] {
  return isKnown(to) ? [[`${from} ${to}`, id]] : [];
}

function joinedTo(peering: Peering, halves: Halves): Peering {
  const other = isKnown(peering.remote)
    ? halves.get(`${peering.remote} ${peering.vnet}`)
    : undefined;
  return other === undefined ? peering : { ...peering, other };
}
