import type { Edit } from '../../core/edit.ts';
import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { grouped } from '../changes.ts';
import { limitOf } from '../limits.ts';

/** More rules than the service takes. */
export const seLimitsVnetRules: HazardRule = {
  id: 'se-limits-vnet-rules',
  title: 'More rules than the service takes',
  statement:
    'Every service limits the number of its virtual network rules and IP rules (a storage account takes 400 of each, a key vault 200 and 1000); an update with more is refused.',
  remedy:
    'Let fewer, larger subnets call the service, join address ranges, or use private endpoints or a network security perimeter.',
  source: 'https://learn.microsoft.com/azure/storage/common/storage-network-security',
  confidence: 'likely',
  verdict: 'refused',
  find: (scene) =>
    grouped(scene.edits.filter(adds), (edit) => `${edit.kind} ${edit.id}`).flatMap(([, [edit]]) =>
      edit === undefined ? [] : kinds.flatMap((kind) => check(scene, edit, kind)),
    ),
};

function adds(edit: Edit): boolean {
  if (edit.kind === 'target') return edit.after !== undefined;
  return (
    (edit.kind === 'virtual-network-rule' || edit.kind === 'ip-rule') && edit.before === undefined
  );
}

interface Kind {
  /** As the rows of the services call it. */
  readonly what: string;
  readonly fields: readonly ('networkRules' | 'ipRules')[];
  readonly edits: readonly Edit['kind'][];
}

const kinds: readonly Kind[] = [
  {
    what: 'virtual network rules',
    fields: ['networkRules'],
    edits: ['virtual-network-rule', 'target'],
  },
  { what: 'IP rules', fields: ['ipRules'], edits: ['ip-rule', 'target'] },
  {
    what: 'access restriction rules',
    fields: ['networkRules', 'ipRules'],
    edits: ['virtual-network-rule', 'ip-rule', 'target'],
  },
];

function check(scene: Scene, edit: Edit, { what, fields, edits }: Kind): Finding[] {
  const target = scene.after.targets[edit.id];
  const limit = target === undefined ? undefined : limitOf(target.type, what);
  if (target === undefined || limit === undefined || !edits.includes(edit.kind)) return [];
  const count = fields
    .flatMap((field) => Object.keys(target[field]))
    .filter((key) => key !== '*').length;
  if (count <= limit.value.max) return [];
  return [
    {
      says: `${target.name} has ${count} ${what} after the change and takes ${limit.value.max}.`,
      confidence: limit.confidence,
      origin: scene.originOf(edit),
      subjects: [target.id],
      edit,
    },
  ];
}
