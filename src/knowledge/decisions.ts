import type { Scene } from '../core/hazard.ts';
import { isKnown } from '../core/known.ts';
import type { Subnet, Target } from '../core/model.ts';
import type { Confidence } from '../core/plan.ts';
import { approvedOf, showsAll } from './changes.ts';
import { limitOf } from './limits.ts';
import { inspection, regionOf } from './paths.ts';
import { joined, listed, nameIn, verb } from './phrases.ts';
import { customServers } from './private-names.ts';

// Service endpoint or private endpoint: what speaks for which, and how a change shows that it is the case. The row is also its
// documentation: `explain decisions` prints the same words.

/** A way that a change adds or takes away: one type of endpoint on some subnets, or private endpoints to one kind of target. */
export interface Choice {
  readonly made: 'service-endpoint' | 'private-endpoint';
  readonly change: 'add' | 'remove';
  /** Name of the endpoint type, `Microsoft.Storage`, or the noun of the targets. */
  readonly what: string;
  readonly family?: string;
  /** Subnets that have the service endpoint, or call the targets. */
  readonly subnets: readonly Subnet[];
  /** Targets behind the private endpoints, or called from the subnets. */
  readonly targets: readonly Target[];
  /** Names of clients that stand in no subnet. */
  readonly outside: readonly string[];
}

/** What a decision falls on: one of the two, or a way of using them. */
export type Favours = 'private-endpoint' | 'service-endpoint' | 'either';

export interface Decision {
  /** Kebab-case, for ever. */
  readonly id: string;
  readonly when: string;
  readonly favours: Favours;
  readonly choose: string;
  readonly why: string;
  readonly source: string;
  readonly confidence: Confidence;
  /** Changes that it speaks to; absent where no input shows whether it holds: people weigh it. */
  readonly speaks?: {
    readonly upon: readonly Choice['change'][];
    /** One sentence with the names in question, where it is the case. */
    readonly says: (scene: Scene, choice: Choice) => string | undefined;
  };
}

export const overview =
  'https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoints-overview';
const comparison =
  'https://github.com/MicrosoftDocs/azure-docs/blob/1fc1df0536190e56494128b044031c3dc3c37cab/articles/private-link/service-endpoint-standard-overview.md';
const limitations =
  'https://github.com/MicrosoftDocs/azure-docs/blob/03e5750af10b23b5ba437d5b333ec5e9437844f9/articles/storage/common/storage-network-security-limitations.md';
const storageEndpoints =
  'https://github.com/MicrosoftDocs/azure-docs/blob/0088bfa77543e07f8a41771de8db977ddfc62e1d/articles/storage/common/storage-private-endpoints.md';
const cosmosEndpoints =
  'https://github.com/MicrosoftDocs/azure-databases-docs/blob/02593f600a3e283b85231cfb5d534588b082529e/articles/cosmos-db/how-to-configure-private-endpoints.md';

const adding = ['add'] as const;
const both = ['add', 'remove'] as const;

