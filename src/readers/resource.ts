import type { Known, Unknown } from '../core/known.ts';
import type { InputKind, Noise, Origin } from '../core/plan.ts';
import type { Problem } from '../core/problem.ts';

// What every reader yields, whatever the format: resources before and after, with unknown leaves, and what waits for what.

/** A leaf that is known only after apply, or that the input hides; `references` are the addresses its expression names. */
export interface UnknownLeaf extends Unknown {
  readonly references?: readonly Reference[];
}

export interface Reference {
  /** Address of the resource instance: `module.net.azurerm_subnet.app["a"]`. */
  readonly address: string;
  /** Attribute path after the resource: `id`, `private_service_connection[0].private_ip_address`. */
  readonly attribute: string;
}

export type Json =
  | null
  | boolean
  | number
  | string
  | UnknownLeaf
  | readonly Json[]
  | { readonly [key: string]: Json };

export type Properties = { readonly [key: string]: Json };

/** How properties are spelled: azurerm attributes, or ARM's own (azapi bodies, templates, what-if, live). */
export type Dialect = 'azurerm' | 'arm';

export type Action = 'create' | 'update' | 'delete' | 'replace' | 'no-op' | 'read' | 'forget';

/** One resource of the input, on both sides of the change. */
export interface ResourceChange {
  /** `azurerm_subnet`, or the ARM type without version: `Microsoft.Network/virtualNetworks/subnets`. */
  readonly type: string;
  readonly dialect: Dialect;
  /** Unique within its project. */
  readonly address: string;
  readonly name: string;
  readonly action: Action;
  /** Destroy comes after create in a replacement. */
  readonly createBeforeDestroy?: boolean;
  /** Attributes that force a replacement. */
  readonly replacedBy?: readonly string[];
  /** ARM ID on each side; absent when the resource is not there on that side. */
  readonly idBefore?: Known<string>;
  readonly idAfter?: Known<string>;
  readonly before?: Properties;
  readonly after?: Properties;
  /** Addresses that are written before it: references and depends_on, transitively, within its project. */
  readonly dependsOn: readonly string[];
  /** False: a patch that shows only a part of the resource (azapi_update_resource); the rest is unknown. */
  readonly whole: boolean;
  /** A data source: read, never written. */
  readonly data?: boolean;
  readonly movedFrom?: string;
  /** Names of the attributes and blocks that the configuration gives it; absent where that is not shown. */
  readonly configured?: readonly string[];
  /** Provider configuration, to tell subscriptions apart: `azurerm.hub`. */
  readonly provider: string;
  readonly providerVersion?: string;
  readonly origin: Origin;
}

export interface Reading {
  readonly kind: InputKind;
  readonly path: string;
  readonly project?: string;
  readonly resources: readonly ResourceChange[];
  /** Differences that the format itself shows to be without effect. */
  readonly noise: readonly Noise[];
  /** Resources of network types that the input says it did not show (sentences). */
  readonly omitted: readonly { readonly origin: Origin; readonly missing: string }[];
  /** Addresses whose real state had drifted from the recorded one. */
  readonly drifted: readonly string[];
  /** Modules and providers with their version, before and after where both are known. */
  readonly versions: readonly {
    readonly what: string;
    readonly before?: string;
    /** The version before follows from what the upgrade does, and is not shown. */
    readonly inferred?: true;
    readonly after?: string;
  }[];
  readonly problems: readonly Problem[];
  /** Only what is read of its resources is left, and its noise is complete. */
  readonly condensed?: true;
}

/** Which types carry network facts: Terraform's (`azurerm_subnet`) and, for what azapi manages, ARM's without version. */
export interface Interest {
  readonly wants: (type: string) => boolean;
  /** Whether a type that is wanted says nothing, as nothing else is there but `present`. */
  readonly idle?: (type: string, present: ReadonlySet<string>) => boolean;
  /** Whether an attribute of an azurerm type may be kept. */
  readonly keep?: (type: string, attribute: string) => boolean;
  /** Attributes of which an unchanged resource of a type must show one to say anything; absent: it always may. */
  readonly telling?: (type: string) => readonly string[] | undefined;
  /** Attributes of a type of which it counts whether the configuration gives them. */
  readonly contested?: (type: string) => ReadonlySet<string>;
}
