rule neighbours:
    input:
        index=f"{RUN}/samples/{{layer}}/index.json",
        network=f"{RUN}/network.json",
    output:
        f"{RUN}/neighbours/{{layer}}/{{subset}}.json",
    log:
        f"{RUN}/logs/neighbours/{{layer}}/{{subset}}.log",
    benchmark:
        f"{RUN}/benchmarks/neighbours/{{layer}}/{{subset}}.tsv"
    threads: 8
    resources:
        mem_mb=lambda wildcards, attempt: 16000 * attempt,
        runtime=480,
        gpu=0,
    params:
        settings=lambda wildcards: only(SETTINGS, "seed")
        | {"maps": searched(wildcards.subset)},
    message:
        "Nearest neighbours of {wildcards.layer}, {wildcards.subset}"
    script:
        "../scripts/neighbours.py"


rule layout:
    input:
        index=f"{RUN}/samples/{{layer}}/index.json",
        catalogue=f"{RUN}/images/catalogue.json",
        network=f"{RUN}/network.json",
        neighbours=shared_neighbours,
    output:
        layout=f"{RUN}/layout/{{layer}}/{{map}}.json",
        quality=report(
            f"{RUN}/layout/{{layer}}/{{map}}.quality.json",
            caption="../report/quality.rst",
            category="Layouts",
            labels={"layer": "{layer}", "map": "{map}", "shows": "quality"},
        ),
        plot=report(
            f"{RUN}/layout/{{layer}}/{{map}}.png",
            caption="../report/layout.rst",
            category="Layouts",
            labels={"layer": "{layer}", "map": "{map}", "shows": "points"},
        ),
    log:
        f"{RUN}/logs/layout/{{layer}}/{{map}}.log",
    benchmark:
        f"{RUN}/benchmarks/layout/{{layer}}/{{map}}.tsv"
    # UMAP and t-SNE give the same layout again only on one thread, so layouts run side by side.
    threads: 1
    resources:
        mem_mb=lambda wildcards, attempt: 16000 * attempt,
        runtime=1440,
        gpu=0,
    params:
        settings=lambda wildcards: only(SETTINGS, "seed")
        | only(
            SETTINGS.maps[wildcards.map],
            *("method", "metric", "neighbours", "min_dist", "epochs", "perplexity"),
            *("learning_rate", "fit", "percentiles", "margin", "class", "samples"),
        ),
    message:
        "Layout {wildcards.map} of {wildcards.layer}"
    script:
        "../scripts/layout.py"
