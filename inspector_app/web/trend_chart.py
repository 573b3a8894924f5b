"""A small chart of declared workers by month, drawn as SVG on the server: no script, no style attribute."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from inspector_app.web.language import say
from inspector_app.web.presentation import month_in_words

_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 640, 190, 44, 12, 36


def trend_chart(trend: Sequence[tuple[object, int]]) -> Markup:
    """Return the chart as an `svg` element, oldest month at the left.

    Args:
        trend: (month, workers), any order; at least one.
    """
    points = sorted(trend, key=lambda point: str(point[0]))
    top = _nice_top(max(workers for _, workers in points))
    return Markup(
        '<svg class="trend" viewBox="0 0 {w} {h}" direction="ltr" role="img" aria-label="{alt}">{body}</svg>'
    ).format(w=_WIDTH, h=_HEIGHT, alt=_in_words(points), body=_grid(top) + _bars(points, top) + _months(points))


def _in_words(points: Sequence[tuple[object, int]]) -> str:
    counts = [workers for _, workers in points]
    return say(
        "employer.trend_alt",
        first=month_in_words(points[0][0]),
        last=month_in_words(points[-1][0]),
        low=min(counts),
        high=max(counts),
        latest=counts[-1],
    )


def _nice_top(highest: int) -> int:
    for step in (4, 10, 20, 40, 60, 100, 200, 400, 600, 1000, 2000, 4000):
        if highest <= step:
            return step
    return (highest // 5000 + 1) * 5000


def _y(workers: float, top: int) -> float:
    return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - workers / top)


def _grid(top: int) -> Markup:
    lines = Markup()
    for workers in (0, top // 2, top):
        lines += Markup(
            '<line class="axis" x1="{x1}" x2="{x2}" y1="{y:.1f}" y2="{y:.1f}"/>'
            '<text x="{label}" y="{text_y:.1f}" text-anchor="end">{n}</text>'
        ).format(x1=_LEFT, x2=_WIDTH, label=_LEFT - 8, y=_y(workers, top), text_y=_y(workers, top) + 4, n=workers)
    return lines


def _bars(points: Sequence[tuple[object, int]], top: int) -> Markup:
    step = (_WIDTH - _LEFT) / len(points)
    width = min(step * 0.7, 36)
    bars = Markup()
    for place, (month, workers) in enumerate(points):
        bars += Markup(
            '<rect class="bar" x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}"><title>{title}</title></rect>'
        ).format(
            x=_LEFT + step * (place + 0.5) - width / 2,
            y=_y(workers, top),
            w=width,
            h=max(_y(0, top) - _y(workers, top), 0.5),
            title=f"{month_in_words(month)}: {workers}",
        )
    return bars


def _months(points: Sequence[tuple[object, int]]) -> Markup:
    step = (_WIDTH - _LEFT) / len(points)
    places = sorted({0, len(points) // 2, len(points) - 1}) if len(points) > 4 else range(len(points))
    labels = Markup()
    for place in places:
        at_end = place == len(points) - 1 and len(points) > 4
        anchor = "end" if at_end else "start" if place == 0 else "middle"
        x = _WIDTH if at_end else _LEFT if place == 0 else _LEFT + step * (place + 0.5)
        labels += Markup('<text x="{x:.1f}" y="{y}" text-anchor="{anchor}">{label}</text>').format(
            x=x, y=_HEIGHT - 12, anchor=anchor, label=month_in_words(points[place][0])
        )
    return labels
