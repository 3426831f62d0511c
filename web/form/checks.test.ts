import { expect, test } from 'vitest'
import { ruleOfFiles, wrongIn } from './checks'
import { sample } from './sample'

const good = { email: 'a@b.example', message: 'Hello' }

test.each([
  [good, true, {}],
  [{}, false, { email: 'required', message: 'required', consent: 'required' }],
  [{ ...good, email: 'nobody' }, true, { email: 'email' }],
  [{ ...good, message: '  ' }, true, { message: 'required' }],
  [{ ...good, message: 'x'.repeat(5001) }, true, { message: 'maxLength' }],
  [{ ...good, topic: 'Another' }, true, { topic: 'enum' }],
])('what is wrong in %j is told by its field', (values, agreed, wrong) => {
  expect(wrongIn(sample, values, agreed)).toEqual(wrong)
})

test.each([
  ['+86 138-0013-8000', {}],
  ['call me', { phone: 'phone' }],
])('a number is what people write as one: %s', (phone, wrong) => {
  const form = { ...sample, consent: '', fields: [{ id: 'phone', label: 'Phone', kind: 'phone' as const, required: true, most: 40 }] }
  expect(wrongIn(form, { phone }, false)).toEqual(wrong)
})

test.each([
  [[], true, 'required'],
  [[], false, ''],
  [[{ done: {} }], true, ''],
  [[{ done: {} }, {}], false, 'uploading'],
  [[{}, { failed: 'type' }], false, 'unsent'],
])('nothing is sent while a file has not come: %j', (files, required, rule) => {
  const field = { id: 'photos', label: 'Photos', kind: 'files' as const, required, most: 2, bytes: 10 }
  expect(ruleOfFiles(field, files as unknown as Parameters<typeof ruleOfFiles>[1])).toBe(rule)
})
