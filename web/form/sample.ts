/** A form as the desk tells it, for tests. */
import type { Form } from './wire'

export const sample: Form = {
  token: 'token-1',
  merchant: { name: 'Shop' },
  branding: { accent: '#ffd400' },
  locale: 'en',
  title: 'Ask us',
  intro: '',
  consent: 'I agree',
  thanks: '',
  fields: [
    { id: 'email', label: 'E-mail', kind: 'email', required: true, most: 254 },
    { id: 'topic', label: 'Topic', kind: 'choice', required: false, most: 80, options: ['Order', 'Other'] },
    { id: 'message', label: 'Message', kind: 'long', required: true, most: 5000 },
  ],
}
