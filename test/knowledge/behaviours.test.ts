import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Behaviour, behaviours } from '../../src/knowledge/behaviours.ts';
import { decisions } from '../../src/knowledge/decisions.ts';
import { hazardRules } from '../../src/knowledge/hazards/index.ts';

const root = join(import.meta.dirname, '..', '..');

/** Documented behaviours that are a hazard rule of the same name. */
const asRules = `
  se-tcp-reset-enable se-tcp-reset-disable se-tcp-reset-swap-global se-network-identifier-reset se-source-ip-switch
  se-affects-all-accounts se-sql-affects-oss-db se-sql-40914 se-storage-no-preadd se-preadd-rules se-route-override se-nva-subnet
  se-nat-gw-bypass se-not-onprem se-not-peered se-region-sql se-region-storage se-storage-same-region-ip se-nsg-tags se-policy
  se-policy-limits se-cross-tenant se-cross-subscription-rp se-join-permission se-standard-join-permission se-rule-state-orphan
  se-remove-while-referenced se-list-replacement se-tf-v5-rename se-pgflex-storage se-serial-subnet-updates
  se-sku-eventhub-zero-rules se-limits-vnet-rules pe-public-stays-open pe-implicit-close-appservice pe-implicit-close-cosmos
  pe-cosmos-last-pe-open pe-dns-not-linked pe-nxdomain-other-resource pe-nxdomain-redirect-limits pe-custom-dns pe-onprem-forward
  pe-two-zones-same-name pe-duplicate-record pe-zone-group-deleted pe-32-route pe-nsg-default-ignored pe-snat-asymmetry
  pe-existing-connections pe-subnet-capacity pe-pending pe-region-subscription pe-limits hspe-reset pe-pna-disabled-overrides
  pe-sql-redirect pe-cosmos-ports pe-acr-data pe-acr-no-both app-vnet-route-all func-content-share tf-dataplane-403
  trusted-services kv-firewall-portal nat-ip-rule default-outbound-retirement nsp aks-vnet-rules vpn-gw-blob-zone
  pe-create-nxdomain-gap pe-delete-nxdomain-gap pe-zone-group-rewrite-gap pe-nsg-client-outbound dns-dhcp-renewal sql-rules-frozen
  sb-standard-tier nsp-enforced tf-network-rules-delete-opens se-acr-no-preadd closing-felt-later loses-access
  declared-but-unreachable pe-wrong-group-id pe-wrong-zone pe-wrong-cloud-zone tf-module-drops-endpoints
`
  .trim()
  .split(/\s+/);

/** All the others: where they are, and the file that shows it. */
const elsewhere: Readonly<Record<string, readonly [Behaviour['place'], string]>> = {
  'se-cosmos-order': ['effect', 'test/knowledge/hazards/switches.test.ts'],
  'se-propagation-15': ['effect', 'src/knowledge/delays.ts'],
  'se-large-vnet': ['effect', 'src/knowledge/delays.ts'],
  'se-dns-unchanged': ['effect', 'test/cases/keyvault-endpoint-under-deny/case.json'],
  'pe-dns-cname': ['effect', 'test/cases/pe-into-linked-zone/case.json'],
  'pe-dns-negative-cache': ['effect', 'src/knowledge/delays.ts'],
  'pe-ttl': ['effect', 'src/knowledge/delays.ts'],
  'pe-precedence-over-se': ['effect', 'src/core/route.ts'],
  'tf-optional-computed': ['effect', 'test/readers/network-targets.test.ts'],
  'pe-https-health': ['check', 'test/knowledge/checks.test.ts'],
  'se-cost-free': ['decision', 'src/knowledge/decisions.ts'],
  'tf-order-only': ['noise', 'test/readers/network-writes.test.ts'],
  'se-vm-disk': ['not modelled', 'docs/not-modelled.md'],
  'pe-geo-failover': ['not modelled', 'docs/not-modelled.md'],
  'app-dns': ['not modelled', 'docs/not-modelled.md'],
  'whatif-noise': ['not modelled', 'docs/not-modelled.md'],
  'dropped-but-kept': ['not modelled', 'docs/not-modelled.md'],
};

