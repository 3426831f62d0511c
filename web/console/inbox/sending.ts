import type { KeyboardEvent } from 'react'

/** Enter that ends an input method's word is not ours. */
export const isSend = (e: KeyboardEvent<HTMLTextAreaElement>): boolean =>
  e.key === 'Enter' && (e.ctrlKey || e.metaKey) && !e.isComposing && e.keyCode !== 229
