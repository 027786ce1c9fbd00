/* global document, fetch, graphqlWs, location, MutationObserver, React, ReactDOM, GraphiQL, sessionStorage, URL, URLSearchParams, window */

const examples = await (await fetch('explorer/examples.json')).json()
const root = document.getElementById('explorer')

/** GraphiQL names a tab after its operation; readers look for the question. */
const questions = new Map(
  examples.map(({ title, query }) => [
    /^\s*(?:query|subscription|mutation)\s+(\w+)/m.exec(query)?.[1],
    title,
  ]),
)
function showQuestions() {
  for (const tab of root.querySelectorAll('.graphiql-tab-button')) {
    const question = questions.get(tab.textContent)
    if (question === undefined) continue
    tab.textContent = question
    tab.title = question
  }
}
new MutationObserver(showQuestions).observe(root, { subtree: true, childList: true, characterData: true })

/** What opens the door, where this server asks for it: kept for this tab alone. */
const keyField = document.getElementById('key')
keyField.value = sessionStorage.getItem('unwind-key') ?? ''
const keyHeaders = () => (keyField.value === '' ? {} : { authorization: `Bearer ${keyField.value}` })

// Opened by the first subscription and closed after the last: the next one sends the key of then.
const socket = graphqlWs.createClient({
  url: new URL('graphql', location.href).href.replace(/^http/, 'ws'),
  connectionParams: keyHeaders,
  retryAttempts: 0,
})

/** Whether a batch holds no records: its list is empty, whatever it is called in the question. */
const isEmpty = ({ data }) =>
  Object.values(Object.values(data ?? {})[0] ?? {}).some(
    (value) => Array.isArray(value) && value.length === 0,
  )

/** An empty batch says that the subscription has begun; a later one takes the place of nothing that is shown. */
function subscribe(question, sink) {
  let hasBegun = false
  const next = (answer) => {
    if (!hasBegun || !isEmpty(answer)) sink.next(answer)
    hasBegun = true
  }
  return socket.subscribe(question, { ...sink, next })
}

const fetchAnswer = GraphiQL.createFetcher({
  url: 'graphql',
  enableIncrementalDelivery: false,
  wsClient: { subscribe },
})

/** What was asked last: the button saves its table. */
let asked
const save = document.getElementById('save')
const said = document.getElementById('said')

function fetchAndRemember(question, options) {
  const headers = { ...keyHeaders(), ...options?.headers }
  // GraphiQL itself asks for the schema.
  if (question.operationName !== 'IntrospectionQuery') {
    asked = { question, headers }
    save.disabled = false
    said.textContent = ''
  }
  return fetchAnswer(question, { ...options, headers })
}

save.addEventListener('click', async () => {
  const { question, headers } = asked
  const response = await fetch('export', {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ ...question, format: 'CSV' }),
  })
  if (!response.ok) {
    said.textContent = (await response.json()).errors[0].message
    return
  }
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await response.blob())
  link.download = `${question.operationName ?? 'unwind'}.csv`
  link.click()
  URL.revokeObjectURL(link.href)
})

/** #query=…&variables=… opens a question in a tab of its own. Nothing is asked before somebody presses the button. */
const link = new URLSearchParams(location.hash.slice(1))
const linked = link.has('query')
  ? { query: link.get('query'), variables: link.get('variables') ?? '' }
  : undefined
window.addEventListener('hashchange', () => location.reload())

const page = ReactDOM.createRoot(root)
const render = () =>
  page.render(
    React.createElement(GraphiQL, {
      // Another one for each key: GraphiQL asks for the schema anew.
      fetcher: (...asking) => fetchAndRemember(...asking),
      ...linked,
      defaultTabs: [...(linked ? [linked] : []), ...examples.map(({ query }) => ({ query }))],
      defaultEditorToolsVisibility: linked?.variables ? 'variables' : false,
      isHeadersEditorEnabled: true,
    }),
  )
keyField.addEventListener('change', () => {
  sessionStorage.setItem('unwind-key', keyField.value)
  render()
})
render()
