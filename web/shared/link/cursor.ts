/** How far a conversation is known: dense up to `last`, and single messages ahead of a gap. */
export class Cursor {
  readonly #ahead = new Set<number>()

  constructor(public last: number) {}

  get gap(): boolean {
    return this.#ahead.size > 0
  }

  /** True when the message is new; a message already known changes nothing. */
  take(seq: number): boolean {
    if (seq <= this.last || this.#ahead.has(seq)) return false
    this.#ahead.add(seq)
    while (this.#ahead.delete(this.last + 1)) this.last += 1
    return true
  }
}
