import { expect, test } from 'vitest'
import { seen, stage } from '../testing/stage'
import { Footer } from './composer-foot'
import type { Files } from './use-files'

const none = { files: [] } as unknown as Files
const foot = { text: '', longest: 8000, files: none, carries: false, takes: false, busy: false, onSend: () => {} }

test('before a letter is sent, its writer sees to which address it goes', async () => {
  const { show } = stage()
  await show(<Footer {...foot} to="orders@shop.example" />)
  expect(seen()).toContain('to orders@shop.example')
  await show(<Footer {...foot} to={null} />)
  expect(seen()).not.toContain('orders@shop.example')
})
