import type { HazardRule } from '../../core/hazard.ts';
import { aksVnetRules } from './aks-vnet-rules.ts';
import { appVnetRouteAll } from './app-vnet-route-all.ts';
import { closingFeltLater } from './closing-felt-later.ts';
import { declaredButUnreachable } from './declared-but-unreachable.ts';
import { defaultOutboundRetirement } from './default-outbound-retirement.ts';
import { disabledOverAllow } from './disabled-over-allow.ts';
import { dnsDhcpRenewal } from './dns-dhcp-renewal.ts';
import { funcContentShare } from './func-content-share.ts';
import { hspeReset } from './hspe-reset.ts';
import { kvFirewallPortal } from './kv-firewall-portal.ts';
import { lastRuleOpens } from './last-rule-opens.ts';
import { losesAccess } from './loses-access.ts';
import { natIpRule } from './nat-ip-rule.ts';
import { nsp } from './nsp.ts';
import { nspEnforced } from './nsp-enforced.ts';
import { pe32Route } from './pe-32-route.ts';
import { peAcrData } from './pe-acr-data.ts';
import { peAcrNoBoth } from './pe-acr-no-both.ts';
import { peApexZone } from './pe-apex-zone.ts';
import { peAppGatewayDns } from './pe-app-gateway-dns.ts';
import { peCompanionMissing } from './pe-companion-missing.ts';
import { peCosmosLastPeOpen } from './pe-cosmos-last-pe-open.ts';
import { peCosmosPorts } from './pe-cosmos-ports.ts';
import { peCreateNxdomainGap } from './pe-create-nxdomain-gap.ts';
import { peCustomDns } from './pe-custom-dns.ts';
import { peDeleteNxdomainGap } from './pe-delete-nxdomain-gap.ts';
import { peDnsNotLinked } from './pe-dns-not-linked.ts';
import { peDuplicateRecord } from './pe-duplicate-record.ts';
import { peExistingConnections } from './pe-existing-connections.ts';
import { peImplicitCloseAppservice } from './pe-implicit-close-appservice.ts';
import { peImplicitCloseCosmos } from './pe-implicit-close-cosmos.ts';
import { peLimits } from './pe-limits.ts';
import { peNameRemoved } from './pe-name-removed.ts';
import { peNsgClientOutbound } from './pe-nsg-client-outbound.ts';
import { peNsgDefaultIgnored } from './pe-nsg-default-ignored.ts';
import { peNsgInbound } from './pe-nsg-inbound.ts';
import { peNxdomainOtherResource } from './pe-nxdomain-other-resource.ts';
import { peNxdomainRedirectLimits } from './pe-nxdomain-redirect-limits.ts';
import { peOnpremForward } from './pe-onprem-forward.ts';
import { peOtherSubresources } from './pe-other-subresources.ts';
import { pePeeringRemoved } from './pe-peering-removed.ts';
import { pePending } from './pe-pending.ts';
import { pePnaDisabledOverrides } from './pe-pna-disabled-overrides.ts';
import { pePrivatelinkHost } from './pe-privatelink-host.ts';
import { pePublicStaysOpen } from './pe-public-stays-open.ts';
import { peRegionSubscription } from './pe-region-subscription.ts';
import { peReplaced } from './pe-replaced.ts';
import { peSameName } from './pe-same-name.ts';
import { peSku } from './pe-sku.ts';
import { peSnatAsymmetry } from './pe-snat-asymmetry.ts';
import { peSqlRedirect } from './pe-sql-redirect.ts';
import { peSubnetCapacity } from './pe-subnet-capacity.ts';
import { peTwoZonesSameName } from './pe-two-zones-same-name.ts';
import { peWrongCloudZone } from './pe-wrong-cloud-zone.ts';
import { peWrongGroupId } from './pe-wrong-group-id.ts';
import { peWrongZone } from './pe-wrong-zone.ts';
import { peZoneGroupDeleted } from './pe-zone-group-deleted.ts';
import { peZoneGroupRewriteGap } from './pe-zone-group-rewrite-gap.ts';
import { policyPrivateEndpoints } from './policy-private-endpoints.ts';
import { policyServiceEndpoints } from './policy-service-endpoints.ts';
import { possibleClientsDenied } from './possible-clients-denied.ts';
import { ruleNamesVnet } from './rule-names-vnet.ts';
import { rulesListReplacement } from './rules-list-replacement.ts';
import { sbStandardTier } from './sb-standard-tier.ts';
import { seAcrNoPreadd } from './se-acr-no-preadd.ts';
import { seAffectsAllAccounts } from './se-affects-all-accounts.ts';
import { seCrossSubscriptionRp } from './se-cross-subscription-rp.ts';
import { seCrossTenant } from './se-cross-tenant.ts';
import { seJoinPermission } from './se-join-permission.ts';
import { seLimitsVnetRules } from './se-limits-vnet-rules.ts';
import { seListReplacement } from './se-list-replacement.ts';
import { seNatGwBypass } from './se-nat-gw-bypass.ts';
import { seNetworkIdentifierReset } from './se-network-identifier-reset.ts';
import { seNoPreadd } from './se-no-preadd.ts';
import { seNotOnprem } from './se-not-onprem.ts';
import { seNotPeered } from './se-not-peered.ts';
import { seNsgTags } from './se-nsg-tags.ts';
import { seNvaSubnet } from './se-nva-subnet.ts';
import { sePgflexStorage } from './se-pgflex-storage.ts';
import { sePolicy } from './se-policy.ts';
import { sePolicyLimits } from './se-policy-limits.ts';
import { sePreaddRules } from './se-preadd-rules.ts';
import { seRegionSql } from './se-region-sql.ts';
import { seRegionStorage } from './se-region-storage.ts';
import { seRemoveWhileReferenced } from './se-remove-while-referenced.ts';
import { seRouteOverride } from './se-route-override.ts';
import { seRuleStateOrphan } from './se-rule-state-orphan.ts';
import { seSerialSubnetUpdates } from './se-serial-subnet-updates.ts';
import { seSkuEventhubZeroRules } from './se-sku-eventhub-zero-rules.ts';
import { seSourceIpSwitch } from './se-source-ip-switch.ts';
import { seSql40914 } from './se-sql-40914.ts';
import { seSqlAffectsOssDb } from './se-sql-affects-oss-db.ts';
import { seStandardJoinPermission } from './se-standard-join-permission.ts';
import { seStorageNoPreadd } from './se-storage-no-preadd.ts';
import { seStorageSameRegionIp } from './se-storage-same-region-ip.ts';
import { seTcpResetDisable } from './se-tcp-reset-disable.ts';
import { seTcpResetEnable } from './se-tcp-reset-enable.ts';
import { seTcpResetSwapGlobal } from './se-tcp-reset-swap-global.ts';
import { seTfV5Rename } from './se-tf-v5-rename.ts';
import { sqlRulesFrozen } from './sql-rules-frozen.ts';
import { subnetInUse } from './subnet-in-use.ts';
import { tfAddressChanged } from './tf-address-changed.ts';
import { tfDataplane403 } from './tf-dataplane-403.ts';
import { tfModuleDropsEndpoints } from './tf-module-drops-endpoints.ts';
import { tfNetworkRulesDeleteOpens } from './tf-network-rules-delete-opens.ts';
import { tfTwoForms } from './tf-two-forms.ts';
import { trustedServices } from './trusted-services.ts';
import { vpnGwBlobZone } from './vpn-gw-blob-zone.ts';
import { windowNeverFits } from './window-never-fits.ts';

