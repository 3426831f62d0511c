/** A request's states in the customer's words. */
import type { Lang } from '../i18n'
import type { TicketStatus } from '../tickets'

const en: Record<TicketStatus, string> = {
  new: 'received',
  open: 'in progress',
  pending: 'waiting for your answer',
  on_hold: 'on hold',
  resolved: 'resolved',
  closed: 'closed',
  merged: 'joined with another request',
}
const zh: Record<TicketStatus, string> = {
  new: '已收到',
  open: '处理中',
  pending: '等待您的回复',
  on_hold: '暂缓处理',
  resolved: '已解决',
  closed: '已关闭',
  merged: '已并入另一张工单',
}
const words: Record<Lang, Readonly<Record<string, string>>> = { en, zh }

/** A state that is newer than this page is shown by its own name. */
export const stateIn = (lang: Lang, status: string): string => words[lang][status] ?? status
