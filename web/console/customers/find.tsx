import { useEffect, useState } from 'react'
import { Button } from '../ui/button'
import { TextField } from '../ui/field'
import { useForm } from '../ui/form'
import { type Sought, readSought } from './sought'
import { useCustomerWords } from './words'

interface Props {
  sought: Sought | null
  seek: (sought: Sought | null) => void
}

/** Looking somebody up is written into the audit log, so it is asked once, when the address is whole. */
export function Find({ sought, seek }: Props) {
  const { t } = useCustomerWords()
  const [text, write] = useState(sought?.value ?? '')
  const form = useForm(
    async ({ q = '' }) => seek(readSought(q)),
    ({ q = '' }) => (readSought(q) ? {} : { q: t(q.includes('@') ? 'fault.email' : 'find.bad') }) as Record<string, string>,
  )
  // It can be ended from outside as well, by choosing another list.
  useEffect(() => {
    if (!sought) write('')
  }, [sought])
  return (
    <form class="find" role="search" noValidate onSubmit={form.onSubmit}>
      <TextField
        name="q"
        type="search"
        enterKeyHint="search"
        autoComplete="off"
        maxLength={320}
        label={t('find')}
        hint={t('find.hint')}
        error={form.faults['q']}
        value={text}
        onInput={({ currentTarget }) => write(currentTarget.value)}
      />
      <div class="find-acts">
        <Button type="submit" icon="search">
          {t('find.do')}
        </Button>
        {sought && (
          <Button kind="quiet" icon="close" onClick={() => seek(null)}>
            {t('find.clear')}
          </Button>
        )}
      </div>
    </form>
  )
}