/** Every hazard that is known, in reading order. */
export const hazardRules: readonly HazardRule[] = [
  // What stops or resets because a service endpoint comes, goes or changes.
  seTcpResetEnable,
  seTcpResetDisable,
  seTcpResetSwapGlobal,
  seNetworkIdentifierReset,
  seSourceIpSwitch,
  seAffectsAllAccounts,
  seSqlAffectsOssDb,
  seSql40914,
  seNatGwBypass,
  appVnetRouteAll,
  aksVnetRules,
  // The order of endpoint and rule.
  sePreaddRules,
  seStorageNoPreadd,
  seAcrNoPreadd,
  seNoPreadd,
  ruleNamesVnet,
  sqlRulesFrozen,
  // What rests on an endpoint that goes.
  seRemoveWhileReferenced,
  seRuleStateOrphan,
  subnetInUse,
  seListReplacement,
  rulesListReplacement,
  tfModuleDropsEndpoints,
  seTfV5Rename,
  tfTwoForms,
  tfAddressChanged,
  sePgflexStorage,
  // Ways: routes, regions, groups, policies.
  seRouteOverride,
  seNvaSubnet,
  seNotPeered,
  seNotOnprem,
  seRegionStorage,
  seRegionSql,
  seStorageSameRegionIp,
  natIpRule,
  seNsgTags,
  sePolicy,
  sePolicyLimits,
  defaultOutboundRetirement,
  // What Azure or an organisation asks for beside the change.
  seSerialSubnetUpdates,
  seJoinPermission,
  seStandardJoinPermission,
  seCrossTenant,
  seCrossSubscriptionRp,
  seLimitsVnetRules,
  seSkuEventhubZeroRules,
  sbStandardTier,
  policyServiceEndpoints,
  policyPrivateEndpoints,
  // A private endpoint comes.
  pePending,
  peWrongGroupId,
  peSku,
  peSameName,
  peRegionSubscription,
  peSubnetCapacity,
  peLimits,
  peCompanionMissing,
  peOtherSubresources,
  peReplaced,
  pePublicStaysOpen,
  peImplicitCloseAppservice,
  peImplicitCloseCosmos,
  peAcrNoBoth,
  peAcrData,
  pePeeringRemoved,
  pe32Route,
  peSnatAsymmetry,
  peNsgClientOutbound,
  peNsgDefaultIgnored,
  peNsgInbound,
  peSqlRedirect,
  peCosmosPorts,
  // Names.
  peCreateNxdomainGap,
  peDeleteNxdomainGap,
  peZoneGroupDeleted,
  peZoneGroupRewriteGap,
  peNameRemoved,
  peDuplicateRecord,
  peNxdomainOtherResource,
  peNxdomainRedirectLimits,
  vpnGwBlobZone,
  peTwoZonesSameName,
  peApexZone,
  peWrongZone,
  peWrongCloudZone,
  pePrivatelinkHost,
  peDnsNotLinked,
  peCustomDns,
  peOnpremForward,
  dnsDhcpRenewal,
  // A public side closes, or opens.
  pePnaDisabledOverrides,
  disabledOverAllow,
  peExistingConnections,
  peAppGatewayDns,
  closingFeltLater,
  tfDataplane403,
  trustedServices,
  funcContentShare,
  kvFirewallPortal,
  nsp,
  nspEnforced,
  hspeReset,
  losesAccess,
  declaredButUnreachable,
  possibleClientsDenied,
  tfNetworkRulesDeleteOpens,
  lastRuleOpens,
  peCosmosLastPeOpen,

  // What the calendar of the config says.
  windowNeverFits,
];
