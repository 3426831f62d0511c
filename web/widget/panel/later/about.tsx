/** What can be done with one message: answer it, reword it, take it back. */
import type { JSX, TargetedSubmitEvent } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { quoteOf } from '../../../shared/amend'
import { Refusal } from '../../../shared/link/channel'
import { textOf } from '../../../shared/parts'
import { complaint, useWords } from '../words/words'
import { link, type Props } from './page'
import { laterWords } from './words/words'

export function About({ view, chat }: Props): JSX.Element {
  const words = useWords()
  const { t } = laterWords(view.lang)
  const { about, quote } = view
  const [editing, edit] = useState(false)
  const [problem, complain] = useState('')
  const box = useRef<HTMLFormElement>(null)
  useEffect(() => {
    // What is only quoted leaves the focus where the answer is written.
    if (about) box.current?.querySelector<HTMLElement>('textarea, [type=button]')?.focus()
  }, [editing])

  const leave = (next: typeof quote = null): void => {
    chat.about(null, next)
    document.getElementById('text')?.focus()
  }
  const amend = async (text?: string): Promise<void> => {
    try {
      await chat.amend(about!, text)
      leave()
    } catch (why) {
      const { code, rule } = why instanceof Refusal ? why.frame : { code: 'network', rule: '' }
      const late = t(rule === 'edited' ? 'about_newer' : 'about_late')
      complain(code === 'conflict' ? late : complaint(words, code, rule))
    }
  }
  const save = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const text = String(new FormData(event.currentTarget).get('text') ?? '').trim()
    if (text) void amend(text)
  }
  const ours = !!about && chat.amendable(about)
  return (
    <form ref={box} class="foot about form" onSubmit={save}>
      {editing ? (
        <>
          <label for="words">{t('about_edit')}</label>
          <textarea id="words" name="text" rows={2} maxLength={8000} defaultValue={textOf(about!)} />
          <button class="solid" type="submit">
            {t('save')}
          </button>
        </>
      ) : (
        <q>{about ? textOf(about) : quote?.text}</q>
      )}
      {problem && (
        <p class="refusal" role="alert">
          {problem}
        </p>
      )}
      <p>
        {about && !editing && link(t('about_reply'), () => leave(quoteOf(about)))}
        {ours && !editing && link(t('about_edit'), () => edit(true))}
        {ours && !editing && link(t('about_recall'), () => void amend())}
        {link(t('cancel'), () => leave())}
      </p>
    </form>
  )
}
