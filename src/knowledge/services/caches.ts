import { name, type Part, privateLinkOnly, rangeRules } from '../private-link.ts';
import { fact } from '../service.ts';
import { armTypes, page } from '../sources.ts';

const cachePage = page('azure-cache-for-redis/cache-private-link');

const redisPart: Pick<Part, 'ports' | 'checked'> = {
  ports: ['6380', '6379'],
  checked: 'connection',
};

export const redis = privateLinkOnly({
  id: 'redis',
  title: 'Azure Cache for Redis',
  noun: 'Redis cache',
  type: 'Microsoft.Cache/redis',
  page: cachePage,
  shapes: armTypes('redis/microsoft.cache/2024-11-01'),
  azurerm: [
    {
      types: ['azurerm_redis_cache'],
      access: 'public_network_access_enabled',
      more: { sku: { paths: ['sku_name'] } },
    },
  ],
  arm: {
    access: 'properties.publicNetworkAccess',
    more: { sku: { paths: ['properties.sku.name'] } },
  },
  rules: rangeRules(
    ['azurerm_redis_firewall_rule'],
    { by: 'name', path: 'redis_cache_name', group: 'resource_group_name' },
    'Microsoft.Cache/redis/firewallRules',
    ['start_ip', 'end_ip'],
    ['startIP', 'endIP'],
  ),
  parts: [
    {
      name: 'redisCache',
      names: [
        name({
          public: 'redis.cache.windows.net',
          usgov: 'redis.cache.usgovcloudapi.net',
          china: 'redis.cache.chinacloudapi.cn',
        }),
      ],
      ...redisPart,
    },
  ],
  traits: { admission: 'open-until-first-rule' },
  skus: fact(
    'Basic, Standard or Premium; not a Premium cache that is injected into a subnet.',
    cachePage,
    'likely',
  ),
  notes: ['Disabled means that private endpoints are the only way in.'],
});

const managed = ['balanced*', 'memoryoptimized*', 'computeoptimized*', 'flashoptimized*'];

export const managedRedis = privateLinkOnly({
  id: 'managed-redis',
  title: 'Azure Managed Redis and Azure Cache for Redis Enterprise',
  noun: 'managed Redis',
  type: 'Microsoft.Cache/redisEnterprise',
  page: page('redis/private-link'),
  shapes: armTypes('redisenterprise/microsoft.cache/2025-07-01'),
  azurerm: [
    {
      types: ['azurerm_managed_redis'],
      access: 'public_network_access',
      conditions: { sku: 'sku_name' },
      more: { sku: { paths: ['sku_name'] } },
    },
    {
      // Removed in azurerm 5; it had no switch for public network access.
      types: ['azurerm_redis_enterprise_cluster'],
      version: 'v4.40.0',
      conditions: { sku: 'sku_name' },
      more: { sku: { paths: ['sku_name'] } },
    },
  ],
  arm: {
    access: 'properties.publicNetworkAccess',
    conditions: { sku: 'sku.name' },
    more: { sku: { paths: ['sku.name'] } },
  },
  parts: [
    {
      name: 'redisEnterprise',
      // One ARM type, two generations, told apart by the SKU.
      names: [
        name(
          {
            public: {
              host: '{name}.{region}.redis.azure.net',
              zone: 'privatelink.redis.azure.net',
            },
          },
          { when: [{ condition: 'sku', is: managed }] },
        ),
        name(
          {
            public: {
              host: '{name}.{region}.redisenterprise.cache.azure.net',
              zone: 'privatelink.redisenterprise.cache.azure.net',
            },
          },
          { when: [{ condition: 'sku', is: ['enterprise*'] }] },
        ),
      ],
      ports: ['10000'],
      checked: 'connection',
    },
  ],
});
