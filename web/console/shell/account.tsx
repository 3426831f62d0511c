import { letters, theme } from '../core/prefs'
import { useSession } from '../core/session'
import { useStore } from '../core/store'
import { useWords } from '../core/words'
import { useLink } from '../live/live'
import { online, presence } from '../live/stores'
import { Dot } from '../ui/avatar'
import { Button } from '../ui/button'
import { Choices } from '../ui/choices'
import { chooseLang, enterMerchant, signOut } from './leave'

/** Who I am here, whether I am available, who else is. The browser closes it on Escape or outside. */
export function Account() {
  const { t, lang } = useWords()
  const link = useLink()
  const session = useSession()
  const here = useStore(presence)
  const look = useStore(theme)
  const single = useStore(letters)
  const others = session.memberships.filter((m) => m.merchant !== session.merchant.id)
  const be = (wish: 'available' | 'away') => {
    presence.set(wish)
    link.presence(wish)
  }
  return (
    <div id="account" popover="auto" class="account">
      <p class="account-who">
        <strong>{session.person.name}</strong>
        <span>{session.person.email}</span>
        <span>
          {session.merchant.name} · {t(`role.${session.role}`)}
        </span>
      </p>
      <Choices
        label={t('presence.label')}
        value={here}
        onChoose={be}
        options={[['available', t('presence.available')], ['away', t('presence.away')]]}
        mark={(value) => <Dot presence={value} />}
      />
      <p class="hint">{t(`presence.${here}.hint`)}</p>
      <Others />
      <Choices
        label={t('theme.label')}
        value={look}
        onChoose={theme.set}
        options={[['auto', t('theme.auto')], ['light', t('theme.light')], ['dark', t('theme.dark')]]}
      />
      <Choices
        label={t('lang.label')}
        value={lang}
        onChoose={(wish) => void chooseLang(session, wish)}
        options={[['zh', t('lang.zh')], ['en', t('lang.en')]]}
      />
      <label class="check">
        <input type="checkbox" checked={single} onChange={() => letters.set(!single)} />
        {t('account.letters')}
      </label>
      {others.map((m) => (
        <Button key={m.merchant} icon="shop" onClick={() => void enterMerchant(m.merchant)}>
          {t('account.switch', { name: m.merchant_name })}
        </Button>
      ))}
      <Button icon="out" onClick={() => void signOut(link)}>
        {t('account.signOut')}
      </Button>
    </div>
  )
}

function Others() {
  const { t } = useWords()
  const { person } = useSession()
  const people = useStore(online).filter((p) => p.id !== person.id && p.presence !== 'offline')
  return (
    <div class="online">
      <p class="label">{t('presence.online')}</p>
      {people.length === 0 && <p class="hint">{t('presence.nobody')}</p>}
      <ul>
        {people.map((p) => (
          <li key={p.id}>
            <Dot presence={p.presence} />
            {p.name} <span class="hint">{t(`presence.${p.presence}`)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
