/** Asks the desk, from the host page, whether this page may use this widget. */
import type { WidgetConfig } from '../../shared/wire'
import type { Failure } from '../bridge'

export async function ask(desk: string, key: string): Promise<{ config: WidgetConfig } | { failure: Failure }> {
  try {
    const response = await fetch(`${desk}/v1/widgets/${encodeURIComponent(key)}`, { credentials: 'omit' })
    if (response.ok) return { config: (await response.json()) as WidgetConfig }
    const { code } = (await response.json().catch(() => ({}))) as Partial<Failure>
    return { failure: { status: response.status, code: code ?? 'internal' } }
  } catch {
    // A refusal without CORS headers looks like this too; the panel says both in its words.
    return { failure: { status: 0, code: 'network' } }
  }
}
