import { expect, test } from 'vitest'
import { mk, pickLang } from './i18n'

const en = { 'unread.one': '{n} new message', 'unread.other': '{n} new messages', hello: 'Hello {name}' } as const

test('the first language that we speak is taken', () => {
  expect(pickLang('fr', 'zh-TW', 'en')).toBe('zh')
  expect(pickLang(undefined, '', 'EN-us')).toBe('en')
  expect(pickLang('de')).toBe('en')
})

test('figures choose the form of a sentence', () => {
  const words = mk('en', en)
  expect(words.t('unread', { n: 1 })).toBe('1 new message')
  expect(words.t('unread', { n: 1200 })).toBe('1,200 new messages')
  expect(words.t('hello', { name: '{n}' })).toBe('Hello {n}')
})

test('times are told in the language', () => {
  const now = Date.parse('2026-05-01T12:00:00Z')
  expect(mk('en', en).ago(new Date(now - 7200_000), now)).toBe('2 hours ago')
  expect(mk('zh', en).ago(new Date(now - 180_000), now)).toBe('3分钟前')
  expect(mk('en', en).ago(new Date(now - 5_000), now)).toBe('now')
})

test('the year is told where it is not this one', () => {
  const words = mk('en', en)
  const now = new Date(new Date().getFullYear(), 4, 1, 21, 45)
  const then = new Date(2019, 4, 1, 21, 45)
  expect(words.moment(now)).toMatch(/^May 1, 9:45\sPM$/)
  expect(mk('zh', en).moment(now)).toBe('5月1日 21:45')
  expect(words.moment(then)).toMatch(/^May 1, 2019, 9:45\sPM$/)
  expect(words.day(now)).toMatch(/^\w{3}, May 1$/)
  expect(words.day(then)).toBe('May 1, 2019')
})
