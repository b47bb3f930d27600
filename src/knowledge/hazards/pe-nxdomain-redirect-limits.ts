import type { Finding, HazardRule } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import { nameIn } from '../phrases.ts';

/** The way back to public DNS has its limits. */
export const peNxdomainRedirectLimits: HazardRule = {
  id: 'pe-nxdomain-redirect-limits',
  title: 'NxDomainRedirect works for privatelink zones only, and leads to the public side',
  statement:
    'The resolution policy NxDomainRedirect of a link works only for privatelink zones. Names without a record there answer with their public address, so the target must admit the network on its public side.',
  remedy:
    'Use it on privatelink zones, for as long as it is needed, and check that the targets in question admit the clients in public.',
  source: 'https://learn.microsoft.com/azure/dns/private-dns-fallback',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) =>
    scene.edits
      .filter((edit) => edit.kind === 'link' || edit.kind === 'resolution-policy')
      .flatMap((edit): Finding[] => {
        const [old, now] = [scene.before.links[edit.id], scene.after.links[edit.id]];
        if (
          now?.resolutionPolicy !== 'NxDomainRedirect' ||
          old?.resolutionPolicy === 'NxDomainRedirect'
        )
          return [];
        const zone = nameIn(scene, 'zones', now.zone);
        const vnet = isKnown(now.vnet) ? nameIn(scene, 'vnets', now.vnet) : 'the network';
        const does = zone.toLowerCase().startsWith('privatelink.');
        return [
          {
            says: does
              ? `Names under ${zone} without a record answer with their public address in ${vnet}.`
              : `NxDomainRedirect has no effect on the link of ${zone} to ${vnet}: it is no privatelink zone.`,
            origin: scene.originOf(edit),
            subjects: [now.id],
            edit,
          },
        ];
      }),
};
