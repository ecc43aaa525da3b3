"""RSS 2.0 and Atom 1.0 from one reading of the story.

`story` turns an article or a notice into what a feed item says, once for both; `head` lets feedgen build the channel or
feed without items; `rss` and `atom` write the items as bytes of their own into it, one at a time, so that memory does
not grow with the feed. `carries` declares what arrives.
"""
