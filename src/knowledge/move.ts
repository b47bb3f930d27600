import { apply, type Edit, invert } from '../core/edit.ts';
import { later } from '../core/later.ts';
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

/** The model may be that before the edit or that after it: both sides are made from it, and only if they are looked at. */
export function moveOf(edit: Edit, model: NetworkModel): Move {
  const was = later(() => apply(model, invert(edit)));
  const now = later(() => apply(model, edit));
  return {
    id: edit.id,
    key: edit.key ?? '',
    get was() {
      return was();
    },
    get now() {
      return now();
    },
  };
}
