import { isUnknown } from '../../core/known.ts';
import type { NetworkModel } from '../../core/model.ts';
import type { Gap } from '../../core/plan.ts';
import { rowFor, serviceFor } from '../../knowledge/catalogue.ts';
import { fill } from '../../knowledge/shell.ts';
import type { Reading } from '../resource.ts';
import type { Directory } from './directory.ts';

/** Targets of which the input shows only a patch, and the command that shows the rest. */
export function gapsOf(
  readings: readonly Reading[],
  model: NetworkModel,
  { recordOf }: Directory,
): readonly Gap[] {
  const found = readings.flatMap((reading) =>
    reading.resources.flatMap((change) => {
      if (change.whole) return [];
      const target = model.targets[recordOf({ reading, change })];
      if (target === undefined) return [];
      const open = openFields(target);
      if (open.length === 0) return [];
      return [
        {
          origin: change.origin,
          missing: `${change.address} shows only a part of ${target.name}: ${open.join(', ')} are not in the input`,
          affects: [target.label],
          howToFind: commandFor(target.type, target.name, target.label),
        },
      ];
    }),
  );
  return found.sort((a, b) => (a.missing < b.missing ? -1 : 1));
}

const words: Readonly<Record<string, string>> = {
  publicNetworkAccess: 'public network access',
  defaultAction: 'the default action',
  networkRules: 'virtual network rules',
  ipRules: 'IP rules',
  trusted: 'trusted services',
  resourceInstances: 'resource instance rules',
};

function openFields(target: NetworkModel['targets'][string]): readonly string[] {
  return Object.entries(words).flatMap(([field, word]) => {
    const value: unknown = (target as unknown as Record<string, unknown>)[field];
    const open = isUnknown(value) || (typeof value === 'object' && value !== null && '*' in value);
    return open ? [word] : [];
  });
}

function commandFor(type: string, name: string, id: string): string {
  const template = id.startsWith('/')
    ? 'az resource show --ids {id} --query properties'
    : rowFor(serviceFor(type), 'public-access')?.run;
  const line = template && fill(template, { id, name, group: '<resource group>' });
  return line ?? 'Read the resource in Azure.';
}
