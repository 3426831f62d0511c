import { useState } from 'react'
import type { Ticket } from '../../shared/tickets'
import { useWords } from '../core/words'
import { Button, IconButton } from '../ui/button'
import { AreaField, TextField } from '../ui/field'
import { useForm } from '../ui/form'
import { tickets } from './desk'
import { longest } from './limits'
import { isEnded } from './transitions'
import type { Edit } from './use-edit'
import { useTicketWords } from './words'

interface Props {
  ticket: Ticket
  edit: Edit
  mayWrite: boolean
}

/** What it is about; the same place is where that is put better. */
export function About({ ticket, edit, mayWrite }: Props) {
  const { t } = useTicketWords()
  const words = useWords()
  const [open, setOpen] = useState(false)
  const { description } = ticket
  if (open) return <Change ticket={ticket} edit={edit} onClose={() => setOpen(false)} />
  return (
    <section class="about" aria-labelledby="about">
      <header>
        <h2 id="about">{t('ticket.description')}</h2>
        {mayWrite && description !== undefined && !isEnded(ticket.status) && (
          <IconButton label={t('ticket.edit')} icon="pen" onClick={() => setOpen(true)} />
        )}
      </header>
      {description === undefined ? (
        <p class="hint">{words.t('app.loading')}</p>
      ) : description ? (
        <p class="about-text">{description}</p>
      ) : (
        <p class="hint">{t('ticket.description.none')}</p>
      )}
    </section>
  )
}

function Change({ ticket, edit, onClose }: { ticket: Ticket; edit: Edit; onClose: () => void }) {
  const { t } = useTicketWords()
  const words = useWords()
  const form = useForm(
    async (values) => {
      const title = values.title?.trim() ?? ''
      const description = values.description?.trim() ?? ''
      const what = t('what', { field: t('form.title'), value: title })
      await edit.run({ what, send: (version) => tickets.change(ticket.id, version, { title, description }) })
      // A conflict keeps the words; what became of them is asked above.
      onClose()
    },
    ({ title }) => (title?.trim() ? {} : { title: words.t('auth.required') }) as Record<string, string>,
  )
  return (
    <form class="about fields" noValidate onSubmit={form.onSubmit} aria-label={t('ticket.edit')}>
      <TextField label={t('form.title')} name="title" defaultValue={ticket.title} maxLength={longest.title} error={form.faults.title} autoFocus />
      <AreaField label={t('form.description')} name="description" defaultValue={ticket.description} rows={6} maxLength={longest.description} />
      <div class="actions">
        <Button onClick={onClose}>{words.t('do.cancel')}</Button>
        <Button kind="main" type="submit" busy={form.busy}>
          {words.t('do.save')}
        </Button>
      </div>
    </form>
  )
}
