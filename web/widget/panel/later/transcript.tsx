/** What was said here, to take away: as a file, or by mail. */
import type { JSX, TargetedSubmitEvent } from 'preact'
import { useState } from 'preact/hooks'
import type { Api, Problem } from '../../../shared/api'
import { blame, useWords } from '../words/words'
import { link, type Props } from './page'
import { laterWords } from './words/words'

const save = (text: string, name: string): void => {
  const a = document.createElement('a')
  a.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  a.download = name
  a.click()
  setTimeout(() => URL.revokeObjectURL(a.href), 60_000)
}

export function Transcript({ view, chat }: Props): JSX.Element | null {
  const words = useWords()
  const { t } = laterWords(view.lang)
  const [told, tell] = useState('')
  const { conversation } = view
  if (!conversation) return null
  const path = `/conversations/${conversation.id}/transcript`
  const wish = { locale: view.lang, time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone }
  const ask = async <T,>(run: (api: Api) => Promise<T>, done: (found: T) => void): Promise<void> => {
    try {
      done(await chat.call(run))
    } catch (why) {
      const problem = blame(words, why)
      tell((why as Problem).pointer === '/email' ? t('leave_email_bad') : problem)
    }
  }
  const mail = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const email = String(new FormData(event.currentTarget).get('to')).trim() || undefined
    void ask((api) => api.post(path, { ...wish, email }), () => tell(t('transcript_sent')))
  }
  return (
    <form class="form" noValidate onSubmit={mail}>
      <p>
        {link(t('transcript_get'), () => void ask((api) => api.get<string>(path, { query: wish, plain: true }), (text) => save(text, `${conversation.id}.txt`)))}
      </p>
      <label for="to">{t('transcript_to')}</label>
      <input id="to" name="to" type="email" autocomplete="email" maxLength={254} />
      <button class="outline" type="submit">
        {t('transcript_mail')}
      </button>
      <p role="status">{told}</p>
    </form>
  )
}
