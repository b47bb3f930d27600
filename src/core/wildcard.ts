import { callerFrom } from './caller.ts';
import type { Edit } from './edit.ts';
import type { Flow } from './flow.ts';
import { isUnknown } from './known.ts';
import { linksTo } from './lookup.ts';
import type { Id, NetworkModel } from './model.ts';
import { view } from './world.ts';

/** One per subnet and service type whose endpoint or endpoint policy changes, one per VNet and zone whose link does. */
export function wildcards(sides: readonly NetworkModel[], edits: readonly Edit[]): Flow[] {
  return edits.flatMap((edit) => {
    if (edit.kind === 'service-endpoint' && edit.key !== undefined && edit.key !== '*') {
      return anyOf(sides, edit.id, edit.key);
    }
    if (edit.kind === 'endpoint-policy') {
      const families = sides.flatMap((model) =>
        Object.keys(model.subnets[edit.id]?.endpoints ?? {}),
      );
      return [...new Set(families)]
        .filter((each) => each !== '*')
        .flatMap((each) => anyOf(sides, edit.id, each));
    }
    if (edit.kind === 'link' || edit.kind === 'resolution-policy') return anyName(sides, edit.id);
    return [];
  });
}

function anyOf(sides: readonly NetworkModel[], subnet: Id, family: string): Flow[] {
  const home = sides.map((model) => model.subnets[subnet]).find((each) => each !== undefined);
  if (home === undefined) return [];
  const everything = {
    target: '*' as const,
    targetName: family,
    targetLabel: '*',
    subresource: '*',
  };
  return [
    {
      ...callerFrom(home),
      ...everything,
      id: `subnet ${subnet} -> * ${family}`,
      evidence: 'possible',
      family,
      because: ['service-endpoint'],
    },
  ];
}

function anyName(sides: readonly NetworkModel[], link: Id): Flow[] {
  return sides.flatMap((model) => {
    const record = model.links[link];
    const zone = record === undefined ? undefined : model.zones[record.zone];
    if (record === undefined || zone === undefined || isUnknown(record.vnet)) return [];
    const vnet = model.vnets[record.vnet];
    if (vnet === undefined || !zone.name.toLowerCase().startsWith('privatelink.')) return [];
    const name = zone.name.toLowerCase();
    return linksTo(view(model), vnet.id).length === 0
      ? []
      : [
          {
            client: vnet.id,
            clientKind: 'subnet' as const,
            clientName: vnet.name,
            clientLabel: vnet.label,
            target: '*' as const,
            targetName: `name under ${name}`,
            targetLabel: '*',
            subresource: '*',
            id: `vnet ${vnet.id} -> * ${name}`,
            evidence: 'possible' as const,
            zone: name,
            because: ['link'],
          },
        ];
  });
}
