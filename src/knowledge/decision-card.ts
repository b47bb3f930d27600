import { counts } from '../core/flow.ts';
import type { Scene } from '../core/hazard.ts';
import { isKnown } from '../core/known.ts';
import type { Id, NetworkModel, PrivateEndpoint, Subnet, Target } from '../core/model.ts';
import type { PlanDecision } from '../core/plan.ts';
import { grouped, isNamed, targetsOf } from './changes.ts';
import { type Choice, decisions, overview, vnets, zones } from './decisions.ts';
import { outcomesTo, waysOut } from './outcomes.ts';
import { joined, listed, nameIn, verb } from './phrases.ts';
import { customServers } from './private-names.ts';
import { services } from './services/index.ts';

// For each kind of endpoint that a change adds or takes away: what the other kind would need instead, and what speaks for one or
// the other here.

/** The decision card of a change: service endpoints first, then private endpoints, each kind once. */
export function decisionCard(scene: Scene): PlanDecision[] {
  return [...serviceEndpoints(scene), ...privateEndpoints(scene)].map((choice) => ({
    made: choice.made,
    change: choice.change,
    what: choice.what,
    names:
      choice.made === 'service-endpoint'
        ? choice.subnets.map(({ id }) => nameIn(scene, 'subnets', id))
        : choice.targets.map((each) => each.name),
    instead:
      choice.made === 'service-endpoint'
        ? privateInstead(scene, choice)
        : serviceInstead(scene, choice),
    grounds: grounds(scene, choice),
  }));
}

/** What the change shows; where that is nothing and somebody still chooses, what Microsoft recommends. */
function grounds(scene: Scene, choice: Choice): PlanDecision['grounds'] {
  const found = decisions.flatMap(({ id, speaks, source, confidence }) => {
    const says = speaks?.upon.includes(choice.change) ? speaks.says(scene, choice) : undefined;
    return says === undefined ? [] : [{ decision: id, says, source, confidence }];
  });
  return found.length > 0 || choice.change === 'remove' ? found : [recommended];
}

const recommended = {
  decision: 'ms-default',
  says: 'Nothing that the input shows decides: Microsoft then recommends a private endpoint.',
  source: overview,
  confidence: 'certain',
} as const;

/** One choice for each endpoint type that some subnets gain or lose. */
function serviceEndpoints(scene: Scene): Choice[] {
  const found = [
    ...standing(scene.after, scene.before).map((each) => ({ ...each, change: 'add' as const })),
    ...standing(scene.before, scene.after).map((each) => ({ ...each, change: 'remove' as const })),
  ];
  return grouped(found, ({ change, what }) => `${change} ${what}`).flatMap(
    ([, [first, ...rest]]) => {
      if (first === undefined) return [];
      const { change, what, family } = first;
      const subnets = [first, ...rest].map((each) => each.subnet);
      const ids = new Set<Id>(subnets.map(({ id }) => id));
      const called = scene.outcomes
        .filter((each) => counts(each.flow) && waysOut(each).some((id) => ids.has(id)))
        .map(({ flow }) => flow.target);
      const ruled = [scene.before, scene.after].flatMap((model) => naming(model, ids));
      const targets = known(scene, [...called, ...ruled]).filter(
        (target) => target.traits.endpointFamily === family,
      );
      return [
        {
          made: 'service-endpoint',
          change,
          what,
          family,
          subnets,
          targets,
          outside: away(scene, targets),
        },
      ];
    },
  );
}

/** Targets of a model with a rule for any of the subnets. */
function naming(model: NetworkModel, subnets: ReadonlySet<Id>): Id[] {
  return Object.values(model.targets)
    .filter(({ networkRules }) => Object.keys(networkRules).some((id) => subnets.has(id)))
    .map(({ id }) => id);
}

/** Service endpoints that stand in one model and not in the other. */
function standing(here: NetworkModel, there: NetworkModel) {
  return Object.values(here.subnets).flatMap((subnet) =>
    Object.entries(subnet.endpoints)
      .filter(([family]) => isNamed(family))
      .filter(([family]) => there.subnets[subnet.id]?.endpoints[family] === undefined)
      .map(([family, endpoint]) => ({
        subnet,
        family,
        what: isKnown(endpoint) ? endpoint.service : family,
      })),
  );
}

