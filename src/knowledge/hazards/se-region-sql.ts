import type { HazardRule } from '../../core/hazard.ts';
import { outOfReach } from '../reach.ts';

/** Microsoft.Sql ends at the border of the region. */
export const seRegionSql: HazardRule = {
  id: 'se-region-sql',
  title: 'The SQL endpoint does not reach servers of other regions',
  statement:
    'Virtual network rules of a SQL server work for subnets in the region of the server; a subnet elsewhere reaches it by its public address, endpoint or not.',
  remedy:
    'Use a private endpoint for clients in other regions, or IP rules for their public addresses.',
  source:
    'https://github.com/MicrosoftDocs/sql-docs/blob/07cabaeab86d38dcb28d3b57be15ab3a22a3f84e/azure-sql/database/vnet-service-endpoint-rule-overview.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) => outOfReach(scene, 'microsoft.sql/servers'),
};
