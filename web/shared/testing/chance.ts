/** Numbers that look like chance and come again with their seed. */
export function chance(seed: number): () => number {
  let state = seed
  return () => (state = (state * 16807) % 2147483647) / 2147483647
}
