import { direction, type Edit, isEdit } from './edit.ts';
import type { Precedence } from './precede.ts';

/** Edits that are made together, as one step of the plan. */
export interface Unit {
  /** Positions in the list of edits. */
  readonly edits: readonly number[];
}

/** One unit for each edit. */
export function single(edits: readonly Edit[]): Unit[] {
  return edits.map((_, position) => ({ edits: [position] }));
}

/**
 * Edits of one record that say the same kind of thing in the same direction: the rules that a target gains, the endpoints that a
 * subnet loses. Edits of different `origin` stay apart. Endpoints of one subnet that change together are one write and one reset.
 */
export function bundled(
  edits: readonly Edit[],
  origin: (position: number) => string = () => '',
  from = 0,
): Unit[] {
  const groups = new Map<string, number[]>();
  for (const [position, edit] of edits.entries()) {
    if (position < from) continue;
    // The doors of one resource share public network access: a bridge sets it once for all of them.
    const shared = edit.kind === 'public-network-access' && origin(position) !== '';
    const alone = shared ? `${origin(position)} ${String(edit.after)}` : String(position);
    const key =
      edit.key === undefined
        ? alone
        : `${edit.kind} ${edit.id} ${direction(edit)} ${origin(position)}`;
    groups.set(key, [...(groups.get(key) ?? []), position]);
  }
  return [...groups.values()].map((positions) => ({ edits: positions }));
}

/** Pairs of units by the precedences of their edits; a pair that contradicts another within one unit falls away. */
export function unitPairs(
  units: readonly Unit[],
  pairs: readonly Precedence[],
): (readonly [number, number])[] {
  const home = new Map(
    units.flatMap((unit, n) => unit.edits.map((position) => [position, n] as const)),
  );
  const found = new Map<string, readonly [number, number]>();
  for (const { first, second } of pairs) {
    const [a, b] = [home.get(first), home.get(second)];
    if (a !== undefined && b !== undefined && a !== b) found.set(`${a} ${b}`, [a, b]);
  }
  return [...found.values()];
}

// Where the replay leaves a choice, what opens goes first and what closes goes last. This breaks ties and no more: whether an edit
// opens or closes is what the replay says.
const ranks: Partial<Record<Edit['kind'], readonly [add: number, update: number, remove: number]>> =
  {
    vnet: [0, 3, 99],
    'security-group': [0, 3, 98],
    'route-table': [0, 3, 98],
    'nat-gateway': [0, 3, 98],
    zone: [1, 1, 97],
    subnet: [2, 3, 96],
    target: [2, 3, 95],
    peering: [3, 3, 90],
    'egress-address': [4, 40, 90],
    'ip-rule': [5, 5, 82],
    'virtual-network-rule': [6, 6, 82],
    'resource-instance': [6, 6, 82],
    'nsg-rule': [7, 7, 85],
    'private-endpoint': [20, 45, 92],
    connection: [21, 21, 21],
    'zone-group': [22, 46, 88],
    record: [23, 46, 88],
    link: [30, 31, 87],
    'resolution-policy': [8, 8, 8],
    'dns-servers': [32, 32, 32],
    'service-endpoint': [40, 41, 93],
    'nat-gateway-association': [42, 42, 42],
    'route-table-association': [43, 43, 43],
    route: [43, 43, 43],
  };

/** Lower goes first. */
export function rank(edit: Edit): number {
  if (edit.kind === 'default-action') return edit.after === 'Deny' ? 80 : 5;
  if (edit.kind === 'public-network-access') return edit.after === 'Disabled' ? 81 : 5;
  if (isEdit(edit, 'network-rules-enabled')) return edit.after === true ? 80 : 5;
  if (edit.kind === 'trusted-services') return narrows(edit) ? 82 : 6;
  const [add, update, remove] = ranks[edit.kind] ?? [50, 50, 90];
  return { add, update, remove }[direction(edit)];
}

/** Whether somebody who was trusted may no longer be. */
function narrows({ before, after }: Edit): boolean {
  if (!Array.isArray(before) || !Array.isArray(after)) return true;
  return before.some((each) => !after.includes(each));
}
