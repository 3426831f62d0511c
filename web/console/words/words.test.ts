import { expect, test } from 'vitest'
import customersEn from '../customers/words/en.json'
import customersZh from '../customers/words/zh.json'
import inboxesEn from '../inboxes/words/en.json'
import inboxesZh from '../inboxes/words/zh.json'
import settingsEn from '../settings/words/en.json'
import settingsZh from '../settings/words/zh.json'
import setupEn from '../setup/words/en.json'
import setupZh from '../setup/words/zh.json'
import ticketsEn from '../tickets/words/en.json'
import ticketsZh from '../tickets/words/zh.json'
import en from './en.json'
import zh from './zh.json'

const catalogues = {
  main: [en, zh], customers: [customersEn, customersZh], inboxes: [inboxesEn, inboxesZh], settings: [settingsEn, settingsZh], setup: [setupEn, setupZh], tickets: [ticketsEn, ticketsZh],
} as const

const blanks = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort()

for (const [name, [english, chinese]] of Object.entries(catalogues)) {
  const zhOf: Record<string, string> = chinese
  const enOf: Record<string, string> = english

  test(`${name}: both languages have the same keys`, () => {
    expect(Object.keys(zhOf).sort()).toEqual(Object.keys(enOf).sort())
  })

  test(`${name}: both languages fill the same blanks`, () => {
    const unlike = Object.keys(enOf).filter(
      (key) => blanks(enOf[key] ?? '').join() !== blanks(zhOf[key] ?? '').join(),
    )
    expect(unlike).toEqual([])
  })

  test(`${name}: nothing is empty`, () => {
    expect([...Object.values(enOf), ...Object.values(zhOf)].filter((text) => !text.trim())).toEqual([])
  })
}
