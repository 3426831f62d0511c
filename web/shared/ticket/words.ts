/** How a request went, in the customer's words. */
import { type KeyOf, type Lang, mk, type Words } from '../i18n'

const en = {
  history: 'What happened',
  created: 'We received your request.',
  transition: 'The request is now {state}.',
  assigned: 'A member of the team looks after it.',
  notified: 'We told you by e-mail.',
  rated: 'You gave {score} of 5.',
  you: 'You',
  team: 'Support',
  bot: 'Assistant',
  updated: 'Last change: {ago}',
} as const
type Sentences = Readonly<Record<keyof typeof en, string>>

const zh: Sentences = {
  history: '处理经过',
  created: '我们收到了您的请求。',
  transition: '工单现在的状态：{state}。',
  assigned: '已有客服负责处理。',
  notified: '我们已用邮件通知您。',
  rated: '您评了 {score} 分（满分 5 分）。',
  you: '您',
  team: '客服',
  bot: '智能助手',
  updated: '最近更新：{ago}',
}

export type TicketWords = Words<KeyOf<Sentences>>

const made: Record<Lang, TicketWords> = { en: mk('en', en), zh: mk<Sentences>('zh', zh) }

export const ticketWords = (lang: Lang): TicketWords => made[lang]
