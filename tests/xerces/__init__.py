"""The schema validator of the JDK (Xerces): a second engine beside libxml2, whose bugs are its own."""
