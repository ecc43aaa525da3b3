// Reads the feed at the address given with feedsmith and prints what a program is handed, as JSON.
"use strict";
const { parseFeed } = require("feedsmith");

const readings = {
  rss: (item) => ({
    id: item.guid && item.guid.value,
    title: item.title,
    link: item.link,
    html: item.content && item.content.encoded,
    authors: item.dc && item.dc.creators,
    published: item.pubDate,
    updated: item.dcterms && item.dcterms.modified && [item.dcterms.modified].flat()[0],
    categories: (item.categories || []).map((category) => category.name),
    enclosures: item.enclosures || [],
  }),
  atom: (item) => {
    const links = (rel) => (item.links || []).filter((link) => (link.rel || "alternate") === rel);
    const text = (value) => (value && typeof value === "object" ? value.value : value);
    return {
      id: item.id,
      title: text(item.title),
      link: links("alternate").map((link) => link.href)[0],
      html: text(item.content),
      authors: (item.authors || []).map((author) => author.name),
      published: item.published,
      updated: item.updated,
      categories: (item.categories || []).map((category) => category.term),
      enclosures: links("enclosure").map((link) => ({ url: link.href, type: link.type, length: link.length })),
    };
  },
  json: (item) => ({
    id: item.id,
    title: item.title,
    link: item.url,
    html: item.content_html,
    authors: (item.authors || []).map((author) => author.name),
    published: item.date_published,
    updated: item.date_modified,
    categories: item.tags,
    enclosures: (item.attachments || []).map((file) => ({
      url: file.url,
      type: file.mime_type,
      length: file.size_in_bytes,
    })),
  }),
};

async function main() {
  const answer = await fetch(process.argv[2]);
  const { format, feed } = parseFeed(await answer.text());
  process.stdout.write(JSON.stringify((feed.entries || feed.items).map(readings[format])));
}

main();