/** Behaviours of ours: the list of documented ones lacks them. */
const own = [
  'moved-address',
  'se-closes-nobody',
  'pe-serial-writes',
  'rules-asleep',
  'linked-by-id',
  'sql-gateway-addresses',
  'partitioned-dns',
  'module-version-before',
];

describe('no documented behaviour is unknown', () => {
  test('103 are known, each once', () => {
    const ids = [...asRules, ...Object.keys(elsewhere)];
    expect(ids).toHaveLength(103);
    expect(new Set(ids).size).toBe(103);
  });

  test('those that are rules are rules', () => {
    const rules = new Set(hazardRules.map(({ id }) => id));
    expect(asRules.filter((id) => !rules.has(id))).toEqual([]);
  });

  test('the others have a row that says where they are', () => {
    const placed = behaviours.filter(({ id }) => !own.includes(id));
    expect(Object.fromEntries(placed.map(({ id, place }) => [id, place]))).toEqual(
      Object.fromEntries(Object.entries(elsewhere).map(([id, [place]]) => [id, place])),
    );
  });

  test('what shows them is there', () => {
    const missing = Object.values(elsewhere).filter(([, path]) => !existsSync(join(root, path)));
    expect(missing).toEqual([]);
  });

  test('what is not modelled stands on its page, with a reason', () => {
    const page = readFileSync(join(root, 'docs/not-modelled.md'), 'utf8');
    const rows = behaviours.filter(({ place }) => place === 'not modelled');
    expect(rows.filter(({ id, how }) => !page.includes(`\`${id}\``) || how === '')).toEqual([]);
  });

  test('none is a rule and something else', () => {
    const rules = new Set(hazardRules.map(({ id }) => id));
    expect(behaviours.filter(({ id }) => rules.has(id))).toEqual([]);
  });
});

/** Traps that users reported, by their number in the collection, and what answers each. */
const traps: Readonly<Record<number, readonly string[]>> = {
  1: ['se-tcp-reset-enable', 'se-tcp-reset-disable'],
  2: ['se-source-ip-switch', 'se-affects-all-accounts'],
  3: ['se-storage-no-preadd'],
  4: ['se-storage-same-region-ip', 'nat-ip-rule'],
  5: ['se-list-replacement'],
  6: ['se-list-replacement'],
  7: ['tf-module-drops-endpoints', 'module-version-before'],
  8: ['se-tf-v5-rename', 'tf-order-only'],
  9: ['se-serial-subnet-updates'],
  10: ['se-cosmos-order', 'se-preadd-rules'],
  11: ['se-sql-affects-oss-db', 'se-sql-40914'],
  12: ['trusted-services'],
  13: ['se-route-override', 'se-nva-subnet', 'inspection'],
  14: ['se-nat-gw-bypass'],
  15: ['se-rule-state-orphan'],
  16: ['se-sku-eventhub-zero-rules', 'last-rule-opens'],
  17: ['se-closes-nobody'],
  18: ['se-pgflex-storage'],
  19: ['sql-gateway-addresses'],
  20: ['pe-nxdomain-other-resource', 'pe-nxdomain-redirect-limits'],
  21: ['pe-dns-not-linked', 'pe-public-stays-open'],
  22: ['pe-duplicate-record'],
  23: ['pe-zone-group-deleted'],
  24: ['pe-privatelink-host'],
  25: ['pe-acr-data', 'pe-nsg-client-outbound'],
  26: ['tf-dataplane-403'],
  27: ['func-content-share', 'app-vnet-route-all'],
  28: ['pe-32-route', 'pe-snat-asymmetry'],
  29: ['pe-nsg-default-ignored'],
  30: ['pe-serial-writes', 'se-serial-subnet-updates'],
  31: ['whatif-noise'],
  32: ['pe-implicit-close-cosmos', 'pe-cosmos-last-pe-open'],
  33: ['pe-sql-redirect'],
  34: ['vpn-gw-blob-zone'],
  35: ['disabled-over-allow', 'rules-asleep'],
  36: ['pe-acr-no-both', 'pe-subnet-capacity'],
  37: ['subnet-in-use'],
  38: ['pe-wrong-zone', 'pe-apex-zone'],
  39: ['partitioned-dns'],
  40: ['pe-implicit-close-appservice'],
};

