import { isKnown, type Known } from '../../core/known.ts';
import type { NetworkRule } from '../../core/model.ts';
import type { NetworkRulesSetting, Path, Service, Setting, Settings } from '../service.ts';
import { fill, type Values } from '../shell.ts';

// What the CLI has no command for is written by the ARM properties that the service's row names:
// https://learn.microsoft.com/cli/azure/resource#az-resource-update

/** Where the row keeps the settings of a target, or of one of its doors, in the resource itself. */
export function settingsOf(service: Service | undefined, door: string | undefined): Settings {
  const form = service?.forms.find((each) => each.dialect === 'arm' && each.of === undefined);
  return (door === undefined ? form?.settings : form?.doors?.[door]) ?? {};
}

/** Sets a plain property; undefined where the row does not say where it stands. */
export function setProperty(
  setting: Pick<Setting, 'paths' | 'words'> | undefined,
  value: string,
  values: Values,
): string | undefined {
  const path = setting?.paths[0];
  if (path === undefined || value === 'unset') return undefined;
  const word = Object.entries(setting?.words ?? {}).find(([, meaning]) => meaning === value)?.[0];
  const spelled = word === undefined || word === value.toLowerCase() ? value : word;
  return fill('az resource update --ids {id} --set {property}', {
    ...values,
    property: `${path}=${spelled}`,
  });
}

/** Adds one virtual network rule with its flag. */
export function addRule(
  setting: NetworkRulesSetting | undefined,
  subnet: string,
  rule: NetworkRule,
  values: Values,
): string | undefined {
  if (setting === undefined) return undefined;
  return fill('az resource update --ids {id} --add {list} {rule}', {
    ...values,
    list: setting.each,
    rule: JSON.stringify(element(setting, subnet, rule)),
  });
}

/** Writes all virtual network rules that stay; undefined when one of them is not known. */
export function keepRules(
  setting: NetworkRulesSetting | undefined,
  rules: readonly (readonly [string | undefined, Known<NetworkRule>])[],
  values: Values,
): string | undefined {
  if (setting === undefined) return undefined;
  const kept = rules.map(([subnet, rule]) =>
    subnet === undefined || !isKnown(rule) ? undefined : element(setting, subnet, rule),
  );
  if (kept.includes(undefined)) return undefined;
  return fill('az resource update --ids {id} --set {property}', {
    ...values,
    property: `${setting.each}=${JSON.stringify(kept)}`,
  });
}

function element(setting: NetworkRulesSetting, subnet: string, rule: NetworkRule): object {
  const flag = setting.ignoreMissing;
  return {
    ...nested(setting.subnet, subnet),
    ...(flag === undefined || !rule.ignoreMissing ? {} : nested(flag, true)),
  };
}

/** `subnet.id` with a value: `{ subnet: { id: value } }`. */
function nested(path: Path, value: unknown): object {
  return path
    .split('.')
    .reverse()
    .reduce<object>((inner, key, at) => ({ [key]: at === 0 ? value : inner }), {});
}
