import { expect, test } from 'vitest'
import { speech } from '../core/words'
import { reasonText } from './reasons'

test('a known reason has its own words', () => {
  expect(reasonText('handoff', 'asked', speech())).toBe(speech().t('handoff.asked'))
})

test('a reason that this console does not know is never shown as a code', () => {
  expect(reasonText('assigned', 'by_horoscope', speech())).toBe(speech().t('assigned.rules'))
  expect(reasonText('requeued', undefined, speech())).toBe(speech().t('requeued.unknown'))
})
