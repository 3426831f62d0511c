import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Locale } from '../../shared/wire'
import { canReassign, useSession } from '../core/session'
import { told } from '../core/trouble'
import { useWords } from '../core/words'
import { PagedList } from '../settings/paged'
import { Button } from '../ui/button'
import { Choices } from '../ui/choices'
import { Blank } from '../ui/notice'
import { toast } from '../ui/toast'
import { type Entry, knowledge } from './desk'
import { EntryDialog, blankEntry } from './entry'
import { ImportDialog } from './import'
import { Find } from './find'
import { useSetupWords } from './words'

type Open = { kind: 'new' } | { kind: 'edit'; entry: Entry } | { kind: 'import' } | null

export function Knowledge() {
  const { t } = useSetupWords()
  const words = useWords()
  const { role } = useSession()
  const cache = useQueryClient()
  const [locale, setLocale] = useState<Locale>(words.lang)
  const [open, setOpen] = useState<Open>(null)
  const manage = canReassign(role)
  const changed = (): void => void cache.invalidateQueries({ queryKey: ['settings', `knowledge ${locale}`] })
  return (
    <>
      <p class="hint">{t('knowledge.lead')}</p>
      <div class="bar">
        <Choices
          label={t('knowledge.locale')}
          value={locale}
          options={[['zh', words.t('lang.zh')], ['en', words.t('lang.en')]]}
          onChoose={setLocale}
        />
        {manage && (
          <div class="actions">
            <Button kind="main" icon="plus" onClick={() => setOpen({ kind: 'new' })}>
              {t('knowledge.new')}
            </Button>
            <Button onClick={() => setOpen({ kind: 'import' })}>{t('knowledge.import')}</Button>
            <PublishAll onDone={changed} />
          </div>
        )}
      </div>
      <Find locale={locale} />
      <PagedList
        key={locale}
        name={`knowledge ${locale}`}
        load={knowledge.list(locale)}
        empty={<Blank icon="bot" title={t('knowledge.none')} hint={t('knowledge.none.hint')} />}
      >
        {(items) => (
          <ul class="lines">
            {items.map((entry) => (
              <Line key={entry.id} entry={entry} onOpen={() => setOpen({ kind: 'edit', entry })} />
            ))}
          </ul>
        )}
      </PagedList>
      {open?.kind === 'import' && <ImportDialog locale={locale} onDone={changed} onClose={() => setOpen(null)} />}
      {open?.kind === 'new' && <EntryDialog entry={blankEntry(locale)} onDone={changed} onClose={() => setOpen(null)} />}
      {open?.kind === 'edit' && <EntryDialog entry={open.entry} onDone={changed} onClose={() => setOpen(null)} />}
    </>
  )
}

function Line({ entry, onOpen }: { entry: Entry; onOpen: () => void }) {
  const { t } = useSetupWords()
  return (
    <li>
      <button type="button" class="who plain-row" onClick={onOpen}>
        <strong>{entry.title}</strong>
        <span class="hint">{[t(`entry.kind.${entry.kind}`), entry.category].filter(Boolean).join(' · ')}</span>
      </button>
      <span class={`chip ${entry.status}`}>{t(`entry.status.${entry.status}`)}</span>
    </li>
  )
}

function PublishAll({ onDone }: { onDone: () => void }) {
  const { t } = useSetupWords()
  const words = useWords()
  const [busy, setBusy] = useState(false)
  const publish = async (): Promise<void> => {
    setBusy(true)
    await knowledge.publishAll().then(
      () => toast(t('knowledge.published')),
      (error: unknown) => toast(told(error, words)),
    )
    setBusy(false)
    onDone()
  }
  return (
    <Button busy={busy} onClick={() => void publish()}>
      {t('knowledge.publish')}
    </Button>
  )
}
