"""Copy measured without a page: what `syndicate fit` asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from syndicate.context import Context
from syndicate.diagnostics import Report
from syndicate.exporters.pdf import fontfiles, style
from syndicate.exporters.pdf.article import titled
from syndicate.exporters.pdf.blocks import BodySetter
from syndicate.exporters.pdf.findings import Findings
from syndicate.exporters.pdf.fonts import FontBook
from syndicate.exporters.pdf.galley.column import set_column
from syndicate.exporters.pdf.galley.copyfit import Copyfit
from syndicate.exporters.pdf.galley.measuring import measured
from syndicate.exporters.pdf.galley.settings import galley_values
from syndicate.exporters.pdf.setting import Setter
from syndicate.exporters.pdf.tags import Outline, Tag
from syndicate.exporters.pdf.traits import Voice
from syndicate.model.article import Article


class Fitter:
    """Measures stories as `galley.pdf` sets them; `options` are those of the format `galley`."""

    def __init__(self, context: Context, options: Mapping[str, str], report: Report) -> None:
        sheet = style.load("galley", galley_values(options))
        found = fontfiles.shelf(context.fonts, context.system_fonts)
        for problem in found.problems:
            Findings(report, "galley", "").font(problem.name, problem.why)
        self._sheet = replace(sheet, text=fontfiles.with_families(sheet.text, found.families))
        self._setter = Setter(FontBook(found.families))
        self._context = context
        self._report = report

    def fit(self, article: Article, others: Mapping[str, Article]) -> Copyfit:
        """How long `article` is; characters without a font and tables too wide are told of in the report.

        `others` are the stories with it, by id, whose headlines stand where it leads to them.
        """
        findings = Findings(self._report, "galley", article.id)
        tag, outline = Tag("Art"), Outline(article.id)
        sheet, setter = self._sheet, self._setter
        parts = BodySetter(
            titled(article, others.get), setter, sheet, self._context.media, findings, sheet.measure, tag, outline
        )
        column = set_column(parts, Voice(article.language, article.dir))
        if setter.missing:
            findings.characters(setter.missing)
            setter.missing.clear()
        return measured(column)
