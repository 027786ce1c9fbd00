# The steps of `npm start` on a bare clone, as an image: set up once while it is built, then start.
FROM node:22-bookworm-slim

WORKDIR /app
# A volume at /spool takes over who owns it.
RUN mkdir /spool && chown node:node /app /spool
USER node

# What the set-up reads, and no more, so that a change of the source does not install everything anew.
COPY --chown=node:node package.json package-lock.json .npmrc prisma.config.ts ./
COPY --chown=node:node prisma prisma
COPY --chown=node:node scripts/setup.mjs scripts/setup.mjs
RUN node scripts/setup.mjs

COPY --chown=node:node . .
# Once more, for the page: its sources are here only now.
RUN node scripts/setup.mjs
# Only now: earlier it would leave out the commands that the set-up runs.
ENV NODE_ENV=production
EXPOSE 4000
CMD ["node", "scripts/start.mjs"]
