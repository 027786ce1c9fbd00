/** The story of one episode in pictures on one time axis. */
export function EpisodeView() {
  return (
    <div class="view-head">
      <h1>Episode</h1>
    </div>
  )
}
