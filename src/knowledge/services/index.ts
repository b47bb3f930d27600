import type { Service } from '../service.ts';
import { keyVault } from './key-vault.ts';
import { sqlServer } from './sql.ts';
import { storage } from './storage.ts';

/** Every service that is known, in reading order. */
export const services: readonly Service[] = [storage, sqlServer, keyVault];
