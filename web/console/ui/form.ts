import type { FormEvent } from 'react'
import { useState } from 'react'

export type Values = Record<string, string>
export type Faults = Record<string, string>

interface Form {
  busy: boolean
  error: unknown
  faults: Faults
  onSubmit(event: FormEvent<HTMLFormElement>): void
}

const read = (form: HTMLFormElement): Values =>
  Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]))

/** The first wrong field gets the focus, so that the fault is read out where it is mended. */
function focusFault(form: HTMLFormElement, faults: Faults): void {
  const first = [...form.elements].find((field) => (field as HTMLInputElement).name in faults)
  ;(first as HTMLElement | undefined)?.focus()
}

/** Checks, sends once, and keeps what went wrong. Fields stay the browser's own. */
export function useForm(send: (values: Values) => Promise<unknown>, check: (values: Values) => Faults = () => ({})): Form {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [faults, setFaults] = useState<Faults>({})
  const run = async (values: Values): Promise<void> => {
    setBusy(true)
    setError(null)
    await send(values).catch(setError)
    setBusy(false)
  }
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    const values = read(form)
    const found = check(values)
    setFaults(found)
    if (Object.keys(found).length) focusFault(form, found)
    else if (!busy) void run(values)
  }
  return { busy, error, faults, onSubmit }
}
