/** Sample records for tests. */
import type { Clock, Ticket } from '../../shared/tickets'
import type { Conversation, Message } from '../../shared/wire'

export const conversation = (change: Partial<Conversation> = {}): Conversation => ({
  id: 'C1',
  status: 'queued',
  assignee: null,
  customer: { id: 'V1', name: 'Li Na' },
  locale: 'zh',
  channel: 'widget',
  inbox: null,
  subject: null,
  seq: 1,
  seen: { customer: 0, agent: 0 },
  last: null,
  waiting_since: null,
  team: null,
  queued_at: null,
  handoff: null,
  assigned: null,
  ticket: null,
  rating: null,
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
  version: 1,
  ...change,
})

export const message = (seq: number, change: Partial<Message> = {}): Message => ({
  id: `M${seq}`,
  conversation: 'C1',
  seq,
  at: `2026-01-01T00:0${seq % 10}:00.000Z`,
  kind: 'message',
  author: { kind: 'customer', id: 'V1', name: 'Li Na' },
  parts: [{ type: 'text', text: `text ${seq}` }],
  ...change,
})

export const ticket = (change: Partial<Ticket> = {}): Ticket => ({
  id: 'T1',
  number: 1,
  title: 'Parcel is missing',
  description: '',
  type: 'question',
  category: '',
  priority: 'normal',
  status: 'new',
  tags: [],
  team: null,
  assignee: null,
  customer: null,
  conversation: null,
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
  resolved_at: null,
  sla: [],
  rating: null,
  seq: 1,
  version: 1,
  ...change,
})

export const clock = (change: Partial<Clock> = {}): Clock => ({
  target: 'first_response',
  state: 'running',
  warned: false,
  met: false,
  due_at: '2026-01-01T01:00:00.000Z',
  ...change,
})
