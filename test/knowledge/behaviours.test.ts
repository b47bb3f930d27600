import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Behaviour, behaviours } from '../../src/knowledge/behaviours.ts';
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

/** Behaviours of ours: nobody documents them as such, and a page of theirs is linked. */
const own = ['moved-address'];

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
