import type { Finding, HazardRule } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import { leavesBy } from '../outcomes.ts';
import { listed, verb } from '../phrases.ts';

/** A gateway remembers where its backend was. */
export const peAppGatewayDns: HazardRule = {
  id: 'pe-app-gateway-dns',
  title: 'An application gateway may keep the old address of its backend',
  statement:
    'An application gateway looks up the names of its backends and remembers the answer. Documents say for the time to live of the record; users report gateways that went on to the old address until their backend pool was changed or they were restarted, also after a change of the DNS servers of their network.',
  remedy:
    'After the name has switched, look at the backend health, write the backend pool anew or restart the gateway (az network application-gateway stop and start) before the old way closes.',
  source: 'https://github.com/MicrosoftDocs/azure-docs/issues/122197',
  confidence: 'possible',
  verdict: 'informs',
  find: (scene) =>
    Object.values(scene.after.workloads)
      .filter(({ noun }) => noun === 'application gateway')
      .flatMap((gateway): Finding[] => {
        const { subnet } = gateway;
        if (!isKnown(subnet)) return [];
        const called = new Set(
          Object.values(scene.after.uses)
            .filter(({ client }) => client === gateway.id)
            .map(({ target }) => target),
        );
        const moved = scene.outcomes.filter(
          (each) =>
            called.has(each.flow.target) && leavesBy(each, subnet) && each.fromName !== each.toName,
        );
        if (moved.length === 0) return [];
        const names = moved.map((each) => each.flow.targetName);
        return [
          {
            says: `${gateway.name} may keep the former address of ${listed(names)} after the ${verb(names, 'name answers', 'names answer')} with another.`,
            may: true,
            origin: scene.originOf(`workloads|${gateway.id}`),
            subjects: [gateway.id, ...moved.map((each) => each.flow.target)],
          },
        ];
      }),
};
