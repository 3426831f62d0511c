import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { channelIcons } from '../inbox/channel-mark'
import { checked, filled } from '../auth/checks'
import { go } from '../core/router'
import { told } from '../core/trouble'
import { useWords } from '../core/words'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { TextField } from '../ui/field'
import { type Values, useForm } from '../ui/form'
import { Icon } from '../ui/icon'
import { Notice } from '../ui/notice'
import { type Made, type Told, inboxes } from './desk'
import { Fresh } from './fresh'
import { useInboxWords } from './words'

const channels: readonly Made[] = ['email', 'form', 'webhook']

/** Channel and name; the rest has its own page. A secret is shown first, since it is shown once. */
export function Create({ onClose }: { onClose: () => void }) {
  const { t } = useInboxWords()
  const cache = useQueryClient()
  const [made, setMade] = useState<Told | null>(null)
  const open = (inbox: Told): void => {
    onClose()
    go(`/settings/inboxes/${inbox.id}`)
  }
  const done = async (inbox: Told): Promise<void> => {
    await cache.invalidateQueries({ queryKey: ['settings', 'inboxes'] })
    if (inbox.secret) setMade(inbox)
    else open(inbox)
  }
  return (
    <Dialog title={t('new')} onClose={made ? () => open(made) : onClose}>
      {made?.secret ? <Fresh secret={made.secret} name={made.name} onDone={() => open(made)} /> : <Choose onMade={done} onClose={onClose} />}
    </Dialog>
  )
}

function Choose({ onMade, onClose }: { onMade: (made: Told) => Promise<void>; onClose: () => void }) {
  const { t } = useInboxWords()
  const words = useWords()
  const make = async (values: Values): Promise<void> => {
    const channel = channels.find((one) => one === values['channel']) ?? 'email'
    await onMade(await inboxes.make(channel, values['name']?.trim() ?? ''))
  }
  const form = useForm(make, checked({ name: filled }, words.t))
  return (
    <form class="fields" onSubmit={form.onSubmit} noValidate>
      {form.error ? <Notice kind="danger">{told(form.error, words)}</Notice> : null}
      <fieldset class="targets">
        <legend class="for-ears">{t('channel')}</legend>
        {channels.map((one) => (
          <label key={one} class="target">
            <input type="radio" name="channel" value={one} defaultChecked={one === 'email'} />
            <Icon name={channelIcons[one]} />
            <span class="target-name">
              {words.t(`channel.${one}`)}
              <span class="hint">{t(`channel.${one}.hint`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <TextField name="name" label={t('name')} hint={t('name.hint')} error={form.faults['name']} maxLength={80} autoComplete="off" />
      <div class="actions">
        <Button onClick={onClose}>{words.t('do.cancel')}</Button>
        <Button type="submit" kind="main" icon="plus" busy={form.busy}>
          {t('create')}
        </Button>
      </div>
    </form>
  )
}
