"""Plain text for syndicate. Only the rows stand here, so that listing the formats imports no code of this one."""

from syndicate.rows import ExporterRow, ValidatorRow

EXPORTER = ExporterRow(
    name="plaintext",
    media_type="text/plain",
    suffix=".txt",
    path="syndicate_plaintext.exporter:PlainTextExporter",
    help="Plain text, for screens that show nothing else.",
    options={"rule": "the line between two stories (default: * * *)"},
    distribution="syndicate-plaintext",
    api_version=1,
)

VALIDATOR = ValidatorRow(
    name="plaintext",
    path="syndicate_plaintext.validator:PlainTextValidator",
    help="UTF-8, no control characters, lines that end.",
    distribution="syndicate-plaintext",
    api_version=1,
)
