import type { LaterSentences } from './en'

export const zh = {
  back: '返回对话',

  about_reply: '回复',
  about_edit: '编辑',
  about_recall: '撤回',
  cancel: '取消',
  save: '保存',
  about_late: '已经不能再修改了。',

  queue: '您正在排队。',
  queue_place: '您排在第 {at} 位。',
  'queue_wait.one': '大约需要 {n} 分钟。',
  'queue_wait.other': '大约需要 {n} 分钟。',
  nobody: '目前没有客服在线。',
  closed: '现在是休息时间。',
  closed_until: '现在是休息时间，{at}（您的时间）恢复服务。',
  leave_offer: '您可以留言，我们会用邮件回复。',

  leave_title: '留言',
  leave_hint: '请告诉我们回复的邮箱，您在对话中写的内容会一并转达。',
  leave_email: '您的邮箱',
  leave_email_bad: '请填写邮箱地址，例如 name@example.com。',
  leave_name: '您的姓名（选填）',
  leave_text: '还有什么要补充？（选填）',
  leave_sent: '谢谢您',
  leave_sent_text: '留言已收到，我们会回复到 {email}。',

  requests_none: '您还没有工单。如果问题需要更多时间，我们会为您建立工单，您可以在这里查看进度。',
  requests_loading: '正在加载您的工单…',
  requests_all: '全部工单',
  requests_more: '更早的工单',
  requests_gone: '这张工单已不在这里。',
  request: '工单 #{number}',

  rate_title: '您对这次服务满意吗？',
  rate_1: '很差',
  rate_2: '较差',
  rate_3: '一般',
  rate_4: '满意',
  rate_5: '很满意',
  rate_text: '哪里做得好，哪里不好？（选填）',
  rate_send: '提交评价',
  rate_thanks: '谢谢！您的评价：{score}',
  rate_change: '修改',
} as const satisfies LaterSentences
