import { settings } from '../core/desk'
import type { AuditEntry } from '../core/records'
import { useSession } from '../core/session'
import { useWords } from '../core/words'
import { Blank } from '../ui/notice'
import { Table } from '../ui/table'
import { PagedList } from './paged'
import { type SettingsKey, useSettingsWords } from './words'

const columns: readonly SettingsKey[] = ['audit.n', 'audit.at', 'audit.actor', 'audit.action', 'audit.object', 'audit.detail', 'audit.hash']

export function Audit() {
  const { t } = useSettingsWords()
  return (
    <>
      <p class="hint">{t('audit.lead')}</p>
      <PagedList name="audit" load={settings.audit} empty={<Blank icon="list" title={t('audit.none')} />}>
        {(entries) => (
          <Table label={t('audit')} heads={columns.map((key) => t(key))}>
            {entries.map((entry) => (
              <Line key={entry.n} entry={entry} />
            ))}
          </Table>
        )}
      </PagedList>
    </>
  )
}

const kinds: Readonly<Record<string, SettingsKey>> = {
  person: 'audit.by.person', api_key: 'audit.by.api_key', visitor: 'audit.by.visitor', system: 'audit.by.system',
}

const short = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return ''
  if (typeof value !== 'object') return String(value)
  return Object.entries(value).map(([name, inner]) => `${name}: ${String(inner)}`).join(', ')
}

function Line({ entry }: { entry: AuditEntry }) {
  const { t, moment, number } = useWords()
  const { t: say } = useSettingsWords()
  const { person } = useSession()
  const kind = kinds[entry.actor.kind]
  return (
    <tr>
      <td>{number(entry.n)}</td>
      <td>
        <time dateTime={entry.at}>{moment(entry.at)}</time>
      </td>
      <td class="actor">
        {entry.actor.id === person.id ? t('who.you') : kind ? say(kind) : entry.actor.kind} <code>{entry.actor.id.slice(-6)}</code>
      </td>
      <td>
        <code>{entry.action}</code>
      </td>
      <td>{short(entry.object)}</td>
      <td>{short(entry.detail)}</td>
      <td>
        <code title={entry.hash}>{entry.hash.slice(0, 8)}…</code>
      </td>
    </tr>
  )
}
