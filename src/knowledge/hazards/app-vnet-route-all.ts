import { anyone, flow as callOf } from '../../core/caller.ts';
import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import type { NetworkModel, Target, Workload } from '../../core/model.ts';
import { isWay, route } from '../../core/route.ts';
import { isAnyAzure } from '../../core/rule-match.ts';
import { view } from '../../core/world.ts';
import { grouped, ipRules } from '../changes.ts';
import { listed, subnetName } from '../phrases.ts';

/** A site whose public traffic moves into the network, or out of it. */
export const appVnetRouteAll: HazardRule = {
  id: 'app-vnet-route-all',
  title: 'Route-all moves the public traffic of an app into the network',
  statement:
    'With route-all off, only private destinations and services with an endpoint on the integration subnet are reached through the network; everything else leaves by the outbound addresses of the app. Turning it on moves that traffic behind the security group, routes and NAT gateway of the subnet: its source address changes.',
  remedy:
    'Add the new public address of the subnet to the allow lists before route-all is turned on, and see that security group and routes let the traffic out.',
  source:
    'https://github.com/hashicorp/terraform-provider-azurerm/blob/v5.2.0/website/docs/r/linux_web_app.html.markdown',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      scene.edits.filter((edit) => edit.kind === 'workload' && switches(scene, edit.id)),
      (edit) =>
        `${String(scene.after.workloads[edit.id]?.subnet)} ${String(scene.after.workloads[edit.id]?.routesAll)}`,
    ).flatMap(([, edits]): Finding[] => {
      const [first] = edits;
      const app = scene.after.workloads[first.id];
      if (app === undefined) return [];
      const apps = listed(edits.map((edit) => scene.after.workloads[edit.id]?.name ?? edit.id));
      const subnet = typeof app.subnet === 'string' ? subnetName(scene, app.subnet) : 'its subnet';
      const doors = edits.flatMap((edit) => doorsOf(scene, scene.after.workloads[edit.id]));
      return [
        {
          says: `${
            app.routesAll === true
              ? `Public traffic of ${apps} moves behind ${subnet} and comes from another address`
              : `Public traffic of ${apps} no longer goes through ${subnet} and comes from the addresses of the app`
          }${rulesOf(doors, app.routesAll === true)}.`,
          may: true,
          ...(doors.length > 0 ? { verdict: 'interrupts' as const } : {}),
          origin: scene.originOf(first),
          subjects: edits.map((edit) => edit.id),
          edit: first,
        },
      ];
    }),
};

function rulesOf(doors: readonly Target[], turnedOn: boolean): string {
  if (doors.length === 0) return '';
  const names = listed(doors.map((each) => each.name));
  return turnedOn
    ? `, which the rules of ${names} do not admit`
    : `; whether the rules of ${names} admit those, the input does not show`;
}

/**
 * Targets that the app calls on their public side, where rules decide. Routes are those of the subnet, which are the app's own while
 * route-all is on; by which addresses the app leaves while it is off, the model does not hold.
 */
function doorsOf(scene: Scene, app: Workload | undefined): readonly Target[] {
  if (app === undefined) return [];
  const model = app.routesAll === true ? scene.after : scene.before;
  const called = new Set(
    [scene.before, scene.after].flatMap((side) =>
      Object.values(side.uses)
        .filter((use) => use.client === app.id)
        .map((use) => use.target),
    ),
  );
  const calls = scene.flows.filter((each) => each.client === app.subnet && called.has(each.target));
  const doors = calls.flatMap((each) => {
    const target = scene.before.targets[each.target] && scene.after.targets[each.target];
    if (target === undefined || isOpen(model, target)) return [];
    const way = route(view(model), each);
    const decides =
      app.routesAll === true
        ? !isWay(way) && ipRules(target).length > 0
        : isWay(way) && way.by === 'internet' && !admitsAzure(target);
    return decides ? [target] : [];
  });
  return [...new Set(doors)];
}

function isOpen(model: NetworkModel, target: Target): boolean {
  return isWay(route(view(model), callOf(anyone, target, '*', 'possible', 'open')));
}

// App Service leaves by addresses of Azure.
function admitsAzure(target: Target): boolean {
  return ipRules(target).some((rule) => isAnyAzure(rule.range));
}

function switches(scene: Scene, id: string): boolean {
  const [old, now] = [scene.before.workloads[id], scene.after.workloads[id]];
  return (
    typeof old?.routesAll === 'boolean' &&
    typeof now?.routesAll === 'boolean' &&
    old.routesAll !== now.routesAll
  );
}
