import type { TokenCredential } from '@azure/core-auth';
