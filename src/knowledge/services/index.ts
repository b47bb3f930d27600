import type { Service } from '../service.ts';
import { appService, appServiceSlot } from './app-service.ts';
import { containerRegistry } from './container-registry.ts';
import { cosmosDb } from './cosmos-db.ts';
import { keyVault } from './key-vault.ts';
import { eventHubs, serviceBus } from './messaging.ts';
import { sqlServer } from './sql.ts';
import { storage } from './storage.ts';

/** Every service that is known, in reading order. */
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
];
