// The console hands in a letter; it is shown in a frame of its own that may not even run scripts.
const letter = document.querySelector('iframe')
addEventListener('message', ({ source, data }) => {
  if (source === parent && typeof data.page === 'string') {
    letter.title = String(data.title)
    letter.srcdoc = data.page
  }
})
