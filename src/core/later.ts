/** What `make` makes, when it is first asked for, and the same from then on. Start-up pays for nothing that a run does not need. */
export function later<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
