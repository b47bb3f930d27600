import type { HazardRule } from '../../core/hazard.ts';
import { shutPorts } from '../ports.ts';

/** Direct mode wants more ports. */
export const peCosmosPorts: HazardRule = {
  id: 'pe-cosmos-ports',
  title: 'Cosmos DB in direct mode needs more than port 443',
  statement:
    'Clients of Cosmos DB in direct mode use 10000 to 20000 over a service endpoint or in public, and any port from 0 to 65535 over a private endpoint; in gateway mode 443 does.',
  remedy: 'Allow the range outbound to the endpoint, or let the clients use gateway mode.',
  source:
    'https://github.com/MicrosoftDocs/azure-databases-docs/blob/02593f600a3e283b85231cfb5d534588b082529e/articles/cosmos-db/how-to-configure-private-endpoints.md',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    shutPorts(scene, 'microsoft.documentdb/databaseaccounts', {
      main: '443',
      private: { port: '65535', range: '0-65535' },
      public: { port: '10000', range: '10000-20000' },
      purpose: 'direct mode',
    }),
};
