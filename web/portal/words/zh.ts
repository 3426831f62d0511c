import type { Sentences } from './en'

export const zh: Sentences = {
  title: '您的工单',
  language: 'English',
  language_label: 'English，切换为英文',
  sealed: '此链接只能打开一次。打开后一小时内，您可以在这里查看工单。',
  open: '打开我的工单',
  opening: '正在打开…',
  request: '工单 #{number}',
  refresh: '刷新',
  spent: '此链接已失效',
  spent_text: '每个链接只能打开一次，且有时间限制。在商家网页的客服对话中，“我的工单”可以查看全部工单；下一封邮件也会带来新的链接。',
  over: '一小时已到',
  over_text: '每个链接可查看工单一小时。在商家网页的客服对话中，“我的工单”可以查看全部工单；下一封邮件也会带来新的链接。',
  failed: '工单暂时无法显示',
  failed_text: '途中出了点问题。没有丢失任何内容，请稍后再试。',
  failed_busy: '当前访问人数较多，请稍后再试。',
  failed_network: '无法连接客服系统，请检查网络。',
  again: '重试',
}
