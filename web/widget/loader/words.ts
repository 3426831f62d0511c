/** The few words that stand on the host page itself. */
const words = {
  en: { open: 'Open chat', close: 'Close chat', title: 'Chat', unread: 'unread' },
  zh: { open: '打开客服对话', close: '关闭客服对话', title: '客服对话', unread: '条未读' },
}
export type LoaderWords = (typeof words)['en']

export const wordsOf = (lang: string): LoaderWords => (/^zh/i.test(lang) ? words.zh : words.en)
