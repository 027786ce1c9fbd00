import { main } from '../../scripts/recorder.ts'
import { SOAK_CADENCE_MS } from './soakPaces.ts'

// The recorder as it is, in a process of its own, at the paces of the soak.
await main([], { cadenceMs: SOAK_CADENCE_MS })