/** One choice for each kind of target that private endpoints come to or go from. */
function privateEndpoints(scene: Scene): Choice[] {
  const found = [
    ...behind(scene, scene.after, scene.before, 'add'),
    ...behind(scene, scene.before, scene.after, 'remove'),
  ];
  return grouped(found, ({ change, target }) => `${change} ${target.noun}`).flatMap(
    ([, [first, ...rest]]) => {
      if (first === undefined) return [];
      const targets = known(
        scene,
        [first, ...rest].map((each) => each.target.id),
      );
      const wanted = new Set<string>(targets.map(({ id }) => id));
      const { noun, traits } = first.target;
      const callers = scene.flows
        .filter((flow) => counts(flow) && flow.clientKind === 'subnet')
        .filter((flow) => wanted.has(flow.target))
        .flatMap((flow) => scene.after.subnets[flow.client] ?? []);
      return [
        {
          made: 'private-endpoint',
          change: first.change,
          what: noun,
          ...(traits.endpointFamily === undefined ? {} : { family: traits.endpointFamily }),
          subnets: [...new Set(callers)],
          targets,
          outside: away(scene, targets),
        },
      ];
    },
  );
}

function behind(scene: Scene, here: NetworkModel, there: NetworkModel, change: Choice['change']) {
  return (
    Object.values(here.endpoints)
      .filter(({ id }) => there.endpoints[id] === undefined)
      .flatMap((endpoint: PrivateEndpoint) => targetsOf(scene, endpoint))
      // The resource itself stands for its other doors, the SCM site of an app.
      .filter((target) => target.id === target.resource)
      .map((target) => ({ target, change }))
  );
}

/** The targets of these IDs, each once, as the change leaves them. */
function known(scene: Scene, ids: readonly Id[]): Target[] {
  return [...new Set(ids)].flatMap(
    (id) => scene.after.targets[id] ?? scene.before.targets[id] ?? [],
  );
}

function away(scene: Scene, targets: readonly Target[]): string[] {
  const wanted = new Set<string>(targets.map(({ id }) => id));
  const found = scene.flows
    .filter((flow) => counts(flow) && flow.clientKind === 'on-premises')
    .filter((flow) => wanted.has(flow.target));
  return [...new Set(found.map((flow) => flow.clientName))];
}

/** What private endpoints would need in the place of a service endpoint. */
function privateInstead(scene: Scene, { subnets, targets, family }: Choice): string {
  const homes = vnets(subnets);
  const linked = homes.map((id) => nameIn(scene, 'vnets', id));
  const asks = homes.filter((id) => customServers(scene.after, id).length > 0);
  const forward = asks.length === 0 ? '' : ', DNS servers that forward to Azure';
  const parts = used(scene, subnets, targets);
  const own = zones(parts.map(({ target, names }) => narrowed(target, names)));
  const what =
    parts.length === 0
      ? `one for each ${nounOf(family)} and sub-resource in use, its private DNS zone`
      : `${listed(parts.map(({ target, names }) => `${target.name} (${joined(names)})`))}, ${joined(own)}`;
  return `Private endpoints: ${what} linked to ${linked.length === 0 ? 'the network' : listed(linked)}${forward}, an address for each, paid by hour and gigabyte. No rule for the subnet, and the public side can close.`;
}

/** Targets with the sub-resources that clients in the subnets call. */
function used(scene: Scene, subnets: readonly Subnet[], targets: readonly Target[]) {
  const ids = new Set<Id>(subnets.map(({ id }) => id));
  return targets.map((target) => {
    const called = outcomesTo(scene, target.id)
      .filter((each) => waysOut(each).some((id) => ids.has(id)))
      .map(({ flow }) => flow.subresource)
      .filter((name) => target.subresources[name] !== undefined);
    return {
      target,
      names: called.length > 0 ? [...new Set(called)] : Object.keys(target.subresources),
    };
  });
}

function narrowed(target: Target, names: readonly string[]): Target {
  const kept = Object.entries(target.subresources).filter(([name]) => names.includes(name));
  return { ...target, subresources: Object.fromEntries(kept) };
}

function nounOf(family: string | undefined): string {
  const nouns = services
    .filter((service) => service.serviceEndpoint?.value.family === family)
    .map((service) => service.noun);
  return nouns.length === 0 ? 'resource' : nouns.join(' or ');
}

/** What service endpoints would need in the place of private endpoints. */
function serviceInstead(scene: Scene, { what, family, subnets, targets }: Choice): string {
  const names = listed(targets.map((each) => each.name));
  if (family === undefined)
    return `No service endpoint type exists for a ${what}: IP rules on ${names} for the public addresses of its clients.`;
  const homes = subnets.map(({ id }) => nameIn(scene, 'subnets', id));
  const where = homes.length === 0 ? 'each client’s subnet' : listed(homes);
  const rule = verb(homes, 'a rule for it', 'a rule for each');
  return `Service endpoints: ${family} on ${where}, whose open connections close, then ${rule} on ${names}, whose public network access stays on. No DNS change, no charge; clients outside Azure keep IP rules.`;
}
