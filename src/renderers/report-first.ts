import type { ConnectionReset, DnsChange, FirewallUpdate, Plan } from '../core/plan.ts';
import {
  code,
  type Document,
  fold,
  heading,
  inline,
  lineBreak,
  list,
  type Part,
  paragraph,
  strong,
  table,
} from './document.ts';
import { span } from './instants.ts';
import { windowBasis } from './report-basis.ts';
import { glanced, listed } from './rows.ts';
import {
  duration,
  enumerate,
  name,
  place,
  says,
  tail,
  thousands,
  type Voice,
  value,
} from './voice.ts';

// The four answers below the verdict. A clear plan gives only those that have something to say.

/** What resets, which rules change first, what DNS answers, and when. */
export function firstScreen(plan: Plan, voice: Voice): Document {
  const quiet = plan.verdict === 'clear';
  return [
    ...(quiet && plan.connectionResets.length === 0 ? [] : resets(plan, voice)),
    ...(quiet && plan.firewallUpdates.length === 0 ? [] : firewall(plan, voice)),
    ...(quiet && plan.dnsChanges.length === 0 ? [] : dns(plan, voice)),
    ...(quiet && !plan.maintenanceWindow.required ? [] : maintenance(plan, voice)),
  ];
}

/** The end of a sentence that says “none”: it is worth no more than the input. */
function shown({ verdict }: Plan): string {
  return verdict === 'incomplete' ? ', as far as the input shows.' : '.';
}

function resets(plan: Plan, voice: Voice): Document {
  const title = heading(3, 'Connections that reset');
  if (plan.connectionResets.length === 0)
    return [title, paragraph('No connection resets', shown(plan))];
  const known = (row: ConnectionReset) => (row.evidence === 'possible' ? 1 : 0);
  return [
    title,
    ...glanced(voice, voice.detail.resets, {
      items: plan.connectionResets.toSorted((a, b) => known(a) - known(b) || a.stage - b.stage),
      noun: 'reset',
      show: (items) =>
        table(
          ['Subnet', 'Service', 'Stage', 'Lasts', 'Who feels it', 'Because'],
          items.map((row) => [
            name(voice, row.subnetName),
            name(voice, row.service),
            thousands(row.stage),
            duration(row.minutes),
            workloads(voice, row),
            says(voice, row.cause),
          ]),
        ),
    }),
  ];
}

const mostWorkloads = 5;

function workloads(voice: Voice, { workloads: all, evidence }: ConnectionReset): Part {
  if (all.length === 0) return evidence === 'possible' ? 'no known client' : 'its clients';
  const more = all.length - mostWorkloads;
  const first = all.slice(0, mostWorkloads).map((one) => name(voice, one));
  return enumerate(more > 0 ? [...first, `${thousands(more)} more`] : first);
}

/** Rules to change before the switch are asked for first; those that close behind it, or stay, can wait. */
function firewall(plan: Plan, voice: Voice): Document {
  const retiring = new Set(
    plan.stages.filter((stage) => stage.phase === 'retire').map((stage) => stage.number),
  );
  // A rule that the change lacks and somebody must add is asked for, wherever it stands.
  const lacked = (row: FirewallUpdate) => row.change === 'add' && !row.inChange;
  const later = (row: FirewallUpdate) =>
    row.change === 'keep' || (retiring.has(row.stage) && !lacked(row));
  const first = plan.firewallUpdates.filter((row) => !later(row));
  const rest = plan.firewallUpdates.filter(later);
  const listing = (items: readonly FirewallUpdate[]) => ({
    items: items.toSorted((a, b) => Number(a.inChange) - Number(b.inChange) || a.stage - b.stage),
    noun: 'rule',
    show: (rows: readonly FirewallUpdate[]) => firewallTable(rows, voice),
  });
  return [
    heading(3, 'Firewall rules to change first'),
    ...(first.length === 0
      ? [paragraph('No firewall rule needs to change first', shown(plan))]
      : glanced(voice, voice.detail.firewall, listing(first))),
    ...(rest.length === 0
      ? []
      : [
          fold(
            `Rules that change after the switch, or stay: ${thousands(rest.length)}`,
            listed(voice, voice.detail.firewall, listing(rest)),
          ),
        ]),
  ];
}

const changes = { add: 'Add', remove: 'Remove', keep: 'Keep', update: 'Set' } as const;

const ruleKinds: Readonly<Record<FirewallUpdate['kind'], string>> = {
  'virtual-network-rule': 'virtual network rule',
  'ip-rule': 'IP rule',
  'default-action': 'default action',
  'public-network-access': 'public network access',
  'nsg-rule': 'NSG rule',
  route: 'route',
  'appliance-rule': 'appliance rule',
};

