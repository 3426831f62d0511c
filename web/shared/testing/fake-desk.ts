/** A desk in memory that keeps the protocol's promises over a line that keeps none. */
import type { ClientFrame, EditFrame, RecallFrame, RefusedFrame, SayFrame, ServerFrame, SyncFrame, WelcomeFrame } from '../frames'
import { textOf } from '../parts'
import type { Message, VisitorConversation } from '../wire'

/** What may go wrong with one frame on its way. */
export type Weather = (way: 'up' | 'down', frame: ClientFrame | ServerFrame) => 'pass' | 'lose' | 'twice' | 'drop'

export type Refused = Pick<RefusedFrame, 'code' | 'rule' | 'expected' | 'retry_ms'> & { stored?: boolean }

interface Head {
  messages: Message[]
  senders: Map<string, number>
  /** When the latest of those that made room was handed out: none of before comes back. */
  forgotten: number
}

const mintedAt = (session: string): number => Number(session.split('-')[1])

export class FakeSocket {
  readyState = 0
  onopen: (() => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null
  onclose: (() => void) | null = null
  onerror: (() => void) | null = null

  constructor(private readonly desk: FakeDesk) {
    setTimeout(() => {
      if (this.readyState !== 0) return
      if (!desk.admits()) return this.fall()
      this.readyState = 1
      desk.sockets.add(this)
      this.onopen?.()
    }, 5)
  }

  send(data: string): void {
    const frame = JSON.parse(data) as ClientFrame
    this.desk.heard.push(frame)
    const fate = this.desk.weather('up', frame)
    if (fate === 'drop') return this.fall()
    if (fate === 'lose') return
    setTimeout(() => this.desk.take(this, frame), 3)
    if (fate === 'twice') setTimeout(() => this.desk.take(this, frame), 4)
  }

  close(): void {
    this.fall()
  }

  fall(): void {
    if (this.readyState === 3) return
    this.readyState = 3
    this.desk.sockets.delete(this)
    setTimeout(() => this.onclose?.(), 1)
  }

  deliver(frame: ServerFrame | ServerFrame[]): void {
    if (this.readyState === 1) this.onmessage?.({ data: JSON.stringify(frame) })
  }
}

export class FakeDesk {
  readonly sockets = new Set<FakeSocket>()
  readonly heads = new Map<string, Head>()
  readonly heard: ClientFrame[] = []
  weather: Weather = () => 'pass'
  /** Does the gateway let one more socket in? */
  admits: () => boolean = () => true
  /** How many senders a head remembers; the oldest is forgotten first. */
  room = 4
  page = 3
  visitor: string | null = null
  /** Conversations too old to be reopened. */
  readonly closed = new Set<string>()
  /** What a message is answered instead of being looked at; `stored`: and yet it lies there. */
  refuses: (frame: SayFrame) => Refused | undefined = () => undefined
  opened = 0
  random: () => number = () => 0.5
  private count = 0

  socket = (): WebSocket => {
    this.opened += 1
    return new FakeSocket(this) as unknown as WebSocket
  }

  head(id: string): Head {
    const known = this.heads.get(id)
    if (known) return known
    const head: Head = { messages: [], senders: new Map(), forgotten: 0 }
    this.heads.set(id, head)
    return head
  }

  texts(id: string): string[] {
    return this.head(id).messages.map(textOf)
  }

  /** Somebody else writes. */
  write(id: string, text: string): Message {
    return this.store(id, { text, author: 'agent' })
  }

  push(frame: ServerFrame | ServerFrame[], after = 3): void {
    for (const socket of this.sockets) this.down(socket, frame, after)
  }

  take(socket: FakeSocket, frame: ClientFrame): void {
    if (frame.t === 'hello') this.answer(socket, frame, this.welcome())
    if (frame.t === 'ping') this.answer(socket, frame, { t: 'pong', at: '2026-01-01T00:00:00.000Z' })
    if (frame.t === 'sync' || frame.t === 'say') this.answer(socket, frame, this.reply(frame))
    if (frame.t === 'edit' || frame.t === 'recall') this.answer(socket, frame, this.amend(frame))
  }

  amend(frame: EditFrame | RecallFrame): ServerFrame {
    const { messages } = this.head(frame.conversation)
    const old = messages[frame.seq - 1]
    if (!old || old.author.kind !== 'customer') return { t: 'refused', of: frame.t, code: 'forbidden', detail: '' }
    if ('parts' in frame && textOf(old) === textOf(frame)) return { t: 'amended', message: old }
    const stale = 'parts' in frame && (frame.edits ?? 0) !== (old.edits ?? 0)
    if (stale) return { t: 'refused', of: frame.t, code: 'conflict', detail: '', rule: 'edited' }
    const now = 'parts' in frame ? { parts: frame.parts, edits: (old.edits ?? 0) + 1 } : { parts: [], recalled_at: old.at }
    messages[frame.seq - 1] = { ...old, ...now }
    return { t: 'amended', message: { ...old, ...now } }
  }

