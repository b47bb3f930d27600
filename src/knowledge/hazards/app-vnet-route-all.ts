import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { grouped } from '../changes.ts';
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
      return [
        {
          says:
            app.routesAll === true
              ? `Public traffic of ${apps} moves behind ${subnet} and comes from another address.`
              : `Public traffic of ${apps} no longer goes through ${subnet} and comes from the addresses of the app.`,
          may: true,
          origin: scene.originOf(first),
          subjects: edits.map((edit) => edit.id),
          edit: first,
        },
      ];
    }),
};

function switches(scene: Scene, id: string): boolean {
  const [old, now] = [scene.before.workloads[id], scene.after.workloads[id]];
  return (
    typeof old?.routesAll === 'boolean' &&
    typeof now?.routesAll === 'boolean' &&
    old.routesAll !== now.routesAll
  );
}
