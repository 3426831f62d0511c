import type { Attempt } from './desk'

const ended = new Set<Attempt['outcome']>(['rejected', 'unknown', 'gone'])
/** So many attempts are made before one is given up: those in `retries.py`, and the first. */
export const mostAttempts = 10

/** Whether a line is the last word on its message, and that word is no. Lines are newest first; a test has no message. */
export function replays(lines: readonly Attempt[], i: number): boolean {
  const line = lines[i]
  if (!line) return false
  const { conversation, seq, outcome, attempt } = line
  if (!conversation) return false
  const newer = lines.slice(0, i).some((each) => each.conversation === conversation && each.seq === seq)
  return !newer && (ended.has(outcome) || (outcome === 'retry' && attempt >= mostAttempts))
}
