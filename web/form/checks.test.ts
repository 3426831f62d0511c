import { expect, test } from 'vitest'
import { wrongIn } from './checks'
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
