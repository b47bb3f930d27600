import type { Config } from '../../core/config.ts';
import { type Known, unknown } from '../../core/known.ts';
import type { Client, Id, NetworkModel, Resolution, Use } from '../../core/model.ts';

type Told = Pick<NetworkModel, 'clients' | 'resolutions' | 'uses'>;

/** What only the config knows: clients, what they reach, and how DNS servers that are not Azure's behave. */
export function configured(
  model: NetworkModel,
  { clients, dns }: Pick<Config, 'clients' | 'dns'>,
): Told {
  const resolver =
    dns.resolverVnet === undefined ? undefined : byTail(model.vnets, dns.resolverVnet);
  const named = clients.flatMap((each): readonly (readonly [Client, readonly string[]])[] => {
    const { kind } = each;
    if (kind !== 'internet' && kind !== 'on-premises' && kind !== 'pipeline') return [];
    const id = `client:${each.name}`;
    const egress = Array.isArray(each.egress) ? each.egress : [];
    // A pipeline's ranges are the public ones that it comes from.
    const addresses = [...each.nat, ...egress, ...(kind === 'pipeline' ? each.ranges : [])];
    const vnet = kind === 'on-premises' && resolver !== undefined ? { vnet: resolver } : {};
    return [
      [
        { id, name: each.name, label: each.name, kind, addresses, ranges: each.ranges, ...vnet },
        each.reaches,
      ],
    ];
  });
  const uses = named.flatMap(([client, reaches]) =>
    reaches.flatMap((tail) => allByTail(model.targets, tail).map((target) => use(client, target))),
  );
  return {
    clients: Object.fromEntries(named.map(([client]) => [client.id, client])),
    resolutions: resolutions(dns, resolver),
    uses: Object.fromEntries(uses.map((each) => [each.id, each])),
  };
}

function use(client: Client, target: Id): Use {
  const id = `${client.id} -> ${target}`;
  return {
    id,
    name: client.name,
    label: client.label,
    client: client.id,
    target,
    evidence: 'declared',
  };
}

function resolutions(
  dns: Config['dns'],
  resolver: Id | undefined,
): Readonly<Record<Id, Resolution>> {
  const { customServersForward: said } = dns;
  if (said === undefined && resolver === undefined) return {};
  const forwarded: Known<true | readonly string[]> =
    said === undefined
      ? unknown(
          'whether custom DNS servers forward public suffixes to Azure (dns.custom-servers-forward)',
        )
      : typeof said === 'boolean'
        ? said || []
        : said;
  const vnet =
    resolver ?? unknown('the network in which custom DNS servers ask Azure (dns.resolver-vnet)');
  return { custom: { id: 'custom', name: 'custom', label: 'custom DNS servers', forwarded, vnet } };
}

type Labelled = Readonly<
  Record<Id, { readonly id: Id; readonly label: string; readonly name: string }>
>;

function byTail(records: Labelled, tail: string): Id | undefined {
  const [only, ...others] = allByTail(records, tail);
  return others.length === 0 ? only : undefined;
}

/** Records whose ID, address or name is `tail`, or ends with it at a boundary. */
function allByTail(records: Labelled, tail: string): readonly Id[] {
  const wanted = tail.toLowerCase();
  return Object.values(records)
    .filter(({ id, label, name }) =>
      [id, label, name].some((each) => {
        const text = each.toLowerCase();
        return (
          text === wanted || (text.endsWith(wanted) && /[/.]$/.test(text.slice(0, -wanted.length)))
        );
      }),
    )
    .map(({ id }) => id)
    .sort();
}
