/** Web Locks of one browser: exclusive, first come first served, whoever asks from whichever tab. */
interface Asked {
  run(): void
}

export class FakeLocks {
  private readonly queues = new Map<string, Asked[]>()

  request = <T>(name: string, options: LockOptions, work: (lock: Lock | null) => T | Promise<T>): Promise<T> => {
    const queue = this.queues.get(name) ?? []
    this.queues.set(name, queue)
    if (options.ifAvailable && queue.length) return Promise.resolve(work(null))
    return new Promise((resolve, reject) => {
      const asked: Asked = { run: () => void this.hold(name, queue, asked, work).then(resolve, reject) }
      options.signal?.addEventListener('abort', () => {
        const at = queue.indexOf(asked)
        if (at > 0) queue.splice(at, 1)
        if (at > 0) reject(new DOMException('', 'AbortError'))
      })
      queue.push(asked)
      if (queue[0] === asked) asked.run()
    })
  }

  private async hold<T>(name: string, queue: Asked[], asked: Asked, work: (lock: Lock) => T | Promise<T>): Promise<T> {
    try {
      return await work({ name, mode: 'exclusive' })
    } finally {
      queue.splice(queue.indexOf(asked), 1)
      queue[0]?.run()
    }
  }
}

/** Local storage whose changes are told to every tab, as a browser tells them to the others. */
export class ToldStorage implements Storage {
  get length(): number {
    return localStorage.length
  }
  key = (at: number): string | null => localStorage.key(at)
  getItem = (key: string): string | null => localStorage.getItem(key)
  clear = (): void => localStorage.clear()
  setItem(key: string, text: string): void {
    localStorage.setItem(key, text)
    tell(key, text)
  }
  removeItem(key: string): void {
    localStorage.removeItem(key)
    tell(key, null)
  }
}

function tell(key: string, newValue: string | null): void {
  window.dispatchEvent(Object.assign(new Event('storage'), { key, newValue }))
}
