import { expect, test } from 'vitest'
import { speech } from '../core/words'
import { failText, reasonText } from './reasons'

test('a known reason has its own words', () => {
  expect(reasonText('handoff', 'asked', speech())).toBe(speech().t('handoff.asked'))
})

test('a reason that this console does not know is never shown as a code', () => {
  expect(reasonText('assigned', 'by_horoscope', speech())).toBe(speech().t('assigned.rules'))
  expect(reasonText('requeued', undefined, speech())).toBe(speech().t('requeued.unknown'))
})

test('an answer that was no is told by its hundred, with its number', () => {
  const told = (code: string | null) => failText(code, speech())
  expect([told('http_404'), told('http_503')].map((text) => text.match(/\d+/)?.[0])).toEqual(['404', '503'])
  expect(told('http_404')).not.toBe(told('http_503'))
  expect([told('by_horoscope'), told(null), told('http_')]).toEqual(Array(3).fill(speech().t('fail.unknown')))
})
