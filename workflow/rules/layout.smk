rule neighbours:
    input:
        unpack(STAGES.inputs("neighbours")),
    output:
        STAGES.outputs("neighbours"),
    log:
        STAGES.log("neighbours"),
    benchmark:
        STAGES.times("neighbours")
    threads: 8
    resources:
        mem_mb=larger(16000),
        runtime=480,
        gpu=0,
    params:
        stage=STAGES.params("neighbours"),
    message:
        "Nearest neighbours of {wildcards.layer}, {wildcards.subset}"
    script:
        "../scripts/stage.py"


rule layout:
    input:
        unpack(STAGES.inputs("layout")),
    output:
        STAGES.outputs("layout")[0],
        report(
            STAGES.outputs("layout")[1],
            caption="../report/quality.rst",
            category="Layouts",
            labels={"layer": "{layer}", "map": "{map_name}", "shows": "quality"},
        ),
        report(
            STAGES.outputs("layout")[2],
            caption="../report/layout.rst",
            category="Layouts",
            labels={"layer": "{layer}", "map": "{map_name}", "shows": "points"},
        ),
    log:
        STAGES.log("layout"),
    benchmark:
        STAGES.times("layout")
    # UMAP and t-SNE give the same layout again only on one thread, so layouts run side by side.
    threads: 1
    resources:
        mem_mb=larger(16000),
        runtime=1440,
        gpu=0,
    params:
        stage=STAGES.params("layout"),
    message:
        "Layout {wildcards.map_name} of {wildcards.layer}"
    script:
        "../scripts/stage.py"
