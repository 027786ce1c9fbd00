import type { ComponentType } from 'preact'
import type { ViewPath } from './paths.ts'

export interface View {
  readonly path: ViewPath
  readonly title: string
  /** Its code: loaded when it is first shown. */
  readonly load: () => Promise<ComponentType>
}

/** The views in the order of the navigation. A view is a line here and a folder of its own. */
export const VIEWS: readonly View[] = [
  { path: '', title: 'Overview', load: async () => (await import('./views/overview/Overview.tsx')).Overview },
  {
    path: 'episode',
    title: 'Episode',
    load: async () => (await import('./views/episode/EpisodeView.tsx')).EpisodeView,
  },
  {
    path: 'compare',
    title: 'Compare',
    load: async () => (await import('./views/compare/CompareView.tsx')).CompareView,
  },
  {
    path: 'stress',
    title: 'Stress',
    load: async () => (await import('./views/stress/StressView.tsx')).StressView,
  },
  {
    path: 'quality',
    title: 'Data quality',
    load: async () => (await import('./views/quality/QualityView.tsx')).QualityView,
  },
]
