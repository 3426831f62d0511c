/** From the fields of a form to an inbox's settings, as the contract of its channel takes them. */
import { readOrigins } from '../settings/origins'
import type { Values } from '../ui/form'
import type { EmailSettings, FormField, FormSettings, Inbox, Made, Settings, WebhookSettings } from './desk'

const text = (values: Values, name: string): string => values[name]?.trim() ?? ''
const ticked = (values: Values, name: string): boolean => name in values

const common = (values: Values): { makes: 'conversation' | 'ticket'; team: string } => ({
  makes: values['makes'] === 'ticket' ? 'ticket' : 'conversation',
  team: text(values, 'team'),
})

/** No hours, no window; no number of messages, as many as one likes. */
function windowOf(values: Values): WebhookSettings['window'] {
  const [hours, messages] = [Number(text(values, 'hours')), Number(text(values, 'messages'))]
  if (!hours) return undefined
  return messages ? { hours, messages } : { hours }
}

function webhook(values: Values): WebhookSettings {
  const window = windowOf(values)
  return { ...common(values), bot: ticked(values, 'bot'), url: text(values, 'url'), ...(window && { window }) }
}

/** Chosen in a place of its own, and kept by what else is saved. */
const from = (values: Values): { from_address?: string } => {
  const address = text(values, 'from_address')
  return address ? { from_address: address } : {}
}

const form = (values: Values, fields: FormField[]): FormSettings => ({
  ...common(values),
  ...from(values),
  title: text(values, 'title'),
  intro: text(values, 'intro'),
  consent: text(values, 'consent'),
  thanks: text(values, 'thanks'),
  locale: values['locale'] === 'en' ? 'en' : 'zh',
  confirm: ticked(values, 'confirm'),
  allowed_origins: readOrigins(values['origins'] ?? '').origins,
  fields,
})

const email = (values: Values): EmailSettings => ({
  ...common(values),
  bot: ticked(values, 'bot'),
  ...from(values),
  sender_name: text(values, 'sender_name'),
  signature: text(values, 'signature'),
  agent_names: ticked(values, 'agent_names'),
  continues: ticked(values, 'continues'),
})

/** `fields`: of a form, which are no plain fields of the page. */
export function settingsOf(channel: Made, values: Values, fields: FormField[] = []): Settings {
  if (channel === 'webhook') return webhook(values)
  return channel === 'form' ? form(values, fields) : email(values)
}

/** What an untouched inbox does, as the desk takes it. No form is answered: its address was merely typed. */
export const botAnswers = (inbox: Inbox): boolean => inbox.channel !== 'form' && (inbox.settings.bot ?? inbox.channel === 'webhook')

/** Whether it can be read at all; where may be sent to is the desk's to judge. */
export const isAddress = (url: string): boolean => !url || (URL.canParse(url) && /^https?:/.test(url))

export const isCount = (said: string, most: number): boolean => said === '' || (/^\d+$/.test(said) && Number(said) >= 1 && Number(said) <= most)

/** What a question can stand for besides itself: the desk knows it by its name. */
export const meanings = ['name', 'subject'] as const
export type Meaning = (typeof meanings)[number]

/** Whether an answer of this kind can be that at all: one line, or of a subject a choice. */
export const canMean = (meaning: Meaning, { kind }: FormField): boolean =>
  kind === 'text' || (meaning === 'subject' && kind === 'choice')

/** The questions, where the one at `at` stands for it, and no other does; none at -1. */
export function meaning(fields: readonly FormField[], means: Meaning, at: number): FormField[] {
  return fields.map((field, i) => {
    if (i === at) return { ...field, id: means }
    return field.id === means ? { ...field, id: freshId(fields) } : field
  })
}

/** A name for a new field, like none that is there. */
export function freshId(fields: readonly FormField[]): string {
  let n = fields.length + 1
  while (fields.some(({ id }) => id === `field_${n}`)) n += 1
  return `field_${n}`
}
