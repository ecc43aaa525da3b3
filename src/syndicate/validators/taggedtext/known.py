"""Names of tags that the guide or files of InDesign have, long and short; there are hundreds of attributes more."""

from __future__ import annotations

import re

SHORT = {
    "pstyle": "parastyle",
    "cstyle": "charstyle",
    "dps": "defineparastyle",
    "dcs": "definecharstyle",
    "tstart": "tablestart",
    "tend": "tableend",
    "rstart": "rowstart",
    "rend": "rowend",
    "cstart": "cellstart",
    "cend": "cellend",
}
"""The short names of tags that are followed here, in lower case as all names below."""

_NAMES = """
version vsn featureset fset colortable ctable table
defineparastyle definecharstyle definetablestyle definecellstyle defineliststyle definecompositefont
definekinsokustyle definemojikumistyle definetextvariable
parastyle charstyle tablestyle cellstyle stylepriority nextstyle basedon keyboardshortcut
tablestart tableend rowstart rowend colstart cellstart cellend footnotestart footnoteend hyperlink hyperlinkdestdefn
ctypeface ct cfont cf csize cs cleading cl ccolor ccolortint cstrokecolor cstrokeweight ctracking cbaselineshift
chorizontalscale cverticalscale cskew ccase cposition cunderline cunderlineoffset cunderlinetype cunderlinegapcolor
cugc cstrikethru cstrikethroughgapcolor cstrikegc cligatures clanguage clang cautopairkern cnextxchars chang
cotfcontalt cotfeaturelist cspecialglyph psg cmojiruby cruby crubystring cr crst crubyedgespace ckentenkind
ckentenposition ctatechuyoko cres
ptextalignment pbodyalignment psinglewordalignment pwarichualignment pwa pgridalign phyphenation
phyphenationladderlimit phyphenationzone phyphenatecapitals phyphenationweight pmincharbeforehyphen
pshortestwordhyphenated pspacebefore pspaceafter psa pleftindent pli prightindent pfirstlineindent pfli ptabruler
pkeepfirstnlines pkeeplastnlines pkeepwithnext pkeepparatogether pkeeplines pdropcapcharacters pdcc pdropcaplines
pdropcapdetail pdesiredwordspace pmaxwordspace pmaws pminwordspace pmiws pdesiredletterspace pmaxletterspace
pminletterspace pmaxglyphscale pminglyphscale pautoleadpercent ptextcomposer pragc prbgc
bnlisttype bncolor numfont bulfont bultypeface ruseotproglyph ruotpg
"""
_KNOWN = frozenset(_NAMES.split())
_FAMILIES = re.compile(
    r"prule(above|below)|pborder|pshad|t(cell|col|row|outer|table|page|header|footer|before|after|skip)"
)
"""Rules, borders, shades, and all of tables."""


def is_known(name: str) -> bool:
    """Whether a tag of this name was ever seen, in whatever case."""
    name = name.lower()
    return name in _KNOWN or name in SHORT or _FAMILIES.match(name) is not None
