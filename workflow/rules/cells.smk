for name in SETTINGS.maps:

    rule:
        name:
            f"cells_{name}"
        input:
            unpack(STAGES.inputs("cells", map_name=name)),
        output:
            STAGES.outputs("cells", map_name=name),
        log:
            STAGES.log("cells", map_name=name),
        benchmark:
            STAGES.times("cells", map_name=name)
        threads: 4
        resources:
            mem_mb=larger(8000),
            runtime=480,
            gpu=0,
        params:
            stage=STAGES.params("cells", map_name=name),
        message:
            f"Cells of {{wildcards.layer}}, {name}"
        script:
            "../scripts/stage.py"


rule exemplars:
    input:
        unpack(STAGES.inputs("exemplars")),
    output:
        STAGES.outputs("exemplars"),
    log:
        STAGES.log("exemplars"),
    benchmark:
        STAGES.times("exemplars")
    threads: 2
    resources:
        mem_mb=larger(4000),
        runtime=480,
        gpu=0,
    params:
        stage=STAGES.params("exemplars"),
    message:
        "Exemplars of {wildcards.layer}, {wildcards.map_name}, {wildcards.side} cells a side"
    script:
        "../scripts/stage.py"
