import type { Unknown } from '../../core/known.ts';
import type { Collection } from '../../core/model.ts';
import type { RecordOf } from './fragment.ts';

type Blank<C extends Collection> = (
  why: Unknown,
) => Partial<Omit<RecordOf<C>, 'id' | 'name' | 'label'>>;

/** The fields of a record of which nothing but its identity is known. */
export const blanks: { readonly [C in Collection]: Blank<C> } = {
  vnets: (why) => ({ location: why, addressSpace: why, dnsServers: why, highScaleEndpoints: why }),
  subnets: (why) => ({
    vnet: why,
    prefixes: why,
    endpoints: { '*': why },
    endpointPolicies: {},
    securityGroup: why,
    routeTable: why,
    natGateway: why,
    defaultOutbound: why,
    networkPolicies: why,
    delegations: why,
  }),
  targets: (why) => ({
    location: why,
    subresources: {},
    publicNetworkAccess: why,
    defaultAction: why,
    networkRules: { '*': why },
    networkRulesEnabled: why,
    ipRules: { '*': why },
    trusted: why,
    resourceInstances: { '*': why },
    sku: why,
  }),
  endpoints: (why) => ({ subnet: why, target: why, groups: [], status: why, addresses: why }),
  zoneGroups: () => ({ zones: [] }),
  zones: (why) => ({ linksShown: why }),
  records: (why) => ({ record: '', addresses: why }),
  links: (why) => ({ vnet: why, resolutionPolicy: why }),
  securityGroups: (why) => ({ rules: { '*': why } }),
  routeTables: (why) => ({ routes: { '*': why } }),
  natGateways: (why) => ({ addresses: { '*': why } }),
  appliances: (why) => ({
    subnet: why,
    privateAddress: why,
    addresses: { '*': why },
    dnsProxy: why,
  }),
  resolvers: (why) => ({ vnet: why, address: why }),
  peerings: (why) => ({ remote: why }),
  endpointPolicies: (why) => ({ allows: { '*': why } }),
  perimeters: (why) => ({ target: why, mode: why }),
  workloads: (why) => ({ subnet: why }),
  uses: () => ({}),
  clients: () => ({ addresses: [], ranges: [] }),
  resolutions: (why) => ({ forwarded: why, vnet: why }),
};

/** Fields that hold entries. */
export const entryFields: { readonly [C in Collection]?: readonly string[] } = {
  subnets: ['endpoints', 'endpointPolicies'],
  targets: ['networkRules', 'ipRules', 'resourceInstances'],
  securityGroups: ['rules'],
  routeTables: ['routes'],
  natGateways: ['addresses'],
  appliances: ['addresses'],
  endpointPolicies: ['allows'],
};
