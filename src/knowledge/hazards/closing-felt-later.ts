import type { Edit } from '../../core/edit.ts';
import { counts } from '../../core/flow.ts';
import type { Finding, HazardRule, Outcome, Scene } from '../../core/hazard.ts';
import { isWay } from '../../core/route.ts';
import { closings, grouped, rulesLost } from '../changes.ts';
import { feels } from '../outcomes.ts';
import { listed, nameIn } from '../phrases.ts';

/** A door that is shut behind those who are inside. */
export const closingFeltLater: HazardRule = {
  id: 'closing-felt-later',
  title: 'The closing is felt only when clients reconnect',
  statement:
    'Services that check their rules when a connection is made (SQL, PostgreSQL and MySQL, Event Hubs and Service Bus, Redis, mounts over SMB and NFS) keep open connections through a closing. The break comes at the next reconnect, perhaps days later.',
  remedy:
    'Make every client reconnect at the gate before the closing and again after it, so that a missing way shows while somebody is looking.',
  source:
    'follows from https://learn.microsoft.com/azure/azure-sql/database/connectivity-architecture',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) => {
    const shut = new Set([
      ...closings(scene).map(({ target }) => target.id),
      ...rulesLost(scene).map(({ target }) => target.id),
      ...scene.edits
        .filter((edit) => edit.kind === 'ip-rule' && edit.after === undefined)
        .map((edit) => edit.id),
      ...firstRules(scene).map((edit) => edit.id),
    ]);
    return grouped(
      scene.outcomes.filter((each) => shut.has(each.flow.target) && outlives(scene, each)),
      ({ flow }) => flow.target,
    ).flatMap(([target, group]) => finding(scene, target, group));
  },
};

/** Rules with which the default action of a target begins to count. */
function firstRules(scene: Scene): Edit[] {
  return scene.edits.filter(({ id, kind, after }) => {
    const old = scene.before.targets[id];
    if (old === undefined || after === undefined) return false;
    const opens = old.traits.admission === 'open-until-first-rule' || old.traits.denyNeedsRule;
    if (!opens) return false;
    if (kind !== 'ip-rule' && kind !== 'virtual-network-rule') return false;
    return Object.keys({ ...old.ipRules, ...old.networkRules }).length === 0;
  });
}

/** The old way closes while its connections stay: the flow ends, or has moved to another way. */
function outlives(scene: Scene, outcome: Outcome): boolean {
  const { flow, from, to } = outcome;
  if (!counts(flow) || !isWay(from) || from.by === 'private-endpoint' || feels(outcome, 'reset'))
    return false;
  if (to.by === 'none' && to.because === 'absent') return false;
  return (to.by === 'none' || to.by === 'private-endpoint') && byConnection(scene, outcome);
}

function byConnection(scene: Scene, { flow }: Outcome): boolean {
  const parts = scene.before.targets[flow.target]?.subresources ?? {};
  const own = parts[flow.subresource];
  const all = own === undefined ? Object.values(parts) : [own];
  return all.length > 0 && all.every((each) => each.checked === 'connection');
}

function finding(scene: Scene, target: string, group: readonly Outcome[]): Finding[] {
  const edit =
    closings(scene).find((each) => each.target.id === target)?.edit ??
    firstRules(scene).find(({ id }) => id === target);
  return [
    {
      says: `Open connections from ${listed(group.map((each) => each.flow.clientName))} to ${nameIn(scene, 'targets', target)} outlive the closing: a client without another way breaks at its next reconnect.`,
      may: true,
      origin: edit === undefined ? scene.originOf(`targets|${target}`) : scene.originOf(edit),
      subjects: [target, ...group.map((each) => each.flow.client)],
      ...(edit === undefined ? {} : { edit }),
    },
  ];
}
