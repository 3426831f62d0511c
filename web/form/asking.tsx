/** The questions, what is wrong with the answers, and the button that sends them. */
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useUploads } from '../shared/uploading'
import { type Values, type Wrong, wrongIn } from './checks'
import { Files } from './files'
import { Question, Said } from './question'
import type { Sender } from './sender'
import type { Form } from './wire'
import type { FormWords } from './words/words'

export interface AskingProps {
  form: Form
  sender: Sender
  words: FormWords
  sent: () => void
}

export function Asking({ form, sender, words, sent }: AskingProps): JSX.Element {
  const { t, has } = words
  const [values, fill] = useState<Values>({})
  const [agreed, agree] = useState(false)
  const [wrong, mark] = useState<Wrong>({})
  const [failed, fail] = useState('')
  const [busy, work] = useState(false)
  const asked = form.fields.find(({ kind }) => kind === 'files')
  const uploads = useUploads(sender.bring, { files: asked?.most ?? 0, bytes: asked?.bytes ?? 0 })
  const website = useRef<HTMLInputElement>(null)
  const own = useRef<HTMLFormElement>(null)

  useEffect(() => own.current?.querySelector<HTMLElement>('[aria-invalid=true], [data-wrong=true]')?.focus(), [wrong])

  const send = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (busy) return
    const found = wrongIn(form, values, agreed, uploads.files)
    mark(found)
    fail('')
    if (Object.keys(found).length) return
    work(true)
    const files = uploads.ready.map(({ attachment }) => attachment)
    const outcome = await sender.send({ values, files, agreed, website: website.current?.value ?? '', lang: words.lang })
    work(false)
    if (outcome.is === 'sent') sent()
    else if (outcome.is === 'wrong') mark(outcome.wrong)
    else if (outcome.is === 'lost') {
      uploads.lose('lost')
      mark(asked ? { [asked.id]: 'unsent' } : {})
    }
    else fail(outcome.code)
  }
  const why = `failed_${failed}`

  return (
    <form ref={own} noValidate onSubmit={(event) => void send(event)}>
      {form.fields.map((field) =>
        field === asked ? (
          <Files key={field.id} field={field} uploads={uploads} rule={wrong[field.id]} words={words} />
        ) : (
          <Question
            key={field.id}
            field={field}
            value={values[field.id] ?? ''}
            rule={wrong[field.id]}
            words={words}
            change={(value) => fill({ ...values, [field.id]: value })}
          />
        ),
      )}
      {/* Nobody sees it, and no key reaches it: whoever fills it in is a program. */}
      <div class="trap" aria-hidden="true">
        <input ref={website} name="website" type="text" tabIndex={-1} autocomplete="off" aria-label="Website" />
      </div>
      {form.consent && (
        <div class="consent">
          <label>
            <input
              type="checkbox"
              checked={agreed}
              aria-required="true"
              aria-invalid={!!wrong.consent}
              aria-describedby={wrong.consent ? 'said-consent' : undefined}
              onChange={(event) => agree(event.currentTarget.checked)}
            />
            <span class="said">{form.consent}</span>
          </label>
          {wrong.consent && <Said id="said-consent" text={t('wrong_consent')} />}
        </div>
      )}
      <div role="alert" class="alert">
        {failed ? (has(why) ? t(why) : t('failed_text')) : Object.keys(wrong).length ? t('wrong') : ''}
      </div>
      <button class="solid" type="submit" aria-disabled={busy}>
        {t(busy ? 'sending' : 'send')}
      </button>
    </form>
  )
}
