import { counts } from '../../core/flow.ts';
import type { Finding, HazardRule, Outcome, Scene } from '../../core/hazard.ts';
import { closings, grouped, lost, rulesLost } from '../changes.ts';
import { listed, nameIn } from '../phrases.ts';

/** A name that changes moves nobody who is already connected. */
export const peExistingConnections: HazardRule = {
  id: 'pe-existing-connections',
  title: 'Connections that are open stay on the old way until it closes',
  statement:
    'When a name begins to answer with a private endpoint, open connections stay where they are: clients move when they reconnect. Once the old way is closed, those that did not move fail. Mounted file shares must be mounted again.',
  remedy:
    'Between the switch of the names and the closing, recycle connection pools and pods and mount shares again, and see the old way unused.',
  source:
    'https://github.com/MicrosoftDocs/azure-docs/blob/42655f0ed89897f3571b649e2e1922bfef5985d9/articles/private-link/private-endpoint-dns.md',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      scene.outcomes.filter((each) => moves(each) && closes(scene, each)),
      ({ flow }) => flow.target,
    ).flatMap(([target, group]) => finding(scene, target, group)),
};

function moves({ flow, from, to }: Outcome): boolean {
  const publicly = from.by === 'internet' || from.by === 'service-endpoint';
  return publicly && to.by === 'private-endpoint' && counts(flow);
}

/** The old way goes in the same change: by a switch of the target, by its rule, or with the endpoint of the subnet. */
function closes(scene: Scene, { flow }: Outcome): boolean {
  const family = scene.after.targets[flow.target]?.traits.endpointFamily;
  return (
    closings(scene).some((each) => each.target.id === flow.target) ||
    rulesLost(scene).some(
      (each) => each.target.id === flow.target && each.subnet === flow.client,
    ) ||
    lost(scene).some((each) => each.subnet.id === flow.client && each.family === family)
  );
}

function finding(scene: Scene, target: string, group: readonly Outcome[]): Finding[] {
  const edit = closings(scene).find((each) => each.target.id === target)?.edit;
  const shares = group.some((each) => each.flow.subresource.toLowerCase() === 'file');
  return [
    {
      says: `Open connections from ${listed(group.map((each) => each.flow.clientName))} to ${nameIn(scene, 'targets', target)} stay on the old way and fail when it closes${shares ? '; shares must be mounted again' : ''}.`,
      may: true,
      origin: edit === undefined ? scene.originOf(`targets|${target}`) : scene.originOf(edit),
      subjects: [target, ...group.map((each) => each.flow.client)],
      ...(edit === undefined ? {} : { edit }),
    },
  ];
}
