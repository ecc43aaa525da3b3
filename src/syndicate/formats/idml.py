"""Names of the InDesign Markup Language (Adobe, IDML File Format Specification 8.0) that are written and judged."""

from __future__ import annotations

MIMETYPE = b"application/vnd.adobe.indesign-idml-package"
"""All that the entry `mimetype` holds, the first of the package and stored (IDML 8.0, 6.1)."""
PACKAGING = "http://ns.adobe.com/AdobeInDesign/idml/1.0/packaging"
"""Namespace of the elements that name or hold a part; everything else has none."""
DOM_VERSION = "8.0"
DESIGNMAP = "designmap.xml"
CONTAINER = "META-INF/container.xml"
RESOURCES = ("Graphic", "Fonts", "Styles", "Preferences")
BACKING_STORY = "XML/BackingStory.xml"
REQUIRED = (DESIGNMAP, CONTAINER, *[f"Resources/{name}.xml" for name in RESOURCES], BACKING_STORY)

NO_PARAGRAPH_STYLE = "ParagraphStyle/$ID/[No paragraph style]"
NO_CHARACTER_STYLE = "CharacterStyle/$ID/[No character style]"
NO_TABLE_STYLE = "TableStyle/$ID/[No table style]"
NO_CELL_STYLE = "CellStyle/$ID/[None]"
NO_OBJECT_STYLE = "ObjectStyle/$ID/[None]"
