rule icons:
    input:
        unpack(STAGES.inputs("icons")),
    output:
        STAGES.outputs("icons"),
    log:
        STAGES.log("icons"),
    benchmark:
        STAGES.times("icons")
    threads: 8
    resources:
        mem_mb=larger(8000),
        runtime=1440,
        gpu=GPUS,
    params:
        stage=STAGES.params("icons"),
    message:
        f"Icons of {{wildcards.layer}}, {{wildcards.map_name}}, {{wildcards.side}} cells a side,"
        f" part {{wildcards.part}} of {SETTINGS.parts.icons}"
    script:
        "../scripts/stage.py"
