/** What channels add to conversations: by which one talks, what it carries, how far what goes out has come. */
export type Channel = 'widget' | 'webhook' | 'form' | 'email'
export type Reached = 'pending' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed' | 'unknown'

export interface Delivery {
  state: Reached
  at: string
  attempts: number
  /** Why it has not come, where it has not. */
  code: string | null
}
/** Whence a message comes, as its channel says. */
export interface Source {
  id?: string
  from?: string
  /** To whom its sender sent copies; answers do not go there. */
  cc?: string[]
  subject?: string
  /** No person wrote it: why that is known. */
  automatic?: string
  /** Its sender has not proved to be who it says. */
  unproved?: boolean
  machine?: boolean
  /** Of somebody beside the customer, who holds the address that answers come to. */
  guest?: boolean
}

export interface LocationPart {
  type: 'location'
  lat: number
  lon: number
  label?: string
}
export interface LinkPart {
  type: 'link'
  url: string
  title?: string
}
export interface CallPart {
  type: 'call'
  direction: 'in' | 'out'
  started_at_ms: number
  answered_at_ms?: number | null
  ended_at_ms: number
  voicemail?: boolean
  recording_url?: string
  transcript?: string
}
/** A file that lies at somebody else's: we have not looked at it. */
export interface RemotePart {
  type: 'image' | 'audio' | 'video' | 'file'
  url: string
  name?: string
  mime?: string
  size?: number
}
/** Of a kind that this desk does not know. */
export interface UnsupportedPart {
  type: 'unsupported'
}
export type ChannelPart = LocationPart | LinkPart | CallPart | RemotePart | UnsupportedPart

/** What can be sent in a conversation just now. */
export interface Means {
  channel: Channel
  inbox?: { id: string; name: string; state: 'on' | 'off' | 'disabled' } | null
  most_text?: number
  files?: boolean
  edits?: boolean
  receipts?: boolean
  window: { closes_at: string; left: number | null } | null
  /** Where an answer goes by mail; null where nothing reaches the customer. */
  to?: string | null
}
