import { type KeyOf, type Lang, type Words, mk } from '../../shared/i18n'
import { lang } from '../core/prefs'
import { useStore } from '../core/store'
import en from './words/en.json'
import zh from './words/zh.json'

export type CustomerKey = KeyOf<typeof en>
export type CustomerWords = Words<CustomerKey>

const made: Record<Lang, CustomerWords> = { zh: mk<typeof en>('zh', zh), en: mk('en', en) }

/** The words of customers' records; they come when one is opened. */
export const useCustomerWords = (): CustomerWords => made[useStore(lang)]

export const customerWords = (): CustomerWords => made[lang.get()]
