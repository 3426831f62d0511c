/** What is wrong with an answer, before the desk is asked: the same rules, by the same names. */
import type { Outgoing } from '../shared/uploading'
import type { Field, Form } from './wire'

export type Values = Readonly<Record<string, string>>
/** The rule that is broken, by field; `consent` beside them. */
export type Wrong = Readonly<Record<string, string>>

const address = /^[^@\s<>,;:"()[\]\\]+@[^@\s<>,;:"()[\]\\]+\.[^@\s<>,;:"()[\]\\.]+$/

export function ruleOf(field: Field, given: string): string {
  const value = given.trim()
  if (!value) return field.required ? 'required' : ''
  if (value.length > field.most) return 'maxLength'
  if (field.kind === 'email' && !address.test(value)) return 'email'
  if (field.kind === 'phone' && !/^(\D*\d){5,20}\D*$/.test(value)) return 'phone'
  return field.kind === 'choice' && !field.options?.includes(value) ? 'enum' : ''
}

/** Nothing is sent while a file is on its way, or lies there without having come. */
export function ruleOfFiles(field: Field, files: readonly Outgoing[]): string {
  if (!files.length) return field.required ? 'required' : ''
  if (files.some(({ failed }) => failed)) return 'unsent'
  return files.some(({ done }) => !done) ? 'uploading' : ''
}

export function wrongIn(form: Form, values: Values, agreed: boolean, files: readonly Outgoing[] = []): Wrong {
  const rule = (field: Field): string => (field.kind === 'files' ? ruleOfFiles(field, files) : ruleOf(field, values[field.id] ?? ''))
  const found = form.fields.map((field) => [field.id, rule(field)] as const)
  const consent = form.consent && !agreed ? 'required' : ''
  return Object.fromEntries([...found, ['consent', consent] as const].filter(([, rule]) => rule))
}
