import { isKnown } from '../../core/known.ts';
import type { Playbook } from '../../core/playbook.ts';

/**
 * A client sees a zone while the name has its CNAME and the record is not there: with NxDomainRedirect on the link the public address
 * answers until it is. https://learn.microsoft.com/azure/dns/private-dns-fallback
 */
export const nxdomainRedirect: Playbook = {
  id: 'nxdomain-redirect',
  kind: 'bridge',
  propose: ({ flow, state, stopped }) => {
    const target = state.targets[flow.target];
    if (stopped.because !== 'name' || target === undefined) return [];
    const own = state.subnets[flow.client]?.vnet;
    const vnet = own !== undefined && isKnown(own) ? own : flow.client;
    const zones =
      target.subresources[flow.subresource]?.names.map((name) => name.zone.toLowerCase()) ?? [];
    return Object.values(state.links)
      .filter((link) => link.vnet === vnet && link.resolutionPolicy === 'Default')
      .filter((link) => zones.includes(state.zones[link.zone]?.name.toLowerCase() ?? ''))
      .map((link) => ({
        id: `nxdomain-redirect ${link.name} ${state.zones[link.zone]?.name ?? ''}`.trim(),
        by: 'dns' as const,
        why: `while its record is missing, ${target.name} keeps its public answer`,
        edits: [
          {
            kind: 'resolution-policy' as const,
            id: link.id,
            before: 'Default',
            after: 'NxDomainRedirect',
          },
        ],
      }));
  },
};
