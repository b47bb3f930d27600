import type { Playbook } from '../../core/playbook.ts';
import { addressForNewEgress } from './address-for-new-egress.ts';
import { explicitPublicAccess } from './explicit-public-access.ts';
import { linkForClient } from './link-for-client.ts';
import { nxdomainRedirect } from './nxdomain-redirect.ts';
import { openForTheSwitch } from './open-for-the-switch.ts';
import { recordForEndpoint } from './record-for-endpoint.ts';
import { ruleBeforeImplicitClose } from './rule-before-implicit-close.ts';
import { ruleForPrivatePath } from './rule-for-private-path.ts';
import { ruleForPublicPath } from './rule-for-public-path.ts';
import { ruleForSwitchedSubnet } from './rule-for-switched-subnet.ts';

/** Repairs first, then bridges, each in the order in which they are tried. */
export const playbooks: readonly Playbook[] = [
  ruleForSwitchedSubnet,
  linkForClient,
  recordForEndpoint,
  ruleForPrivatePath,
  ruleForPublicPath,
  addressForNewEgress,
  nxdomainRedirect,
  ruleBeforeImplicitClose,
  explicitPublicAccess,
  openForTheSwitch,
];
