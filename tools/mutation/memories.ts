// Modules under `src` remember what they have computed of an object, in a WeakMap each. A test that meets the same object again
// would be told what another mutant computed, so these memories are emptied between tests.

const memories: Forgetting[] = [];
const Native = WeakMap;

class Forgetting {
  private inner = new Native();
  get(key: WeakKey) {
    return this.inner.get(key);
  }
  set(key: WeakKey, value: unknown) {
    this.inner.set(key, value);
    return this;
  }
  has(key: WeakKey) {
    return this.inner.has(key);
  }
  delete(key: WeakKey) {
    return this.inner.delete(key);
  }
  empty() {
    this.inner = new Native();
  }
}

/** Loads modules so that `forget` can empty what those under `src` remember. */
export async function forgetful(load: () => Promise<void>): Promise<void> {
  globalThis.WeakMap = new Proxy(Native, {
    construct(target, given) {
      if (!/\/src\/(core|knowledge)\//.test(new Error('Who calls?').stack ?? ''))
        return Reflect.construct(target, given);
      const memory = new Forgetting();
      memories.push(memory);
      return memory;
    },
  });
  await load();
  globalThis.WeakMap = Native;
}

export function forget(): void {
  for (const memory of memories) memory.empty();
}
