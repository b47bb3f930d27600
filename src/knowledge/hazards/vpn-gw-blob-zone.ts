import type { Finding, HazardRule } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import { nameIn } from '../phrases.ts';

/** The gateway has storage of its own, out of sight. */
export const vpnGwBlobZone: HazardRule = {
  id: 'vpn-gw-blob-zone',
  title: 'A blob zone linked to the network of a VPN gateway may break the gateway',
  statement:
    'A VPN gateway reaches storage of the platform from its network. With privatelink.blob linked there, names of that storage may answer NXDOMAIN, unless the link redirects them to public DNS.',
  remedy: 'Set resolutionPolicy NxDomainRedirect on the link to the network of the gateway.',
  source: 'https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-vpn-faq',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    scene.edits
      .filter((edit) => edit.kind === 'link' || edit.kind === 'resolution-policy')
      .flatMap((edit): Finding[] => {
        const [old, now] = [scene.before.links[edit.id], scene.after.links[edit.id]];
        if (now === undefined || !isKnown(now.vnet) || now.resolutionPolicy === 'NxDomainRedirect')
          return [];
        if (
          old !== undefined &&
          old.resolutionPolicy === now.resolutionPolicy &&
          old.vnet === now.vnet
        )
          return [];
        const zone = nameIn(scene, 'zones', now.zone).toLowerCase();
        const { vnet } = now;
        const gateway = Object.values(scene.before.subnets).some(
          (each) => each.vnet === vnet && each.name.toLowerCase() === 'gatewaysubnet',
        );
        if (!gateway || !zone.startsWith('privatelink.blob.')) return [];
        return [
          {
            says: `${zone} becomes visible in ${nameIn(scene, 'vnets', vnet)}, where a gateway reaches storage of the platform by such names.`,
            may: true,
            confidence: 'likely',
            origin: scene.originOf(edit),
            subjects: [now.id, vnet],
            edit,
          },
        ];
      }),
};
