import type { Pace } from '../core/timing.ts';

/** What takes time beside the edits, why and whence. How long edits take stands in delays.ts. */
export const pace: Pace = {
  checks: {
    minutes: { min: 2, max: 10 },
    because:
      'a handful of commands from one or two places: two minutes when all answer at once, ten when some are asked again',
    source: 'planning figure of this tool',
    confidence: 'likely',
  },
  recycling: {
    minutes: { min: 0, max: null },
    because:
      'connections that are open stay on the old way until their client reconnects, and people see to that',
    source:
      'https://github.com/MicrosoftDocs/azure-docs/blob/42655f0ed89897f3571b649e2e1922bfef5985d9/articles/private-link/private-endpoint-dns.md',
    confidence: 'likely',
  },
  oneAtATime: {
    vnet: {
      because:
        'a virtual network takes one write of a subnet, peering or private endpoint at a time',
      source: 'https://github.com/hashicorp/terraform-provider-azurerm/issues/13564',
      confidence: 'likely',
    },
    resource: {
      because: 'the writes of one resource are made one after the other',
      source: 'planning figure of this tool',
      confidence: 'likely',
    },
  },
};
