"""Programs of others that read and judge our books: Ace, Nu, kobofix, epub.js, foliate-js, mutool, pandoc."""