/** Every decision that is known: those that a change shows, gravest first, then what people weigh. */
export const decisions: readonly Decision[] = [
  {
    id: 'paas-without-se',
    when: 'The service has no service endpoint type: PostgreSQL and MySQL flexible servers, Redis, App Configuration, AI Search, the AKS API, Event Grid, SQL Managed Instance.',
    favours: 'private-endpoint',
    choose: 'a private endpoint, injection into a virtual network, or IP rules',
    why: 'There is nothing to turn on at a subnet.',
    source:
      'https://github.com/hashicorp/terraform-provider-azurerm/blob/v5.2.0/internal/services/network/validate/subnet_service_endpoint_name.go',
    confidence: 'certain',
    speaks: {
      upon: both,
      says: (_, { made, family, what }) =>
        made === 'private-endpoint' && family === undefined
          ? `No service endpoint type exists for a ${what}: a private endpoint is the private way.`
          : undefined,
    },
  },
  {
    id: 'remove-public-endpoint',
    when: 'Public network access must be Disabled.',
    favours: 'private-endpoint',
    choose: 'a private endpoint',
    why: 'A service endpoint leads to the public endpoint: Disabled shuts its clients out too.',
    source: limitations,
    confidence: 'certain',
    speaks: {
      upon: both,
      says: (_, { targets }) => {
        const shut = names(targets.filter((each) => each.publicNetworkAccess === 'Disabled'));
        return told(
          shut,
          (who) =>
            `${who} ${verb(shut, 'has', 'have')} public network access Disabled, which shuts out clients over a service endpoint: only a private endpoint admits.`,
        );
      },
    },
  },
  {
    id: 'onprem-clients',
    when: 'Clients behind VPN or ExpressRoute private peering need a private way.',
    favours: 'private-endpoint',
    choose: 'a private endpoint',
    why: 'A service endpoint serves subnets only; such clients would need IP rules for their public addresses.',
    source: overview,
    confidence: 'certain',
    speaks: {
      upon: both,
      says: (_, { outside }) =>
        told(
          outside,
          (who) =>
            `${who} ${verb(outside, 'stands', 'stand')} in no subnet and cannot use a service endpoint: a private endpoint, or IP rules.`,
        ),
    },
  },
  {
    id: 'cross-region-sql',
    when: 'The client subnet lies in another region than the SQL server.',
    favours: 'private-endpoint',
    choose: 'a private endpoint',
    why: 'Virtual network rules of Azure SQL count only for subnets of the same region.',
    source:
      'https://github.com/MicrosoftDocs/sql-docs/blob/07cabaeab86d38dcb28d3b57be15ab3a22a3f84e/azure-sql/database/vnet-service-endpoint-rule-overview.md',
    confidence: 'certain',
    speaks: {
      upon: adding,
      says: (scene, choice) =>
        far(
          scene,
          choice,
          'microsoft.sql/servers',
          'its rules count for its own region only, a private endpoint from any',
        ),
    },
  },
  {
    id: 'cross-region-storage',
    when: 'The client subnet lies in another region than the storage account.',
    favours: 'either',
    choose: 'Microsoft.Storage.Global or a private endpoint',
    why: 'Microsoft.Storage reaches accounts of the same region, and by some pages of the paired one.',
    source: 'https://learn.microsoft.com/azure/storage/common/storage-network-security',
    confidence: 'certain',
    speaks: {
      upon: adding,
      says: (scene, choice) =>
        choice.what.toLowerCase() === 'microsoft.storage.global'
          ? undefined
          : far(
              scene,
              choice,
              'microsoft.storage/storageaccounts',
              'take Microsoft.Storage.Global or a private endpoint',
            ),
    },
  },
  {
    id: 'acr',
    when: 'The service is Azure Container Registry.',
    favours: 'private-endpoint',
    choose: 'a private endpoint',
    why: 'Its service endpoint is a preview; both cannot stand together, and either needs the Premium SKU.',
    source:
      'https://github.com/MicrosoftDocs/azure-management-docs/blob/d923d588901082fa2107de6b2a82d7d05cd95160/articles/container-registry/container-registry-vnet.md',
    confidence: 'certain',
    speaks: {
      upon: adding,
      says: (_, { family }) =>
        family?.toLowerCase() === 'microsoft.containerregistry'
          ? 'The service endpoint of Container Registry is a preview and cannot stand beside a private endpoint; Microsoft recommends the latter.'
          : undefined,
    },
  },
  {
    id: 'appservice',
    when: 'A web app is to have a private endpoint for its callers.',
    favours: 'private-endpoint',
    choose: 'a private endpoint, without access restrictions over service endpoints',
    why: 'Such restrictions are not supported once a private endpoint exists.',
    source:
      'https://github.com/MicrosoftDocs/azure-docs/blob/1b54dc862cfa16bc76553a520886c03472a9aca5/articles/app-service/overview-access-restrictions.md',
    confidence: 'certain',
    speaks: {
      upon: adding,
      says: (scene, { targets }) => {
        const apps = targets
          .filter((each) => each.type.toLowerCase().startsWith('microsoft.web/sites'))
          .filter((each) => approvedOf(scene.after, each).length > 0);
        return told(
          names(apps),
          (who) =>
            `Beside the private endpoint of ${who}, access restrictions over a service endpoint are not supported.`,
        );
      },
    },
  },
  {
    id: 'cosmos-live-account',
    when: 'A live Cosmos DB account has no firewall rules.',
    favours: 'private-endpoint',
    choose: 'a private endpoint, once explicit rules for its clients stand',
    why: 'The first endpoint of an account without rules closes its public side for everyone.',
    source: cosmosEndpoints,
    confidence: 'certain',
    speaks: {
      upon: adding,
      says: (scene, { made, targets }) => {
        const bare = targets
          .filter((each) => each.type.toLowerCase() === 'microsoft.documentdb/databaseaccounts')
          .filter(({ id }) => withoutRules(scene.before.targets[id]));
        return made !== 'private-endpoint'
          ? undefined
          : told(
              names(bare),
              (who) =>
                `${who} has no rules: its first private endpoint closes the public side, so write rules for its clients first.`,
            );
      },
    },
  },
  {
    id: 'storage-live-ip-rules',
    when: 'A live storage account is locked to the addresses of clients in its own region.',
    favours: 'either',
    choose: 'neither before it is verified how these clients get in; then either, in a window',
    why: 'IP rules do not match callers of the same region, and the account takes no rule before its endpoint.',
    source: limitations,
    confidence: 'certain',
    speaks: {
      upon: adding,
      says: (scene, { targets, subnets }) => {
        const locked = targets
          .filter((each) => each.traits.ipRulesIgnoreOwnRegion)
          .filter(({ id }) => Object.keys(scene.before.targets[id]?.ipRules ?? {}).length > 0)
          .filter(({ location }) => regions(scene, subnets).some((each) => each === location));
        return told(
          names(locked),
          (who) =>
            `${who} is locked to IP rules, which match no caller of its own region: verify how its clients there get in before moving them.`,
        );
      },
    },
  },
  {
    id: 'se-and-pe-together',
    when: 'Clients move from a service endpoint to a private endpoint.',
    favours: 'either',
    choose: 'both while the move lasts',
    why: 'They stand together in one subnet. In order: endpoint, zone and link, verify, rules off, public access off, service endpoint off.',
    source: storageEndpoints,
    confidence: 'certain',
    speaks: {
      upon: both,
      says: (scene, { made, change, family, targets }) => {
        const leaves =
          made === 'service-endpoint' && change === 'remove'
            ? targets.some((each) => approvedOf(scene.after, each).length > 0)
            : made === 'private-endpoint' &&
              change === 'add' &&
              family !== undefined &&
              serviceEndpointsGo(scene, family);
        return leaves
          ? 'Keep both while clients move: the service endpoint goes last, once the private names are verified.'
          : undefined;
      },
    },
  },
  {
    id: 'keep-se-after-pe',
    when: 'The subnet uses other resources over the service endpoint, or is delegated to a service that needs it.',
    favours: 'either',
    choose: 'the private endpoint, and the service endpoint stays for now',
    why: 'Taking it away resets and may shut out those other flows.',
    source: overview,
    confidence: 'likely',
    speaks: {
      upon: ['remove'],
      says: (scene, { made, targets }) => {
        const rest = names(targets.filter((each) => approvedOf(scene.after, each).length === 0));
        return made !== 'service-endpoint'
          ? undefined
          : told(
              rest,
              (who) =>
                `${who} ${verb(rest, 'is', 'are')} called over it too and ${verb(rest, 'has', 'have')} no private endpoint.`,
            );
      },
    },
  },
  {
    id: 'shared-dns-risk',
    when: 'A privatelink zone gets linked to a network that also uses other owners’ resources of the kind.',
    favours: 'private-endpoint',
    choose: 'a private endpoint, its links with resolutionPolicy NxDomainRedirect',
    why: 'A plain link answers NXDOMAIN for resources of others that have private endpoints elsewhere.',
    source: `${storageEndpoints} ; https://learn.microsoft.com/azure/dns/private-dns-fallback`,
    confidence: 'certain',
    speaks: {
      upon: adding,
      says: (scene, { made, targets }) =>
        made === 'private-endpoint' ? plainLinks(scene, zones(targets)) : undefined,
    },
  },
  {
    id: 'dns-not-controllable',
    when: 'Zones, links and forwarders cannot be changed in time.',
    favours: 'service-endpoint',
    choose: 'a service endpoint',
    why: 'It leaves every name as it is.',
    source: overview,
    confidence: 'certain',
    speaks: {
      upon: adding,
      says: (scene, { subnets }) => {
        const asks = vnets(subnets).filter((id) => customServers(scene.after, id).length > 0);
        return told(
          asks.map((id) => nameIn(scene, 'vnets', id)),
          (who) =>
            `${who} ${verb(asks, 'asks its', 'ask their')} own DNS servers, which a private endpoint needs to forward to Azure; a service endpoint leaves names alone.`,
        );
      },
    },
  },
  {
    id: 'inspection',
    when: 'All traffic must pass a firewall or appliance.',
    favours: 'either',
    choose:
      'a private endpoint with network policies for route tables, or the service endpoint on the firewall’s subnet',
    why: 'No route table overrides the route of a service endpoint on the workload’s subnet.',
    source:
      'https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview ; https://github.com/MicrosoftDocs/azure-docs/blob/027faf67ae0df84208dd3480869a3a26de8caf49/articles/private-link/disable-private-endpoint-network-policy.md',
    confidence: 'certain',
    speaks: {
      upon: adding,
      says: (scene, { made, subnets, family }) => {
        const seen = subnets.filter(
          (each) => inspection(scene.after, each, family)?.route !== undefined,
        );
        return told(
          seen.map(({ id }) => nameIn(scene, 'subnets', id)),
          (who) =>
            made === 'service-endpoint'
              ? `Traffic of ${who} to the service goes past the appliance with a service endpoint; a private endpoint with network policies keeps it on the way.`
              : `${who} ${verb(seen, 'sends', 'send')} traffic through an appliance: the endpoint’s subnet needs network policies for route tables to keep it so.`,
        );
      },
    },
  },
  {
    id: 'exfil-protection',
    when: 'Data must not leave to accounts of others.',
    favours: 'private-endpoint',
    choose: 'a private endpoint; for Storage alone, a service endpoint with an endpoint policy',
    why: 'A service endpoint opens the way to every resource of the service; a private endpoint leads to one.',
    source: comparison,
    confidence: 'certain',
    speaks: {
      upon: adding,
      says: (scene, { made, subnets }) => {
        const bound = subnets.filter((each) => Object.keys(each.endpointPolicies).length > 0);
        return told(
          bound.map(({ id }) => nameIn(scene, 'subnets', id)),
          (who) =>
            made === 'service-endpoint'
              ? `${who} ${verb(bound, 'has', 'have')} an endpoint policy against copies to other accounts: it holds for Storage alone, a private endpoint for any service.`
              : `The endpoint policy of ${who} does not see traffic to a private endpoint, which leads to one resource anyhow.`,
        );
      },
    },
  },
  {
    id: 'many-subnets-scale',
    when: 'Hundreds of subnets exceed the virtual network rules that a resource takes.',
    favours: 'private-endpoint',
    choose: 'a private endpoint, or a standard service endpoint with one network identifier',
    why: 'Each subnet takes a rule of its own on every resource.',
    source: comparison,
    confidence: 'certain',
    speaks: {
      upon: adding,
      says: (_, { targets }) => {
        const full = targets.filter(nearlyFull);
        return told(
          names(full),
          (who) =>
            `More than half of the virtual network rules that ${who} ${verb(full, 'takes', 'take')} are used; a private endpoint needs none.`,
        );
      },
    },
  },
  {
    id: 'standard-se-preview',
    when: 'The workload is in production.',
    favours: 'either',
    choose: 'no standard service endpoint yet',
    why: 'Standard service endpoints are a public preview without a service level agreement.',
    source: comparison,
    confidence: 'certain',
    speaks: {
      upon: adding,
      says: (scene, { family, subnets }) => {
        const standard = subnets.filter((each) => {
          const endpoint = family === undefined ? undefined : each.endpoints[family];
          return (
            endpoint !== undefined &&
            isKnown(endpoint) &&
            endpoint.networkIdentifier !== undefined &&
            isKnown(endpoint.networkIdentifier)
          );
        });
        return told(
          standard.map(({ id }) => nameIn(scene, 'subnets', id)),
          (who) =>
            `The endpoint on ${who} has a network identifier: standard service endpoints are a preview, not for production.`,
        );
      },
    },
  },
  {
    id: 'private-subnet-no-egress',
    when: 'The subnet has no outbound access of its own: no default outbound access, no NAT gateway.',
    favours: 'either',
    choose: 'either',
    why: 'Both reach the service from a private address, without a public one.',
    source: overview,
    confidence: 'certain',
    speaks: {
      upon: adding,
      says: (scene, { subnets }) => {
        const closed = subnets.filter(
          (each) => each.defaultOutbound === false && each.natGateway === null,
        );
        return told(
          closed.map(({ id }) => nameIn(scene, 'subnets', id)),
          (who) => `${who} has no outbound access of its own: either way works without.`,
        );
      },
    },
  },
  {
    id: 'cost-high-volume',
    when: 'Very much data moves within one region, and nothing demands a private address.',
    favours: 'service-endpoint',
    choose: 'a service endpoint',
    why: 'It is free; a private endpoint is charged by the hour and by the gigabyte.',
    source: overview,
    confidence: 'certain',
  },
  {
    id: 'simplicity',
    when: 'A few subnets of one region are to be hardened soon.',
    favours: 'service-endpoint',
    choose: 'a service endpoint',
    why: 'One setting and one rule for each subnet; a private endpoint wants DNS, addresses and approval.',
    source: comparison,
    confidence: 'certain',
  },
  {
    id: 'ms-default',
    when: 'Nothing else decides, as in a new design.',
    favours: 'private-endpoint',
    choose: 'a private endpoint',
    why: 'Microsoft recommends Private Link for secure and private access to its services.',
    source: overview,
    confidence: 'certain',
  },
];

