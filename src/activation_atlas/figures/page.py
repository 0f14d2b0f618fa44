"""One page that shows all figures of a run: plain HTML beside them, without a script."""

import html
from pathlib import Path
from string import Template

import activation_atlas
from activation_atlas import stores
from activation_atlas.figures.catalogue import chosen
from activation_atlas.job import Job
from activation_atlas.paths import curves_path, figure_path, figures_path
from activation_atlas.progress import log

TEMPLATE = Path(__file__).with_name("page.html")
PALETTE = Path(activation_atlas.__file__).with_name("palette.css")
LINK = Template('<li><a href="#figure-$number"><span>$number</span> $title</a></li>')
SECTION = Template(
    """<figure id="figure-$number">
<h2><span>Figure $number</span> $title</h2>
<a class="picture" href="$name.png"><img src="$name.png" width="$width" height="$height"
 loading="lazy" alt="$title"></a>
<figcaption><p>$caption</p>
<p class="files"><a href="$name.json">settings</a>$curves</p></figcaption>
</figure>"""
)


def write_page(job: Job) -> Path:
    """Write ``figures/index.html``, which shows the figures of the config; return its path.

    The page asks for nothing beyond its own folder, and needs no script.

    Raises:
        AtlasError: a figure was not made, or the disk is full.
    """
    settings, folder = job.settings, figures_path(job.run)
    numbers = chosen(settings.figures.numbers)
    figures = [stores.manifest(figure_path(folder, number)) for number in numbers]
    page = Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        palette=PALETTE.read_text(encoding="utf-8"),
        run=html.escape(settings.run),
        network=html.escape(settings.network.name),
        links="\n".join(_filled(LINK, folder, figure) for figure in figures),
        figures="\n".join(_filled(SECTION, folder, figure) for figure in figures),
    )
    target = folder / "index.html"
    stores.write_file(target, page.encode())
    log.info("page: %s", target)
    return target


def _filled(template: Template, folder: Path, figure: dict) -> str:
    number = figure["number"]
    curves = curves_path(folder, number)
    link = (
        f' · <a href="{curves.name}">{figure["curves_of"]} curves</a>' if figure["curves"] else ""
    )
    return template.substitute(
        number=number,
        name=figure_path(folder, number).name,
        title=html.escape(figure["title"]),
        caption=html.escape(figure["caption"]),
        width=figure["width"],
        height=figure["height"],
        curves=link,
    )
