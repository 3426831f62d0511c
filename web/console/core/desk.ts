import { makeApi, nonce } from '../../shared/api'
import type {
  Conversation, Means, Merchant, Message, MessagePage, Page, Person, Role, Session, SocketTicket,
} from '../../shared/wire'
import type {
  ApiKey, AuditEntry, Colleague, Invitation, LinkFacts, NewApiKey, Original, Waiting, Widget,
} from './records'

export const api = makeApi()

/** A POST that is safe to repeat. */
export const make = <T>(path: string, body: object): Promise<T> => api.post<T>(path, body, { key: nonce() })
const list = <T>(path: string) => (cursor?: string, signal?: AbortSignal): Promise<Page<T>> =>
  api.get<Page<T>>(path, { query: { cursor }, signal })

export type View = 'unassigned' | 'mine' | 'all'
export type Move = 'take' | 'release' | 'resolve' | 'reopen'
export interface Entry { name?: string; password?: string }
export interface Entered { merchant: { id: string; name: string }; signed_in: boolean }

export const auth = {
  session: () => api.get<Session>('/session'),
  signIn: (email: string, password: string) => make<Session>('/sessions', { email, password }),
  signOut: () => api.del('/session'),
  signOutEverywhere: () => api.del('/sessions'),
  enter: (merchant: string) => make<Session>('/session/merchant', { merchant }),
  signUp: (body: { name: string; email: string; locale: string; time_zone: string }) =>
    make('/merchants', body),
  facts: (token: string) => api.post<LinkFacts>('/links', { token }),
  confirm: (token: string, entry: Entry) => make<Entered>('/merchants/confirm', { token, ...entry }),
  accept: (token: string, entry: Entry) => make<Entered>('/invitations/accept', { token, ...entry }),
  askReset: (email: string) => make('/password-resets', { email }),
  reset: (token: string, password: string) => make('/password-resets/confirm', { token, password }),
  ticket: () => api.post<SocketTicket>('/socket-tickets', {}),
}

export const conversations = {
  list: (view: View, cursor?: string, signal?: AbortSignal) =>
    api.get<Page<Conversation>>('/conversations', { query: { view, cursor }, signal }),
  get: (id: string, signal?: AbortSignal) => api.get<Conversation>(`/conversations/${id}`, { signal }),
  messages: (id: string, query: { before?: number; after?: number }, signal?: AbortSignal) =>
    api.get<MessagePage>(`/conversations/${id}/messages`, { query: { ...query, limit: 50 }, signal }),
  move: (id: string, move: Move, beyond = false) =>
    make<Conversation>(`/conversations/${id}/${move}`, beyond ? { beyond } : {}),
  transfer: (id: string, to: { person: string; beyond?: true } | { team: string }) =>
    make<Conversation>(`/conversations/${id}/transfer`, to),
  waiting: (id: string, signal?: AbortSignal) => api.get<Waiting>(`/conversations/${id}/waiting`, { signal }),
  file: (id: string, seq: number, file: string, signal?: AbortSignal) =>
    api.get<{ url: string }>(`/conversations/${id}/messages/${seq}/files/${file}`, { signal }),
  versions: (id: string, seq: number, signal?: AbortSignal) =>
    api.get<{ items: Message[] }>(`/conversations/${id}/messages/${seq}/versions`, { signal }),
  means: (id: string, signal?: AbortSignal) => api.get<Means>(`/conversations/${id}/means`, { signal }),
  sendAgain: (id: string, seq: number) => make<{ message: Message }>(`/conversations/${id}/messages/${seq}/retry`, {}),
  original: (id: string, seq: number, signal?: AbortSignal) =>
    api.get<Original>(`/conversations/${id}/messages/${seq}/original`, { signal }),
  mailTranscript: (id: string) => make(`/conversations/${id}/transcript`, {}),
  erase: (id: string) => make(`/customers/${id}/erase`, { confirm: 'erase' }),
}

export const settings = {
  person: (version: number, change: Partial<Pick<Person, 'name' | 'locale'>>) =>
    api.patch<Person>('/person', change, version),
  merchant: () => api.get<Merchant>('/merchant'),
  changeMerchant: (version: number, change: Partial<Merchant>) =>
    api.patch<Merchant>('/merchant', change, version),
  widget: () => api.get<Widget>('/widget'),
  changeWidget: (version: number, allowed_origins: string[]) =>
    api.patch<Widget>('/widget', { allowed_origins }, version),
  newWidgetKey: () => make<Widget>('/widget/key', {}),
  people: list<Colleague>('/people'),
  changeRole: (person: string, version: number, role: Role) =>
    api.patch<Colleague>(`/people/${person}`, { role }, version),
  remove: (person: string) => api.del(`/people/${person}`),
  invitations: list<Invitation>('/invitations'),
  invite: (email: string, role: Role) => make('/invitations', { email, role }),
  withdraw: (id: string) => api.del(`/invitations/${id}`),
  apiKeys: list<ApiKey>('/api-keys'),
  newApiKey: (name: string, role: Role) => make<NewApiKey>('/api-keys', { name, role }),
  revoke: (id: string) => api.del(`/api-keys/${id}`),
  audit: list<AuditEntry>('/audit'),
}
