import { useState } from 'react'
import { useWords } from '../core/words'
import { TextField } from '../ui/field'

interface Props {
  label: string
  autoComplete: 'current-password' | 'new-password'
  error?: string
  hint?: string
}

export function PasswordField(props: Props) {
  const { t } = useWords()
  const [shown, setShown] = useState(false)
  return (
    <div class="password">
      {shown ? (
        <TextField {...props} name="password" type="text" />
      ) : (
        <TextField {...props} name="password" type="password" />
      )}
      <label class="check">
        <input type="checkbox" checked={shown} onChange={() => setShown(!shown)} />
        {t('auth.password.show')}
      </label>
    </div>
  )
}
