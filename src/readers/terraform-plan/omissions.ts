import { isUnknown } from '../../core/known.ts';
import { isRecord, member, type Plain, parseSpan, stringMember } from '../json/parse.ts';
import type { Reading, ResourceChange } from '../resource.ts';
import { armType, isAzapi } from './azapi.ts';
import { origin } from './change.ts';
import type { Item } from './item.ts';
import type { Outline } from './outline.ts';
import { parsed } from './recognise.ts';

type Omissions = Reading['omitted'];

/** What the plan says about itself that it did not show. */
export function omissions(
  bytes: Uint8Array,
  outline: Outline,
  file: Pick<Reading, 'path' | 'project'>,
  interest: (type: string) => boolean,
): Omissions {
  return [...ofThePlan(bytes, outline, file), ...deferred(bytes, outline, file, interest)];
}

/** Items whose change is not understood. */
export function unclear(
  items: readonly Item[],
  file: Pick<Reading, 'path' | 'project'>,
): Omissions {
  return items
    .filter(({ action }) => action === undefined)
    .map((item) => ({
      origin: origin(item, file),
      missing: `what the actions "${item.actions.join(', ')}" do to ${item.address}`,
    }));
}

/** azapi resources that may be of any type. */
export function untyped(drafts: readonly ResourceChange[]): Omissions {
  return drafts
    .filter(({ type }) => isAzapi(type))
    .flatMap((draft) => {
      const type = armType(draft);
      if (!isUnknown(type)) return [];
      return [
        {
          origin: draft.origin,
          missing: `what ${draft.address} manages: its type is ${type.unknown}`,
        },
      ];
    });
}

function ofThePlan(
  bytes: Uint8Array,
  outline: Outline,
  file: Pick<Reading, 'path' | 'project'>,
): Omissions {
  const at = {
    file: file.path,
    address: '',
    ...(file.project !== undefined && { project: file.project }),
  };
  if (parsed(bytes, outline, 'errored') === true) {
    return [
      { origin: at, missing: 'what Terraform had not planned when it stopped with an error' },
    ];
  }
  if (parsed(bytes, outline, 'complete') === false) {
    return [
      { origin: at, missing: 'what this plan leaves for a later one (targeted, or deferred)' },
    ];
  }
  return [];
}

/** `deferred_changes`: planned only once something else is applied. */
function deferred(
  bytes: Uint8Array,
  outline: Outline,
  file: Pick<Reading, 'path' | 'project'>,
  interest: (type: string) => boolean,
): Omissions {
  return outline.deferred.flatMap((span) => {
    const json = parseSpan(bytes, span);
    const change = member(json, 'resource_change');
    const type = stringMember(change, 'type');
    const address = stringMember(change, 'address');
    if (type === undefined || address === undefined || !matters(change, type, interest)) return [];
    const reason = stringMember(json, 'reason') ?? 'unknown';
    const at = {
      file: file.path,
      address,
      ...(file.project !== undefined && { project: file.project }),
    };
    return [
      { origin: at, missing: `the change of ${address}, which Terraform deferred (${reason})` },
    ];
  });
}

function matters(
  change: Plain | undefined,
  type: string,
  interest: (type: string) => boolean,
): boolean {
  if (!isAzapi(type)) return interest(type);
  const values = member(member(change, 'change'), 'after');
  const arm = isRecord(values) ? stringMember(values, 'type') : undefined;
  return arm === undefined || interest(arm.split('@')[0] ?? arm);
}