function told(who: readonly string[], says: (who: string) => string): string | undefined {
  return who.length === 0 ? undefined : says(listed(who));
}

function names(targets: readonly Target[]): string[] {
  return targets.map((each) => each.name);
}

function regions(scene: Scene, subnets: readonly Subnet[]): string[] {
  return [...new Set(subnets.flatMap((each) => regionOf(scene.after, each) ?? []))];
}

function far(
  scene: Scene,
  { targets, subnets }: Choice,
  type: string,
  therefore: string,
): string | undefined {
  const homes = regions(scene, subnets);
  const away = targets
    .filter((each) => each.type.toLowerCase() === type)
    .filter(({ location }) => isKnown(location) && homes.some((each) => each !== location));
  return told(
    names(away),
    (who) =>
      `${who} ${verb(away, 'lies', 'lie')} in another region than a client (${joined(homes)}): ${therefore}.`,
  );
}

function withoutRules(target: Target | undefined): boolean {
  if (target === undefined || target.publicNetworkAccess === 'Disabled') return false;
  const { networkRules, ipRules } = target;
  const shown = showsAll(networkRules) && showsAll(ipRules);
  return shown && Object.keys(networkRules).length + Object.keys(ipRules).length === 0;
}

function serviceEndpointsGo(scene: Scene, family: string): boolean {
  return scene.edits.some(
    (edit) => edit.kind === 'service-endpoint' && edit.key === family && edit.after === undefined,
  );
}

