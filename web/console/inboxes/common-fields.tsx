import { useTeams } from '../core/colleagues'
import { SelectField } from '../ui/field'
import type { Inbox } from './desk'
import { botAnswers } from './settings'
import { Tick } from './tick'
import { useInboxWords } from './words'

/** What becomes of what comes in, at every channel. */
export function CommonFields({ inbox }: { inbox: Inbox }) {
  const { t } = useInboxWords()
  const { makes = 'conversation', team = '' } = inbox.settings
  const { data } = useTeams()
  // A team that is not in the list (yet) stays chosen.
  const teams = data ?? (team ? [{ id: team, name: '…' }] : [])
  return (
    <>
      <SelectField
        name="makes"
        label={t('makes')}
        defaultValue={makes}
        options={[['conversation', t('makes.conversation')], ['ticket', t('makes.ticket')]]}
      />
      <SelectField
        key={teams.length}
        name="team"
        label={t('team')}
        hint={t('team.hint')}
        defaultValue={team}
        options={[['', t('team.none')], ...teams.map(({ id, name }) => [id, name] as const)]}
      />
      {inbox.channel !== 'form' && <Tick name="bot" label={t('bot')} hint={t('bot.hint')} on={botAnswers(inbox)} />}
    </>
  )
}
