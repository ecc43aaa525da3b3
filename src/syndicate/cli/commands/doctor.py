"""``syndicate doctor``: what is installed here, and what to do about the rest."""

from __future__ import annotations

import json
import sys

from syndicate.cli import options as o
from syndicate.cli.output import errors_in
from syndicate.cli.page import page

EXAMPLES = """\
syndicate doctor
syndicate doctor --report json"""


@page(examples=EXAMPLES)
def run(report: o.Report = o.ReportAs.TEXT, debug: o.Debug = False) -> None:
    """Tell what is installed here, and what to do about the rest.

    Nothing is imported or started for it but Java, which is asked for its version.
    """
    with errors_in(report, "doctor", sys.stdout, debug=debug):
        from syndicate.cli.checkup import checkup
        from syndicate.cli.terminal import Paint

        checks = checkup()
    if report is o.ReportAs.JSON:
        rows = [{"name": c.name, "ok": c.ok, "found": c.found, "advice": c.advice or None} for c in checks]
        sys.stdout.write(json.dumps({"checks": rows}, ensure_ascii=False, indent=2) + "\n")
        return
    paint = Paint(sys.stdout)
    for check in checks:
        mark = paint("green", "ok") if check.ok else paint("yellow", "--")
        sys.stdout.write(f"{mark}  {check.name:<12} {check.found}\n")
        if check.advice:
            sys.stdout.write(f"{'':17}{check.advice}\n")
