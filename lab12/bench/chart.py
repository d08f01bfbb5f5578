"""The figures of a bench run, drawn: as a table for the terminal, and as a picture for a README."""
from statistics import median
from xml.sax.saxutils import escape

from lab12.bench.servers import OURS

WIDTH = 40  # letters in the longest bar
LIMITED = "at least: the load was the limit"  # of a server that could do more: the load was busy most of the time


def rows(cell):
    """Yield (name, median of deliveries a second, ratio of ours to it, taken within a round, remark)."""
    for name, runs in cell["runs"].items():
        good = [run for run in runs if run]
        if not good:
            yield name, 0, None, "no answer"
            continue
        rounds = zip(cell["runs"][OURS], runs, strict=True)
        ratios = [ours["per_second"] / run["per_second"] for ours, run in rounds if ours and run]
        remarks = []
        if any(run["faulty"] for run in good):
            remarks.append("lost, doubled or broke lines")
        if len(good) < len(runs):
            remarks.append(f"no answer in {len(runs) - len(good)} of {len(runs)} rounds")
        if median(run["busy"] for run in good) > 0.7:
            remarks.append(LIMITED)
        typical = median(run["per_second"] for run in good)
        yield name, typical, median(ratios) if ratios else None, "; ".join(remarks)


def table(result):
    """Return the whole result as text."""
    lines = [result["machine"], ""]
    for cell in result["cells"]:
        lines += [f"{title(cell)}: lines delivered a second, medians of {result['rounds']} rounds", ""]
        found = list(rows(cell))
        most = max(1, *(value for _, value, _, _ in found))
        for name, value, ratio, remark in found:
            bar = "█" * max(1, round(value / most * WIDTH)) if value else ""
            remark = "  *" if remark == LIMITED else f"  ({remark})" if remark else ""
            lines.append(f"  {name:17} {value:>10,.0f}  {versus(name, ratio):>12}  {bar}{remark}")
        lines.append("")
    if any(LIMITED in remark for cell in result["cells"] for *_, remark in rows(cell)):
        lines += ["*  at least: the load is played by Python too, and was the limit; such a ratio is nearer to 1 than "
                  "it ought to be", ""]
    for name, pair in result["pairs"].items():
        lines += [f"{name} pair: one turn on the stage takes {pair['turn_ms']:.1f} ms "
                  f"(median of {pair['turns']}; a tenth takes more than {pair['turn_ms_p90']:.1f} ms);",
                  f"          message and reply go back and forth {pair['per_second']:,.0f} times a second"]
    for name, figures in result["marking"].items():
        lines += [f"Marking {name} ({figures['hand_in']}) takes {figures['marking_s']:.2f} s; merely starting its "
                  f"processes as often ({figures['starts']} times)", f"          takes {figures['starting_s']:.2f} s: "
                  f"{figures['ratio']:.1f} times as long (medians of pairs in turn)"]
    lines += beside_check50(result["check50"]) + bounds(result["bounds"])
    if result["missing"]:
        lines += ["", f"Not here, so not compared: {', '.join(result['missing'])}."]
    return "\n".join(lines)


def beside_check50(figures):
    """Return the lines that compare marking with check50; that it is not here, if it is not."""
    if not figures:
        return ["Not compared with check50; .venv/bin/pip install check50 brings it"]
    if figures["passed"] < 1:
        return [f"Not compared with check50: {figures['passed']:.0%} of its checks passed, of a pair that is right"]
    return [f"Five of these checks with check50 take {figures['check50_s']:.2f} s, all of them here "
            f"{figures['marking_s']:.2f} s:", f"          {figures['ratio']:.0f} times as long; "
            f"{figures['passed']:.0%} of check50's passed"]


def bounds(found):
    """Return the lines that say how long those take that do not work, beside the waits that only a bound has ended."""
    broken = [one for one in found if one["verdicts"] != ["works"]]
    if not broken:
        return []
    over = {one["hand_in"]: one["marking_s"] - one["bounded_s"] for one in broken}
    last = max(broken, key=lambda one: over[one["hand_in"]])
    slow = max(found, key=lambda one: one["marking_s"])
    return [f"Marking {len(broken)} hand-ins that do not work takes {median(over.values()):.2f} s more than their "
            f"bounded waits; at most {over[last['hand_in']]:.2f} s ({last['hand_in']})",
            f"          the slowest of {len(found)} takes {slow['marking_s']:.1f} s, {slow['bounded_s']:.1f} s of them "
            f"such waits ({slow['hand_in']})"]


def title(cell):
    return f"{cell['clients']} clients, {cell['speakers']} of them talk"


def versus(name, ratio):
    """Return how many times faster ours is, in words."""
    if name == OURS or ratio is None:
        return ""
    return f"ours {ratio:.1f} x" if ratio < 9.95 else f"ours {ratio:.0f} x"


def svg(result):
    """Return the chat's part of the result as a picture that needs nothing: no fonts, no scripts."""
    parts, at = [text(10, 20, result["machine"])], 46
    for cell in result["cells"]:
        found = list(rows(cell))
        most = max(1, *(value for _, value, _, _ in found))
        parts.append(text(10, at, f"{title(cell)}: lines delivered a second", 'font-weight="bold"'))
        for name, value, ratio, remark in found:
            at += 20
            colour, width = "#2f6f4f" if name == OURS else "#9aa7b0", max(1, round(value / most * 380))
            words = f"{value:,.0f}  {versus(name, ratio)}" if value else "no answer"
            words += " (at least)" if "at least" in remark else " (faulty)" if "lost" in remark else ""
            parts += [text(130, at + 3, name, 'text-anchor="end"'),
                      f'<rect x="138" y="{at - 8}" width="{width}" height="14" fill="{colour}"/>',
                      text(144 + width, at + 3, words)]
        at += 36
    size = f'width="720" height="{at - 20}"'
    return (f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12">\n'
            f'<rect {size} fill="#ffffff"/>\n' + "\n".join(parts) + "\n</svg>\n")


def text(x, y, words, style=""):
    return f'<text x="{x}" y="{y}" {style}>{escape(words)}</text>'
