rule samples:
    input:
        unpack(STAGES.inputs("samples")),
    output:
        STAGES.outputs("samples"),
    log:
        STAGES.log("samples"),
    benchmark:
        STAGES.times("samples")
    threads: 8
    resources:
        mem_mb=larger(8000),
        runtime=1440,
        gpu=GPUS,
    params:
        stage=STAGES.params("samples"),
    message:
        f"Samples, part {{wildcards.part}} of {SETTINGS.parts.samples}"
    script:
        "../scripts/stage.py"


rule gather:
    input:
        unpack(STAGES.inputs("gather")),
    output:
        STAGES.outputs("gather"),
    log:
        STAGES.log("gather"),
    benchmark:
        STAGES.times("gather")
    threads: 4
    resources:
        mem_mb=larger(4000),
        runtime=240,
        gpu=0,
    params:
        stage=STAGES.params("gather"),
    message:
        "Indices of the samples and their second moments"
    script:
        "../scripts/stage.py"
