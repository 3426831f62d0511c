import { type Lang, mk, type Words } from '../shared/i18n'

const en = {
  title: 'Your request',
  language: '中文',
  language_label: '中文, switch to Chinese',
  sealed: 'This link opens your request once. Afterwards you can look at it here for an hour.',
  open: 'Open my request',
  opening: 'Opening…',
  request: 'Request #{number}',
  refresh: 'Refresh',
  spent: 'This link does not open any more',
  spent_text: 'Each link opens a request once, and for a limited time. The chat on the shop’s page shows all your requests under “My requests”, and the next mail brings a new link.',
  over: 'The hour is over',
  over_text: 'A link shows a request for one hour. The chat on the shop’s page shows all your requests under “My requests”, and the next mail brings a new link.',
  failed: 'The request cannot be shown just now',
  failed_text: 'Something went wrong on the way. Nothing is lost: try again in a moment.',
  failed_busy: 'Many people are asking right now. Try again in a moment.',
  failed_network: 'The support desk cannot be reached. Check your connection.',
  again: 'Try again',
} as const
export type Sentences = Readonly<Record<keyof typeof en, string>>
export type PortalWords = Words<keyof Sentences & string>

const zh: Sentences = {
  title: '您的请求',
  language: 'English',
  language_label: 'English，切换为英文',
  sealed: '此链接只能打开一次。打开后一小时内，您可以在这里查看请求。',
  open: '打开我的请求',
  opening: '正在打开…',
  request: '请求 #{number}',
  refresh: '刷新',
  spent: '此链接已失效',
  spent_text: '每个链接只能打开一次，且有时间限制。在商家网页的客服对话中，“我的请求”可以查看全部请求；下一封邮件也会带来新的链接。',
  over: '一小时已到',
  over_text: '每个链接可查看请求一小时。在商家网页的客服对话中，“我的请求”可以查看全部请求；下一封邮件也会带来新的链接。',
  failed: '请求暂时无法显示',
  failed_text: '途中出了点问题。没有丢失任何内容，请稍后再试。',
  failed_busy: '当前访问人数较多，请稍后再试。',
  failed_network: '无法连接客服系统，请检查网络。',
  again: '重试',
}

const made: Record<Lang, PortalWords> = { en: mk<Sentences>('en', en), zh: mk<Sentences>('zh', zh) }

export const portalWords = (lang: Lang): PortalWords => made[lang]
