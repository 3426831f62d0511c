/** What was said before the screen begins, a page at a time. */
import { type Api, Problem } from '../../../shared/api'
import type { MessagePage } from '../../../shared/wire'
import type { Store } from './store'
import { newest, withMessages } from './view'

export async function readEarlier(store: Store, call: <T>(ask: (api: Api) => Promise<T>) => Promise<T>): Promise<void> {
  const { messages, earlier } = store.view
  const first = messages[0]
  if (!first || first.seq <= 1 || earlier === 'loading') return
  store.set({ earlier: 'loading' })
  try {
    const query = { before: first.seq, limit: newest }
    const path = `/conversations/${first.conversation}/messages`
    const page = await call((api) => api.get<MessagePage>(path, { query }))
    const { threads, messages: all } = withMessages(store.view, page.items)
    store.set({ threads, messages: all, earlier: 'idle' })
  } catch (why) {
    if (!(why instanceof Problem)) throw why
    store.set({ earlier: 'failed' })
  }
}
