/** The words of the page behind a mailed link. */
export const en = {
  title: 'Your request',
  language: '中文',
  language_label: '中文, switch to Chinese',
  sealed: 'This link opens your request once. Afterwards you can look at it here for an hour.',
  open: 'Open my request',
  opening: 'Opening…',
  request: 'Request #{number}',
  refresh: 'Refresh',
  spent: 'This link does not open any more',
  spent_text: 'Each link opens a request once, and for a limited time. The chat on the shop’s page shows all your requests under “My requests”, and the next mail brings a new link.',
  over: 'The hour is over',
  over_text: 'A link shows a request for one hour. The chat on the shop’s page shows all your requests under “My requests”, and the next mail brings a new link.',
  failed: 'The request cannot be shown just now',
  failed_text: 'Something went wrong on the way. Nothing is lost: try again in a moment.',
  failed_busy: 'Many people are asking right now. Try again in a moment.',
  failed_network: 'The support desk cannot be reached. Check your connection.',
  again: 'Try again',
} as const

export type Sentences = Readonly<Record<keyof typeof en, string>>
