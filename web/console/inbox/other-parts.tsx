import type { ComponentChildren } from 'preact'
import { sizeText } from '../../shared/upload'
import type { CallPart, Message, Part } from '../../shared/wire'
import { useWords } from '../core/words'
import { Icon, type IconName } from '../ui/icon'
import { callText, hostOf, othersOf } from './elsewhere'

/** Places, links, calls, and files that lie at somebody else's: told, and never loaded by themselves. */
export function OtherParts({ m }: { m: Message }) {
  const others = othersOf(m)
  if (!others.length) return null
  return (
    <ul class="other-parts">
      {others.map((part, i) => (
        <li key={i}>
          <One part={part} />
        </li>
      ))}
    </ul>
  )
}

function One({ part }: { part: Part }) {
  const { t, number, lang } = useWords()
  if (part.type === 'location') {
    const place = `${number(part.lat)}, ${number(part.lon)}`
    return <Told icon="pin">{t('part.location', { label: part.label ? `${part.label} (${place})` : place })}</Told>
  }
  if (part.type === 'call') return <Call call={part} />
  if (part.type === 'link') return <Outward icon="out" url={part.url} name={part.title} />
  if ('url' in part && part.url) return <Outward icon="clip" url={part.url} name={part.name} more={part.size ? sizeText(part.size, lang) : ''} />
  return <Told icon="alert">{t('part.unsupported', { kind: part.type })}</Told>
}

function Told({ icon, children }: { icon: IconName; children: ComponentChildren }) {
  return (
    <span class="told">
      <Icon name={icon} size={16} />
      <span>{children}</span>
    </span>
  )
}

/** An address of somebody else's: its host is said before it is opened. */
function Outward({ icon, url, name, more }: { icon: IconName; url: string; name?: string; more?: string }) {
  const { t } = useWords()
  const host = hostOf(url)
  if (!host) return <Told icon="alert">{name || url}</Told>
  const beside = [more, t('part.elsewhere', { host })].filter(Boolean).join(' · ')
  return (
    <a class="told" href={url} target="_blank" rel="noopener noreferrer nofollow">
      <Icon name={icon} size={16} />
      <span>
        <span class="outward">{name || host}</span> <span class="hint">{beside}</span>
        <span class="for-ears"> {t('part.new.tab')}</span>
      </span>
    </a>
  )
}

function Call({ call }: { call: CallPart }) {
  const words = useWords()
  const { t } = words
  return (
    <>
      <Told icon="phone">{callText(call, words)}</Told>
      {call.recording_url && <Outward icon="out" url={call.recording_url} name={t('part.call.recording')} />}
      {call.transcript && (
        <details>
          <summary>{t('part.call.transcript')}</summary>
          <p>{call.transcript}</p>
        </details>
      )}
    </>
  )
}
