// The makers of npm for feeds.py: node feeds.mjs NODE_MODULES MAKER FORMAT ITEMS STORIES
// Prints CPU seconds, megabytes above the baseline and size as JSON.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const [modules, maker, format, count, stories] = process.argv.slice(2)
const require = createRequire(pathToFileURL(resolve(modules, 'x.js')))
const distinct = readFileSync(stories, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line))
const site = 'https://news.example/'
const start = Date.parse('2026-03-02T06:00:00Z')

// Texts are shared beyond the distinct stories, as in Python, so that memory shows the maker's own.
const items = Array.from({ length: Number(count) }, (_, number) => ({
  ...distinct[number % distinct.length],
  id: `urn:example:story:${number}`,
  title: `Harbour council settles point ${number} of the tide & fishing plan`,
  link: `${site}2026/03/${number}.html`,
  published: new Date(start + number * 60000),
  modified: new Date(start + number * 60000 + 1800000),
  picture: `${site}pictures/${number}.jpg`,
}))

const makers = {
  'npm-feed': ({ Feed }, stories) => {
    const feed = new Feed({
      id: 'urn:example:edition', title: 'Harbour News', description: 'Harbour News', link: site, language: 'en',
      updated: new Date(start), copyright: '', feedLinks: { rss: `${site}feed.rss`, atom: `${site}feed.atom` },
    })
    for (const item of stories) {
      feed.addItem({
        id: item.id, title: item.title, link: item.link, description: item.summary, content: item.html,
        author: [{ name: item.author }], category: item.categories.map((name) => ({ name, term: name })),
        date: item.modified, published: item.published,
        enclosure: { url: item.picture, length: item.size, type: 'image/jpeg' },
      })
    }
    return format === 'rss' ? feed.rss2() : feed.atom1()
  },
  'npm-feedsmith': ({ generateRssFeed, generateAtomFeed }, stories) => format === 'rss'
    ? generateRssFeed({
        title: 'Harbour News', link: site, description: 'Harbour News', language: 'en',
        items: stories.map((item) => ({
          title: item.title, link: item.link, guid: { value: item.id, isPermaLink: false }, pubDate: item.published,
          description: item.summary, content: { encoded: item.html }, dc: { creators: [item.author] },
          categories: item.categories.map((name) => ({ name })),
          enclosures: [{ url: item.picture, length: item.size, type: 'image/jpeg' }],
        })),
      })
    : generateAtomFeed({
        id: 'urn:example:edition', title: 'Harbour News', updated: new Date(start), links: [{ href: site }],
        entries: stories.map((item) => ({
          id: item.id, title: item.title, published: item.published, updated: item.modified, summary: item.summary,
          content: item.html, authors: [{ name: item.author }], categories: item.categories.map((term) => ({ term })),
          links: [
            { href: item.link, rel: 'alternate', type: 'text/html' },
            { href: item.picture, rel: 'enclosure', type: 'image/jpeg', length: item.size },
          ],
        })),
      }),
}

const library = require(maker.replace('npm-', ''))
makers[maker](library, items.slice(0, 1))
const before = process.resourceUsage().maxRSS
const clock = process.cpuUsage()
const text = makers[maker](library, items)
const size = Buffer.byteLength(text)
const { user, system } = process.cpuUsage(clock)
const memory = (process.resourceUsage().maxRSS - before) / 1024
console.log(JSON.stringify({ cpu: (user + system) / 1e6, memory, size }))