/** What users ask for of Azure's behaviour, by their number in that collection. */
const asked: Readonly<Record<number, readonly string[]>> = {
  25: ['whatif-noise'],
  31: ['linked-by-id'],
  32: ['rules-asleep', 'pe-pna-disabled-overrides'],
  33: ['tf-module-drops-endpoints', 'se-list-replacement', 'se-tf-v5-rename'],
  34: ['tf-order-only'],
  35: ['se-tcp-reset-enable', 'se-closes-nobody'],
  36: ['se-source-ip-switch', 'se-nat-gw-bypass'],
  37: ['se-cosmos-order', 'se-propagation-15'],
  38: ['se-preadd-rules', 'se-no-preadd'],
  39: ['se-storage-no-preadd', 'se-acr-no-preadd'],
  40: ['se-serial-subnet-updates'],
  41: ['se-tcp-reset-swap-global'],
  42: ['tf-two-forms'],
  43: ['pe-sql-redirect'],
  44: ['se-rule-state-orphan'],
  45: ['pe-nxdomain-other-resource', 'pe-nxdomain-redirect-limits'],
  46: ['pe-zone-group-deleted'],
  47: ['pe-create-nxdomain-gap'],
  48: ['pe-duplicate-record'],
  49: ['pe-replaced', 'pe-delete-nxdomain-gap'],
  50: ['pe-two-zones-same-name'],
  51: ['pe-custom-dns', 'pe-onprem-forward', 'pe-dns-not-linked'],
  52: ['tf-dataplane-403', 'kv-firewall-portal'],
  53: ['pe-pending'],
  54: ['pe-existing-connections', 'pe-app-gateway-dns'],
  55: ['pe-32-route', 'pe-snat-asymmetry', 'pe-nsg-default-ignored'],
  56: ['pe-sql-redirect'],
  57: ['pe-subnet-capacity'],
  58: ['se-propagation-15'],
  59: ['policy-service-endpoints'],
};

describe('no trap and no ask is without an answer', () => {
  const known = new Set([
    ...hazardRules.map(({ id }) => id),
    ...behaviours.map(({ id }) => id),
    ...decisions.map(({ id }) => id),
  ]);

  test('40 traps were reported', () => {
    expect(Object.keys(traps)).toEqual(Array.from({ length: 40 }, (_, n) => String(n + 1)));
  });

  test.each([
    ['traps', traps],
    ['asks', asked],
  ])('what answers the %s is known', (_, answers) => {
    expect(
      Object.values(answers)
        .flat()
        .filter((id) => !known.has(id)),
    ).toEqual([]);
  });

  test('rules that no documented behaviour is named for stand in one of them, or are named here', () => {
    const listed = new Set([
      ...asRules,
      ...[traps, asked].flatMap((all) => Object.values(all).flat()),
    ]);
    // Sentences of the laws and of the config, and what Azure refuses of any change.
    const others = [
      'se-no-preadd',
      'rule-names-vnet',
      'subnet-in-use',
      'last-rule-opens',
      'pe-apex-zone',
      'pe-sku',
      'pe-same-name',
      'pe-companion-missing',
      'pe-other-subresources',
      'pe-name-removed',
      'pe-nsg-inbound',
      'pe-peering-removed',
      'rules-list-replacement',
      'policy-service-endpoints',
      'policy-private-endpoints',
      'possible-clients-denied',
      'tf-address-changed',
      'window-never-fits',
    ];
    const alone = hazardRules.map(({ id }) => id).filter((id) => !listed.has(id));
    expect(alone.filter((id) => !others.includes(id))).toEqual([]);
  });
});
