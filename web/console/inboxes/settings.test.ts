import { expect, test } from 'vitest'
import type { FormField, Inbox } from './desk'
import { botAnswers, canMean, freshId, meaning, isAddress, isCount, settingsOf } from './settings'

test('a window has hours; without them there is none', () => {
  const url = 'https://till.example/in'
  expect(settingsOf('webhook', { url: ` ${url} `, hours: '48', messages: '5', bot: 'on', makes: 'ticket', team: 'T1' })).toEqual({
    url, window: { hours: 48, messages: 5 }, bot: true, makes: 'ticket', team: 'T1',
  })
  expect(settingsOf('webhook', { url, hours: '24', messages: '' })).toMatchObject({ window: { hours: 24 }, bot: false, makes: 'conversation' })
  expect(settingsOf('webhook', { url, hours: '', messages: '5' })).not.toHaveProperty('window')
})

test('a form keeps its questions and cuts pasted addresses down to origins', () => {
  const fields: FormField[] = [{ id: 'order', label: 'Order', kind: 'text' }]
  expect(settingsOf('form', { title: 'Ask us', origins: 'https://shop.example/page', locale: 'en', confirm: 'on' }, fields)).toMatchObject({
    title: 'Ask us', fields, allowed_origins: ['https://shop.example'], locale: 'en', confirm: true,
  })
})

test('of mail, what is not filled in is empty', () => {
  expect(settingsOf('email', { sender_name: 'Lamps', agent_names: 'on' })).toMatchObject({
    sender_name: 'Lamps', agent_names: true, continues: false, signature: '',
  })
})

test('the assistant answers at a webhook unless told otherwise, elsewhere only when told', () => {
  const inbox = (channel: string, settings: object) => ({ channel, settings }) as Inbox
  expect([botAnswers(inbox('webhook', {})), botAnswers(inbox('email', {}))]).toEqual([true, false])
  expect([botAnswers(inbox('webhook', { bot: false })), botAnswers(inbox('email', { bot: true }))]).toEqual([false, true])
  expect([botAnswers(inbox('form', { bot: true })), 'bot' in settingsOf('form', { bot: 'on' })]).toEqual([false, false])
})

test('only whole addresses of the web are asked for', () => {
  expect(['', 'https://till.example/in?x=1'].map(isAddress)).toEqual([true, true])
  expect(['till.example', 'https://', 'ftp://till.example', 'javascript:alert(1)'].filter(isAddress)).toEqual([])
})

test('a count is a whole number within its bound, or nothing', () => {
  expect(['', '1', '720'].map((said) => isCount(said, 720))).toEqual([true, true, true])
  expect(['0', '721', '1.5', '-1', 'many'].filter((said) => isCount(said, 720))).toEqual([])
})

test('one question stands for the customer, another for the subject, and none for both', () => {
  const fields: FormField[] = [
    { id: 'field_1', label: 'You', kind: 'text' },
    { id: 'name', label: 'Shop', kind: 'text' },
    { id: 'field_3', label: 'Photos', kind: 'files' },
  ]
  const ids = (at: number, means: 'name' | 'subject' = 'name'): string[] => meaning(fields, means, at).map(({ id }) => id)
  expect([ids(0), ids(-1), ids(0, 'subject')]).toEqual([
    ['name', 'field_4', 'field_3'],
    ['field_1', 'field_4', 'field_3'],
    ['subject', 'name', 'field_3'],
  ])
  expect(fields.map((field) => canMean('name', field))).toEqual([true, true, false])
})

test('a new question never takes the name of one that stayed', () => {
  const field = (id: string): FormField => ({ id, label: '', kind: 'text' })
  expect([freshId([]), freshId([field('field_2')]), freshId([field('a'), field('b')])]).toEqual(['field_1', 'field_3', 'field_3'])
})
