import type { Finding, HazardRule } from '../../core/hazard.ts';
import { endpointChanges, grouped, serviceOf } from '../changes.ts';
import { joined, listed, subnetName } from '../phrases.ts';

/** Nodes of a cluster hold mounts and connections for every pod on them. */
export const aksVnetRules: HazardRule = {
  id: 'aks-vnet-rules',
  title: 'An endpoint change on a node subnet resets the nodes, mounts included',
  statement:
    'An AKS cluster reaches services from its node subnet: an endpoint change there resets the connections of every node and pod to that service, blob and file mounts of the CSI drivers included. Subnets of managed networks cannot be changed this way, and the drivers may add endpoints by themselves.',
  remedy:
    'Drain or restart node by node in the window, check that the mounts come back, and write endpoints that a driver added into the configuration.',
  source: 'https://learn.microsoft.com/azure/aks/azure-files-csi',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) =>
    grouped(endpointChanges(scene), ({ subnet }) => subnet.id).flatMap(
      ([id, changes]): Finding[] => {
        const [first] = changes;
        const pools = Object.values(scene.after.workloads).filter(
          (each) => each.subnet === id && /\b(aks|kubernetes)\b/i.test(each.noun),
        );
        if (pools.length === 0) return [];
        return [
          {
            says: `Nodes of ${listed(pools.map((each) => each.name))} in ${subnetName(scene, id)} lose their connections and mounts to ${joined(changes.map(serviceOf))} once.`,
            origin: scene.originOf(first.edit),
            subjects: [id, ...pools.map((each) => each.id)],
            edit: first.edit,
          },
        ];
      },
    ),
};