/** Zones of the targets' names. */
export function zones(targets: readonly Target[]): string[] {
  const parts = targets.flatMap((each) => Object.values(each.subresources));
  return [...new Set(parts.flatMap((part) => part.names).map((name) => name.zone.toLowerCase()))];
}

function plainLinks(scene: Scene, wanted: readonly string[]): string | undefined {
  const links = scene.edits
    .filter((edit) => edit.kind === 'link' && edit.before === undefined)
    .flatMap((edit) => scene.after.links[edit.id] ?? [])
    .filter((link) => link.resolutionPolicy !== 'NxDomainRedirect')
    .filter((link) => wanted.includes(scene.after.zones[link.zone]?.name.toLowerCase() ?? ''));
  const linked = links.flatMap(({ vnet }) => (isKnown(vnet) ? [nameIn(scene, 'vnets', vnet)] : []));
  return told(
    linked,
    (who) =>
      `The new ${verb(linked, 'link', 'links')} to ${who} ${verb(linked, 'answers', 'answer')} NXDOMAIN for resources of others with private endpoints elsewhere, unless set to NxDomainRedirect.`,
  );
}

/** Networks of the subnets, where known. */
export function vnets(subnets: readonly Subnet[]): string[] {
  return [...new Set(subnets.flatMap(({ vnet }) => (isKnown(vnet) ? [vnet] : [])))];
}

function nearlyFull(target: Target): boolean {
  const limit = limitOf(target.type, 'virtual network rules');
  return limit !== undefined && Object.keys(target.networkRules).length * 2 > limit.value.max;
}
