import type { HazardRule } from '../../core/hazard.ts';
import { shutPorts } from '../ports.ts';

/** Redirected connections want more ports. */
export const peSqlRedirect: HazardRule = {
  id: 'pe-sql-redirect',
  title: 'SQL connections with the Redirect policy need more than port 1433',
  statement:
    'With the connection policy Redirect a client goes on to another port after 1433: 1433 to 65535 over a private endpoint, 11000 to 11999 over a service endpoint or in public. Over a private endpoint the policy Default means Proxy, which needs 1433 only; from inside Azure over the public side Default means Redirect.',
  remedy:
    'Allow the range outbound to the endpoint, or set the connection policy of the server to Proxy.',
  source: 'https://learn.microsoft.com/azure/azure-sql/database/connectivity-architecture',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    shutPorts(scene, 'microsoft.sql/servers', {
      main: '1433',
      private: { port: '65535', range: '1433-65535' },
      public: { port: '11000', range: '11000-11999' },
      purpose: 'the Redirect policy',
    }),
};
