import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

/** `told`: it came instead of something else, so it takes the focus. */
export function Card({ title, told, children }: { title: string; told?: boolean; children: ComponentChildren }): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (told) heading.current?.focus()
  }, [title, told])
  return (
    <div class="card">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </div>
  )
}
