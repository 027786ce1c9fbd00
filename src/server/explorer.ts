import type { FastifyInstance } from 'fastify'

export async function explorer(_app: FastifyInstance): Promise<void> {}
