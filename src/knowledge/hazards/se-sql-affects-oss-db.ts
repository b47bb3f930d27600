import type { Finding, HazardRule } from '../../core/hazard.ts';
import { gained } from '../changes.ts';
import { leavesBy, suffers } from '../outcomes.ts';
import { listed, subnetName } from '../phrases.ts';

const family = 'Microsoft.Sql';

/** Microsoft.Sql is not only about SQL servers. */
export const seSqlAffectsOssDb: HazardRule = {
  id: 'se-sql-affects-oss-db',
  title: 'The SQL endpoint also covers PostgreSQL, MySQL and MariaDB servers',
  statement:
    'The endpoint Microsoft.Sql also covers Azure Database for PostgreSQL, MySQL and MariaDB (single server): connections from the subnet to such a server may fail if it has no virtual network rule for it.',
  remedy: 'Add virtual network rules for the subnet on those servers too, before the endpoint.',
  source:
    'https://github.com/MicrosoftDocs/sql-docs/blob/07cabaeab86d38dcb28d3b57be15ab3a22a3f84e/azure-sql/database/vnet-service-endpoint-rule-overview.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    gained(scene)
      .filter((change) => change.family === family)
      .flatMap(({ subnet, edit }): Finding[] => {
        const calls = scene.outcomes.filter((each) => {
          const target = scene.after.targets[each.flow.target];
          return (
            target?.traits.endpointFamily === family &&
            target.type.toLowerCase().startsWith('microsoft.dbfor') &&
            target.networkRules[subnet.id] === undefined &&
            each.to.by !== 'internet' &&
            leavesBy(each, subnet.id)
          );
        });
        if (calls.length === 0) return [];
        const names = listed(calls.map((each) => each.flow.targetName));
        return [
          {
            says: `Microsoft.Sql on ${subnetName(scene, subnet.id)} also covers ${names}, where no rule names the subnet.`,
            outcomes: calls.filter(suffers),
            origin: scene.originOf(edit),
            subjects: [subnet.id, ...calls.map((each) => each.flow.target)],
            edit,
          },
        ];
      }),
};
