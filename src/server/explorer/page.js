/* global document, fetch, location, MutationObserver, React, ReactDOM, GraphiQL, URL, URLSearchParams */

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

/** A question that a link brings: behind the #, so that no server reads it. It is shown in a tab of its own, and run by nobody but the reader. */
function findLinked() {
  const params = new URLSearchParams(location.hash.slice(1))
  const query = params.get('query')
  return query ? [{ query, variables: params.get('variables') ?? '' }] : []
}
const linked = findLinked()

const fetchAnswer = GraphiQL.createFetcher({ url: 'graphql', enableIncrementalDelivery: false })

/** What was asked last: the button saves its table. */
let asked
const save = document.getElementById('save')
const said = document.getElementById('said')

function fetchAndRemember(question, options) {
  // GraphiQL itself asks for the schema.
  if (question.operationName !== 'IntrospectionQuery') {
    asked = { question, headers: options?.headers }
    save.disabled = false
    said.textContent = ''
  }
  return fetchAnswer(question, options)
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

ReactDOM.createRoot(root).render(
  React.createElement(GraphiQL, {
    fetcher: fetchAndRemember,
    // A first visitor's tabs; to those that a visitor has already, the linked question is added.
    defaultTabs: [...linked, ...examples.map(({ query }) => ({ query }))],
    ...linked[0],
    defaultEditorToolsVisibility: false,
    isHeadersEditorEnabled: true,
  }),
)
