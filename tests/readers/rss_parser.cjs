// Reads the feed at the address given with rss-parser and prints what a program is handed, as JSON.
"use strict";
const Parser = require("rss-parser");

const words = (category) => (typeof category === "string" ? category : category._ || category.$.term);

async function main() {
  const feed = await new Parser().parseURL(process.argv[2]);
  const items = feed.items.map((item) => ({
    id: item.guid || item.id,
    title: item.title,
    link: item.link,
    html: item["content:encoded"] || item.content,
    authors: [item.creator || item.author],
    published: item.pubDate,
    categories: (item.categories || []).map(words),
    enclosures: item.enclosure ? [item.enclosure] : [],
  }));
  process.stdout.write(JSON.stringify(items));
}

main();
