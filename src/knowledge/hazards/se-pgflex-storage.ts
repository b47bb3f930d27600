import type { Finding, HazardRule } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import { lost } from '../changes.ts';
import { subnetName } from '../phrases.ts';

// Services that the platform runs in a subnet of ours and that reach their own storage over its endpoint.
const tenants = [
  'microsoft.dbforpostgresql/flexibleservers',
  'microsoft.dbformysql/flexibleservers',
  'microsoft.sql/managedinstances',
  'microsoft.databricks/workspaces',
];

/** The endpoint that a managed service lives by. */
export const sePgflexStorage: HazardRule = {
  id: 'se-pgflex-storage',
  title: 'A delegated subnet loses the storage endpoint that its service relies on',
  statement:
    'Subnets delegated to PostgreSQL flexible server, SQL Managed Instance and the like carry Microsoft.Storage for backups and logs, set by the platform or by its samples. Taken away as drift, backup and restore may fail.',
  remedy:
    'Keep Microsoft.Storage on delegated subnets; in Terraform write it down, or ignore changes of the endpoints.',
  source:
    'https://github.com/hashicorp/terraform-provider-azurerm/blob/v5.2.0/website/docs/r/postgresql_flexible_server.html.markdown',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) =>
    lost(scene).flatMap(({ subnet, family, edit }): Finding[] => {
      if (family !== 'Microsoft.Storage' || !isKnown(subnet.delegations)) return [];
      const tenant = subnet.delegations.find((each) => tenants.includes(each.toLowerCase()));
      if (tenant === undefined) return [];
      return [
        {
          says: `${subnetName(scene, subnet.id)} is delegated to ${tenant}, which reaches its own storage by the endpoint that goes: backups may fail.`,
          may: true,
          origin: scene.originOf(edit),
          subjects: [subnet.id],
          edit,
        },
      ];
    }),
};
