import {
  type Calendar,
  type Config,
  type ConfiguredClient,
  type DnsSettings,
  defaults,
  type Opening,
  type Policy,
} from '../core/config.ts';
import type { ConfigFile } from './config-schema.ts';
import { minutesOf } from './duration.ts';

type Written<Key extends keyof ConfigFile> = NonNullable<ConfigFile[Key]>;

/** The effective settings: what the file says, over the defaults. */
export function settings(file: ConfigFile): Config {
  return {
    failOn: file['fail-on'] ?? defaults.failOn,
    bridges: file.bridges ?? defaults.bridges,
    ...(file.windows === undefined ? {} : { windows: calendar(file.windows) }),
    dns: file.dns === undefined ? defaults.dns : dnsSettings(file.dns),
    clients: file.clients?.map(client) ?? defaults.clients,
    cloud: file.cloud ?? defaults.cloud,
    policy: file.policy === undefined ? defaults.policy : policy(file.policy),
    waivers: file.waivers ?? defaults.waivers,
    redact: file.redact ?? defaults.redact,
  };
}

/** The effective settings in the spelling of the file. */
export function effective(file: ConfigFile): ConfigFile {
  return {
    'fail-on': defaults.failOn,
    bridges: defaults.bridges,
    cloud: defaults.cloud,
    redact: defaults.redact,
    dns: {},
    policy: {},
    clients: [],
    waivers: [],
    ...file,
  };
}

function calendar(file: Written<'windows'>): Calendar {
  return {
    timeZone: file['time-zone'],
    open: (file.open ?? []).map(
      (opening): Opening => ({ ...opening, lasts: minutesOf(opening.lasts) }),
    ),
    freezes: file.freezes ?? [],
    minimumNotice: minutesOf(file['minimum-notice'] ?? '0m'),
    overrun: file.overrun ?? 'never',
  };
}

function dnsSettings(file: Written<'dns'>): DnsSettings {
  const forward = file['custom-servers-forward'];
  const resolver = file['resolver-vnet'];
  const policyWrites = file['policy-writes-zone-groups'];
  return {
    ...(forward === undefined ? {} : { customServersForward: forward }),
    ...(resolver === undefined ? {} : { resolverVnet: resolver }),
    ...(policyWrites === undefined
      ? {}
      : { policyWritesZoneGroups: { delay: minutesOf(policyWrites.delay) } }),
  };
}

function client(file: Written<'clients'>[number]): ConfiguredClient {
  return { ranges: [], nat: [], reaches: [], ...file };
}

function policy(file: Written<'policy'>): Policy {
  const serviceEndpoints = file['service-endpoints'];
  const privateEndpoints = file['private-endpoints'];
  return {
    ...(serviceEndpoints === undefined ? {} : { serviceEndpoints }),
    ...(privateEndpoints === undefined ? {} : { privateEndpoints }),
  };
}
