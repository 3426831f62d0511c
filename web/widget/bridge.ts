/** What the host page's loader and the panel in its frame tell each other. */
import type { Pending } from '../shared/link/outbox'
import type { Theme } from '../shared/theme'
import type { WidgetConfig } from '../shared/wire'

/** The panel's memory, kept in the host page's storage because a frame's own may be refused. */
export interface Kept {
  token?: string
  /** Only where the visitor has chosen one. */
  lang?: string
  accent?: string
  /** A conversation that is not over: the next page connects without being asked. */
  live?: boolean
}
export interface Failure {
  status: number
  code: string
}
export interface Boot {
  t: 'boot'
  key: string
  lang: string
  theme: Theme
  open: boolean
  kept: Kept
  /** What was being written when the page was left. */
  draft: string
  config?: WidgetConfig
  failure?: Failure
}
export type ToPanel =
  | Boot
  | { t: 'open' }
  | { t: 'close' }
  | { t: 'reset' }
  | { t: 'left'; items: Pending[] }
  | { t: 'cleared' }
  | { t: 'lang'; lang: string }
  | { t: 'theme'; theme: Theme }

export type ToHost =
  /** The panel is there, or wants to begin again: it needs a boot. */
  | { t: 'ready' }
  | { t: 'close' }
  | { t: 'keep'; kept: Kept }
  | { t: 'draft'; text: string }
  | { t: 'unread'; n: number }
  | { t: 'lang'; lang: string }
  /** What waits to be sent lies on a shelf of the page, for the same reason as our memory. */
  | { t: 'shelf'; open?: string; keep?: readonly Pending[]; clear?: true; close?: true }
  | { t: 'event'; name: string; detail?: unknown }
