import './settings.css'
import '../setup/setup.css'
import type { ComponentType } from 'preact'
import { Suspense, lazy, useEffect, useRef } from 'react'
import { usePhone } from '../core/media'
import { href } from '../core/router'
import { useSession } from '../core/session'
import { useWords } from '../core/words'
import { Bot } from '../setup/bot'
import { Hours } from '../setup/hours'
import { Knowledge } from '../setup/knowledge'
import { Targets } from '../setup/targets'
import { Teams } from '../setup/teams'
import { useSetupWords } from '../setup/words'
import { Icon } from '../ui/icon'
import { Skeleton } from '../ui/skeleton'
import { ApiKeys } from './api-keys'
import { Audit } from './audit'
import { Invitations } from './invitations'
import { Merchant } from './merchant'
import { People } from './people'
import { Profile } from './profile'
import { type Section, icons, sectionsOf } from './sections'
import { Widget } from './widget'
import { useSettingsWords } from './words'

const Inboxes = lazy(() => import('../inboxes/inboxes'))

const pages: Record<Section, ComponentType> = {
  profile: Profile, merchant: Merchant, widget: Widget, inboxes: Inboxes, knowledge: Knowledge,
  bot: Bot, hours: Hours, targets: Targets, teams: Teams, people: People, invitations: Invitations, keys: ApiKeys, audit: Audit,
}

export default function Settings({ section }: { section?: string }) {
  const own = useSettingsWords()
  const setup = useSetupWords()
  const t = (section: Section): string => (setup.has(section) ? setup.t(section) : own.has(section) ? own.t(section) : section)
  const words = useWords()
  const { role } = useSession()
  const open = sectionsOf(role)
  const now = open.find((one) => one === section) ?? 'profile'
  const Page = pages[now]
  const phone = usePhone()
  const nav = useRef<HTMLElement>(null)
  useEffect(() => {
    document.title = `${t(now)} · ${words.t('app.settings')} · Manydesk`
    // In the narrow row of a phone the chosen section may stand outside.
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [now, own, phone])
  return (
    <>
      <nav class="sections" ref={nav} aria-label={own.t('nav')}>
        {open.map((one) => (
          <a key={one} href={href(`/settings/${one}`)} aria-current={one === now ? 'page' : undefined}>
            <Icon name={icons[one]} />
            {t(one)}
          </a>
        ))}
      </nav>
      <main class="settings" key={now}>
        <div class="settings-page">
          <h1>{t(now)}</h1>
          <Suspense fallback={<Skeleton rows={4} shape="line" />}>
            <Page />
          </Suspense>
        </div>
      </main>
    </>
  )
}
