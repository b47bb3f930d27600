import type { Service } from '../service.ts';
import {
  botService,
  cognitiveServices,
  machineLearning,
  machineLearningRegistry,
  search,
  videoIndexer,
} from './ai.ts';
import {
  databricks,
  dataExplorer,
  fabricWorkspace,
  hdinsight,
  powerBi,
  synapse,
  synapseHub,
} from './analytics.ts';
import { appService, appServiceSlot } from './app-service.ts';
import { managedRedis, redis } from './caches.ts';
import { batch, desktopHostPool, desktopWorkspace, diskAccess } from './compute.ts';
import { containerRegistry } from './container-registry.ts';
import { containerApps, kubernetes } from './containers.ts';
import { cosmosDb } from './cosmos-db.ts';
import {
  cosmosPostgresql,
  mongoCluster,
  mysqlFlexible,
  postgresqlFlexible,
  sqlManagedInstance,
} from './databases.ts';
import {
  eventGridDomain,
  eventGridNamespace,
  eventGridPartnerNamespace,
  eventGridTopic,
  relay,
} from './events.ts';
import { dataLakeStore, elasticSan, fileShare, fileSync } from './files.ts';
import { healthData } from './health.ts';
import { apiManagement, appConfiguration, dataFactory, purview } from './integration.ts';
import { deviceUpdate, digitalTwins, iotCentral, iotHub, iotProvisioning } from './iot.ts';
import { keyVault } from './key-vault.ts';
import {
  arc,
  migrateAssessment,
  migrateProject,
  recoveryVault,
  resourceManagement,
} from './management.ts';
import { eventHubs, serviceBus } from './messaging.ts';
import { automation, grafana, monitorScope, monitorWorkspace } from './monitoring.ts';
import { attestation, managedHsm } from './security.ts';
import { mariadbServer, mysqlServer, postgresqlServer } from './single-servers.ts';
import { sqlServer } from './sql.ts';
import { storage } from './storage.ts';
import { maps, signalr, staticWebApp, webPubSub } from './web.ts';

/** Every service that is known, in reading order: those that most changes are about, then family by family. */
export const services: readonly Service[] = [
  storage,
  sqlServer,
  keyVault,
  cosmosDb,
  serviceBus,
  eventHubs,
  containerRegistry,
  appService,
  appServiceSlot,
  // Databases.
  sqlManagedInstance,
  postgresqlFlexible,
  mysqlFlexible,
  cosmosPostgresql,
  mongoCluster,
  redis,
  managedRedis,
  postgresqlServer,
  mysqlServer,
  mariadbServer,
  // AI.
  cognitiveServices,
  search,
  machineLearning,
  machineLearningRegistry,
  botService,
  videoIndexer,
  // Events and devices.
  eventGridTopic,
  eventGridDomain,
  eventGridNamespace,
  eventGridPartnerNamespace,
  relay,
  iotHub,
  iotProvisioning,
  digitalTwins,
  deviceUpdate,
  iotCentral,
  // Integration and web.
  appConfiguration,
  apiManagement,
  dataFactory,
  purview,
  signalr,
  webPubSub,
  staticWebApp,
  maps,
  // Analytics.
  synapse,
  synapseHub,
  dataExplorer,
  hdinsight,
  databricks,
  powerBi,
  fabricWorkspace,
  // Containers and compute.
  kubernetes,
  containerApps,
  batch,
  desktopWorkspace,
  desktopHostPool,
  diskAccess,
  // Files.
  fileSync,
  elasticSan,
  fileShare,
  dataLakeStore,
  // Security, monitoring and management.
  managedHsm,
  attestation,
  monitorScope,
  monitorWorkspace,
  grafana,
  automation,
  recoveryVault,
  resourceManagement,
  arc,
  migrateProject,
  migrateAssessment,
  // Health.
  healthData,
];
