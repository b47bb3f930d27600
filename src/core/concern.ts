import { covers, overlaps } from './cidr.ts';
import { type Edit, isEdit } from './edit.ts';
import type { Flow } from './flow.ts';
import { isUnknown } from './known.ts';
import type { Id, NetworkModel, TargetName, Traits } from './model.ts';
import { endsWith } from './name.ts';

/**
 * Leaves out edits of records that the flow rests on which cannot matter to it: another service's endpoint, another subnet's rule, a
 * zone for other names. The same zones, links and targets are in each of `models`, as far as they are there.
 */
export function concern(
  flow: Flow,
  models: readonly NetworkModel[],
  reads: ReadonlySet<string>,
): (edit: Edit | undefined) => boolean {
  const target = models
    .map((model) => model.targets[flow.target])
    .find((each) => each !== undefined);
  const names = models.flatMap(
    (model) => model.targets[flow.target]?.subresources[flow.subresource]?.names ?? [],
  );
  return (edit) => {
    if (edit === undefined || edit.kind === 'sku' || edit.kind === 'delegation') return false;
    const zones = zonesOf(edit, models);
    if (zones !== undefined) return zones.some((zone) => mayAnswer(zone, models, flow, names));
    return matters(edit, flow, target?.traits, reads);
  };
}

/** The zones of which an edit speaks; undefined: it speaks of something else. */
function zonesOf(edit: Edit, models: readonly NetworkModel[]): Id[] | undefined {
  switch (edit.kind) {
    case 'zone':
      return [edit.id];
    case 'link':
    case 'resolution-policy':
      return models.flatMap((model) => model.links[edit.id]?.zone ?? []);
    case 'record':
      return models.flatMap((model) => model.records[edit.id]?.zone ?? []);
    default:
      return undefined;
  }
}

/** Whether a zone is one that the flow's names are looked up in: by its name, or since nobody shows it. */
function mayAnswer(
  zone: Id,
  models: readonly NetworkModel[],
  flow: Flow,
  names: readonly TargetName[],
): boolean {
  const called = models.flatMap((model) => model.zones[zone]?.name.toLowerCase() ?? []);
  return (
    called.length === 0 ||
    called.some(
      (own) =>
        own === flow.zone ||
        names.some((name) => name.zone.toLowerCase() === own || endsWith(name.host, own)),
    )
  );
}

function matters(
  edit: Edit,
  flow: Flow,
  traits: Traits | undefined,
  reads: ReadonlySet<string>,
): boolean {
  const key = edit.key ?? '';
  if (edit.kind === 'service-endpoint')
    return key === '*' || key === (flow.family ?? traits?.endpointFamily);
  if (traits === undefined || (edit.kind !== 'virtual-network-rule' && edit.kind !== 'ip-rule'))
    return true;
  // Where the first rule closes or the last one opens, a rule for anybody concerns everybody.
  if (traits.admission === 'open-until-first-rule' || traits.denyNeedsRule) return true;
  if (traits.endpointClosesWithoutRules) return true;
  if (key === '*' || key.startsWith('?')) return true;
  return edit.kind === 'ip-rule' ? mayMatch(edit, flow) : reads.has(`subnets|${key}`);
}

/** Whether an IP rule may match a caller from the internet; of others the address is not for this to know. */
function mayMatch(edit: Edit, flow: Flow): boolean {
  if (flow.clientKind !== 'internet') return true;
  const rules = isEdit(edit, 'ip-rule') ? [edit.before, edit.after] : [];
  return rules.some((rule) => {
    if (rule === undefined) return false;
    if (isUnknown(rule)) return true;
    const whole = covers(rule.range, '0.0.0.0-255.255.255.255') === true;
    return flow.range === undefined ? whole : overlaps(rule.range, flow.range) !== false;
  });
}
