import { type Edit, isEdit } from './edit.ts';
import { inScope } from './egress.ts';
import type { Flow } from './flow.ts';
import { isKnown } from './known.ts';
import type { NetworkModel } from './model.ts';
import type { EffectKind } from './plan.ts';
import { isWay, type Route } from './route.ts';
import type { Standing } from './standing.ts';
import { view, type World } from './world.ts';

/** What happens to one flow when it passes from one state to the next: the difference of two routes, and open connections. */
export function effects(
  flow: Flow,
  edits: readonly Edit[],
  model: NetworkModel,
  world: World,
  from: Standing,
  to: Standing,
): EffectKind[] {
  const found: EffectKind[] = [];
  if (edits.some((edit) => closes(flow, edit, model, world, from.route, to.route)))
    found.push('reset');
  if (!isWay(from.route) && flow.zone === undefined) return [];
  if (to.route.by === 'none') {
    found.push(to.route.because === 'name' ? 'name-unresolved' : 'denied');
    return found;
  }
  if (from.name !== to.name) found.push('name-changes');
  if (isWay(from.route) && isWay(to.route)) {
    if (from.route.source !== to.route.source || from.route.address !== to.route.address)
      found.push('source-switch');
    else if (from.route.by !== to.route.by || from.route.via !== to.route.via)
      found.push('route-changes');
  }
  return found;
}

/** Whether two standings differ in anything that a flow can feel or a reader wants to know. */
export function sameStanding(one: Standing, other: Standing): boolean {
  return one.name === other.name && sameRoute(one.route, other.route);
}

export function sameRoute(one: Route, other: Route): boolean {
  if (one.by !== other.by) return false;
  if (!isWay(one) || !isWay(other)) return true;
  return (
    one.source === other.source &&
    one.address === other.address &&
    one.via === other.via &&
    one.endpoint === other.endpoint
  );
}

/** Whether the edit closes open connections of the flow (semantics: what an edit does). */
function closes(
  flow: Flow,
  edit: Edit,
  model: NetworkModel,
  world: World,
  from: Route,
  to: Route,
): boolean {
  if (!isWay(from)) return false;
  const subnet = from.via ?? flow.client;
  switch (edit.kind) {
    case 'service-endpoint':
      // Behind a firewall, its own endpoint takes the flow away from there.
      return [subnet, flow.client].includes(edit.id) && switches(flow, edit, model, world, from);
    case 'private-endpoint':
      return (
        from.endpoint === edit.id &&
        (edit.after === undefined || !isWay(to) || to.endpoint !== edit.id)
      );
    case 'nat-gateway-association':
      return edit.id === subnet && edit.before !== null && from.by === 'internet';
    case 'egress-address':
    case 'nat-gateway':
      return (
        edit.after === undefined &&
        from.by === 'internet' &&
        model.subnets[subnet]?.natGateway === edit.id
      );
    case 'route-table-association':
    case 'route':
      return from.by !== 'private-endpoint' && isWay(to) && !sameRoute(from, to);
    case 'peering':
      return edit.after === undefined && from.by === 'private-endpoint' && !isWay(to);
    case 'high-scale-endpoints':
      return from.by === 'private-endpoint';
    case 'subnet':
      return edit.after === undefined && edit.id === flow.client;
    default:
      return false;
  }
}

/**
 * A service endpoint that comes, goes or changes its service or network identifier closes every connection to the public address
 * of a target that it covers, before or after.
 */
function switches(flow: Flow, edit: Edit, model: NetworkModel, world: World, from: Route): boolean {
  if (!isEdit(edit, 'service-endpoint') || (isWay(from) && from.by === 'private-endpoint'))
    return false;
  if (!changesService(edit)) return false;
  if (flow.target === '*') return flow.family === edit.key;
  const target = model.targets[flow.target];
  const subnet = model.subnets[edit.id];
  if (target === undefined || subnet === undefined || target.traits.endpointFamily !== edit.key)
    return false;
  const at = view(model, world);
  return [edit.before, edit.after].some(
    (endpoint) => endpoint !== undefined && inScope(at, subnet, endpoint, target) !== false,
  );
}

/** Regions that Azure reports are no switch; the service and its network identifier are. */
export function changesService(edit: Edit<'service-endpoint'>): boolean {
  const { before, after } = edit;
  if (before === undefined || after === undefined) return true;
  if (!isKnown(before) || !isKnown(after)) return true;
  return (
    before.service.toLowerCase() !== after.service.toLowerCase() ||
    JSON.stringify(before.networkIdentifier) !== JSON.stringify(after.networkIdentifier)
  );
}