  reply(frame: SyncFrame | SayFrame): ServerFrame {
    return frame.t === 'sync' ? this.history(frame) : this.say(frame)
  }

  welcome(): WelcomeFrame {
    const id = this.visitor
    const conversation = id ? this.state(id) : null
    const caller = { kind: 'visitor', id: 'v1' }
    return { t: 'welcome', v: 1, session: `session-${++this.count}`, caller, conversation, heartbeat_s: 240, max_age_s: 7200, amend_s: 300 }
  }

  private state(id: string): VisitorConversation {
    const seq = this.head(id).messages.length
    return { id, seq, status: 'queued', seen: { customer: 0, agent: 0 }, assignee_name: null }
  }

  private history({ conversation, after, session }: SyncFrame): ServerFrame {
    const head = this.head(conversation)
    if (session && !head.senders.has(session)) {
      if (mintedAt(session) <= head.forgotten) return { t: 'refused', of: 'sync', code: 'unknown_session', detail: '' }
      this.register(head, session)
    }
    const messages = head.messages.slice(after, after + this.page)
    const seq = head.messages.length
    const more = after + messages.length < seq
    return { t: 'history', conversation, after, messages, seq, more, state: this.state(conversation) }
  }

  /** Everyone who speaks there has to begin anew. */
  forget(id: string): void {
    for (const session of this.head(id).senders.keys()) this.evict(this.head(id), session)
  }

  private register(head: Head, session: string): void {
    head.senders.set(session, 0)
    const [oldest] = head.senders.keys()
    if (head.senders.size > this.room && oldest) this.evict(head, oldest)
  }

  private evict(head: Head, session: string): void {
    head.senders.delete(session)
    head.forgotten = Math.max(head.forgotten, mintedAt(session))
  }

  private say(frame: SayFrame): ServerFrame {
    const { stored = false, ...refusal } = this.refuses(frame) ?? { code: '' }
    const answer = refusal.code && !stored ? undefined : this.accept(frame)
    return answer && !refusal.code ? answer : { t: 'refused', of: 'say', detail: '', ...refusal }
  }

  private accept(frame: SayFrame): ServerFrame {
    const { session, n, conversation } = frame
    const refuse = (code: string, more: Partial<RefusedFrame> = {}): ServerFrame => ({ t: 'refused', of: 'say', code, detail: '', ...more })
    const text = frame.parts.map((part) => ('text' in part ? part.text : '')).join('\n')
    if (text.startsWith('bad')) return refuse('invalid')
    const current = this.visitor && !this.closed.has(this.visitor) ? this.visitor : null
    const id = conversation ?? current ?? (this.visitor = `c-new${this.closed.size || ''}`)
    const head = this.head(id)
    if (conversation === null && current === null) this.register(head, session)
    const counted = head.senders.get(session)
    if (counted === undefined) return refuse('unknown_session')
    const same = head.messages.find((m) => m.session === session && m.n === n)
    if (same && !same.edits && textOf(same) !== text) return refuse('conflict', { rule: 'reused' })
    if (same) return { t: 'said', conversation: id, session, n, id: same.id, seq: same.seq, at: same.at }
    if (n <= counted) return refuse('unknown_session')
    if (n !== counted + 1) return refuse('out_of_order', { expected: counted + 1 })
    if (conversation && this.closed.has(conversation)) return refuse('conflict', { rule: 'closed' })
    head.senders.set(session, n)
    const { seq, at, id: message } = this.store(id, { text, author: 'customer', session, n })
    return { t: 'said', conversation: id, session, n, id: message, seq, at }
  }

  private store(id: string, what: { text: string; author: 'agent' | 'customer'; session?: string; n?: number }): Message {
    const { messages } = this.head(id)
    const seq = messages.length + 1
    const message: Message = {
      id: `${id}-${seq}`,
      conversation: id,
      seq,
      at: new Date(1e12 + seq).toISOString(),
      kind: 'message',
      author: { kind: what.author, id: what.author },
      parts: [{ type: 'text', text: what.text }],
      ...(what.session && { session: what.session, n: what.n }),
    }
    messages.push(message)
    this.push({ t: 'message', conversation: id, message }, 3 + this.random() * 20)
    return message
  }

  private answer(socket: FakeSocket, to: ClientFrame, frame: ServerFrame): void {
    this.down(socket, { ...frame, ref: to.ref } as ServerFrame, 3)
  }

  private down(socket: FakeSocket, frame: ServerFrame | ServerFrame[], after: number): void {
    const [first] = Array.isArray(frame) ? frame : [frame]
    const fate = first ? this.weather('down', first) : 'pass'
    if (fate === 'drop') return socket.fall()
    if (fate === 'lose') return
    setTimeout(() => socket.deliver(frame), after)
    if (fate === 'twice') setTimeout(() => socket.deliver(frame), after + 2)
  }
}
