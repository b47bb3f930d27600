import { apply, type Edit, invert } from '../core/edit.ts';
import type { Id, NetworkModel } from '../core/model.ts';

/** An edit with the model on either side of it. */
export interface Move {
  readonly id: Id;
  /** The entry, where the field is keyed. */
  readonly key: string;
  readonly was: NetworkModel;
  readonly now: NetworkModel;
}

/** Commands to be run one after the other; where one cannot be written, none is. */
export type Lines = readonly (string | undefined)[];

/** The model may be that before the edit or that after it: both sides are made from it. */
export function moveOf(edit: Edit, model: NetworkModel): Move {
  return {
    id: edit.id,
    key: edit.key ?? '',
    was: apply(model, invert(edit)),
    now: apply(model, edit),
  };
}
