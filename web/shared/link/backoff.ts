/** How long to stay away: full jitter, so that a thousand clients do not come back in the same second. */
export const longestWait = 30_000
export const firstWait = 500

export class Backoff {
  #tries = 0

  readonly #random: () => number

  constructor(random: () => number) {
    this.#random = random
  }

  reset(): void {
    this.#tries = 0
  }

  next(): number {
    return this.#random() * Math.min(longestWait, firstWait * 2 ** this.#tries++)
  }
}

/** A connection ends itself at 85 to 95 % of the age at which the desk would end it. */
export const lifeOf = (maxAgeMs: number, random: () => number): number => maxAgeMs * (0.85 + 0.1 * random())
