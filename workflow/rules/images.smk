rule catalogue:
    input:
        unpack(STAGES.inputs("catalogue")),
    output:
        STAGES.outputs("catalogue"),
    log:
        STAGES.log("catalogue"),
    benchmark:
        STAGES.times("catalogue")
    threads: 8
    resources:
        mem_mb=larger(4000),
        runtime=480,
        gpu=0,
    params:
        stage=STAGES.params("catalogue"),
    message:
        "Catalogue of the images"
    script:
        "../scripts/stage.py"
