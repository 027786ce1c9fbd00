import { z } from 'zod'

/** KuCoin's envelope around a list. */
export const answerSchema = z.object({ data: z.array(z.unknown()) })