function firewallTable(rows: readonly FirewallUpdate[], voice: Voice) {
  return table(
    ['Rule', 'Target', 'Value', 'File and address', 'Stage', 'In the change'],
    rows.map((row) => [
      `${changes[row.change]} ${ruleKinds[row.kind]}`,
      name(voice, row.targetName),
      name(voice, tail(row.value)),
      row.origin === undefined && !row.inChange ? 'nowhere yet' : place(voice, row.origin),
      thousands(row.stage),
      inChange(row),
    ]),
  );
}

function inChange(row: FirewallUpdate | DnsChange): Part {
  if (row.change === 'keep') return 'no change';
  return row.inChange ? 'yes' : strong(`no: ${changes[row.change].toLowerCase()} it`);
}

function dns(plan: Plan, voice: Voice): Document {
  const title = heading(3, 'DNS changes');
  if (plan.dnsChanges.length === 0) return [title, paragraph('No DNS answer changes', shown(plan))];
  return [
    title,
    ...glanced(voice, voice.detail.dns, {
      items: plan.dnsChanges.toSorted((a, b) => a.stage - b.stage),
      noun: 'DNS change',
      show: (items) =>
        table(
          ['Change', 'Name', 'Network', 'Answer before → after', 'Stage', 'In the change'],
          items.map((row) => dnsRow(row, voice)),
        ),
    }),
  ];
}

const dnsKinds: Readonly<Record<DnsChange['kind'], string>> = {
  zone: 'private DNS zone',
  record: 'record',
  link: 'virtual network link',
  'zone-group': 'zone group',
  forwarder: 'forwarder',
  'client-cache': 'client cache',
};

function dnsRow(row: DnsChange, voice: Voice): readonly Part[] {
  const inZone = row.zone !== undefined && !row.name.endsWith(row.zone);
  const vnet = row.vnetName ?? row.vnet ?? '';
  const answer = (words: string) => (words === '' ? 'none' : value(voice, words));
  return [
    row.kind === 'client-cache'
      ? 'Wait for client caches'
      : `${changes[row.change]} ${dnsKinds[row.kind]}`,
    [name(voice, row.name), inZone ? [lineBreak, 'in ', name(voice, row.zone)] : ''],
    vnet === '' ? '' : name(voice, tail(vnet)),
    answers(row) ? [answer(row.before), ' → ', answer(row.after)] : '',
    thousands(row.stage),
    inChange(row),
  ];
}

/** A zone that comes or goes answers nothing itself; its records do. */
function answers({ kind, before, after }: DnsChange): boolean {
  return (
    kind === 'record' ||
    kind === 'forwarder' ||
    kind === 'client-cache' ||
    (before !== '' && after !== '')
  );
}

const mostProposals = 8;

function maintenance(plan: Plan, voice: Voice): Document {
  const { required, minutes, because, proposals } = plan.maintenanceWindow;
  const title = heading(3, 'Maintenance window');
  const reason = because === '' ? [] : [' ', says(voice, because)];
  if (!required) return [title, paragraph('No maintenance window is needed', shown(plan), reason)];
  const most = voice.detail.stages === 'some' ? 1 : mostProposals;
  const more = proposals.length - most;
  return [
    title,
    paragraph(strong(`Needed: ${duration(minutes)}`), windowBasis(plan.maintenanceWindow), reason),
    ...(proposals.length === 0
      ? [paragraph('No time is proposed: ', ...unproposed(plan))]
      : [list(proposals.slice(0, most).map((one) => proposal(plan, one, voice)))]),
    ...(more > 0 ? [paragraph(`And ${thousands(more)} more.`)] : []),
  ];
}

function unproposed({ hazards }: Plan): readonly Part[] {
  return hazards.some(({ rule }) => rule === 'window-never-fits')
    ? ['no opening of the calendar is long enough; see ', code('window-never-fits'), '.']
    : [code('windows'), ' in the configuration says when work may be done.'];
}

type Proposal = Plan['maintenanceWindow']['proposals'][number];

function proposal(plan: Plan, { start, end, stages }: Proposal, voice: Voice): Part {
  const numbers = stages.slice(0, mostProposals).map(thousands);
  const which = enumerate(stages.length > mostProposals ? [...numbers, 'others'] : numbers);
  const when = says(voice, span(start, end, plan.maintenanceWindow.timeZone));
  return inline(when, stages.length === 0 ? '' : [': stage ', which]);
}
