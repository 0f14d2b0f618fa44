rule export:
    input:
        network=f"{RUN}/network.json",
        catalogue=f"{RUN}/images/catalogue.json",
        index=f"{RUN}/samples/{{layer}}/index.json",
        layout=f"{RUN}/layout/{{layer}}/{{map}}.json",
        cells=of_all_sides(f"{RUN}/cells/{{layer}}/{{map}}/{{side}}.json"),
        exemplars=of_all_sides(f"{RUN}/exemplars/{{layer}}/{{map}}/{{side}}.json"),
        icons=all_icons,
    output:
        f"{RUN}/atlas/maps/{{layer}}/{{map}}.json",
    log:
        f"{RUN}/logs/export/{{layer}}/{{map}}.log",
    benchmark:
        f"{RUN}/benchmarks/export/{{layer}}/{{map}}.tsv"
    threads: 2
    resources:
        mem_mb=lambda wildcards, attempt: 8000 * attempt,
        runtime=240,
        gpu=0,
    params:
        settings=only(SETTINGS.page, "tile_size", "quality") | {"form": viewer.FORM},
    message:
        "Tiles and data of {wildcards.layer}, {wildcards.map}"
    script:
        "../scripts/export.py"


rule page:
    input:
        maps=expand(
            f"{RUN}/atlas/maps/{{layer}}/{{map}}.json",
            layer=SETTINGS.network.layers,
            map=SETTINGS.maps,
        ),
        network=f"{RUN}/network.json",
        index=expand(
            f"{RUN}/samples/{{layer}}/index.json", layer=SETTINGS.network.layers
        ),
        web=existing(
            viewer.template_path(),
            viewer.head_path(),
            *map(viewer.built_path, viewer.BUNDLE),
        ),
    output:
        report(
            f"{RUN}/atlas/index.html",
            caption="../report/page.rst",
            category="Atlas",
        ),
        [f"{RUN}/atlas/{name}" for name in ("manifest.js", *viewer.BUNDLE)],
    log:
        f"{RUN}/logs/page.log",
    benchmark:
        f"{RUN}/benchmarks/page.tsv"
    threads: 1
    resources:
        mem_mb=2000,
        runtime=30,
        gpu=0,
    params:
        settings=only(SETTINGS, "page"),
    message:
        "Page"
    script:
        "../scripts/page.py"
