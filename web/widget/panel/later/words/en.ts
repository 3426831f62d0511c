/** The words of the pages that are fetched later. */
export const en = {
  back: 'Back to the chat',

  about_reply: 'Reply',
  about_edit: 'Edit',
  about_recall: 'Take back',
  cancel: 'Cancel',
  save: 'Save',
  about_late: 'It can no longer be changed.',

  queue: 'You are in the queue.',
  queue_place: 'You are number {at} in the queue.',
  'queue_wait.one': 'It takes about a minute.',
  'queue_wait.other': 'It takes about {n} minutes.',
  nobody: 'Nobody is there just now.',
  closed: 'We are closed now.',
  closed_until: 'We are closed now and open again on {at} (your time).',
  leave_offer: 'Leave a message, and we answer by e-mail.',

  leave_title: 'Leave a message',
  leave_hint: 'Tell us where to write. What you wrote in the chat goes with it.',
  leave_email: 'Your e-mail address',
  leave_email_bad: 'Please enter an e-mail address, such as name@example.com.',
  leave_name: 'Your name (optional)',
  leave_text: 'Anything to add? (optional)',
  leave_sent: 'Thank you',
  leave_sent_text: 'We have your message and write to {email}.',

  requests_none: 'You have no requests. When a question needs more time, we open one for you, and you can follow it here.',
  requests_loading: 'Loading your requests…',
  requests_all: 'All requests',
  requests_more: 'Older requests',
  requests_gone: 'This request is not here any more.',
  request: 'Request #{number}',

  rate_title: 'How did we do?',
  rate_1: 'Very bad',
  rate_2: 'Bad',
  rate_3: 'All right',
  rate_4: 'Good',
  rate_5: 'Very good',
  rate_text: 'What was good, what was not? (optional)',
  rate_send: 'Send rating',
  rate_thanks: 'Thank you! Your rating: {score}',
  rate_change: 'Change',
} as const

export type LaterSentences = Readonly<Record<keyof typeof en, string>>
