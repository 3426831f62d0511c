/** What travels between us and the desk. Names and shapes are those of the JSON contracts. */
export type * from './wire/answer'
export type * from './wire/channel'
export type * from './wire/conversation'
export type * from './wire/message'
export type * from './wire/people'
export type * from './wire/visitor'
